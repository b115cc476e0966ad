import Foundation
import Testing

@testable import SessionPolicyCommands

/// What `decide` and `explain` write of the shipped sessions under the shipped policies.
///
/// After a change that is meant, `WRITE_GOLDENS=1 swift test --filter DecisionGoldenTests` writes
/// them anew; read the difference before it is committed.
@Suite struct DecisionGoldenTests {
  private static let folder =
    "/" + #filePath.split(separator: "/").dropLast().joined(separator: "/") + "/Goldens/"

  /// A session, a policy, and what else the caller says: at least one of every outcome, of an
  /// extension granted and refused, and of an input that is missing.
  private static let cases: [(session: String, policy: String, words: String)] = [
    ("password-aal1", "kratos-defaults", "--action settings.password --now 2026-03-01T09:00:00Z"),
    ("password-aal1", "nist-800-63b-4-aal2", "--now 2026-03-01T09:00:00Z"),
    ("totp-step-up", "workforce", "--action payment.create --now 2026-03-01T09:00:00Z"),
    (
      "totp-step-up", "workforce",
      "--action report.read --context risk=low --request device.managed=true"
        + " --request last_active_at=2026-03-02T02:55:00Z --now 2026-03-02T03:00:00Z"
    ),
    ("stale-second-factor", "sudo-mode", "--action payment.create --now 2026-03-01T09:00:00Z"),
    (
      "passkey", "pci-dss-4",
      "--request last_active_at=2026-03-01T08:44:59Z --now 2026-03-01T09:00:00Z"
    ),
    ("admin-view", "workforce", "--action report.read --now 2026-03-01T09:00:00Z"),
    ("expired", "sliding-with-absolute-cap", "--now 2026-03-01T09:00:00Z"),
    ("revoked", "sliding-with-absolute-cap", "--now 2026-03-01T09:00:00Z"),
    ("identity-inactive", "workforce", "--now 2026-03-01T09:00:00Z"),
  ]

  @Test(arguments: ["decide", "explain"], ["text", "json"])
  func answersAreAsTheyWere(command: String, format: String) throws {
    var text = ""
    for row in Self.cases {
      let run = CommandRun(
        [
          command, "\(CommandRun.root)/samples/sessions/\(row.session).json", "--policies",
          "\(CommandRun.root)/policies/\(row.policy).yaml", "--format", format,
        ] + row.words.split(separator: " ").map(String.init))
      #expect(run.status == .success, "\(row)")
      #expect(run.errors == "", "\(row)")
      text += "$ \(command) \(row.session) \(row.policy) \(row.words)\n"
      // A digest is another with every change of a policy.
      text +=
        run.output.replacing(CommandRun.root + "/", with: "")
        .replacing(#/sha256:[0-9a-f]{64}/#, with: "sha256:…") + "\n"
    }
    let path = Self.folder + command + "." + format
    if ProcessInfo.processInfo.environment["WRITE_GOLDENS"] != nil {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }
    let golden = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text == golden, "\(command).\(format): see WRITE_GOLDENS above")
  }
}
