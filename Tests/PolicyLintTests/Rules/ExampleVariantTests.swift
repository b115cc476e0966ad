import PolicyDiagnostics
import PolicyLint
import PolicyTestSupport
import Testing

/// The same examples, written in other ways that must not matter.
@Suite struct ExampleVariantTests {
  enum Variant: String, CaseIterable {
    case windowsLineBreaks
    case deeperIndentation
    case emojiBefore
    case noFinalLineBreak

    func apply(to text: String) -> String {
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      switch self {
      case .windowsLineBreaks: return lines.joined(separator: "\r\n")
      case .deeperIndentation:
        return lines.map { $0.hasPrefix(" ") ? "  " + $0 : $0 }.joined(separator: "\n")
      case .emojiBefore: return "# 👩‍💻 für später 👍🏽\n" + text
      case .noFinalLineBreak: return text.hasSuffix("\n") ? String(text.dropLast()) : text + "\n"
      }
    }
  }

  @Test(arguments: LintRule.all.map(\.code.id), Variant.allCases)
  func variantOfBadExampleIsFoundAtItsMark(_ code: String, _ variant: Variant) throws {
    let rule = try #require(LintRule.named(code))
    for example in rule.bad where example.isMovable {
      let directory = try ExampleDirectory(varied(example, variant))
      let found = try directory.lint(optingInto: rule)
      let places = found.filter { $0.code == rule.code }.map { directory.mark($0.location) }
      #expect(
        places == directory.marks, "\(code) \(variant): \(DiagnosticFormatter().format(found))")
    }
  }

  @Test(arguments: LintRule.all.map(\.code.id), Variant.allCases)
  func variantOfGoodExampleIsClean(_ code: String, _ variant: Variant) throws {
    let rule = try #require(LintRule.named(code))
    for example in rule.good where example.isMovable {
      let found = try ExampleDirectory(varied(example, variant)).lint(optingInto: rule)
      #expect(found.isEmpty, "\(code) \(variant): \(DiagnosticFormatter().format(found))")
    }
  }

  private func varied(_ example: LintExample, _ variant: Variant) -> LintExample {
    LintExample(
      files: example.files.map { file in
        file.role == .source || file.role == .kratos
          ? LintExample.File(
            file.name, variant.apply(to: file.marked), role: file.role, isLatin1: file.isLatin1)
          : file
      }, profile: example.profile)
  }
}
