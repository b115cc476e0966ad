import SessionPolicy
import Testing

@testable import PolicyAnalysis

@Suite("A difference between policies is found, described and shown")
struct DifferenceTests {
  static let head = """
    version: 1
    policy: p
    attributes:
      context.risk: { type: string, values: [low, medium, high] }
    rules:
      - { id: confirm, may: refresh }

    """

  static func policy(_ rules: String...) -> String {
    head + rules.map { "  - \($0)\n" }.joined()
  }

  struct Example: CustomTestStringConvertible, Sendable {
    let old: String
    let new: String
    let verdict: DifferenceVerdict
    let words: [String]
    var testDescription: String { "\(old) → \(new)" }
  }

  static let examples = [
    Example(
      old: "{ id: a, must: sign_in, max_lifetime: 30d }",
      new: "{ id: a, must: sign_in, max_lifetime: 60d }",
      verdict: .looser, words: ["session.age at least 30d and below 60d"]),
    Example(
      old: "{ id: a, must: sign_in, when: context.risk == \"high\" }",
      new: "{ id: a, must: sign_in, when: 'context.risk in [\"high\", \"medium\"]' }",
      verdict: .stricter, words: ["context.risk is medium"]),
    Example(
      old: "{ id: a, must: sign_in, when: session.age >= duration(\"30d\") }",
      new: "{ id: a, must: sign_in, max_lifetime: 30d }",
      verdict: .equivalent, words: []),
    Example(
      old: "{ id: a, must: reauthenticate, aal: aal2, max_age: 15m }",
      new: "{ id: a, must: reauthenticate, aal: aal2, max_age: 1h }",
      verdict: .looser, words: []),
  ]

  @Test(arguments: examples)
  func aChangeOfOneRuleIsSaidInWords(_ example: Example) throws {
    let found = try difference(
      from: Self.policy(example.old), to: Self.policy(example.new))
    #expect(found.verdict == example.verdict)
    #expect(found.undecided == [])
    let words = found.changes.map(\.region.words)
    for expected in example.words { #expect(words.contains(expected), "\(words)") }
    for change in found.changes { #expect(!change.isPossible, "\(change)") }
  }

  // What Z3 found.

  @Test func textsThatAreTheSameAsAThirdAreTheSame() throws {
    let head = """
      version: 1
      policy: p
      attributes:
        context.a: string
        context.b: string
        context.c: string
      rules:
        - { id: confirm, may: refresh }

      """
    func rule(_ when: String) -> String { "  - { id: r, must: sign_in, when: '\(when)' }\n" }
    // Neither is ever true, nor without an answer where the other has one.
    let impossible = "context.a == context.b && context.b == context.c && context.a != context.c"
    let other = "context.a == context.b && context.b == context.c && context.c != context.a"
    #expect(
      try difference(from: head + rule(impossible), to: head + rule(other)).verdict == .equivalent)
    let never =
      "context.a == context.b && context.b == context.c && context.a == \"x\" && context.c != \"x\""
    let found = try difference(from: head + rule(impossible), to: head + rule(never))
    #expect(found.changes.filter(\.isPossible).isEmpty, "\(found.changes.map(\.region.words))")
    let chain = "context.a == context.b && context.b == context.c && context.c == \"x\""
    let chained = try difference(from: head, to: head + rule(chain))
    #expect(chained.changes.filter(\.isPossible).isEmpty, "\(chained.changes.map(\.region.words))")
  }

  @Test func refreshingCanBecomeLooserWhereTheOutcomeBecomesStricter() throws {
    let head = "version: 1\npolicy: p\nrules:\n"
    let old = head + "  - { id: a, may: extend }\n"
    let new = old + "  - { id: b, may: refresh }\n  - { id: c, must: reauthenticate, aal: aal2 }\n"
    let found = try difference(from: old, to: new)
    #expect(found.verdict == .both)
    let said = Set(found.changes.map { "\($0.part.rawValue) \($0.direction.rawValue)" })
    #expect(said == ["outcome stricter", "refresh looser"], "\(said)")
  }

  @Test func rulesOfOneNameArePairedWhereTheirPoliciesHaveOthers() throws {
    let rule = "{ id: a, must: sign_in, max_lifetime: 30d }"
    let company = Self.policy(rule).replacing("policy: p", with: "policy: company")
    let found = try difference(
      from: company, to: Self.policy(rule.replacing("30d", with: "60d")))
    #expect(found.changes.map(\.rule) == ["p/a"])
    let rules = found.rules.map { "\($0.rule) \($0.kind.rawValue) \($0.effect.rawValue)" }
    #expect(rules == ["p/a changed looser", "p/confirm same equivalent"])
  }

  @Test func manyRulesAreComparedByWhatMattersAlone() throws {
    // As large sets of rules are: nearly all name the action, and speak where there is none.
    func rules(_ changed: Int?) -> String {
      Self.head
        + (0..<300).map { number in
          let limit = number == changed ? "2h" : "1h"
          return
            "  - { id: r\(number), must: reauthenticate, when: 'request.action == \"a\(number)\"', max_age: \(limit) }\n"
        }.joined()
    }
    let found = try difference(from: rules(nil), to: rules(7))
    #expect(found.verdict == .looser && found.undecided.isEmpty && found.omitted.isEmpty)
    let words = found.changes.map { "\($0.part.rawValue): \($0.region.words)" }
    // Where there is no action, the others ask for as much as before.
    #expect(
      words == [
        "outcome: request.action is a7, session.authentication_age at least 1h and below 2h",
        "demand: request.action is a7",
      ], "\(words)")
    #expect(found.changes.allSatisfy { !$0.isPossible })
  }

  /// The same words may mean something else in another policy.
  @Test(arguments: [("totp", "lookup_secret", "webauthn"), ("code", "passkey", "oidc")])
  func aNameMeansWhatItsOwnPolicySays(other: String, before: String, after: String) throws {
    func policy(_ name: String, _ effect: String, _ method: String) -> String {
      """
      version: 1
      policy: \(name)
      constants: { m: [\(method)] }
      rules:
        - id: r
          \(effect)
          when: session.authentication_methods.exists(x, x.method in m)
      """
    }
    let first = policy("a", "may: refresh", other)
    var analysis = Analysis([
      try policySet(first, policy("b", "must: sign_in", before)),
      try policySet(first, policy("b", "must: sign_in", after)),
    ])
    let found = analysis.difference()
    #expect(found.verdict == .both && found.undecided.isEmpty)
    #expect(found.changes.allSatisfy { !$0.isPossible })
  }

  /// Two policies that differ in more regions than are told apart. What one of them took of the work is not
  /// missing for the next.
  @Test func manyRegionsLeaveWorkForTheNext() throws {
    let head = """
      version: 1
      policy: p
      attributes:
        context.amount: { type: int, optional: true }
        context.device: { type: string, optional: true }
        context.owner: { type: string, optional: true }
        context.span: { type: duration, optional: true }
        identity.metadata_public.tier: { type: string, optional: true }
      rules:
        - { id: confirm, may: refresh }

      """
    let old = #"""
        - { id: r0, may: extend, max_age: 1h, max_lifetime: 1h }
        - { id: r1, must: reauthenticate, when: 'context.span > duration("10m")', aal: aal2, max_age: 10m }
        - { id: r2, never: refresh, when: '!((request.country == "CH" && context.amount == 7))' }
        - { id: r3, never: extend, when: '(((context.amount >= 7 ? context.span < duration("10m") : context.amount in [5, 7])) == ((context.owner != "c" ? context.span != duration("1h") : context.device == context.owner)))' }

      """#
    let new = #"""
        - { id: r0, may: extend, when: '((request.action == "read" || context.span >= duration("10m")) && (context.amount in [5, 7] ? context.device == context.owner : request.country == context.owner))', one_of: [{ methods: [password], max_age: 1h, max_idle: 1h, max_lifetime: 1h }, { aal: aal2, methods: [webauthn, totp], max_age: 1h }] }
        - { id: r1, must: sign_in, when: 'context.span != duration("10m")', aal: aal2, max_age: 10m }
        - { id: r2, may: refresh, when: '((request.country == context.owner) == (((context.span > duration("1h")) == (identity.metadata_public.tier == "gold"))))', one_of: [{ max_age: 1h, max_lifetime: 1h }, { aal: aal2 }] }
        - { id: r3, may: extend, when: '((context.span > duration("1h") ? request.country != "CH" : context.span == duration("10m")) || ((context.span >= duration("1h")) == (context.amount != 7)))', one_of: [{ aal: aal2, max_idle: 1h }, { methods: [password] }], within: 1h }

      """#
    let found = try difference(from: head + old, to: head + new)
    #expect(found.undecided.isEmpty, "\(found.undecided)")
    #expect(!found.changes.contains { $0.isPossible })
  }

  /// What is left of many regions of the rules before it is not searched once more for each rule.
  @Test func regionsOfOneRuleAreNotInTheWayOfTheNext() throws {
    let head = """
      version: 1
      policy: p
      attributes:
        context.amount: { type: int, optional: true }
        context.device: { type: string, optional: true }
        context.since: { type: timestamp, optional: true }
        context.span: { type: duration, optional: true }
        identity.metadata_public.tier: { type: string, optional: true }
      rules:
        - { id: confirm, may: refresh }

      """
    let old = #"""
        - { id: r0, may: refresh, when: '(((context.device == "b") == (request.interactive)) && context.amount in [5, 7])', methods: [password, webauthn], max_age: 12h, max_idle: 12h, max_lifetime: 12h }
        - { id: r1, must: reauthenticate, when: '(context.amount != 7 ? request.interactive : request.country != "CH")', max_age: 1h }
        - { id: r2, may: refresh, when: 'session.authentication_methods.exists(m, m.method == "password")', aal: aal2, max_age: 1h }

      """#
    let new = #"""
        - { id: r0, may: extend, methods: [webauthn], max_age: 12h, within: 1h, by: 1h }
        - { id: r1, may: extend, when: 'context.since < session.issued_at', aal: aal2, methods: [lookup_secret, totp], within: 1h, by: 2h }
        - { id: r2, may: extend, when: '((((now - context.since > duration("12h")) == (identity.metadata_public.tier != "silver"))) == (((context.span >= duration("12h")) == (context.span <= duration("12h")))))', max_age: 12h, within: 1h, by: 2h }

      """#
    let found = try difference(
      from: head + old, to: head + new,
      settings: KratosSettings(lifespan: .seconds(7_200), earliestPossibleExtend: .seconds(3_600)))
    #expect(found.undecided.isEmpty, "\(found.undecided)")
    #expect(!found.changes.contains { $0.isPossible })
    #expect(found.rules.map(\.effect) == [.equivalent, .looser, .looser, .looser])
  }

  /// Where a rule applies that asks for more, and no session is asked for more for its sake, another one may ask
  /// for more.
  @Test func aRuleThatChangesNothingHidesNoOther() throws {
    func rules(_ all: String, _ some: String) -> String {
      Self.policy(
        "{ id: a, must: reauthenticate, aal: aal2, max_age: \(all) }",
        "{ id: b, must: reauthenticate, methods: [passkey], max_age: \(some), when: 'session.authentication_methods.exists(m, m.aal == \"aal2\" && now - m.completed_at < duration(\"30m\"))' }",
        "{ id: c, must: reauthenticate, aal: aal2, max_age: 10m }")
    }
    let found = try difference(from: rules("2h", "1h"), to: rules("1h", "20m"))
    #expect(found.undecided.isEmpty && !found.changes.contains { $0.isPossible })
    #expect(
      Set(found.changes.map { "\($0.part) \($0.direction)" })
        == ["outcome stricter", "demand stricter"])
    #expect(found.rules.map(\.effect) == [.equivalent, .stricter, .equivalent, .equivalent])
  }

  /// Facts that texts have among each other are not in the way of what is asked of something else.
  @Test func textsThatAreComparedLeaveWorkForTheRest() throws {
    let gate = #"when: '((session.aal >= "aal2") == (context.amount <= 5))'"#
    let rules = #"""
      version: 1
      policy: p
      attributes:
        context.device: { type: string, optional: true }
        context.owner: { type: string, optional: true }
        context.amount: { type: int, optional: true }
        identity.metadata_public.tier: { type: string, optional: true }
      constants:
        c_CH_DE: ["CH", "DE"]
        c_DE_CH: ["DE", "CH"]
        c_customer: ["customer"]
        c_read_share: ["read", "share"]
      rules:
        - { id: r0, must: reauthenticate, when: '((request.country != identity.metadata_public.tier) == (!(context.owner != request.country)))', max_age: 10m, max_idle: 10m }
        - { id: r1, must: reauthenticate, when: '((((has(context.device) ? context.device != "a" : true)) == (request.country in c_DE_CH)) ? (session.expires_at - session.issued_at < duration("10m") ? request.action in c_read_share : session.aal == "aal2") : identity.schema_id in c_customer)', max_idle: 10m }
        - { id: r2, must: reauthenticate, when: 'request.country in c_CH_DE' }
        - { id: r3, must: reauthenticate, when: '!((context.amount != 5 ? session.authenticated_at > session.issued_at : context.amount in [5, 7]))', one_of: [{ methods: [webauthn], max_idle: 10m }, { aal: aal2, max_age: 12h }] }
        - { id: r4, may: extend, when: 'identity.metadata_public.tier == context.device', methods: [webauthn], within: 10m }

      """#
    let other = #"""
      version: 1
      policy: q
      attributes:
        context.risk: { type: string, values: ["low", "medium", "high"] }
        context.flag: { type: bool, optional: true }
        context.amount: { type: int, optional: true }
        identity.metadata_public.tier: { type: string, optional: true }
      constants:
        c_CH_DE: ["CH", "DE"]
        c_low_high: ["low", "high"]
      definitions:
        d0: 'context.?flag.orValue(false)'
      when: '(context.amount != 5 ? session.aal == "aal2" : request.country in c_CH_DE)'
      rules:
        - { id: r0, may: extend, when: '!(((!(has(request.country)) || request.country != "CH") ? context.amount <= 5 : request.country == identity.metadata_public.tier))', aal: aal2, max_age: 12h }
        - { id: r1, must: reauthenticate, when: { any: ['session.aal >= "aal1"', '(context.risk in c_low_high ? context.amount in [5, 7] : context.amount >= 5)'] } }
        - { id: r2, must: reauthenticate, when: 'd0' }
        - { id: r3, may: extend, when: 'context.amount < 5', max_age: 10m }
        - { id: confirm, may: refresh }

      """#
    var analysis = Analysis([
      try policySet(rules, other),
      try policySet(rules.replacing("rules:", with: gate + "\nrules:"), other),
    ])
    let found = analysis.difference()
    #expect(found.undecided.isEmpty, "\(found.undecided)")
    #expect(found.rules.allSatisfy { $0.effect != .undecided })
    #expect(!found.changes.contains { $0.isPossible })
  }
}
