import PolicyCEL
import PolicyJSON
import PolicyTime
import Testing

@testable import SessionPolicy

/// What is kept of a decision, and that it can be made again.
@Suite struct DecisionRecordTests {
  private static let document = """
    {"id": 7, "session": {"id": "s-1", "active": true, "tokenized": "secret-token",
      "issued_at": "2026-03-01T08:00:00Z", "authenticated_at": "2026-03-01T08:00:00Z",
      "expires_at": "2026-03-02T08:00:00Z", "authenticator_assurance_level": "aal1",
      "devices": [{"id": "d", "ip_address": "192.0.2.7"}], "home_grown": 1,
      "authentication_methods": [{"method": "oidc", "aal": "aal1", "provider": "secret-provider",
        "completed_at": "2026-03-01T08:00:00Z"}],
      "identity": {"id": "i-1", "state": "active", "schema_id": "staff",
        "traits": {"email": "secret@example.com", "team": {"name": "red", "lead": "secret-lead"}},
        "recovery_addresses": [{"value": "secret@example.com"}],
        "credentials": {"password": {"identifiers": ["secret@example.com"]}, "totp": {}}}},
     "request": {"action": "pay", "ip": "192.0.2.7", "last_active_at": "2026-03-01T08:59:00Z"},
     "context": {"risk": "high", "undeclared": "secret-value"}}
    """

  private static let rules = """
    - { id: confirm, may: refresh }
    - { id: red, must: reauthenticate, when: 'identity.traits.team.name == "red"', max_age: 15m }
    - { id: risky, must: reauthenticate, when: 'context.risk == "high"', max_age: 30m, aal: aal2 }

    """

  private static func policies(_ rules: String = rules) throws -> PolicySet {
    let text = """
      version: 1
      policy: p
      attributes:
        context.risk: { type: string, values: [low, high] }
        identity.traits.team.name: string
        identity.traits.team.lead: string
      rules:

      """
    return try #require(
      PolicySet.load([SourceFile(name: "p.yaml", text: text + rules)]).value)
  }

  private static func record(
    _ policies: PolicySet, only: [AttributePath]? = nil
  ) throws -> DecisionRecord {
    let snapshot = try #require(
      SessionReader.read(SourceFile(name: "s.json", text: document)).value)
    let fields = RecordedFields(of: policies, only: only)
    return DecisionRecord(
      policies.decide(snapshot, at: LawExample.now), about: snapshot, at: LawExample.now,
      keeping: fields)
  }

  @Test func whatNobodyReadsIsNotKept() throws {
    let record = try Self.record(Self.policies())
    #expect(!record.text.contains("secret"))
    #expect(!record.text.contains("192.0.2.7"))
    let session = try #require(record.snapshot["session"])
    #expect(session["identity"]?["traits"] == ["team": ["name": "red"]])
    #expect(session["identity"]?["id"] == "i-1")
    #expect(session["identity"]?["credentials"] == ["password": [:], "totp": [:]])
    #expect(session["devices"] == nil && session["home_grown"] == nil)
    #expect(
      session["authentication_methods"]?.array?.first?.object?.members.map(\.key) == [
        "method", "aal", "completed_at",
      ])
    #expect(record.snapshot["request"] == ["last_active_at": "2026-03-01T08:59:00Z"])
    #expect(record.snapshot["context"] == ["risk": "high"])
  }

  @Test func aConditionThatReadsMethodsKeepsAllOfThem() throws {
    let policies = try Self.policies(
      "- { id: sso, must: sign_in, when: 'session.authentication_methods.exists(m, has(m.provider))' }\n"
    )
    #expect(try Self.record(policies).text.contains("secret-provider"))
  }

  @Test func aDecisionIsMadeAgainFromItsRecord() throws {
    let policies = try Self.policies()
    let text = try Self.record(policies).text
    let file = SourceFile(name: "r", text: text)
    let record = try #require(DecisionRecord.read(file).value)
    let replay = try #require(
      record.replay(by: policies, settings: KratosSettings(), in: file).value)
    #expect(replay.parts.isEmpty)
    #expect(replay.isByTheSamePolicies)
  }

  @Test func otherPoliciesDecideOtherwise() throws {
    let file = SourceFile(name: "r", text: try Self.record(Self.policies()).text)
    let record = try #require(DecisionRecord.read(file).value)
    let other = try Self.policies("- { id: confirm, may: refresh }\n")
    let replay = try #require(record.replay(by: other, settings: KratosSettings(), in: file).value)
    #expect(replay.parts.contains("outcome"))
    #expect(!replay.isByTheSamePolicies)
  }

  @Test func theListPermitsLess() throws {
    let policies = try Self.policies()
    let only = [AttributePath(["context", "risk"])]
    #expect(
      RecordedFields(of: policies, only: only).leftOut.map(\.description)
        == ["identity.traits.team.name"])
    let record = try Self.record(policies, only: only)
    #expect(record.snapshot["session"]?["identity"]?["traits"] == nil)
    #expect(record.snapshot["context"] == ["risk": "high"])
  }

  /// Whatever is decided is decided again from what is kept of it.
  @Test func everyDecisionIsMadeAgain() throws {
    for seed in UInt64(1)...400 {
      let sample = RandomCase(seed: seed)
      let policies = try sample.policies()
      let fields = RecordedFields(of: policies)
      let decision = policies.decide(sample.snapshot, at: sample.now, settings: sample.settings)
      let text = DecisionRecord(decision, about: sample.snapshot, at: sample.now, keeping: fields)
        .text
      let file = SourceFile(name: "r", text: text)
      let record = try #require(DecisionRecord.read(file).value)
      let replay = record.replay(by: policies, settings: sample.settings, in: file)
      #expect(replay.value?.parts == [], "seed \(seed): \(text)")
    }
  }

  @Test(arguments: ["{}", "[]", #"{"now": "x", "snapshot": {}, "decision": {}}"#, "nothing"])
  func whatIsNoRecordIsSaidToBeNone(text: String) {
    let read = DecisionRecord.read(SourceFile(name: "r", text: text))
    #expect(read.value == nil)
    #expect(read.diagnostics.count == 1)
  }
}
