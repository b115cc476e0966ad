import PolicyDiagnostics
import PolicyJSON
import PolicyTestSupport
import PolicyTime
import Testing

@testable import SessionPolicy

/// Rules have no order, and neither has anything in them: files, rules, their ids, `one_of` and `methods` can be
/// permuted, and the answer is the same.
///
/// The policies are made up to have many ways to re-authenticate: it is there that an order may show.
@Suite struct OrderTests {
  /// The example of a report: rules by whose ids different ways were told.
  @Test func idsDoNotTellWhichOfEquallyGoodWaysIsTold() throws {
    let demands = [
      "methods: [password, totp, webauthn], max_age: 30m",
      "aal: aal2, methods: [lookup_secret, webauthn]",
    ]
    func ways(_ ids: [String], reversed isReversed: Bool) throws -> [[Decision.Step]] {
      var example = LawExample()
      example.snapshot.session.authenticationMethods = [LawExample.method("passkey", "-1h")]
      example.snapshot.request.enrolledMethods = ["password", "lookup_secret", "totp"]
      let rules = zip(ids, demands).map { "- { id: \($0), must: reauthenticate, \($1) }" }
      let decision = try example.decide(
        (["- { id: r, may: refresh }"] + (isReversed ? rules.reversed() : rules))
          .joined(separator: "\n"))
      return try #require(decision.reauthentication).alternatives
    }
    let expected = try ways(["a", "b"], reversed: false)
    for ids in [["a", "b"], ["b", "a"]] {
      for isReversed in [false, true] {
        #expect(try ways(ids, reversed: isReversed) == expected)
      }
    }
  }

  /// Names in two spellings that Unicode takes for the same are two, whichever comes first.
  @Test func spellingsOfOneNameHaveNoOrder() throws {
    func steps(_ methods: String) throws -> [[UInt8]]? {
      try LawExample().decide(
        "- { id: r, may: refresh }\n- { id: m, must: reauthenticate, methods: [\(methods)] }"
      ).reauthentication?.steps.first?.methods?.map { Array($0.utf8) }
    }
    let expected = ["e\u{301}", "z", "\u{e9}"].map { Array($0.utf8) }
    #expect(try steps("\u{e9}, z, e\u{301}") == expected)
    #expect(try steps("e\u{301}, z, \u{e9}") == expected)
  }

  @Test func permutingChangesNothing() throws {
    for seed in stride(
      from: DecisionInvariantTests.seeds.lowerBound, to: DecisionInvariantTests.seeds.upperBound,
      by: 5)
    {
      let sample = OrderCase(seed: seed)
      var random = SeededGenerator(seed: ~seed)
      let plain = try sample.answer(.plain)
      for isRenamed in [false, true, true] {
        let order = OrderCase.Order(sample.rules.count, isRenamed: isRenamed, &random)
        let permuted = try sample.answer(order)
        if !isRenamed { #expect(permuted.bytes == plain.bytes, "seed \(seed)") }
        #expect(permuted.whole == plain.whole, "seed \(seed), \(order)\n\(sample.text(order))")
        #expect(permuted.verdict == plain.verdict, "seed \(seed)")
        #expect(permuted.challenge == plain.challenge, "seed \(seed)")
      }
    }
  }
}

/// Random rules with many ways to meet them, and a session that may need any of them.
private struct OrderCase {
  struct Requirement {
    var aal: String?
    var methods: [String] = []
    var limits: [String] = []

    /// Its keys, with the methods in some order.
    func keys(_ random: inout SeededGenerator) -> [String] {
      var keys = limits
      if let aal { keys.append("aal: \(aal)") }
      if !methods.isEmpty {
        let methods = methods.shuffled(using: &random).joined(separator: ", ")
        keys.append("methods: [\(methods)]")
      }
      return keys.shuffled(using: &random)
    }
  }

  struct Rule {
    var effect = "must: reauthenticate"
    var condition: String?
    var requirement = Requirement()
    var alternatives: [Requirement] = []

    func text(id: String, _ random: inout SeededGenerator) -> String {
      var keys = ["id: \(id)", effect] + requirement.keys(&random)
      if let condition { keys.append("when: '\(condition)'") }
      if !alternatives.isEmpty {
        let alternatives = alternatives.map {
          "{ \($0.keys(&random).joined(separator: ", ")) }"
        }
        keys.append("one_of: [\(alternatives.shuffled(using: &random).joined(separator: ", "))]")
      }
      return "  - { \(keys.joined(separator: ", ")) }\n"
    }
  }

  /// Where each rule stands, what it is called, and how all that is in it is shuffled.
  struct Order {
    /// The file and the id of each rule.
    var names: [(file: Int, id: String)]
    var seed: UInt64

    static var plain: Order { Order(names: [], seed: 0) }

    private init(names: [(file: Int, id: String)], seed: UInt64) {
      (self.names, self.seed) = (names, seed)
    }

    init(_ count: Int, isRenamed: Bool, _ random: inout SeededGenerator) {
      seed = random.next()
      names = []
      guard isRenamed else { return }
      let ids = (0..<count).map { "x\($0)" }.shuffled(using: &random)
      names = ids.map { (random.below(2), $0) }
    }
  }

  var rules: [Rule] = []
  var snapshot: Snapshot
  var settings = KratosSettings()

  private static let methods = [
    "password", "passkey", "oidc", "totp", "lookup_secret", "webauthn", "code",
  ]

  init(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    func some(_ chance: Int, _ random: inout SeededGenerator) -> [String] {
      Self.methods.filter { _ in random.chance(chance) }
    }
    func requirement(_ random: inout SeededGenerator) -> Requirement {
      var requirement = Requirement()
      if random.chance(40) { requirement.aal = random.pick(["aal1", "aal2", "aal2"]) }
      if random.chance(75) { requirement.methods = some(35, &random) }
      if random.chance(40) { requirement.limits = ["max_age: \(random.pick(["5m", "30m", "2h"]))"] }
      if random.chance(10) { requirement.limits.append("max_idle: 1m") }
      return requirement
    }
    rules = [Rule(effect: "may: refresh"), Rule(effect: "may: extend")]
    if random.chance(10) {
      rules.append(
        Rule(effect: "must: sign_in", condition: random.pick(Self.conditions)))
    }
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      var rule = Rule()
      if random.chance(30) { rule.condition = random.pick(Self.conditions) }
      if random.chance(60) {
        rule.requirement = requirement(&random)
      } else {
        rule.alternatives = (0..<Int.random(in: 1...3, using: &random)).map { _ in
          requirement(&random)
        }
        rule.alternatives.removeAll {
          $0.aal == nil && $0.methods.isEmpty && $0.limits.isEmpty
        }
      }
      rules.append(rule)
    }
    snapshot = LawExample().snapshot
    snapshot.session.authenticatorAssuranceLevel = random.pick(["aal1", "aal1", "aal2"])
    snapshot.session.authenticatedAt = LawExample.at(random.pick(["-5m", "-40m", "-90m", "-1d"]))
    snapshot.session.authenticationMethods = ["password", "passkey", "totp"].filter { _ in
      random.chance(40)
    }.map { LawExample.method($0, random.pick(["-5m", "-40m", "-90m"])) }
    if random.chance(60) { snapshot.request.enrolledMethods = some(45, &random) }
    if random.chance(40) {
      var methods = KratosMethods()
      for name in KratosMethods.defaults.keys.sorted() {
        methods.set(name, enabled: random.chance(70))
      }
      settings.methods = methods
    }
  }

  private static let conditions = [
    #"session.aal == "aal1""#, #"session.aal == "aal2""#, #"request.action == "pay""#,
    #"session.authentication_methods.exists(m, m.method == "totp")"#,
    #"!session.authentication_methods.exists(m, m.method == "totp")"#,
    #"session.authentication_methods.exists(m, m.method == "passkey" || m.method == "webauthn")"#,
    #"session.idle < duration("1m")"#, #"session.authentication_age > duration("10m")"#,
  ]

  /// The name of each rule: of what file, and what id.
  private func names(_ order: Order) -> [(file: Int, id: String)] {
    order.names.isEmpty ? rules.indices.map { ($0 % 2, "r\($0)") } : order.names
  }

  private func files(_ order: Order) -> [SourceFile] {
    var random = SeededGenerator(seed: order.seed)
    let places = rules.indices.shuffled(using: &random)
    let names = names(order)
    return [0, 1].shuffled(using: &random).map { file in
      var text = "version: 1\npolicy: p\(file)\nrules:\n"
      text += "  - { id: base, never: extend, when: \"false\" }\n"
      for place in places where names[place].file == file {
        text += rules[place].text(id: names[place].id, &random)
      }
      return SourceFile(name: "p\(file).yaml", text: text)
    }
  }

  func text(_ order: Order) -> String {
    files(order).map { String(decoding: $0.bytes, as: UTF8.self) }.joined(separator: "---\n")
  }

  /// What is answered, with the rules by their numbers and those that are listed in an order of their own.
  func answer(
    _ order: Order
  ) throws -> (bytes: String, whole: String, verdict: Verdict, challenge: String) {
    let (set, problems) = PolicySet.load(files(order)).parts
    let policies = try #require(set, "\(DiagnosticFormatter().format(problems))")
    let document: JSONValue = [
      "now": "2026-03-01T09:00:00Z", "session": snapshot.session.document,
      "request": snapshot.request.document,
    ]
    var decision = try policies.decisionByEveryRoad(
      on: SourceFile(name: "s.json", text: JSONWriter.text(of: document)), settings: settings)
    decision.policies = Decision.Policies()
    var labels: [String: String] = [:]
    for (number, name) in names(order).enumerated() {
      labels["p\(name.file)/\(name.id)"] = "rule \(number)"
    }
    return (
      decision.jsonText, JSONWriter.text(of: Self.normal(decision.json(), labels)),
      Verdict(decision), Challenge.bearer(decision)
    )
  }

  /// Lists of what rules say are by their ids; and of several that set one instant the first is named.
  private static func normal(_ value: JSONValue, _ labels: [String: String]) -> JSONValue {
    if let text = value.string { return .string(labels[text] ?? text) }
    if let elements = value.array { return .array(elements.map { normal($0, labels) }) }
    guard let object = value.object else { return value }
    return .object(
      JSONObject(
        object.members.map { member in
          let value = normal(member.value, labels)
          guard ["rules", "reasons", "indeterminate"].contains(member.key) else {
            return (member.key, value)
          }
          let sorted = value.array?.sorted { JSONWriter.text(of: $0) < JSONWriter.text(of: $1) }
          return (member.key, sorted.map { .array($0) } ?? .null)
        }))
  }
}
