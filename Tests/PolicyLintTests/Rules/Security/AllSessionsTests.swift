import PolicyDiagnostics
import PolicyJSON
import PolicyLint
import Testing

@Suite("What weakens sessions is decided over all of them")
struct AllSessionsTests {
  private func result(_ rules: String, attributes: String = "") -> LintResult {
    lint(
      "version: 1\npolicy: p\n\(attributes)rules:\n  - { id: confirm, may: refresh }\n\(rules)\n")
  }

  private func found(_ rules: String, attributes: String = "") -> [String] {
    result(rules, attributes: attributes).open.map {
      "\($0.diagnostic.code.id) \($0.diagnostic.severity)"
    }
  }

  private static let inputs = """
    attributes:
      context.risk: { type: string, values: [low, high], optional: true }
      context.flags: { type: list(string), optional: true }
      context.trust: { type: any, optional: true }
      context.allowed: { type: list(string), optional: true }
      context.ends: { type: timestamp }
      context.span: { type: duration }

    """

  // MARK: Missing inputs

  @Test(arguments: [
    "!context.?flags.orValue([]).exists(f, f == \"bad\")",
    "context.?flags.orValue([]).all(f, f == \"good\")",
    "context.?trust[?\"level\"].orValue(\"high\") == \"high\"",
    "!(has(context.risk) && context.risk == \"high\")",
    "(has(context.risk) ? context.risk : \"low\") == \"low\"",
    "!(has(context.flags) && \"bad\" in context.flags) && session.aal == \"aal2\"",
  ])
  func everyWayToPermitWithoutAnInputIsFoundWithASession(_ condition: String) {
    let result = result(
      "  - { id: slide, may: extend, max_lifetime: 30d, when: '\(condition)' }",
      attributes: Self.inputs)
    let finding = result.open.first { $0.diagnostic.code.id == "SEC007" }
    #expect(finding != nil, "\(result.lines)")
    #expect(finding?.confidence == .proved && finding?.witness != nil)
  }

  @Test func whatAnotherInputSaysIsPossible() {
    let result = result(
      "  - { id: slide, may: extend, max_lifetime: 30d, when: 'has(context.allowed) && "
        + "context.?flags.orValue([]).all(f, f in context.allowed)' }", attributes: Self.inputs)
    let finding = result.open.first { $0.diagnostic.code.id == "SEC007" }
    #expect(finding != nil)
  }

  /// What errs without an input says the same of whatever it is, or nothing.
  @Test(arguments: [
    "session.devices.exists(d, d.ip_address == request.ip)",
    "!session.devices.exists(d, d.ip_address == request.ip)",
    "has(request.ip) && session.devices.exists(d, d.ip_address == request.ip)",
    "session.devices.all(d, d.ip_address != request.ip)",
    "session.devices.filter(d, d.ip_address == request.ip).size() > 0",
    "session.devices.exists_one(d, d.ip_address == request.ip)",
    "request.country.startsWith(context.risk)",
    "session.aal == \"aal2\" || context.allowed.exists(a, request.ip.startsWith(a))",
  ])
  func whatErrsWithoutAnInputPermitsNothingMore(_ condition: String) {
    let found = result(
      "  - { id: slide, may: extend, max_lifetime: 30d, when: '\(condition)' }",
      attributes: Self.inputs
    ).open.map(\.diagnostic).filter { $0.code.id == "SEC007" }
    #expect(found.map(\.message) == [])
  }

  /// What asks whether an input is there may say something else without it, wherever it asks.
  @Test(arguments: [
    "session.devices.exists(d, !has(request.ip) || d.ip_address == request.ip)",
    "session.devices.exists(d, d.ip_address == request.?ip.orValue(d.ip_address))",
    "session.devices.all(d, has(request.ip) ? d.ip_address == request.ip : true)",
  ])
  func whatAsksForAnInputMayPermitWithoutIt(_ condition: String) {
    let found = result(
      "  - { id: slide, may: extend, max_lifetime: 30d, when: '\(condition)' }",
      attributes: Self.inputs
    ).open.map(\.diagnostic).filter { $0.code.id == "SEC007" }
    #expect(found.count == 1)
  }

  @Test func aDefinitionThatPermitsWithoutAnInputIsFoundWhereItIsUsed() {
    #expect(
      found(
        "  - { id: slide, may: extend, max_lifetime: 30d, when: calm }",
        attributes: Self.inputs
          + "definitions:\n  calm: '!has(context.risk) || context.risk == \"low\"'\n"
      ) == ["SEC007 error"])
  }

  // MARK: Extensions without an end

  @Test(arguments: [
    #"when: 'session.age + duration("24h") <= duration("30d")'"#,
    #"when: '!(session.age > duration("8h"))'"#,
    #"when: 'session.age > duration("8h") ? false : true'"#,
    #"when: 'session.issued_at > now - duration("30d")'"#,
    #"when: 'now < timestamp("2030-01-01T00:00:00Z")'"#,
  ])
  func everyBoundCounts(_ keys: String) {
    #expect(
      !found("  - { id: slide, may: extend, \(keys) }", attributes: Self.inputs).contains {
        $0.hasPrefix("SEC001")
      })
  }

  @Test(arguments: [
    // A sum of three is not looked into, so that nobody knows.
    ("when: 'session.age < context.span'", "SEC001 warning"),
    ("when: 'now < context.ends'", "SEC001 info"),
    (#"when: 'session.issued_at < timestamp("2030-01-01T00:00:00Z")'"#, "SEC001 error"),
    (#"when: 'session.age < duration("8h") || request.action == "x"'"#, "SEC001 error"),
    (#"when: 'session.age.getHours() < 8'"#, "SEC001 warning"),
  ])
  func whatDoesNotBoundIsToldAsFarAsItIsKnown(_ keys: String, _ expected: String) {
    let found = found("  - { id: slide, may: extend, \(keys) }", attributes: Self.inputs)
    #expect(found.contains(expected), "\(found)")
  }

  @Test func twoRulesTogetherBound() {
    let rules = """
        - { id: slide, may: extend }
        - { id: a, must: sign_in, when: 'session.aal == "aal1" && session.age > duration("8h")' }
        - { id: b, never: extend, when: 'session.aal == "aal2" && session.age > duration("9h")' }
      """
    #expect(found(rules) == [])
  }

  @Test func aBoundOfAnotherFileIsRemarked() {
    let slide = "version: 1\npolicy: a\nrules:\n  - { id: slide, may: extend }\n"
    let over = "version: 1\npolicy: b\nrules:\n  - { id: over, must: sign_in, max_lifetime: 30d }\n"
    let found = lint(["a.yaml": slide, "b.yaml": over]).open
    #expect(found.map(\.diagnostic.code.id) == ["SEC001"])
    #expect(found.map(\.diagnostic.severity) == [.info])
  }

  @Test func anEndlessExtensionComesWithASession() {
    let finding = result("  - { id: slide, may: extend }").open.first
    #expect(finding?.diagnostic.code.id == "SEC001")
    #expect(finding?.confidence == .proved)
    #expect(finding?.witness?["session"]?["issued_at"] != nil)
    #expect(
      finding?.diagnostic.evidence
        == .proved(#"for example a session at aal1, session.age 36500d"#))
  }

  /// What everybody reads beside a message is how far it is shown, and by what.
  @Test(arguments: [
    (
      "{ id: a, may: extend, when: 'session.age.getHours() < 8' }",
      "possible: it hangs on `session.age.getHours() < 8`, which is not looked into"
    ),
    (
      "{ id: a, may: extend, max_lifetime: 1d, when: 'session.aal == \"aal1\" || session.aal == \"aal2\"' }",
      "proved: of every session"
    ),
    (
      "{ id: a, may: refresh, when: '!has(context.risk)' }",
      "proved: for example a session at aal1"
    ),
  ])
  func howFarAFindingIsShownStandsBesideIt(_ rule: String, _ expected: String) {
    let found = result("  - " + rule, attributes: Self.inputs).open.map(\.diagnostic)
    let evidence = found.compactMap { $0.evidence.map { "\($0.name): \($0.text)" } }
    #expect(evidence.count == found.count && evidence.contains(expected), "\(evidence)")
    #expect(DiagnosticFormatter().format(found).contains("= " + expected + "\n"))
  }

  /// A rule is not shown to extend for ever by a session that another one extends.
  @Test func aSessionShowsTheRuleItself() {
    let rules = """
        - { id: slide, may: extend, by: 12h }
        - { id: hours, may: extend, when: 'session.age.getHours() < 8' }
      """
    let found = result(rules).open.map(\.diagnostic).filter { $0.code.id == "SEC001" }
    #expect(found.map { $0.evidence?.isProved } == [true, false])
  }

  // MARK: Demands without an end

  @Test(arguments: [
    (#"session.authentication_age > duration("12h")"#, false),
    (#"session.idle > duration("1h")"#, false),
    (#"session.authentication_age > duration("12h") || request.action == "pay""#, true),
    (#"!session.authentication_methods.exists(m, m.method == "totp")"#, true),
    (#"session.age > duration("12h")"#, true),
    (#"session.aal == "aal1""#, true),
    (#"request.country != "CH" && session.authentication_age > duration("1h")"#, false),
  ])
  func aDemandThatALoginDoesNotEndIsFound(_ condition: String, _ isEndless: Bool) {
    let found = found("  - { id: a, must: reauthenticate, when: '\(condition)' }")
    #expect(found.contains("SEC006 error") == isEndless, "\(found)")
  }
}
