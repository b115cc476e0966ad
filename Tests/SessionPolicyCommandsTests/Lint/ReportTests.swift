import PolicyDiagnostics
import PolicyDocuments
import PolicyJSON
import PolicyLint
import SessionPolicy
import Testing

@testable import SessionPolicyCommands

/// What other programs read of a lint.
@Suite struct ReportTests {
  /// A policy whose own text tries to get out of every format.
  private static let hostile = SourceFile(
    name: "a b,c:d%\n::error::x</testcase>\"'&.yaml",
    text: """
      version: 1
      policy: p
      rules:
        - id: slide
          may: extend
          "]]></failure>\\n::error file=x::y\\r%0A\\u0000\\u2028": 1
      """)

  private var result: LintResult { Linter().lint(LintInput(paths: [], sources: [Self.hostile])) }

  @Test func annotationIsOneLineWhateverItSays() throws {
    let text = GitHubAnnotations.text(of: result.open.map(\.diagnostic))
    let lines = text.split(separator: "\n")
    #expect(lines.count == result.open.count)
    #expect(lines.count > 0)
    for line in lines {
      #expect(line.hasPrefix("::error file=a b%2Cc%3Ad%25%0A%3A%3Aerror%3A%3Ax</testcase>"))
      #expect(!line.contains("\r"))
    }
  }

  @Test func junitHasOneCaseForEachFindingAndEscapesWhatItQuotes() {
    let text = LintJUnit.text(of: result, files: [Self.hostile])
    #expect(text.components(of: "<testcase ") == result.findings.count)
    #expect(text.components(of: "</testcase>") == result.findings.count)
    #expect(!text.contains("</testcase>\"'"))
    #expect(!text.contains("\u{0}"))
  }

  @Test func cleanFileIsACaseThatPassed() {
    let file = SourceFile(
      name: "p.yaml", text: "version: 1\npolicy: p\nrules:\n  - { id: r, may: refresh }\n")
    let input = LintInput(paths: [], sources: [file])
    let text = LintJUnit.text(of: Linter().lint(input), files: input.files)
    #expect(text.contains("tests=\"1\" failures=\"0\""))
  }

  @Test func everyRuleHasAPageWithBothExamples() {
    for rule in LintRule.all {
      let page = RuleText.page(rule)
      #expect(page.contains("\nBad:\n") && page.contains("\nGood:\n"), "\(rule.code.id)")
      #expect(!page.contains("⟦"), "\(rule.code.id)")
    }
  }
}

extension String {
  fileprivate func components(of text: String) -> Int { ranges(of: text).count }
}

extension ReportTests {
  /// After a change of a check: `session-policy rule --markdown > Sources/PolicyLint/Documentation.docc/Checks.md`.
  @Test func referencePageSaysWhatTheChecksSay() throws {
    let root = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    let page = try FileReader.read(root + "/Sources/PolicyLint/Documentation.docc/Checks.md")
    #expect(String(decoding: page.bytes, as: UTF8.self) == RuleMarkdown.page)
  }

  @Test func checkThatTheLanguageMakesNeedlessSaysWhy() {
    let run = CommandRun(["rule", "order-dependence"])
    #expect(run.status == .success)
    #expect(run.output.hasPrefix("L408 order-dependence\n\nNever found. "))
    let codes = LintRule.all.map(\.code.id) + ImpossibleCheck.all.map(\.code)
    let names = LintRule.all.map(\.code.name) + ImpossibleCheck.all.map(\.name)
    #expect(Set(codes).count == codes.count)
    #expect(Set(names).count == names.count)
  }

  @Test func misspeltCheckIsSuggested() {
    let run = CommandRun(["rule", "fail-opne"])
    #expect(run.status == .failure)
    #expect(run.errors.contains("did you mean `fail-open`?"))
  }
}
