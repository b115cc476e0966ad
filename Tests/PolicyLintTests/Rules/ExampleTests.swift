import PolicyDiagnostics
import PolicyLint
import Testing

@Suite struct ExampleTests {
  @Test(arguments: LintRule.all.map(\.code.id))
  func badExampleIsFoundAtItsMark(_ code: String) throws {
    let rule = try #require(LintRule.named(code))
    #expect(!rule.bad.isEmpty)
    for example in rule.bad {
      let directory = try ExampleDirectory(example)
      let found = try directory.lint(optingInto: rule)
      let places = found.filter { $0.code == rule.code }.map { directory.mark($0.location) }
      #expect(places == directory.marks, "\(code): \(DiagnosticFormatter().format(found))")
      let others = found.filter { $0.code != rule.code }
      #expect(others.isEmpty, "\(code) echoes: \(DiagnosticFormatter().format(others))")
    }
  }

  @Test(arguments: LintRule.all.map(\.code.id))
  func goodExampleIsClean(_ code: String) throws {
    let rule = try #require(LintRule.named(code))
    #expect(!rule.good.isEmpty)
    for example in rule.good {
      let found = try ExampleDirectory(example).lint(optingInto: rule)
      #expect(found.isEmpty, "\(code): \(DiagnosticFormatter().format(found))")
    }
  }

  @Test func codesAndNamesAreUnique() {
    let words = LintRule.all.flatMap { [$0.code.id.lowercased(), $0.code.name] }
    #expect(Set(words).count == words.count)
  }
}
