import Foundation
import PolicyDiagnostics
import PolicyLint
import Testing

@Suite struct RegistryTests {
  /// Every code declared anywhere in the sources has a rule, so that `rule CODE` explains it.
  @Test func everyDeclaredCodeIsExplained() throws {
    let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Sources")
    let files = try #require(
      FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
    var declared: Set<String> = []
    for case let url as URL in files where url.pathExtension == "swift" {
      let text = try String(contentsOf: url, encoding: .utf8)
      for match in text.matches(of: /DiagnosticCode\(\s*"([A-Z]+[0-9]+)", "[a-z0-9-]+"\)/) {
        declared.insert(String(match.1))
      }
    }
    #expect(declared.count > 60)
    let explained = Set(LintRule.all.map(\.code.id))
    #expect(declared.subtracting(explained) == [])
  }

  @Test func everyRuleSpeaksInSentences() {
    for rule in LintRule.all {
      #expect(rule.summary.hasSuffix("."), "\(rule.code.id)")
      #expect(rule.rationale.hasSuffix("."), "\(rule.code.id)")
      #expect(!rule.rationale.contains("\n"), "\(rule.code.id)")
    }
  }
}
