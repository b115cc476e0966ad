import Foundation
import PolicyDiagnostics
import PolicyJSON
import PolicyLint
import Testing

@testable import SessionPolicyCommands

/// What `lint` writes of one policy, format by format.
///
/// After a change that is meant, `WRITE_GOLDENS=1 swift test --filter FormatGoldenTests` writes them
/// anew; read the difference before it is committed.
@Suite struct FormatGoldenTests {
  private static let folder =
    "/" + #filePath.split(separator: "/").dropLast().joined(separator: "/") + "/Goldens/"

  /// A warning, an error with a second place, one that is ignored, and one with a fix.
  private static let policy = """
    version: 1
    policy: shop
    attributes:
      context.risk: { type: string, values: [low, high], optional: true }
    rules:
      - id: slide
        may: extend
        max_idle: 30m
      # lint: ignore SEC002 until 2026-12-31: the pilot ends before that
      - id: pilot
        may: extend
        when: session.age < duration("1h") && session.age < duration("2h") && identity.schema_id == "pilöt 🚀"
      - id: confirm
        may: refresh
      - id: second-factor
        must: reauthenticate
        when: request.action == "payment.create"
        aal: aal2

    """

  @Test(arguments: LintCommand.Format.allCases)
  func formatIsAsItWas(_ format: LintCommand.Format) throws {
    let run = CommandRun(["lint", "-", "--format", format.rawValue], input: Self.policy)
    #expect(run.errors == "")
    var text = run.output
    if format == .sarif {
      // The page of every check is in the reference; here only what was found.
      let read = JSONReader.parse(SourceFile(name: "lint.sarif", text: text)).value
      var report = try #require(read?["runs"]?.array?.first)
      let rules = try #require(report["tool"]?["driver"]?["rules"]?.array)
      report["tool"]?["driver"]?["rules"] = .array(rules.filter { $0["id"] == "SEC001" })
      text = JSONWriter.text(of: report, .pretty) + "\n"
    }
    let path = Self.folder + "lint." + format.rawValue
    if ProcessInfo.processInfo.environment["WRITE_GOLDENS"] != nil {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }
    let golden = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text == golden, "\(format.rawValue): see WRITE_GOLDENS above")
  }
}
