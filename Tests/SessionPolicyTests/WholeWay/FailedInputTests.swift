import PolicyCEL
import PolicyDiagnostics
import PolicyJSON
import Testing

@testable import SessionPolicy

/// Inputs that failed, from a policy and a document to everything that says so.
@Suite struct FailedInputTests {
  private static let policies: PolicySet? = {
    let text = """
      version: 1
      policy: p
      attributes:
        context.flag: { type: bool, optional: true }
        context.count: { type: int, optional: true }
        context.share: { type: double, optional: true }
        context.risk: { type: string, values: [low, high], optional: true }
        context.since: { type: timestamp, optional: true }
        context.grace: { type: duration, optional: true }
        context.roles: { type: list(string), values: [admin, user], optional: true }
        context.numbers: { type: list(int), optional: true }
        identity.metadata_public.role: { type: string, values: [admin, user], optional: true }
        identity.traits.name.first: { type: string, optional: true }
      rules:
        - { id: confirm, may: refresh }
        - { id: slide, may: extend }
        - { id: flag, must: sign_in, when: has(context.flag) && context.flag }
        - { id: count, must: sign_in, when: has(context.count) && context.count == 90 }
        - { id: share, must: sign_in, when: has(context.share) && context.share > 1.0 }
        - { id: risk, must: sign_in, when: has(context.risk) && context.risk == "high" }
        - { id: since, must: sign_in, when: has(context.since) && context.since < now }
        - { id: grace, must: sign_in, when: has(context.grace) && session.remaining < context.grace }
        - { id: roles, must: sign_in, when: 'has(context.roles) && "admin" in context.roles' }
        - { id: roles-each, must: sign_in, when: 'has(context.roles) && context.roles.exists(r, r == "admin")' }
        - { id: numbers, must: sign_in, when: has(context.numbers) && 7 in context.numbers }
        - { id: role, must: sign_in, when: 'context.?flag.orValue(false) || identity.metadata_public.?role.orValue("user") == "admin"' }
        - { id: first, must: sign_in, when: 'has(identity.traits.name.first) && identity.traits.name.first == "Eve"' }
      """
    let loaded = PolicySet.load([SourceFile(name: "p.yaml", text: text)])
    #expect(loaded.diagnostics.filter { $0.severity == .error }.map(\.message) == [])
    return loaded.value
  }()

  private static func document(
    context: String = "{}", identity: String = #"{"id": "i", "state": "active"}"#
  ) -> SourceFile {
    SourceFile(
      name: "snapshot.json",
      text: """
        {"now": "2026-03-01T09:00:00Z", "session": {"id": "s", "active": true,
         "expires_at": "2026-03-02T08:00:00Z", "issued_at": "2026-03-01T08:00:00Z",
         "authenticated_at": "2026-03-01T08:00:00Z", "authenticator_assurance_level": "aal1",
         "authentication_methods": [{"method": "password", "aal": "aal1",
         "completed_at": "2026-03-01T08:00:00Z"}], "identity": \(identity)},
         "context": \(context)}
        """)
  }

  private static func decision(on file: SourceFile) throws -> Decision {
    try #require(policies).decisionByEveryRoad(on: file)
  }

  @Test(arguments: [
    (#"{"flag": "true"}"#, ["p/flag context.flag wrong_type", "p/role context.flag wrong_type"]),
    (#"{"flag": 1}"#, ["p/flag context.flag wrong_type", "p/role context.flag wrong_type"]),
    (#"{"count": 1.5}"#, ["p/count context.count wrong_type"]),
    (#"{"count": "90"}"#, ["p/count context.count wrong_type"]),
    (#"{"count": 9223372036854775808}"#, ["p/count context.count wrong_type"]),
    (#"{"share": "2.0"}"#, ["p/share context.share wrong_type"]),
    (#"{"risk": "HIGH"}"#, ["p/risk context.risk outside_values"]),
    (#"{"risk": " high"}"#, ["p/risk context.risk outside_values"]),
    (#"{"risk": ["high"]}"#, ["p/risk context.risk wrong_type"]),
    (#"{"since": 1772355600}"#, ["p/since context.since wrong_type"]),
    (#"{"since": "2026-03-02"}"#, ["p/since context.since wrong_type"]),
    (#"{"grace": "soon"}"#, ["p/grace context.grace wrong_type"]),
    (#"{"grace": 1800}"#, ["p/grace context.grace wrong_type"]),
    (
      #"{"roles": "admin"}"#,
      ["p/roles context.roles wrong_type", "p/roles-each context.roles wrong_type"]
    ),
    (
      #"{"roles": ["user", 7]}"#,
      ["p/roles context.roles wrong_type", "p/roles-each context.roles wrong_type"]
    ),
    (
      #"{"roles": ["user", "root"]}"#,
      ["p/roles context.roles outside_values", "p/roles-each context.roles outside_values"]
    ),
    (#"{"numbers": [1, "7"]}"#, ["p/numbers context.numbers wrong_type"]),
    (#"{"numbers": {}}"#, ["p/numbers context.numbers wrong_type"]),
  ])
  func whatIsNotAsDeclaredClosesItsRuleAndIsNamed(_ context: String, _ told: [String]) throws {
    let decision = try Self.decision(on: Self.document(context: context))
    #expect(decision.outcome == .signIn)
    #expect(decision.told == told)
    #expect(decision.reasons.contains { $0.code == .inputMissing })
    #expect(!decision.extend.isAllowed)
  }

  @Test(arguments: [
    #"{}"#, #"{"flag": null}"#, #"{"flag": false, "count": 7, "share": 1, "risk": "low"}"#,
    #"{"since": "0001-01-01T00:00:00Z", "roles": [], "numbers": [1.0]}"#,
    #"{"since": "2026-03-03 09:00:00Z", "grace": "10m", "roles": ["user"]}"#,
  ])
  func whatIsAbsentOrAsDeclaredIsNot(_ context: String) throws {
    let decision = try Self.decision(on: Self.document(context: context))
    #expect(decision.outcome == .proceed)
    #expect(decision.told == [])
    #expect(decision.extend.isAllowed)
  }

  @Test(arguments: ["90", "90.0", "9e1", "0.9e2", "900e-1", "90.000"])
  func aWholeNumberIsOneHoweverItIsWritten(_ number: String) throws {
    let decision = try Self.decision(on: Self.document(context: #"{"count": \#(number)}"#))
    #expect(decision.reasons.map(\.rule) == ["p/count"])
    #expect(decision.told == [])
  }

  @Test(arguments: ["null", "missing"])
  func nothingIsKnownOfAnIdentityThatWasNotSent(_ identity: String) throws {
    var file = Self.document(identity: "null")
    if identity == "missing" {
      let text = String(decoding: file.bytes, as: UTF8.self)
      file = SourceFile(
        name: "snapshot.json", text: text.replacing(#", "identity": null"#, with: ""))
    }
    let decision = try Self.decision(on: file)
    #expect(decision.outcome == .signIn)
    #expect(
      decision.told == [
        "p/first identity.traits.name.first not_sent",
        "p/role identity.metadata_public.role not_sent",
      ])
  }

  /// Only whether it is there may be asked.
  @Test(arguments: [
    ("null", true), (#"{"state": "active"}"#, false),
    (#"{"state": "active", "metadata_public": {"role": 7}}"#, false),
  ])
  func whetherThereIsAnIdentityCanBeAsked(_ identity: String, _ isAbsent: Bool) throws {
    for condition in ["!has(identity)", "!has(session.identity)"] {
      let text = """
        version: 1
        policy: p
        attributes: { identity.metadata_public.role: { type: string, optional: true } }
        rules: [{ id: r, must: sign_in, when: "\(condition)" }]
        """
      let policies = try #require(PolicySet.load([SourceFile(name: "p.yaml", text: text)]).value)
      let file = Self.document(identity: identity)
      let decision = policies.decide(try #require(SessionReader.read(file).value))
      #expect((decision.outcome == .signIn) == isAbsent)
      #expect(decision.indeterminate.isEmpty)
      let prepared = try #require(policies.prepare(reading: file).value)
      #expect(prepared.verdict() == Verdict(decision))
    }
  }

  @Test(arguments: [
    (#"{"state": "active", "traits": "Eve"}"#, "p/first identity.traits.name.first wrong_type"),
    (
      #"{"state": "active", "traits": {"name": ["Eve"]}}"#,
      "p/first identity.traits.name.first wrong_type"
    ),
    (
      #"{"state": "active", "metadata_public": {"role": ["admin"]}}"#,
      "p/role identity.metadata_public.role wrong_type"
    ),
    (
      #"{"state": "active", "metadata_public": {"role": "Admin"}}"#,
      "p/role identity.metadata_public.role outside_values"
    ),
    (
      #"{"state": "active", "metadata_public": 7}"#,
      "p/role identity.metadata_public.role wrong_type"
    ),
  ])
  func whatStandsAboveAnAttributeHasToBeARecord(_ identity: String, _ told: String) throws {
    let decision = try Self.decision(on: Self.document(identity: identity))
    #expect(decision.outcome == .signIn)
    #expect(decision.told == [told])
  }

  @Test(arguments: [#"{"id": "i"}"#, #"{"id": "i", "state": null}"#])
  func whoseStateIsUnknownIsNotExtended(_ identity: String) throws {
    let decision = try Self.decision(on: Self.document(identity: identity))
    #expect(decision.outcome == .proceed)
    #expect(!decision.extend.isAllowed)
    #expect(decision.extend.notBefore == nil)
    #expect(decision.extend.reasons.map(\.code) == [.inputMissing])
    #expect(decision.extend.reasons.map(\.rule) == [nil])
    #expect(decision.told == ["- identity.state missing"])
  }

  /// Kratos does not look at the identity when it extends, so who leaves it out is told that.
  @Test(arguments: [("null", "not_sent"), (#"{"id": "i"}"#, "missing")])
  func identityOfWhichNobodyKnowsTheState(identity: String, cause: String) throws {
    let text = "version: 1\npolicy: p\nrules:\n  - { id: slide, may: extend, max_lifetime: 30d }\n"
    let loaded = PolicySet.load([SourceFile(name: "p.yaml", text: text)])
    let policies = try #require(loaded.value)
    let file = Self.document(identity: identity)
    let snapshot = try #require(SessionReader.read(file).value)
    let unknown = Decision.Indeterminate(rule: nil, attribute: "identity.state", cause: cause)
    for decision in [
      policies.decide(snapshot), try #require(policies.prepare(reading: file).value).decision(),
    ] {
      #expect(!decision.extend.isAllowed)
      #expect(decision.indeterminate == [unknown])
    }
  }
}
