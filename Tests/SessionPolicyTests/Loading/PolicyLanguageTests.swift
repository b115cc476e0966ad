import PolicyCEL
import PolicyDiagnostics
import PolicyDocuments
import Testing

@testable import SessionPolicy

@Suite("every key of the language is read")
struct PolicyLanguageTests {
  private static let text = """
    version: "1"
    policy: everything
    description: All keys.
    attributes:
      identity.metadata_public.tier: { type: string, values: [free, gold], optional: true }
      identity.traits.address.country: string
      session.privileged_until: timestamp
      context.posture: { type: list(string), values: [firewall, disk] }
      context.anything: any
    constants:
      sensitive: [settings.password, payment.create]
      limits: { low: 1, high: -7 }
      ratio: 0.25
      on_call: true
      quoted: "NO"
      mixed: [1, a]
      window: 15m
    definitions:
      late: early && managed
      early: has(session.privileged_until) && now < session.privileged_until
      managed: has(request.device.managed) && request.device.managed
    when: identity.schema_id == "employee"
    rules:
      - id: extend
        description: Slides.
        may: extend
        by: 12h
        within: 6h
        aal: aal1
        methods: [totp, webauthn]
        max_age: 15m
        max_idle: 30m
        max_lifetime: 30d
        because: So it goes.
      - { id: refresh, may: refresh }
      - { id: never-extend, never: extend, when: "!managed" }
      - { id: never-refresh, never: refresh, when: { all: [early, late] } }
      - id: reauthenticate
        must: reauthenticate
        when:
          any:
            - request.action in sensitive
            - none: ['limits.low > 1 || on_call', 'identity.traits.address.country == "DE"']
        aal: aal2
      - { id: sign-in, must: sign_in, one_of: [{ aal: aal2 }, { methods: [passkey] }] }
    """

  private func policy() throws -> Policy {
    let (set, found) = PolicySet.load([SourceFile(name: "p.yaml", text: Self.text)]).parts
    #expect(found.map(\.message) == [])
    return try #require(set?.policies.first)
  }

  @Test func theTopOfTheFile() throws {
    let policy = try policy()
    #expect(policy.name.value == "everything")
    #expect(policy.description == "All keys.")
    #expect(policy.file.name == "p.yaml")
    #expect(policy.when?.path == "$.when")
    #expect(policy.rules.map(\.qualifiedID.description).first == "everything/extend")
    #expect(policy.rules.map(\.path) == (0..<6).map { "$.rules[\($0)]" })
    #expect(policy.rules.map(\.effect) == Effect.allCases)
  }

  @Test func attributes() throws {
    let attributes = try policy().attributes
    #expect(
      attributes.map(\.path.value.description) == [
        "identity.metadata_public.tier", "identity.traits.address.country",
        "session.privileged_until", "context.posture", "context.anything",
      ])
    #expect(attributes.map(\.type) == [.string, .string, .timestamp, .list(.string), .dyn])
    #expect(attributes.map(\.isOptional) == [true, false, false, false, false])
    #expect(attributes[0].values == ["free", "gold"])
    #expect(attributes[3].values == ["firewall", "disk"])
  }

  @Test func constants() throws {
    let constants = try policy().constants
    #expect(
      constants.map(\.name.value) == [
        "sensitive", "limits", "ratio", "on_call", "quoted", "mixed", "window",
      ])
    #expect(
      constants.map(\.type) == [
        .list(.string), .map(.string, .int), .double, .bool, .string, .list(.dyn), .string,
      ])
    #expect(constants[0].value == .list([.string("settings.password"), .string("payment.create")]))
    #expect(
      constants[1].value == .map(MapValue(members: [("low", .int(1)), ("high", .int(-7))])))
    #expect(constants[2].value == .double(0.25))
    #expect(constants[4].value == .string("NO"))
  }

  @Test func definitionsMayStandInAnyOrder() throws {
    let policy = try policy()
    #expect(policy.definitions.map(\.name.value) == ["late", "early", "managed"])
    #expect(policy.definitions.allSatisfy { $0.expression.type == .bool })
    let late = policy.definitions[0].expression.environment
    #expect(late.variables["managed"] != nil)
    #expect(late.variables["sensitive"] == nil, "a definition keeps only what it names")
  }

  @Test func aRule() throws {
    let rule = try #require(try policy().rules.first)
    #expect(rule.id.value == "extend")
    #expect(rule.description?.value == "Slides.")
    #expect(rule.because?.value == "So it goes.")
    #expect(rule.by?.value == .seconds(43_200))
    #expect(rule.within?.value == .seconds(21_600))
    #expect(rule.requirement.aal?.value == .aal1)
    #expect(rule.requirement.methods?.value == ["totp", "webauthn"])
    #expect(rule.requirement.maxAge?.value == .seconds(900))
    #expect(rule.requirement[.maxIdle]?.value == .seconds(1_800))
    #expect(rule.requirement[.maxLifetime]?.value == .seconds(2_592_000))
    #expect(rule.condition == nil)
  }

  @Test func conditionsKeepTheirJoints() throws {
    let rules = try policy().rules
    guard case .expression? = rules[2].condition?.kind else {
      Issue.record("an expression was read as something else")
      return
    }
    guard case .all(let parts)? = rules[3].condition?.kind else {
      Issue.record("`all` was read as something else")
      return
    }
    #expect(parts.map(\.path) == ["$.rules[3].when.all[0]", "$.rules[3].when.all[1]"])
    guard case .any(let alternatives)? = rules[4].condition?.kind,
      case .none(let excluded)? = alternatives.last?.kind
    else {
      Issue.record("`any` and `none` were read as something else")
      return
    }
    #expect(
      excluded.map(\.path) == [
        "$.rules[4].when.any[1].none[0]", "$.rules[4].when.any[1].none[1]",
      ])
  }

  @Test func everyFieldOfTheTablesIsInThisFile() {
    for table in [FieldTable.policy, .rule, .joint, .attribute] {
      // An example of each limit stands in `LawTests`.
      for field in table.fields where LimitKey(rawValue: field.name) == nil {
        #expect(Self.text.contains("\(field.name):"), "`\(field.name)` is not tested here")
        #expect(!field.summary.isEmpty)
      }
    }
  }

  @Test func openPlacesHoldAnythingUntilSomethingIsDeclared() {
    let rule = "rules:\n  - { id: r, may: refresh, when: 'identity.traits.a.b == 1' }\n"
    let open = PolicySet.load([
      SourceFile(name: "p.yaml", text: "version: 1\npolicy: p\n\(rule)")
    ])
    #expect(open.diagnostics.map(\.message) == [])
    let closed = PolicySet.load([
      SourceFile(
        name: "p.yaml",
        text: "version: 1\npolicy: p\nattributes: { identity.traits.c: int }\n\(rule)")
    ])
    #expect(closed.diagnostics.map(\.code) == [.unknownAttribute])
  }
}
