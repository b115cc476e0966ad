import PolicyDiagnostics
import PolicyJSON
import PolicyTestSupport
import Testing

@testable import SessionPolicyCommands

/// What `explain --missing` writes.
@Suite struct MissingInputsTests {
  private let folder: TemporaryDirectory

  init() throws {
    folder = try TemporaryDirectory()
    try folder.write(
      """
      version: 1
      policy: shop
      attributes:
        context.risk: { type: string, values: [low, medium, high] }
        context.ring: { type: string, optional: true }
      rules:
        - { id: confirm, may: refresh }
        - { id: risky, must: sign_in, when: 'context.risk == "high"' }
        - { id: ringed, never: extend, when: 'context.ring.matches("^a") && has(context.ring)' }

      """, to: "p.yaml")
  }

  private func run(_ words: String...) -> CommandRun {
    CommandRun(["explain", "--missing", "--policies", folder.path + "/p.yaml"] + words)
  }

  @Test func eachInputIsNamedWithWhatChangesWithoutIt() {
    let run = run()
    #expect(run.status == .success && run.errors == "")
    #expect(
      run.output.contains(
        """
        context.risk
          absent: stricter: proceed → sign_in (shop/risky)
            where context.risk is low or medium
          unreadable: stricter: proceed → sign_in (shop/risky)
            where context.risk is low or medium

        """), "\(run.output)")
    #expect(
      run.output.hasSuffix("no decision changes without context.ring, identity.state\n"),
      "\(run.output)")
  }

  @Test func bothSessionsOfEachChangeAreSnapshots() throws {
    let text = run("--format", "json").output
    let report = try #require(JSONReader.parse(SourceFile(name: "missing", text: text)).value)
    let inputs = try #require(report["inputs"]?.array)
    #expect(inputs.contains { $0["state"] == "failed" })
    var count = 0
    for change in inputs.flatMap({ $0["changes"]?.array ?? [] }) {
      for (side, key) in [("witness", "old"), ("without", "new")] {
        let snapshot = try #require(change[side])
        try folder.write(JSONWriter.text(of: snapshot), to: "s.json")
        let decided = CommandRun([
          "decide", folder.path + "/s.json", "--policies", folder.path + "/p.yaml", "--format",
          "json",
        ])
        let decision = try #require(
          JSONReader.parse(SourceFile(name: "decision", text: decided.output)).value)
        #expect(decision["outcome"] == change[key]?["decision"]?["outcome"])
        count += 1
      }
    }
    #expect(count == 4)
  }

  @Test(arguments: [["--action", "pay"], ["s.json"], ["--now", "2026-03-01T09:00:00Z"]])
  func whatSpeaksOfOneSessionIsRefused(_ words: [String]) {
    let run = CommandRun(
      ["explain", "--missing", "--policies", folder.path + "/p.yaml"] + words)
    #expect(run.status == .failure)
    #expect(run.errors.contains("this is asked of all sessions"))
  }
}
