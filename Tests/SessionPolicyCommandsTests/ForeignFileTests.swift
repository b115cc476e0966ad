import PolicyTestSupport
import Testing

@testable import SessionPolicyCommands

/// What is said of a file that is neither a policy nor a suite: what it seems to be, once, and not a
/// finding for each of its keys.
@Suite struct ForeignFileTests {
  private let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  private static let session =
    #"{"id":"a1","active":true,"expires_at":"2026-03-02T09:00:00Z","#
    + #""authenticated_at":"2026-03-01T08:00:00Z","issued_at":"2026-03-01T08:00:00Z"}"#

  /// What each seems to be, where that is seen, and a part of the remedy.
  private static let files = [
    (
      "apiVersion: v1\nkind: ConfigMap\ndata: { policy.yaml: 'version: 1' }\n",
      "a manifest of Kubernetes", 1, "stands below `data.policy.yaml`"
    ),
    ("services:\n  web: { image: web }\n", "a file of Docker Compose", 1, "containers"),
    (
      "version: '3'\nservices:\n  web: { image: web }\n", "a file of Docker Compose", 2,
      "containers"
    ),
    (
      "kratos: { config: { session: { lifespan: 1h } } }\n", "a file of values for Helm", 1,
      "can be given with `--kratos`"
    ),
    (session, "a session", 1, "`session-policy decide`"),
    ("{\"session\": \(session)}", "a snapshot of a session", 1, "`session-policy decide`"),
    (
      #"{"$schema": "http://json-schema.org/draft-07/schema#", "properties": {}}"#,
      "a schema of identities", 1, ""
    ),
  ]

  @Test(arguments: files)
  func isNamedForWhatItSeemsToBe(text: String, kind: String, line: Int, remedy: String) throws {
    try folder.write(text, to: "given/file.yaml")
    try folder.write(Self.session, to: "session.json")
    let calls = [
      ("lint @/given", "a policy"), ("lint @/given/file.yaml", "a policy"),
      ("decide @/session.json --policies @/given", "a policy"),
      ("decide @/session.json --policies @/given/file.yaml", "a policy"),
      ("decide --stream --policies @/given/file.yaml", "a policy"),
      ("explain @/session.json --policies @/given", "a policy"),
      ("test @/given --root @", "a test suite, so nothing of it is tested"),
      ("test @/given/file.yaml --root @", "a test suite, so nothing of it is tested"),
    ]
    for (call, sought) in calls {
      let run = CommandRun(
        call.split(separator: " ").map { String($0).replacing("@", with: folder.path) },
        input: Self.session + "\n")
      let told = run.output + run.errors
      #expect(run.status != .success, "\(call)")
      #expect(told.contains("this seems to be \(kind), not \(sought)\n"), "\(call): \(told)")
      #expect(told.contains("file.yaml:\(line):"), "\(call): \(told)")
      #expect(told.contains(remedy), "\(call): \(told)")
      #expect(told.ranges(of: "error[").count == 1, "\(call): \(told)")
    }
  }

  @Test(arguments: [
    "version: 1\npolicy: p\nservices: []\nrules: [{ id: a, may: refresh }]\n",
    "version: 1\nrules: [{ id: a, may: refresh }]\nkratos: { a: 1 }\n",
    "version: 1\npolcy: p\n",
  ])
  func aPolicyWithStrangeKeysIsAPolicy(text: String) throws {
    try folder.write(text, to: "p.yaml")
    let run = CommandRun(["lint", folder.path + "/p.yaml"])
    #expect(run.status == .findings && !run.output.contains("seems to be"), "\(run.output)")
    #expect(run.output.contains("a policy has no field"), "\(run.output)")
  }

  /// What has keys of ours at its top is ours, whatever else stands there, and the misspelt key is told.
  @Test(arguments: [
    "kratos: { session: { lifespan: 1h } }", "services: { web: { image: web } }",
    "session: { active: true }", "active: true", "expires_at: 2026-03-02T09:00:00Z",
    "secrets: { default: [a] }",
  ])
  func aSuiteWithAMisspeltKeyIsASuite(key: String) throws {
    try folder.write(Self.session, to: "session.json")
    for ours in ["policies: [p.yaml]\n", "tests: []\n", "sessions: { a: {} }\n"] {
      try folder.write(
        "version: 1\nsiute: a\n\(ours)now: 2026-03-01T09:00:00Z\n\(key)\n", to: "given/a.yaml")
      for call in ["test @/given --root @", "test @/given/a.yaml --root @", "lint @/given/a.yaml"] {
        let run = CommandRun(
          call.split(separator: " ").map { String($0).replacing("@", with: folder.path) })
        let told = run.output + run.errors
        #expect(run.status != .success && !told.contains("seems to be"), "\(call): \(told)")
        #expect(!told.contains("**"), "\(call): \(told)")
        guard call.hasPrefix("test") else { continue }
        #expect(told.contains("did you mean `suite`?"), "\(call): \(told)")
      }
    }
  }
}
