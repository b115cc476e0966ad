import Foundation
import PolicyDiagnostics
import PolicyLint
import SessionPolicy
import Testing

/// Configurations that real projects run with; they are not part of this package.
@Suite struct RealConfigurationTests {
  private static let directory: String =
    (ProcessInfo.processInfo.environment["SESSION_POLICY_SHARED"]
      ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
      .appendingPathComponent("shared").path) + "/data/kratos/config"

  @Test func everyRealConfigurationIsReadWithoutAFalseAlarm() throws {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: Self.directory)) ?? []
    guard !names.isEmpty else {
      print("skipped: there are no configurations in \(Self.directory)")
      return
    }
    let policy = SourceFile(
      name: "p.yaml", text: "version: 1\npolicy: p\nrules:\n  - id: confirm\n    may: refresh\n")
    for name in names.sorted() {
      let input = LintInput(
        paths: [], sources: [policy], kratos: [Self.directory + "/" + name])
      let found = Linter().lint(input).findings.map(\.diagnostic)
        .filter { $0.severity == .error }
      // This one has a mapping where the schema has a list.
      let expected =
        name == "stub-driver-defaults-verification.yml"
        ? ["$.selfservice.flows.settings.after.hooks"] : []
      #expect(found.map(\.path) == expected, "\(name): \(DiagnosticFormatter().format(found))")
      #expect((input.kratos?.settings != nil) == expected.isEmpty, "\(name)")
    }
  }
}
