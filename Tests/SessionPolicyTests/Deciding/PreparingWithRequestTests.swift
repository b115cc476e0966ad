import PolicyTestSupport
import SessionPolicy
import Testing

@Suite("a session is prepared with what surrounds it")
struct PreparingWithRequestTests {
  private static let policy = SourceFile(
    name: "shop.yaml",
    text: """
      version: 1
      policy: shop
      attributes: { context.amount: double }
      rules:
        - { id: again, may: refresh }
        - id: pay
          must: reauthenticate
          when: 'request.action == "pay" && context.amount > 2500.0'
          aal: aal2
          max_age: 10m
      """)

  private static let session =
    #"{"id":"s","active":true,"expires_at":"2026-03-02T09:00:00Z","#
    + #""authenticated_at":"2026-03-01T08:00:00Z","issued_at":"2026-03-01T08:00:00Z","#
    + #""authenticator_assurance_level":"aal1"}"#

  private let policies: PolicySet
  private let now: Timestamp

  init() throws {
    policies = try PolicySet.load([Self.policy]).get()
    now = try #require(Timestamp(rfc3339: "2026-03-01T09:00:00Z"))
  }

  private func outcome(
    _ text: String, _ request: Request?, _ context: JSONObject?
  ) throws -> Decision.Outcome {
    let prepared = try policies.prepare(
      reading: SourceFile(name: "whoami", text: text), request: request, context: context
    ).get()
    let decision = prepared.decision(at: now)
    #expect(prepared.verdict(at: now).outcome == decision.outcome)
    return decision.outcome
  }

  @Test func whatIsGivenBesideASessionDecides() throws {
    let pay = Request(action: "pay")
    #expect(try outcome(Self.session, pay, ["amount": 2500.5]) == .reauthenticate)
    #expect(try outcome(Self.session, pay, ["amount": 2500.0]) == .proceed)
    #expect(try outcome(Self.session, Request(action: "look"), ["amount": 2500.5]) == .proceed)
  }

  @Test func whatIsGivenTakesThePlaceOfWhatTheDocumentSays() throws {
    let snapshot =
      #"{"session":\#(Self.session),"request":{"action":"look"},"context":{"amount":1.5}}"#
    let pay = Request(action: "pay")
    #expect(try outcome(snapshot, pay, ["amount": 2500.5]) == .reauthenticate)
    #expect(try outcome(snapshot, pay, nil) == .proceed)
    #expect(try outcome(snapshot, nil, ["amount": 2500.5]) == .proceed)
    let login = #"{"session_token":"t","session":\#(Self.session)}"#
    #expect(try outcome(login, pay, ["amount": 2500.5]) == .reauthenticate)
  }

  @Test func aSessionIsReadInOnePassAndTheSame() throws {
    for seed: UInt64 in 0..<400 {
      let sample = RandomCase(seed: seed)
      let policies = try sample.policies()
      var snapshot = sample.snapshot
      snapshot.now = nil
      snapshot.id = nil
      let file = SourceFile(
        name: "whoami", text: JSONWriter.text(of: snapshot.session.document))
      let prepared = try policies.prepare(
        reading: file, request: snapshot.request, context: snapshot.context,
        settings: sample.settings
      ).get()
      #expect(
        prepared.decision(at: sample.now).jsonText
          == policies.decide(snapshot, at: sample.now, settings: sample.settings).jsonText,
        "seed \(seed)")
      #expect(prepared.snapshot.request == snapshot.request)
    }
  }

  /// What is no document alone must not become one by what is put around it.
  @Test(arguments: [
    #""now":"2020-01-01T00:00:00Z""#, #"},"request":{"action":"look""#, "}", " x", ",",
    #","active":true}"#, "{}",
  ])
  func whatFollowsASessionIsAnError(_ rest: String) throws {
    for text in [Self.session + rest, Self.session + "," + rest] {
      let loaded = policies.prepare(
        reading: SourceFile(name: "whoami", text: text), request: Request(action: "pay"))
      #expect(loaded.value == nil, "\(text)")
      #expect(loaded.hasErrors)
      #expect(loaded.diagnostics.allSatisfy { $0.location.file.bytes == Array(text.utf8) })
    }
  }

  @Test func aDecisionIsOneLineOfText() throws {
    let prepared = try policies.prepare(
      reading: SourceFile(name: "whoami", text: Self.session), request: Request(action: "look")
    ).get()
    let decision = prepared.decision(at: now)
    #expect(decision.jsonText == JSONWriter.text(of: decision.json()))
    #expect(decision.jsonText(id: "7").hasPrefix(#"{"id":"7","outcome":"proceed""#))
    #expect(!decision.jsonText.contains("\n"))
  }
}
