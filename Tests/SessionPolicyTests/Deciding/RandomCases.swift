import PolicyCEL
import PolicyDiagnostics
import PolicyJSON
import PolicyTestSupport
import PolicyTime

@testable import SessionPolicy

/// A rule of a random policy, as YAML text.
struct RandomRule {
  var effect: String
  var lines: [String]
}

/// Random policies, settings and snapshots around one instant.
struct RandomCase {
  static let epoch: Int64 = 1_772_355_600

  var rules: [RandomRule]
  var settings: KratosSettings
  var snapshot: Snapshot
  var now: Timestamp

  init(seed: UInt64, timeless: Bool = false) {
    var random = SeededGenerator(seed: seed)
    now = Timestamp(seconds: Self.epoch, nanoseconds: 0) ?? .minimum
    settings = KratosSettings(
      lifespan: .seconds(random.pick([900, 3_600, 86_400])),
      earliestPossibleExtend: random.chance(50) ? nil : .seconds(random.pick([0, 600, 86_400])))
    rules = (0..<Int.random(in: 0...6, using: &random)).map {
      Self.rule($0, timeless: timeless, &random)
    }
    snapshot = Self.snapshot(now: now, &random)
    var more = SeededGenerator(seed: ~seed)
    for index in rules.indices {
      Self.addAlternatives(to: &rules[index], timeless: timeless, &more)
    }
  }

  /// Lets some rules be content with one of several requirements.
  private static func addAlternatives(
    to rule: inout RandomRule, timeless: Bool, _ random: inout SeededGenerator
  ) {
    guard !rule.effect.hasPrefix("never"), random.chance(20) else { return }
    var choices = [
      "aal: aal2", "methods: [passkey]", "methods: [totp, webauthn]", "max_age: 15m", "max_age: 1d",
    ]
    if !timeless { choices.append("max_idle: 30m") }
    if rule.effect != "must: reauthenticate" { choices.append("max_lifetime: 12h") }
    choices.removeAll { choice in
      rule.lines.contains { $0.prefix { $0 != ":" } == choice.prefix { $0 != ":" } }
    }
    guard !choices.isEmpty else { return }
    let alternatives = (0..<Int.random(in: 1...3, using: &random)).map { _ -> String in
      let first = random.pick(choices)
      let second = random.pick(choices)
      let isOne = first.prefix { $0 != ":" } == second.prefix { $0 != ":" }
      return isOne ? "{ \(first) }" : "{ \(first), \(second) }"
    }
    rule.lines.append("one_of: [\(alternatives.joined(separator: ", "))]")
  }

  private static let spans = ["1s", "15m", "30m", "1h", "12h", "1d", "30d"]

  private static func rule(
    _ index: Int, timeless: Bool, _ random: inout SeededGenerator
  ) -> RandomRule {
    let effect = random.pick([
      "may: extend", "may: extend", "may: refresh", "may: refresh", "never: extend",
      "never: refresh", "must: reauthenticate", "must: reauthenticate", "must: sign_in",
    ])
    var lines: [String] = []
    if random.chance(60) {
      lines.append("when: '\(condition(timeless: timeless, depth: 2, &random))'")
    }
    if !effect.hasPrefix("never") {
      if random.chance(25) { lines.append("aal: \(random.pick(["aal1", "aal2"]))") }
      if random.chance(20) {
        lines.append(
          "methods: \(random.pick(["[password]", "[totp, webauthn]", "[password, totp]"]))")
      }
      if random.chance(40) { lines.append("max_age: \(random.pick(spans))") }
      if random.chance(20), !timeless { lines.append("max_idle: \(random.pick(spans))") }
      if random.chance(20), effect != "must: reauthenticate" {
        lines.append("max_lifetime: \(random.pick(spans))")
      }
    }
    if effect == "may: extend" {
      if random.chance(30) { lines.append("by: \(random.pick(spans))") }
      if random.chance(30) { lines.append("within: \(random.pick(spans))") }
    }
    return RandomRule(effect: effect, lines: lines)
  }

  private static func condition(
    timeless: Bool, depth: Int, _ random: inout SeededGenerator
  ) -> String {
    if depth > 0, random.chance(40) {
      let left = condition(timeless: timeless, depth: depth - 1, &random)
      let right = condition(timeless: timeless, depth: depth - 1, &random)
      return "(\(left)) \(random.pick(["&&", "||"])) (\(right))"
    }
    if depth > 0, random.chance(15) {
      return "!(\(condition(timeless: timeless, depth: depth - 1, &random)))"
    }
    var choices = [
      "request.action == \"pay\"", "request.action in [\"pay\", \"read\"]",
      "context.risk == \"high\"", "request.country != \"DE\"", "context.risk.startsWith(\"h\")",
    ]
    if !timeless {
      let span = random.pick(spans)
      choices += [
        "session.aal == \"aal2\"", "session.active", "session.age < duration(\"\(span)\")",
        "session.authentication_age >= duration(\"\(span)\")",
        "session.idle > duration(\"\(span)\")",
        "session.remaining <= duration(\"\(span)\")",
        "now - session.issued_at == duration(\"\(span)\")",
        "now >= timestamp(\"2026-03-01T12:00:00Z\")", "now.getHours() >= 9",
        "now.getHours(\"Europe/Berlin\") < 17", "session.age > session.idle",
        "session.issued_at + duration(\"\(span)\") > now",
        "session.authentication_methods.exists(m, m.method == \"totp\")",
        "session.authentication_methods.all(m, now - m.completed_at < duration(\"\(span)\"))",
      ]
    }
    return random.pick(choices)
  }

  private static func snapshot(now: Timestamp, _ random: inout SeededGenerator) -> Snapshot {
    func instant(_ offsets: [Int64], _ random: inout SeededGenerator) -> Timestamp? {
      guard random.chance(93) else { return nil }
      return Timestamp(
        seconds: epoch + random.pick(offsets),
        nanoseconds: random.chance(50) ? 0 : random.pick([1, 999_999_999, 500_000_000]))
    }
    let past: [Int64] = [
      0, -1, -60, -899, -900, -901, -1_800, -3_600, -43_200, -86_400, -2_592_000, 5,
    ]
    var methods: [AuthenticationMethod] = []
    for method in ["password", "totp", "webauthn", "passkey"] where random.chance(45) {
      methods.append(
        AuthenticationMethod(
          method: method, aal: method == "totp" || method == "webauthn" ? .aal2 : .aal1,
          completedAt: instant(past, &random)))
    }
    let session = Session(
      id: "4b1f6c1e-9c1d-4a43-8a77-0d4cf2f1a001",
      active: random.chance(95) ? true : random.pick([false, nil]),
      expiresAt: instant([-1, 0, 1, 60, 600, 3_600, 43_200, 86_400], &random),
      authenticatedAt: instant(past, &random), issuedAt: instant(past, &random),
      authenticatorAssuranceLevel: random.pick(["aal1", "aal2", nil]),
      authenticationMethods: methods,
      identity: random.chance(80)
        ? Identity(
          id: "5c1f6c1e-9c1d-4a43-8a77-0d4cf2f1a002",
          state: random.chance(95) ? "active" : "inactive")
        : nil)
    let request = Request(
      action: random.pick(["pay", "read", nil]), country: random.pick(["DE", "FR", nil]),
      lastActiveAt: instant(past, &random))
    let context: JSONObject =
      random.chance(80) ? ["risk": .string(random.pick(["low", "high"]))] : [:]
    return Snapshot(session: session, request: request, context: context)
  }

  /// The text of a policy with some of the rules, in some order.
  static func yaml(_ rules: [(Int, RandomRule)]) -> String {
    var text = """
      version: 1
      policy: random
      attributes:
        context.risk: { type: string, values: [low, high] }
      rules:
        - id: base
          never: extend
          when: "false"

      """
    for (index, rule) in rules {
      text += "  - id: r\(index)\n    \(rule.effect)\n"
      for line in rule.lines { text += "    \(line)\n" }
    }
    return text
  }

  /// The loaded policy of some of the rules; every rule by default.
  func policies(_ chosen: [(Int, RandomRule)]? = nil) throws -> PolicySet {
    let rules = chosen ?? Array(rules.enumerated()).map { ($0.offset, $0.element) }
    let file = SourceFile(name: "random.yaml", text: Self.yaml(rules))
    let (set, diagnostics) = PolicySet.load([file]).parts
    guard let set else { throw UnloadablePolicy(text: DiagnosticFormatter().format(diagnostics)) }
    return set
  }

  struct UnloadablePolicy: Error { var text: String }
}

extension Decision.Deadlines {
  /// Leaves out what bounds a life by the rules that apply now, whatever is answered: it moves no `valid_until`.
  mutating func clearBounds() { (idleAt, cappedAt, windowOpensAt) = (nil, nil, nil) }
}

extension Decision {
  /// Everything but what moves along with now, and what bounds a life by the rules that apply now, for
  /// comparing decisions at two instants.
  var fixed: Decision {
    var copy = self
    copy.extend.expiresAt = nil
    copy.validUntil = nil
    copy.deadlines.clearBounds()
    copy.refresh.steps = Self.timeless(copy.refresh.steps)
    if let ways = copy.reauthentication?.alternatives {
      copy.reauthentication?.alternatives = ways.map(Self.timeless)
    }
    return copy
  }

  /// Steps without what they do to the session, which moves along with now.
  private static func timeless(_ steps: [Step]) -> [Step] {
    steps.map { step in
      var step = step
      step.then = Step.Then(authenticatedAt: nil, expiresAt: nil, aal: .aal0)
      return step
    }
  }

  /// Everything that `valid_until` speaks of, as text.
  var fixedText: String { JSONWriter.text(of: fixed.json()) }

  /// Whether this allows nothing that another does not, and asks for no less.
  func isAtMostAsLoose(as other: Decision) -> Bool {
    outcome >= other.outcome && (!extend.isAllowed || other.extend.isAllowed)
      && (!refresh.isAllowed || other.refresh.isAllowed)
      && (extend.expiresAt ?? .minimum) <= (other.extend.expiresAt ?? .maximum)
  }
}
