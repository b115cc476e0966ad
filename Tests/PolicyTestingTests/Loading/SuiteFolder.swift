import PolicyDiagnostics
import PolicyTestSupport
import PolicyTesting

/// A folder with a policy, a session document and suites, as their author would keep them.
struct SuiteFolder {
  let directory: TemporaryDirectory

  /// The policy under test: it slides, refreshes, and asks for a fresh second factor to pay.
  static let policy = """
    version: 1
    policy: shop
    attributes:
      context.risk: { type: string, values: [low, high], optional: true }
      context.score: { type: int, optional: true }
    rules:
      - id: slide
        may: extend
        within: 6h
        max_lifetime: 30d
      - id: confirm
        may: refresh
      - id: pay
        must: reauthenticate
        when: has(request.action) && request.action == "pay"
        aal: aal2
        max_age: 15m
        because: Paying needs a fresh second factor.
      - id: month
        must: sign_in
        max_lifetime: 30d
    """

  /// A session with a password and a one-time code.
  static let session = """
    {"id": "4f1c1d0a-8f5d-4a41-9f0e-6f1f6f0d9a11", "active": true,
     "expires_at": "2026-03-02T08:00:00Z", "authenticated_at": "2026-03-01T08:00:00Z",
     "issued_at": "2026-03-01T07:00:00Z", "authenticator_assurance_level": "aal2",
     "authentication_methods": [
       {"method": "password", "aal": "aal1", "completed_at": "2026-03-01T07:00:00Z"},
       {"method": "totp", "aal": "aal2", "completed_at": "2026-03-01T08:00:00Z"}],
     "identity": {"id": "8a7e6e2c-0d5b-4d4e-9a39-0f2b8e7c1d22", "schema_id": "person",
       "schema_url": "https://id.example/schemas/person", "state": "active", "traits": {}}}
    """

  /// A suite around its tests and whatever else it says.
  static func suite(_ tests: String, sessions: String = "", requests: String = "") -> String {
    """
    version: 1
    suite: shop
    policies: [../policies/shop.yaml]
    now: 2026-03-01T09:00:00Z
    sessions:
      ada:
        from: sessions/ada.json
        set: { issued_at: -2h, authenticated_at: -5m, expires_at: +22h, completed: { password: -2h } }
    \(sessions.isEmpty ? "" : sessions)
    requests:
      read: { action: read }
      pay: { action: pay }
    \(requests)
    tests:
    \(tests)

    """
  }

  init(_ suite: String, named name: String = "suites/shop.yaml", policy: String = policy) throws {
    directory = try TemporaryDirectory()
    try directory.write(policy, to: "policies/shop.yaml")
    try directory.write(Self.session, to: "suites/sessions/ada.json")
    try directory.write(suite, to: name)
  }

  /// What a run of the folder came to.
  struct Outcome {
    var suites: [SuiteResult] = []
    var problems: [Diagnostic] = []
    var run: TestRun

    /// Everything found wrong with the suites.
    var diagnostics: [Diagnostic] { suites.flatMap(\.diagnostics) + problems }
    /// The failures of all cases.
    var failures: [TestFailure] { suites.flatMap(\.tests).flatMap(\.failures) }
    /// The failures in one line each.
    var messages: [String] { failures.map(\.message) }
  }

  /// Runs what is below a path of the folder.
  func run(_ path: String = "suites", filter: String? = nil) -> Outcome {
    var outcome = Outcome(run: TestRun(filter: filter, root: directory.path))
    var run = outcome.run
    var suites: [SuiteResult] = []
    outcome.problems = run.run(paths: ["\(directory.path)/\(path)"]) { suites.append($0) }
    outcome.suites = suites
    outcome.run = run
    return outcome
  }

  /// Runs a suite with these tests.
  static func run(
    _ tests: String, sessions: String = "", requests: String = "", policy: String = policy
  ) throws -> Outcome {
    try SuiteFolder(suite(tests, sessions: sessions, requests: requests), policy: policy).run()
  }
}
