import Foundation
import PolicyJSON
import Testing

@testable import SessionPolicyCommands

/// Inputs that are wrong, on the way of the command: by file, by flag, as a line of a stream, explained,
/// and in a suite.
@Suite final class InputCommandTests {
  private let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "inputs-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try write(Self.policy, to: "policy.yaml")
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private static let policy = """
    version: 1
    policy: p
    attributes:
      context.amount: { type: double, optional: true }
      context.risk: { type: string, values: [low, high], optional: true }
      context.trusted: { type: bool, optional: true }
      identity.metadata_public.role: { type: string, values: [member, admin], optional: true }
    rules:
      - { id: confirm, description: At any time., may: refresh }
      - { id: slide, description: Sessions slide., may: extend, max_lifetime: 30d }
      - id: large
        must: reauthenticate
        when: has(context.amount) && context.amount > 100.0
        max_age: 5m
        because: A large amount.
      - id: risky
        must: reauthenticate
        when: has(context.risk) && context.risk == "high"
        max_age: 5m
        because: This looks risky.
      - id: admins
        must: sign_in
        when: has(identity.metadata_public.role) && identity.metadata_public.role == "admin"
        because: Not for administrators.
      - id: idle
        must: reauthenticate
        when: has(request.last_active_at)
        max_idle: 15m
        because: It was quiet.
    """

  private func write(_ text: String, to name: String) throws {
    try text.write(toFile: folder + "/" + name, atomically: true, encoding: .utf8)
  }

  private static func snapshot(
    identity: String = #"{"id":"i","state":"active"}"#, _ more: String = ""
  ) -> String {
    #"{"now":"2026-03-01T09:00:00Z","session":{"id":"s","active":true,"expires_at":"#
      + #""2026-03-02T08:00:00Z","issued_at":"2026-03-01T08:00:00Z","authenticated_at":"#
      + #""2026-03-01T08:00:00Z","authenticator_assurance_level":"aal1","#
      + #""authentication_methods":[{"method":"password","aal":"aal1","completed_at":"#
      + #""2026-03-01T08:00:00Z"}],"identity":\#(identity)}\#(more)}"#
  }

  private func run(_ command: String, _ text: String, _ words: String...) throws -> CommandRun {
    try write(text, to: "snapshot.json")
    return CommandRun(
      [command, folder + "/snapshot.json", "--policies", folder + "/policy.yaml"] + words)
  }

  private func stream(_ text: String, _ words: String...) -> CommandRun {
    CommandRun(
      ["decide", "--stream", "--policies", folder + "/policy.yaml"] + words, input: text + "\n")
  }

  private struct Wrong: CustomTestStringConvertible {
    let identity: String
    let more: String
    let outcome: String
    let told: String
    let words: String
    var testDescription: String { told }

    init(
      identity: String = #"{"id":"i","state":"active"}"#, _ more: String = "", _ outcome: String,
      _ told: String, _ words: String
    ) {
      self.identity = identity
      self.more = more
      self.outcome = outcome
      self.told = told
      self.words = words
    }
  }

  private static let wrong = [
    Wrong(
      #","context":{"amount":"lots"}"#, "reauthenticate", "p/large context.amount wrong_type",
      "`context.amount` is of another kind than declared (p/large)"),
    Wrong(
      #","context":{"risk":"HIGH"}"#, "reauthenticate", "p/risky context.risk outside_values",
      "`context.risk` is none of the declared values (p/risky)"),
    Wrong(
      identity: "null", "", "sign_in", "p/admins identity.metadata_public.role not_sent",
      "`identity.metadata_public.role` is not sent (p/admins)"),
    Wrong(
      #","request":{"last_active_at":"9999-01-01T00:00:00Z"}"#, "reauthenticate",
      "p/idle request.last_active_at in_future",
      "`request.last_active_at` is in the future (p/idle)"),
  ]

  private static func told(_ decision: JSONValue?) -> [String] {
    (decision?["indeterminate"]?.array ?? []).map {
      [$0["rule"], $0["attribute"], $0["cause"]].map { $0?.string ?? "-" }.joined(separator: " ")
    }
  }

  @Test(arguments: wrong)
  private func aFailedInputIsToldOnEveryWay(_ wrong: Wrong) throws {
    let text = Self.snapshot(identity: wrong.identity, wrong.more)
    let file = try run("decide", text)
    #expect(file.status == .success)
    #expect(file.output.hasPrefix(wrong.outcome), "\(file.output)")
    #expect(file.output.contains(wrong.words), "\(file.output)")

    let explained = try run("explain", text)
    #expect(explained.output.contains(wrong.words), "\(explained.output)")

    let lines = stream(text)
    #expect(lines.lines.map { $0["outcome"]?.string } == [wrong.outcome])
    #expect(Self.told(lines.lines.first).contains(wrong.told), "\(lines.output)")
  }

  @Test(arguments: ["null", #"{"state":"active","metadata_public":{"role":["admin"]}}"#])
  func aSuiteSeesAFailedInput(_ identity: String) throws {
    try write(Self.snapshot(identity: identity), to: "sample.json")
    try write(
      """
      version: 1
      suite: s
      policies: [policy.yaml]
      now: 2026-03-01T09:00:00Z
      sessions: { ada: { from: sample.json } }
      requests: { now: { action: a } }
      tests:
        - name: t
          session: ada
          request: now
          expect:
            outcome: sign_in
            rules: [p/admins]
            indeterminate: [identity.metadata_public.role]
      """, to: "suite.yaml")
    let suite = CommandRun(["test", folder + "/suite.yaml", "--root", folder])
    #expect(suite.status == .success, "\(suite.output)\(suite.errors)")
  }

  @Test(arguments: [
    (["--context", "amount=lots"], "`context.amount` is declared double"),
    (["--context", "risk=severe"], "`context.risk` is one of `high`, `low`"),
    (["--context", "risk=hgh"], "did you mean `high`?"),
    (["--context", "trusted=maybe"], "`context.trusted` is declared bool"),
    (["--context", "riskk=high"], "did you mean `risk`?"),
    (["--request", "interactive=maybe"], "interactive is true or false"),
    (["--request", "last_active_at=soon"], "last_active_at is an instant"),
    (["--request", "device.manged=true"], "did you mean `device.managed`"),
    (["--request", "acton=pay"], "did you mean `action`?"),
    (["--request", "client.type=Native"], "client.type is browser or native"),
    (["--max-skew", "often"], "is no duration"),
  ])
  func aWrongWordOfTheCommandIsAnError(_ words: [String], _ message: String) throws {
    try write(Self.snapshot(), to: "snapshot.json")
    for way in [["decide", folder + "/snapshot.json"], ["decide", "--stream"]] {
      let run = CommandRun(
        way + ["--policies", folder + "/policy.yaml"] + words, input: Self.snapshot() + "\n")
      #expect(run.status == .failure)
      #expect(run.output == "")
      #expect(run.errors.contains(message), "\(run.errors)")
    }
  }

  @Test func wordsOfTheCommandAreReadAsDeclared() throws {
    let run = try run(
      "decide", Self.snapshot(), "--context", "amount=250", "--request", "client.type=native",
      "--request", "enrolled_methods=totp,webauthn", "--format", "json")
    #expect(run.status == .success, "\(run.errors)")
    #expect(run.output.contains("\"outcome\": \"reauthenticate\""))
    #expect(run.output.contains("\"indeterminate\": []"), "\(run.output)")
  }

  @Test func howFarClocksMayDifferIsAnOption() throws {
    let text = Self.snapshot(#","request":{"last_active_at":"2026-03-01T09:00:30Z"}"#)
    #expect(try run("decide", text).output.hasPrefix("proceed"))
    #expect(try run("decide", text, "--max-skew", "30s").output.hasPrefix("proceed"))
    #expect(try run("decide", text, "--max-skew", "29s").output.hasPrefix("reauthenticate"))
    #expect(
      stream(text, "--max-skew", "0").lines.map { $0["outcome"]?.string } == ["reauthenticate"])
  }

  @Test(arguments: [
    (#","requests":{}"#, "a snapshot has no `requests`", "did you mean `request`?"),
    (#","request":{"acton":"pay"}"#, "a request has no `acton`", "did you mean `action`?"),
  ])
  func aKeyThatDoesNotExistIsAnError(_ more: String, _ message: String, _ help: String) throws {
    let file = try run("decide", Self.snapshot(more))
    #expect(file.status == .failure)
    #expect(file.errors.contains(message) && file.errors.contains(help), "\(file.errors)")
    let lines = stream(Self.snapshot(more))
    let said = lines.lines.first?["error"]?["message"]?.string ?? ""
    #expect(said.contains(message) && said.contains(help), "\(lines.output)")
  }

  @Test(arguments: ["Native", "NATIVE", " native", "mobile", ""])
  func aClientOfNoKindIsAnError(_ type: String) throws {
    let text = Self.snapshot(",\"request\":{\"client\":{\"type\":\"\(type)\"}}")
    let said = "`type` takes `browser` or `native`, not `\(type)`"
    let file = try run("decide", text)
    #expect(file.status == .failure && file.errors.contains(said), "\(file.errors)")
    #expect(stream(text).lines.first?["error"]?["message"]?.string?.contains(said) == true)
    for type in ["browser", "native"] {
      let text = Self.snapshot(",\"request\":{\"client\":{\"type\":\"\(type)\"}}")
      #expect(try run("decide", text).output.hasPrefix("proceed"))
      #expect(stream(text).lines.map { $0["outcome"]?.string } == ["proceed"])
    }
  }

  /// What a dot in a key looks like is not what is meant by it.
  @Test func aKeyWithADotIsToldFromWhatLiesBelow() throws {
    let policy = Self.policy.replacing("context.trusted", with: "context.geo.country")
      .replacing("{ type: bool, optional: true }", with: "{ type: string, optional: true }")
    try write(policy, to: "policy.yaml")
    let text = Self.snapshot(#","context":{"geo.country":"KP"}"#)
    let expected: JSONValue = [
      ["attribute": "context[\"geo.country\"]", "suggestion": "context.geo.country"]
    ]
    #expect(stream(text).lines.first?["ignored"] == expected)
  }

  @Test func contextThatNoPolicyDeclaresIsIgnoredAloud() throws {
    let text = Self.snapshot(#","context":{"riskk":"high","other":{"a":1}}"#)
    let file = try run("decide", text)
    #expect(
      file.output.contains(
        "`context.riskk` is declared by no policy; did you mean `context.risk`?"),
      "\(file.output)")
    let expected: JSONValue = [
      ["attribute": "context.riskk", "suggestion": "context.risk"],
      ["attribute": "context.other", "suggestion": .null],
    ]
    #expect(stream(text).lines.first?["ignored"] == expected)
  }

  @Test(arguments: [
    #"{"session":null,"now":"2026-03-01T09:00:00Z"}"#,
    #"{"error":{"code":401,"status":"Unauthorized"}}"#,
  ])
  func whereThereIsNoSessionTheUserSignsIn(_ text: String) throws {
    let lines = stream(text)
    #expect(lines.status == .success)
    #expect(lines.lines.first?["outcome"]?.string == "sign_in")
    #expect(lines.lines.first?["reasons"]?.array?.map { $0["code"]?.string } == ["no_session"])
    #expect(lines.lines.first?["requests"]?.array?.isEmpty == true)
    #expect(lines.lines.first?["valid_until"]?.isNull == true)
    #expect(try run("decide", text).output.hasPrefix("sign_in"))
    #expect(try run("explain", text).status == .success)
  }

  @Test func aDecisionSaysWhichPoliciesMadeIt() throws {
    func digest() throws -> String {
      let lines = stream(Self.snapshot())
      #expect(lines.lines.first?["policies"]?["engine"]?.string == SessionPolicyCommand.version)
      return try #require(lines.lines.first?["policies"]?["digest"]?.string)
    }
    let first = try digest()
    #expect(first.hasPrefix("sha256:") && first.utf8.count == 71)
    try write(Self.policy + "\n# a comment\n", to: "policy.yaml")
    #expect(try digest() != first)
  }
}
