import PolicyCEL
import PolicyDiagnostics
import PolicyJSON
import PolicyTime
import Testing

@testable import SessionPolicy

/// Instants that lie in the past by their meaning, and lie ahead.
@Suite struct InstantsAheadTests {
  private static func policies(_ rules: String) throws -> PolicySet {
    let text = "version: 1\npolicy: p\nrules:\n  - { id: confirm, may: refresh }\n" + rules
    let loaded = PolicySet.load([SourceFile(name: "p.yaml", text: text)])
    return try #require(loaded.value, "\(loaded.diagnostics.map(\.message))")
  }

  private static func document(
    issued: String = "2026-03-01T08:00:00Z", authenticated: String = "2026-03-01T08:00:00Z",
    completed: String = "2026-03-01T08:00:00Z", active: String = "2026-03-01T08:59:00Z"
  ) -> SourceFile {
    SourceFile(
      name: "snapshot.json",
      text: """
        {"now": "2026-03-01T09:00:00Z", "session": {"id": "s", "active": true,
         "expires_at": "2026-03-02T08:00:00Z", "issued_at": "\(issued)",
         "authenticated_at": "\(authenticated)", "authenticator_assurance_level": "aal2",
         "authentication_methods": [
           {"method": "password", "aal": "aal1", "completed_at": "2026-03-01T08:00:00Z"},
           {"method": "totp", "aal": "aal2", "completed_at": "\(completed)"}],
         "identity": {"id": "i", "state": "active"}},
         "request": {"last_active_at": "\(active)"}}
        """)
  }

  /// The decision by every road.
  private static func decision(
    _ policies: PolicySet, on file: SourceFile, at now: Timestamp? = nil,
    settings: KratosSettings = KratosSettings()
  ) throws -> Decision {
    let snapshot = try #require(SessionReader.read(file).value)
    let decision = policies.decide(snapshot, at: now, settings: settings)
    let text = JSONWriter.text(of: decision.json())
    let prepared = try #require(policies.prepare(reading: file, settings: settings).value)
    #expect(JSONWriter.text(of: prepared.decision(at: now).json()) == text)
    #expect(prepared.verdict(at: now) == Verdict(decision))
    #expect(prepared.verdictUntil(at: now).verdict == Verdict(decision))
    let explained = policies.explain(snapshot, at: now, settings: settings)
    #expect(JSONWriter.text(of: explained.decision.json()) == text)
    return decision
  }

  private static func told(_ decision: Decision) -> [String] {
    decision.indeterminate.map { "\($0.rule ?? "-") \($0.attribute ?? "-") \($0.cause)" }
  }

  @Test func anActivityInTheYear9999MeetsNoLimit() throws {
    let policies = try Self.policies("  - { id: idle, must: reauthenticate, max_idle: 15m }\n")
    let decision = try Self.decision(policies, on: Self.document(active: "9999-01-01T00:00:00Z"))
    #expect(decision.outcome == .reauthenticate)
    #expect(Self.told(decision) == ["p/idle request.last_active_at in_future"])
  }

  /// Exactly at the skew is still age 0.
  @Test(arguments: [
    ("2026-03-01T09:05:00Z", true), ("2026-03-01T09:05:00.000000001Z", false),
    ("2026-03-01T09:00:00.000000001Z", true), ("2026-03-01T08:46:00Z", true),
    ("2026-03-01T08:45:00Z", false),
  ])
  func clocksMayDifferByFiveMinutes(_ active: String, _ isMet: Bool) throws {
    let policies = try Self.policies("  - { id: idle, must: reauthenticate, max_idle: 15m }\n")
    let decision = try Self.decision(policies, on: Self.document(active: active))
    #expect((decision.outcome == .proceed) == isMet)
  }

  @Test func howFarClocksMayDifferIsASetting() throws {
    let policies = try Self.policies("  - { id: idle, must: reauthenticate, max_idle: 15m }\n")
    let file = Self.document(active: "2026-03-01T09:05:00Z")
    var settings = KratosSettings()
    settings.maxSkew = .seconds(299)
    #expect(try Self.decision(policies, on: file, settings: settings).outcome == .reauthenticate)
    settings.maxSkew = .seconds(300)
    #expect(try Self.decision(policies, on: file, settings: settings).outcome == .proceed)
    settings.maxSkew = .zero
    #expect(
      try Self.decision(policies, on: Self.document(), settings: settings).outcome == .proceed)
  }

  @Test(arguments: [
    ("session.age < duration('1h')", "session.issued_at"),
    ("now - session.issued_at < duration('1h')", "session.issued_at"),
    ("session.age.getHours() < 1", "session.issued_at"),
    ("!has(session.age)", "session.issued_at"),
    ("session.?issued_at.hasValue() == false", "session.issued_at"),
  ])
  func itHasFailedForEveryReading(_ condition: String, _ attribute: String) throws {
    let policies = try Self.policies(
      "  - id: r\n    must: sign_in\n    when: \"!(\(condition))\"\n")
    let decision = try Self.decision(policies, on: Self.document(issued: "2026-03-01T10:00:00Z"))
    #expect(decision.outcome == .signIn)
    #expect(Self.told(decision) == ["p/r \(attribute) in_future"])
  }

  @Test func aListFailsWithACompletionAhead() throws {
    let policies = try Self.policies(
      """
        - id: r
          must: sign_in
          when: session.authentication_methods.exists(m, m.method == "passkey")
      """ + "\n")
    let decision = try Self.decision(
      policies, on: Self.document(completed: "2026-03-01T10:00:00Z"))
    #expect(Self.told(decision) == ["p/r session.authentication_methods in_future"])
  }

  @Test func aCompletionAheadIsNoEvidence() throws {
    let policies = try Self.policies(
      "  - { id: two, must: reauthenticate, aal: aal2, max_age: 15m }\n")
    let decision = try Self.decision(
      policies, on: Self.document(completed: "2026-03-01T10:00:00Z"))
    #expect(decision.outcome == .reauthenticate)
    #expect(
      Self.told(decision) == ["p/two session.authentication_methods[].completed_at in_future"])
  }

  @Test func theAnswerChangesWhenTheInstantComesNear() throws {
    let policies = try Self.policies("  - { id: idle, must: reauthenticate, max_idle: 15m }\n")
    let file = Self.document(active: "2026-03-01T10:00:00Z")
    let decision = try Self.decision(policies, on: file)
    #expect(decision.outcome == .reauthenticate)
    #expect(decision.validUntil?.rfc3339 == "2026-03-01T09:55:00Z")
    let near = try #require(decision.validUntil)
    let later = try Self.decision(policies, on: file, at: near)
    #expect(later.outcome == .proceed)
    #expect(Self.told(later) == [])
    #expect(later.deadlines.reauthenticateAt?.at.rfc3339 == "2026-03-01T10:15:00Z")
    let before = try Self.decision(policies, on: file, at: near.adding(.nanoseconds(-1)))
    #expect(before.outcome == .reauthenticate)
  }

  @Test func whatAPolicyDeclaresMayLieAhead() throws {
    let text = """
      version: 1
      policy: p
      attributes: { context.due: timestamp }
      rules:
        - { id: confirm, may: refresh }
        - { id: due, must: sign_in, when: context.due < now }
      """
    let policies = try #require(PolicySet.load([SourceFile(name: "p.yaml", text: text)]).value)
    let file = SourceFile(
      name: "s.json",
      text: String(decoding: Self.document().bytes, as: UTF8.self).replacing(
        #""request":"#, with: #""context": {"due": "2027-01-01T00:00:00Z"}, "request":"#))
    let decision = try Self.decision(policies, on: file)
    #expect(decision.outcome == .proceed)
    #expect(Self.told(decision) == [])
  }
}
