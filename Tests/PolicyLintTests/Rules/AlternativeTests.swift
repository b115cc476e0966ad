import Foundation
import PolicyDiagnostics
import PolicyLint
import Testing

/// Checks look at what a session must show as the law does: at every alternative of `one_of`, with what
/// stands beside it.
@Suite struct AlternativeTests {
  private static func found(
    _ rules: String, kratos: String? = nil, profile: String? = nil, suite: String? = nil,
    optingInto code: String? = nil
  ) throws -> [String] {
    let policy =
      "version: 1\npolicy: example\nrules:\n  - { id: confirm, may: refresh }\n\(rules)\n"
    return try ExampleDirectory.lint(
      policy, kratos: kratos, suite: suite, profile: profile, optingInto: code ?? "SEC001"
    ).map {
      let line = $0.location.file.line(at: $0.location.range.start)
      return "\($0.code.id) \(line) \($0.path ?? "")"
    }
  }

  private static let privileged = """
    selfservice: { flows: { settings: { privileged_session_max_age: 15m } } }
    """

  /// The longest of the alternatives is what lets a session pass that Kratos refuses.
  @Test func kratosAsksSoonerThanAnAlternative() throws {
    func credentials(_ alternatives: String) -> String {
      """
        - id: credentials
          must: reauthenticate
          when: request.action == "settings.password"
          one_of:
      \(alternatives)
      """
    }
    let two = credentials(
      """
            - { aal: aal2, max_age: 15m }
            - { methods: [passkey], max_age: 1h }
      """)
    #expect(
      try Self.found(two, kratos: Self.privileged) == ["K804 10 $.rules[1].one_of[1].max_age"])
    let both = credentials(
      """
            - { aal: aal2, max_age: 15m }
            - { methods: [passkey], max_age: 15m }
      """)
    #expect(try Self.found(both, kratos: Self.privileged) == [])
  }

  /// A key beside `one_of` stands in every alternative, and is told once.
  @Test func aKeyBesideTheAlternativesIsToldOnce() throws {
    let rules = """
        - id: credentials
          must: reauthenticate
          when: request.action == "settings.password"
          max_age: 1h
          one_of: [{ aal: aal2 }, { methods: [passkey] }]
      """
    #expect(try Self.found(rules, kratos: Self.privileged) == ["K804 8 $.rules[1].max_age"])
  }

  /// Kratos guards less than the loosest alternative of a policy asks for, and never less than another.
  @Test func kratosGuardsLessThanTheAlternatives() throws {
    let rules = """
        - id: credentials
          must: reauthenticate
          when: request.action == "settings.password"
          one_of: [{ aal: aal2, max_age: 5m }, { methods: [passkey], max_age: 15m }]
      """
    func kratos(_ age: String) -> String {
      "selfservice: { flows: { settings: { privileged_session_max_age: \(age) } } }\n"
    }
    let path = "$.selfservice.flows.settings.privileged_session_max_age"
    let found = try Self.found(rules, kratos: kratos("1h"))
    #expect(found.contains { $0.hasSuffix(path) }, "\(found)")
    #expect(try Self.found(rules, kratos: kratos("15m")).filter { $0.hasSuffix(path) } == [])
  }

  @Test func anOldProofIsEnoughInAnAlternative() throws {
    let rules = """
        - id: pay
          must: reauthenticate
          when: request.action == "payment.create"
          one_of:
            - { aal: aal2, max_age: 15m }
            - { methods: [passkey] }
            - aal: aal2
      """
    #expect(
      try Self.found(rules) == ["SEC004 10 $.rules[1]", "SEC004 11 $.rules[1]"])
    let fresh = rules + "\n  - { id: fresh, must: reauthenticate, aal: aal2, max_age: 5m }"
    #expect(try Self.found(fresh).filter { $0.hasPrefix("SEC004") } == [])
    let half =
      rules + "\n" + """
          - id: fresh
            must: reauthenticate
            one_of: [{ aal: aal2, max_age: 5m }, { methods: [totp] }]
        """
    #expect(try Self.found(half).filter { $0.hasPrefix("SEC004") }.count == 2)
  }

  @Test func anAlternativeExtendsWithoutIdleLimit() throws {
    let rules = """
        - id: slide
          may: extend
          max_lifetime: 30d
          one_of: [{ aal: aal1, max_idle: 30m }, { aal: aal2 }]
      """
    #expect(try Self.found(rules) == ["SEC009 6 $.rules[1]"])
    let limited = rules.replacing("{ aal: aal2 }", with: "{ aal: aal2, max_idle: 1h }")
    #expect(try Self.found(limited) == [])
    // A demand that an idle session meets by its other alternative limits nothing.
    let demand = """
        - { id: idle, must: reauthenticate, one_of: [{ max_idle: 15m }, { aal: aal2 }] }
      """
    #expect(try Self.found(rules + "\n" + demand).contains { $0.hasPrefix("SEC009") })
  }

  @Test func standardsAreHeldAgainstEveryAlternative() throws {
    let rules = """
        - { id: two, must: reauthenticate, one_of: [{ aal: aal2 }, { methods: [passkey] }] }
        - { id: idle, must: reauthenticate, max_idle: 1h }
        - id: overall
          must: sign_in
          one_of: [{ max_age: 24h, max_idle: 10m }, { max_age: 48h }]
      """
    #expect(try Self.found(rules, profile: "nist-63b-4") == ["SEC010 9 $.rules[3]"])
    let held = rules.replacing("48h", with: "12h")
    #expect(try Self.found(held, profile: "nist-63b-4") == [])
    // Where one alternative has no limit, there is none.
    let slide = "\n  - { id: slide, may: extend, within: 6h }"
    let open = rules.replacing("{ max_age: 48h }", with: "{ max_idle: 5m }") + slide
    #expect(try Self.found(open, profile: "nist-63b-4").contains("SEC010 2 $.policy"))
    #expect(try !Self.found(held + slide, profile: "nist-63b-4").contains("SEC010 2 $.policy"))
  }

  /// A limit from the issue of the session is stricter than one from the login, but for the second by which databases
  /// round.
  @Test(arguments: [
    ("must: sign_in, max_lifetime: 24h", true),
    (#"must: sign_in, when: 'session.age >= duration("24h")'"#, true),
    (#"must: sign_in, when: 'now >= session.issued_at + duration("24h")'"#, true),
    ("must: sign_in, max_lifetime: 24h1s", false),
    // Nobody else goes on.
    (#"must: sign_in, max_lifetime: 24h, when: 'session.aal == "aal2"'"#, true),
    (#"must: sign_in, max_lifetime: 24h, when: 'request.action != "a"'"#, false),
  ])
  func standardsTakeAStricterLimit(_ end: String, _ holds: Bool) throws {
    let rules = """
        - { id: two, must: reauthenticate, aal: aal2 }
        - { id: idle, must: reauthenticate, max_idle: 1h }
        - { id: end, \(end) }
        - { id: slide, may: extend, aal: aal2, max_idle: 1h, max_lifetime: 25h }
      """
    let found = try Self.found(rules, profile: "nist-63b-4").filter { $0.hasPrefix("SEC010") }
    #expect(found.isEmpty == holds, "\(found)")
  }

  private static let passwordAlone = "selfservice: { methods: { password: { enabled: true } } }\n"

  @Test func aFactorThatNobodyCanShowInAnAlternative() throws {
    let rules = """
        - id: strong
          must: reauthenticate
          max_age: 12h
          one_of:
            - aal: aal2
            - { methods: [passkey] }
      """
    #expect(
      try Self.found(rules, kratos: Self.passwordAlone) == [
        "K806 9 $.rules[1].one_of[0].aal", "K806 10 $.rules[1].one_of[1].methods",
      ])
    let passkeys = """
      selfservice: { methods: { password: { enabled: true }, passkey: { enabled: true } } }
      """
    #expect(
      try Self.found(rules, kratos: passkeys).filter { $0.hasPrefix("K806") } == [
        "K806 9 $.rules[1].one_of[0].aal"
      ])
  }

  @Test func anAlternativeThatNeverExtends() throws {
    let rules = """
        - id: slide
          may: extend
          by: 2d
          max_idle: 15m
          one_of:
            - { aal: aal1, max_lifetime: 1d }
            - { aal: aal2, max_lifetime: 30d }
      """
    #expect(try Self.found(rules) == ["L410 10 $.rules[1].one_of[0].max_lifetime"])
    #expect(
      try Self.found(rules.replacing("30d", with: "2d")) == ["L410 7 $.rules[1].by"])
  }

  @Test func aLifespanBeyondTheCapOfAnAlternative() throws {
    let rules = """
        - id: slide
          may: extend
          max_idle: 15m
          one_of:
            - { aal: aal1, max_lifetime: 12h }
            - { aal: aal2, max_lifetime: 30d }
      """
    let found = try Self.found(rules, kratos: "session: { lifespan: 24h }\n")
    #expect(found.filter { $0.hasPrefix("K802") } == ["K802 9 $.rules[1].one_of[0].max_lifetime"])
  }

  @Test func methodsThatAreNoSecondFactorInAnAlternative() throws {
    let rules = """
        - id: strong
          must: reauthenticate
          one_of:
            - { aal: aal2, max_age: 1h, methods: [password] }
            - { aal: aal2, max_age: 15m }
      """
    #expect(try Self.found(rules) == ["SEC005 8 $.rules[1].one_of[0].methods"])
  }

  @Test func limitsOfAlternativesAreTestedAtTheirBoundaries() throws {
    let rules = """
        - id: fresh
          must: reauthenticate
          max_idle: 30m
          one_of: [{ max_age: 2h }, { aal: aal2, max_age: 3h }]
      """
    func suite(_ cases: String) -> String {
      """
      version: 1
      suite: s
      policies: [policy.yaml]
      now: 2026-03-01T09:00:00Z
      sessions:
        ada:
          set:
            id: a1
            issued_at: -1h
            authenticated_at: -1h
            expires_at: +22h
            authenticator_assurance_level: aal2
            authentication_methods:
              - { method: password, aal: aal1, completed_at: -1h }
              - { method: totp, aal: aal2, completed_at: -1h }
            identity: { id: i1, state: active }
      requests:
        idle: { last_active_at: -10m }
      tests:
        - name: boundaries
          session: ada
          request: idle
          timeline:
      \(cases)

      """
    }
    func moment(_ at: String) -> String { "      - { at: \(at), expect: { extend: false } }" }
    let untested = try Self.found(
      rules, suite: suite(["19m59s", "20m", "20m1s"].map(moment).joined(separator: "\n")),
      optingInto: "X604")
    #expect(
      untested.filter { $0.hasPrefix("X604") } == [
        "X604 8 $.rules[1].one_of[0].max_age", "X604 8 $.rules[1].one_of[1].max_age",
      ])
    let all = ["19m59s", "20m", "20m1s", "59m59s", "1h", "1h1s", "1h59m59s", "2h", "2h1s"]
    let tested = try Self.found(
      rules, suite: suite(all.map(moment).joined(separator: "\n")), optingInto: "X604")
    #expect(tested.filter { $0.hasPrefix("X604") } == [])
  }

  /// What is asked for by `.?` is named, and so is who may say it.
  @Test func whatIsReadAsAnOptionalIsNamed() throws {
    let policy = """
      version: 1
      policy: p
      attributes:
        context.risk: { type: string, values: [low, high], optional: true }
      rules:
        - id: slide
          may: extend
          when: context.?risk.orValue("low") == "low"
          max_lifetime: 30d
      """
    let messages = lint(policy).open.map(\.diagnostic.message)
    #expect(messages == ["`p/slide` permits more where `context.risk` is missing"])
    let country = policy.replacing(
      #"context.?risk.orValue("low") == "low""#,
      with: #"request.?country.orValue("XX") == "DE""#)
    #expect(
      lint(country).open.map(\.diagnostic.message).contains(
        "`p/slide` permits by `request.country`, which the client says of itself"))
  }
}
