import PolicyDiagnostics
import PolicyJSON
import PolicyTestSupport
import Testing

@testable import SessionPolicyCommands

/// Idleness, the cap and the window among the deadlines, from files to what is written.
@Suite struct DeadlineCommandTests {
  private static let policy = """
    version: 1
    policy: desk
    rules:
      - { id: slide, may: extend, within: 6h, max_idle: 30m, max_lifetime: 30d }
      - { id: fresh, must: reauthenticate, when: request.action == "pay", max_age: 15m }
      - { id: confirm, may: refresh }

    """

  private static let session = """
    {"id": "2b7f0c52-8f1e-4b6b-9a54-7b0f5f3f6d21", "active": true,\
     "expires_at": "2026-03-02T08:00:00Z", "authenticated_at": "2026-03-01T08:00:00Z",\
     "issued_at": "2026-03-01T08:00:00Z", "authenticator_assurance_level": "aal1",\
     "authentication_methods": [\
       {"method": "password", "aal": "aal1", "completed_at": "2026-03-01T08:00:00Z"}],\
     "identity": {"id": "0c7a1c52-8f1e-4b6b-9a54-7b0f5f3f6d22", "schema_id": "default",\
       "state": "active", "traits": {}}}
    """

  @Test(arguments: ["read", "pay"])
  func theyGoTheWholeWay(action: String) throws {
    let directory = try TemporaryDirectory()
    try directory.write(Self.policy, to: "policy.yaml")
    try directory.write(Self.session, to: "session.json")
    let snapshot = """
      {"now":"2026-03-01T09:00:00Z","session":\(Self.session),\
      "request":{"action":"\(action)","last_active_at":"2026-03-01T08:50:00Z"}}

      """
    try directory.write(snapshot, to: "snapshot.json")
    let file = ["\(directory.path)/snapshot.json", "--policies", "\(directory.path)/policy.yaml"]
    let runs = [
      CommandRun(["decide", "--format", "json"] + file),
      CommandRun(["decide", "--stream"] + file.dropFirst(), input: snapshot),
      CommandRun(["explain", "--format", "json"] + file),
    ]
    for run in runs {
      let written = try #require(
        JSONReader.parse(SourceFile(name: "decision", text: run.output)).value)
      let deadlines = try #require((written["decision"] ?? written)["deadlines"])
      for (name, instant) in [
        ("idle_at", "2026-03-01T09:20:00Z"), ("capped_at", "2026-03-31T08:00:00Z"),
        ("window_opens_at", "2026-03-02T02:00:00Z"),
      ] {
        #expect(deadlines[name]?.string == instant, "\(name)")
        #expect(deadlines["rules"]?[name]?.string == "desk/slide", "\(name)")
      }
    }
    for command in ["decide", "explain"] {
      let text = CommandRun([command, "--format", "text"] + file).output
      #expect(text.contains("not extended once idle at 2026-03-01T09:20:00Z (in 20m) (desk/slide)"))
      #expect(text.contains("extended at most to 2026-03-31T08:00:00Z (in 29d 23h) (desk/slide)"))
      #expect(text.contains("window opens 2026-03-02T02:00:00Z (in 17h) (desk/slide)"), "\(text)")
    }
  }

  /// What is told as the beginning of extending is not told again as the opening of the window.
  @Test func nothingIsToldTwice() throws {
    let directory = try TemporaryDirectory()
    try directory.write(
      "version: 1\npolicy: p\nrules: [{ id: e, may: extend, within: 6h }]\n", to: "policy.yaml")
    try directory.write(Self.session, to: "session.json")
    let text = CommandRun([
      "decide", "\(directory.path)/session.json", "--policies", "\(directory.path)/policy.yaml",
      "--now", "2026-03-01T09:00:00Z", "--format", "text",
    ]).output
    #expect(text.contains("extendable from 2026-03-02T02:00:00Z"))
    #expect(!text.contains("window opens"))
  }

  @Test func suitesExpectThem() throws {
    let directory = try TemporaryDirectory()
    try directory.write(Self.policy, to: "policy.yaml")
    try directory.write(Self.session, to: "session.json")
    func suite(idle: String) throws -> String {
      try directory.write(
        """
        version: 1
        suite: desk
        policies: [policy.yaml]
        now: 2026-03-01T09:00:00Z
        sessions: { pat: { from: session.json } }
        requests: { pay: { action: pay, last_active_at: -10m } }
        tests:
          - name: what is ahead
            session: pat
            request: pay
            expect: { deadlines: { idle_at: \(idle), capped_at: +29d23h, window_opens_at: +17h } }
        """, to: "suite.yaml")
      return CommandRun(["test", "\(directory.path)/suite.yaml", "--root", directory.path]).output
    }
    #expect(try suite(idle: "+20m").contains("1 passed, 0 failed"))
    let failed = try suite(idle: "+21m")
    #expect(failed.contains("0 passed, 1 failed"), "\(failed)")
    // The rule that set it is shown, and whether the session may be extended.
    #expect(failed.contains("desk/slide"), "\(failed)")
  }
}
