import Foundation
import PolicyDiagnostics
import PolicyJSON
import PolicyTestSupport
import Testing

@testable import SessionPolicyCommands

/// Ten changes to the policies that are shipped, and what `diff` says of each.
///
/// After a change that is meant, `WRITE_GOLDENS=1 swift test --filter SeededChangeTests` writes the words
/// anew; read the difference before it is committed.
@Suite struct SeededChangeTests {
  private struct Seed: Sendable {
    let policy: String
    /// What stands before the change, so that the place is plain.
    let rule: String
    let old: String
    let new: String
  }

  private static let seeds = [
    Seed(
      policy: "kratos-defaults", rule: "privileged-settings", old: "max_age: 1h", new: "max_age: 4h"
    ),
    Seed(
      policy: "nist-800-63b-4-aal2", rule: "overall-timeout", old: "max_age: 24h",
      new: "max_age: 48h"),
    Seed(
      policy: "nist-800-63b-4-aal2", rule: "inactivity-timeout", old: "max_idle: 1h",
      new: "max_idle: 30m"),
    Seed(policy: "pci-dss-4", rule: "idle-for-an-hour", old: "max_idle: 1h", new: "max_idle: 2h"),
    Seed(
      policy: "pci-dss-4", rule: "extend-while-active", old: "max_lifetime: 12h",
      new: "max_lifetime: 24h"),
    Seed(
      policy: "sliding-with-absolute-cap", rule: "thirty-days-at-most", old: "max_lifetime: 30d",
      new: "max_lifetime: 14d"),
    Seed(policy: "sliding-with-absolute-cap", rule: "slide", old: "within: 6h", new: "within: 1h"),
    Seed(policy: "sudo-mode", rule: "sensitive-actions", old: "max_age: 15m", new: "max_age: 1h"),
    Seed(policy: "workforce", rule: "slide", old: "max_idle: 30m", new: "max_idle: 2h"),
    Seed(
      policy: "workforce", rule: "a-month-at-most", old: "max_lifetime: 30d",
      new: "max_lifetime: 60d"),
  ]

  @Test func eachIsSaidInAFewWordsAndNothingElseIs() throws {
    let folder = try TemporaryDirectory()
    var text = ""
    for seed in Self.seeds {
      let path = CommandRun.root + "/policies/\(seed.policy).yaml"
      let policy = try String(contentsOfFile: path, encoding: .utf8)
      let rule = try #require(policy.range(of: "- id: \(seed.rule)\n"))
      let place = try #require(policy.range(of: seed.old, range: rule.upperBound..<policy.endIndex))
      try folder.write(policy.replacingCharacters(in: place, with: seed.new), to: "new.yaml")
      let run = CommandRun(["diff", path, folder.path + "/new.yaml", "--format", "json"])
      let report = try #require(JSONReader.parse(SourceFile(name: "diff", text: run.output)).value)
      let changes = try #require(report["changes"]?.array)
      text += "\(seed.policy)/\(seed.rule): \(seed.old) → \(seed.new)\n"
      text += "  \(report["verdict"]?.string ?? "")\n"
      for change in changes {
        #expect(change["rule"]?.string == "\(seed.policy)/\(seed.rule)")
        #expect(change["possible"] == false)
        text += "  \(change["transition"]?.string ?? ""), where \(change["words"]?.string ?? "")"
        text += change["whole"] == true ? "\n" : ", unless another rule decides\n"
        let sample = try #require(change["sample"]?.string)
        try folder.write(sample, to: "sample.yaml")
        let test = CommandRun(["test", folder.path + "/sample.yaml", "--root", folder.path])
        #expect(test.status == .success, "\(test.errors)\(test.output)\n\(sample)")
      }
      #expect(!changes.isEmpty, "\(seed.policy)/\(seed.rule)")
    }
    let golden = CommandRun.root + "/Tests/SessionPolicyCommandsTests/Console/Goldens/diff.txt"
    if ProcessInfo.processInfo.environment["WRITE_GOLDENS"] != nil {
      try Data(text.utf8).write(to: URL(fileURLWithPath: golden))
    }
    #expect(try text == String(contentsOfFile: golden, encoding: .utf8), "see WRITE_GOLDENS above")
  }
}
