import PolicyDiagnostics
import PolicyJSON
import PolicyTestSupport
import Testing

@testable import SessionPolicyCommands

/// Ways to re-authenticate, from files to what is written: by `decide`, `--stream` and `test`.
@Suite struct WayCommandTests {
  private static let policy = """
    version: 1
    policy: keys
    rules:
      - { id: confirm, may: refresh }
      - id: strong
        must: reauthenticate
        when: request.action == "ssh_key.add"
        methods: [totp, webauthn]
        max_age: 10m
      - id: mailed
        must: reauthenticate
        when: request.action == "address.change"
        methods: [code]
        max_age: 10m
      - id: either
        must: reauthenticate
        when: request.action == "admin"
        one_of:
          - { aal: aal2, max_age: 15m }
          - { methods: [passkey], max_age: 15m }
      - { id: pay, must: reauthenticate, when: request.action == "pay", aal: aal2, max_age: 10m }

    """

  private static let kratos = """
    session: { lifespan: 24h, earliest_possible_extend: 1h }
    selfservice:
      methods:
        password: { enabled: true }
        totp: { enabled: true }
        webauthn: { enabled: true, config: { passwordless: false } }
        code: { enabled: true, mfa_enabled: true, passwordless_enabled: false }

    """

  private static let session = """
    {"id": "2b7f0c52-8f1e-4b6b-9a54-7b0f5f3f6d21", "active": true,
     "expires_at": "2026-03-02T08:00:00Z", "authenticated_at": "2026-03-01T08:00:00Z",
     "issued_at": "2026-03-01T08:00:00Z", "authenticator_assurance_level": "aal1",
     "authentication_methods": [
       {"method": "password", "aal": "aal1", "completed_at": "2026-03-01T08:00:00Z"}],
     "identity": {"id": "0c7a1c52-8f1e-4b6b-9a54-7b0f5f3f6d22", "schema_id": "default",
       "state": "active", "traits": {}}}
    """

  private func folder() throws -> TemporaryDirectory {
    let directory = try TemporaryDirectory()
    try directory.write(Self.policy, to: "policy.yaml")
    try directory.write(Self.kratos, to: "kratos.yml")
    try directory.write(Self.session, to: "session.json")
    return directory
  }

  private func decide(_ action: String, _ more: String...) throws -> String {
    let directory = try folder()
    let words = [
      "decide", "\(directory.path)/session.json", "--policies", "\(directory.path)/policy.yaml",
      "--now", "2026-03-01T09:00:00Z", "--action", action,
    ]
    let kratos = more.isEmpty ? ["--kratos", "\(directory.path)/kratos.yml"] : []
    return CommandRun(words + kratos + more).output
  }

  @Test func aKeyThatIsNoFirstFactorIsAskedForAsASecond() throws {
    let text = try decide("ssh_key.add")
    #expect(text.contains("show a second factor: totp or webauthn (good for 10m)"))
    #expect(text.contains("GET /self-service/login/browser?aal=aal2"))
    #expect(!text.contains("/self-service/login/browser?refresh=true"))
  }

  @Test func codesAreSecondFactorsWhereTheyAreConfiguredAsSuch() throws {
    #expect(try decide("address.change").contains("show a second factor: code (good for 10m)"))
  }

  @Test func everyWayIsWritten() throws {
    let text = try decide("admin", "--format", "text")
    #expect(text.contains("show a first factor again: passkey (good for 15m)"))
    #expect(text.contains("or show a second factor (good for 15m)"))
  }

  @Test func whoHasNoSecondFactorIsSentToTheSettings() throws {
    let text = try decide("pay", "--request", "enrolled_methods=password")
    #expect(text.contains("set up a method in the settings"))
    #expect(text.contains("GET /self-service/settings/browser"))
  }

  private static let hint =
    "who has none sets one up first, in the settings: GET /self-service/settings/browser"

  /// Where nobody says what a user has, the text says what to do for who has none; where somebody does,
  /// it says just what is to be done.
  @Test func whoeverHasNoneIsToldWhereToSetOneUp() throws {
    #expect(try decide("pay").contains(Self.hint))
    #expect(try decide("admin").contains(Self.hint))
    // A code is sent, and nobody sets it up.
    #expect(try !decide("address.change").contains("settings"))
    for methods in ["password", "password,totp"] {
      let text = try decide("pay", "--request", "enrolled_methods=\(methods)")
      #expect(!text.contains(Self.hint))
      #expect(text.contains("set up a method in the settings") == (methods == "password"))
    }
  }

  /// From a file, a stream, an explanation and a suite: the step that sets a method up, with a first factor
  /// before it once the session is no longer privileged.
  @Test(arguments: [
    ("2026-03-01T08:30:00Z", ["enrol", "second"]),
    ("2026-03-01T09:00:00Z", ["first", "enrol", "second"]),
  ])
  func theStepThatSetsUpAMethodGoesTheWholeWay(now: String, factors: [String]) throws {
    let directory = try folder()
    let session = Self.session.split(separator: "\n").joined()
    let snapshot = """
      {"now":"\(now)","session":\(session),"request":{"action":"pay","enrolled_methods":["password"]}}

      """
    try directory.write(snapshot, to: "snapshot.json")
    let policies = ["--policies", "\(directory.path)/policy.yaml"]
    let file = CommandRun(
      ["decide", "\(directory.path)/snapshot.json", "--format", "json"] + policies)
    let stream = CommandRun(["decide", "--stream"] + policies, input: snapshot)
    for run in [file, stream] {
      let written = try #require(
        JSONReader.parse(SourceFile(name: "decision", text: run.output)).value?.object)
      let due = try #require(written["reauthentication"]?.object)
      let steps = try #require(due["steps"]?.array?.compactMap { $0.object?["factor"]?.string })
      #expect(steps == factors)
    }
    let explained = CommandRun(["explain", "\(directory.path)/snapshot.json"] + policies).output
    #expect(explained.contains("set up a method in the settings"))
    #expect(explained.contains("show a first factor again") == (factors.count == 3))
    try directory.write(
      """
      version: 1
      suite: keys
      policies: [policy.yaml]
      now: \(now)
      sessions: { pat: { from: session.json } }
      requests: { pay: { action: pay, enrolled_methods: [password] } }
      tests:
        - name: one is set up
          session: pat
          request: pay
          expect: { outcome: reauthenticate, steps: [\(factors.joined(separator: ", "))] }
      """, to: "suite.yaml")
    let suite = CommandRun(["test", "\(directory.path)/suite.yaml", "--root", directory.path])
    #expect(suite.output.contains("1 passed, 0 failed"), "\(suite.output)\(suite.errors)")
  }

  @Test func aFactorNotShownIsNotUnknown() throws {
    let text = try decide("pay")
    #expect(text.hasPrefix("reauthenticate"))
    #expect(!text.contains("\n  unknown"))
    #expect(try decide("pay", "--format", "json").contains("\"indeterminate\": []"))
  }

  @Test func theStreamNamesTheSameWays() throws {
    let directory = try folder()
    let session = Self.session.split(separator: "\n").joined()
    let run = CommandRun(
      ["decide", "--stream", "--policies", "\(directory.path)/policy.yaml"],
      input: """
        {"now":"2026-03-01T09:00:00Z","session":\(session),"request":{"action":"admin"}}

        """)
    #expect(
      run.output.contains(
        #""alternatives":[[{"factor":"first","methods":["passkey"],"browser":"#))
    #expect(
      run.output.contains(#""native":null,"then":{"authenticated_at":"2026-03-01T09:00:00Z""#))
  }

  @Test func suitesExpectWaysAndTheInstantAfterTheWindowOpens() throws {
    let directory = try folder()
    try directory.write(
      """
      version: 1
      suite: keys
      policies: [policy.yaml]
      kratos: kratos.yml
      now: 2026-03-01T09:00:00Z
      sessions: { pat: { from: session.json } }
      requests:
        admin: { action: admin }
        key: { action: ssh_key.add }
      tests:
        - name: either way
          session: pat
          request: admin
          expect:
            steps: [second]
            alternatives: [[second]]
            deadlines: { cookie_at: none }
        - name: the key
          session: pat
          request: key
          expect: { alternatives: [[{ factor: second, methods: [totp, webauthn] }]] }
      """, to: "suite.yaml")
    let run = CommandRun([
      "test", "\(directory.path)/suite.yaml", "--root", directory.path,
    ])
    #expect(run.output.contains("2 passed, 0 failed"), "\(run.output)\(run.errors)")
  }
}
