import PolicyCEL
import PolicyDiagnostics
import PolicyJSON
import PolicyTestSupport
import PolicyTime
import SessionPolicy
import Testing

@testable import PolicyAnalysis

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("The analysis agrees with deciding every session there is")
struct BruteForceTests {
  /// How many policies are compared, each with the one that was made of it.
  static let cases = getenv("PROPERTY_CASES").flatMap { Int(String(cString: $0)) } ?? 200
  static let seed = getenv("PROPERTY_SEED").flatMap { UInt64(String(cString: $0)) } ?? 1

  /// How many policies share a world, so that its sessions are read once for all of them and decided once by
  /// each.
  private static let chain = 10

  @Test func noPairOfRandomPoliciesDiffersOtherwise() async throws {
    let starts = Array(stride(from: 0, to: Self.cases, by: Self.chain))
    let workers = min(8, starts.count)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for worker in 0..<workers {
        group.addTask {
          for number in stride(from: worker, to: starts.count, by: workers) {
            try Self.compare(UInt64(number), min(Self.chain, Self.cases - starts[number]))
          }
        }
      }
      try await group.waitForAll()
    }
  }

  /// Compares each policy of a world with the next, and the last one with the first.
  private static func compare(_ number: UInt64, _ count: Int) throws {
    var random = SeededGenerator(seed: seed &* 1_000_003 &+ number)
    let world = SmallWorld(&random)
    let sessions = world.snapshots
    var policies: [(text: String, set: PolicySet, verdicts: [Verdict])] = []
    var rules = world.rules(&random)
    for _ in 0..<count {
      let text = world.policy(rules)
      let set = try policySet(text)
      policies.append((text, set, sessions.map { SmallWorld.verdict(set, on: $0) }))
      rules = random.chance(70) ? world.mutated(rules, &random) : world.rules(&random)
    }
    for (old, new) in zip(policies, policies.dropFirst() + policies.prefix(1)) {
      var analysis = Analysis([old.set, new.set])
      let found = analysis.difference()
      let said = Set(
        found.changes.filter { $0.part != .demand }
          .map { Found(part: $0.part, direction: $0.direction) })
      let seen = SmallWorld.differences(old.verdicts, new.verdicts)
      #expect(
        seen.isSubset(of: said) && found.undecided.isEmpty
          && !found.changes.contains { $0.isPossible },
        "seed \(seed) world \(number)\n\(old.text)\n\(new.text)\nunseen \(seen.subtracting(said)) \(found.changes.filter(\.isPossible).map { "\($0.part) \($0.direction) \($0.region.words)" }) \(found.undecided)"
      )
    }
  }
}

struct Found: Hashable {
  let part: DecisionPart
  let direction: Direction
}

/// A few attributes and clocks, small enough to look at every session that policies can tell apart.
struct SmallWorld {
  enum Input: CaseIterable {
    case risk, flag, action, tier, tags, amount
  }

  let inputs: [Input]
  let clocks: [String]
  /// The spans that policies name; most policies name one, so that there are fewer sessions to look at.
  let spans: [String]

  init(_ random: inout SeededGenerator) {
    let inputCount = random.below(3)
    inputs = Array(Input.allCases.shuffled(using: &random).prefix(inputCount))
    clocks = Array(
      ["age", "authentication", "idle", "remaining", "second"].shuffled(using: &random)
        .prefix(inputCount == 2 ? 1 : 2))
    spans = random.pick([["10m"], ["1h"], ["10m", "1h"]])
  }

  // MARK: Policies

  func policy(_ rules: [String]) -> String {
    """
    version: 1
    policy: p
    attributes:
      context.risk: { type: string, values: [low, medium, high] }
      context.flag: { type: bool, optional: true }
      context.tags: { type: list(string), optional: true }
      context.amount: { type: int, optional: true }
      identity.metadata_public.tier: { type: string, optional: true }
    rules:
    \(rules.map { "  - \($0)" }.joined(separator: "\n"))

    """
  }

  func rules(_ random: inout SeededGenerator) -> [String] {
    (0..<random.below(4) + 1).map { rule("r\($0)", &random) }
      + (random.chance(80) ? ["{ id: confirm, may: refresh }"] : [])
  }

  func mutated(_ rules: [String], _ random: inout SeededGenerator) -> [String] {
    var rules = rules
    let place = random.below(rules.count)
    switch random.below(100) {
    case ..<20: rules.remove(at: place)
    case ..<35:
      let free = (0...rules.count).first { number in
        !rules.contains { $0.hasPrefix("{ id: r\(number),") }
      }
      rules.append(rule("r\(free ?? 0)", &random))
    default:
      let name = rules[place].drop { $0 != ":" }.dropFirst(2).prefix { $0 != "," }
      rules[place] = rule(String(name), &random)
    }
    return rules.isEmpty ? ["{ id: confirm, may: refresh }"] : rules
  }

  private func rule(_ name: String, _ random: inout SeededGenerator) -> String {
    let effect = random.pick([
      "may: extend", "may: extend", "may: refresh", "never: extend", "never: refresh",
      "must: reauthenticate", "must: reauthenticate", "must: sign_in", "must: sign_in",
    ])
    var keys = ["id: \(name)", effect]
    if random.chance(75) { keys.append("when: '\(condition(2, &random))'") }
    if !effect.hasPrefix("never") {
      if random.chance(30) { keys.append("aal: aal2") }
      if random.chance(15) {
        keys.append("methods: [\(random.pick(["totp", "password", "webauthn, totp"]))]")
      }
      if random.chance(30) { keys.append("max_age: \(limit(&random))") }
      if random.chance(20) { keys.append("max_idle: \(limit(&random))") }
      if effect != "must: reauthenticate", random.chance(30) {
        keys.append("max_lifetime: \(limit(&random))")
      }
    }
    if effect == "may: extend" {
      if random.chance(40) { keys.append("within: \(limit(&random))") }
      if random.chance(40) { keys.append("by: \(random.pick(["1h", "2h", "20h"]))") }
    }
    return "{ \(keys.joined(separator: ", ")) }"
  }

  private func limit(_ random: inout SeededGenerator) -> String { random.pick(spans) }

  private func condition(_ depth: Int, _ random: inout SeededGenerator) -> String {
    if depth > 0, random.chance(50) {
      let left = condition(depth - 1, &random)
      let right = condition(depth - 1, &random)
      switch random.below(5) {
      case 0: return "(\(left) && \(right))"
      case 1: return "(\(left) || \(right))"
      case 2: return "!(\(left))"
      case 3: return "(\(left) ? \(right) : \(condition(0, &random)))"
      default: return "((\(left)) == (\(right)))"
      }
    }
    return !inputs.isEmpty && random.chance(60)
      ? clause(random.pick(inputs), &random) : time(&random)
  }

  private func clause(_ input: Input, _ random: inout SeededGenerator) -> String {
    switch input {
    case .risk:
      random.pick([
        "context.risk == \"high\"", "context.risk != \"low\"", "has(context.risk)",
        "context.risk in [\"low\", \"medium\"]", "context.?risk.orValue(\"low\") == \"low\"",
        "context.risk.startsWith(\"m\")", "context.risk > \"low\"",
      ])
    case .flag: random.pick(["context.flag", "has(context.flag)", "!context.flag"])
    case .action:
      random.pick([
        "request.action == \"pay\"", "request.action in [\"pay\", \"read\"]",
        "has(request.action)", "request.action != \"read\"",
      ])
    case .tier:
      random.pick([
        "identity.metadata_public.tier == \"gold\"", "has(identity.metadata_public.tier)",
        "has(identity)", "identity.schema_id == \"customer\"",
      ])
    case .tags:
      random.pick([
        "\"admin\" in context.tags", "has(context.tags)",
        "context.tags.exists(t, t in [\"admin\", \"root\"])",
      ])
    case .amount:
      random.pick([
        "context.amount > 5", "context.amount == 7", "context.amount <= 7", "has(context.amount)",
        "context.amount in [5, 7]",
      ])
    }
  }

  private func time(_ random: inout SeededGenerator) -> String {
    let span = random.pick(spans)
    switch random.pick(clocks) {
    case "age":
      return random.pick([
        "session.age < duration(\"\(span)\")", "now - session.issued_at > duration(\"\(span)\")",
        "session.issued_at + duration(\"\(span)\") <= now",
      ])
    case "authentication":
      return random.pick([
        "session.authentication_age >= duration(\"\(span)\")",
        "session.authenticated_at > session.issued_at",
      ])
    case "idle":
      return random.pick(["session.idle < duration(\"\(span)\")", "has(request.last_active_at)"])
    case "remaining": return "session.remaining <= duration(\"\(span)\")"
    default:
      let methods = "session.authentication_methods"
      return random.pick([
        "session.aal == \"aal2\"", "session.aal >= \"aal2\"",
        "\(methods).exists(m, m.aal == \"aal2\")", "\(methods).all(m, m.aal == \"aal1\")",
        "\(methods).all(m, m.method != \"totp\")", "!\(methods).all(m, m.method == \"password\")",
      ])
    }
  }

  // MARK: Sessions

  private static let now = Timestamp(rfc3339: "2026-03-01T09:00:00Z") ?? .minimum

  /// All sessions there are.
  var snapshots: [Snapshot] { sessions(Self.now).compactMap(Self.snapshot) }

  private static func snapshot(_ text: String) -> Snapshot? {
    let snapshot = SessionReader.read(SourceFile(name: "s", text: text)).value
    if snapshot == nil { Issue.record("unreadable: \(text)") }
    return snapshot
  }

  static func verdict(_ policies: PolicySet, on snapshot: Snapshot) -> Verdict {
    policies.prepare(snapshot, at: now).verdict(at: now)
  }

  /// All differences between what was decided of some sessions and what was decided otherwise.
  static func differences(_ verdicts: [Verdict], _ others: [Verdict]) -> Set<Found> {
    var found: Set<Found> = []
    for (one, other) in zip(verdicts, others) where one != other {
      found.formUnion(differences(one, other))
    }
    return found
  }

  /// All differences that it makes to write something else in a session, where it has what is replaced.
  func differences(
    _ policies: PolicySet, replacing old: String, by new: String
  ) -> Set<Found> {
    let texts = sessions(Self.now).filter { $0.contains(old) }
    func verdicts(_ texts: [String]) -> [Verdict] {
      texts.compactMap(Self.snapshot).map { Self.verdict(policies, on: $0) }
    }
    return Self.differences(verdicts(texts), verdicts(texts.map { $0.replacing(old, with: new) }))
  }

  private static func differences(_ one: Verdict, _ other: Verdict) -> Set<Found> {
    var found: Set<Found> = []
    func note(_ part: DecisionPart, _ isStricter: Bool) {
      found.insert(Found(part: part, direction: isStricter ? .stricter : .looser))
    }
    let isStricter = one.outcome == .proceed || other.outcome == .signIn
    let differs = one.outcome != other.outcome
    if differs { note(.outcome, isStricter) }
    // What is refused with a stricter outcome is no other difference.
    let isRefused = one.isRefreshAllowed
    if isRefused != other.isRefreshAllowed, !differs || isRefused != isStricter {
      note(.refresh, isRefused)
    }
    if differs { return found }
    switch (one.expiresAt, other.expiresAt) {
    case (let first?, let second?): if first != second { note(.extend, second < first) }
    case (nil, nil): break
    case (let first, _): note(.extend, first != nil)
    }
    return found
  }

  /// The seconds right before and at each span, and around them.
  private var ages: [String] {
    ["0"] + (spans.contains("10m") ? ["599.999999999", "600"] : [])
      + (spans.contains("1h") ? ["3599.999999999", "3600"] : []) + ["9000"]
  }

  /// The same for what is left, with what extensions may be for.
  private var remainders: [String] {
    ["0.000000001"]
      + (spans.contains("10m") ? ["599.999999999", "600", "600.000000001"] : ["599.999999999"])
      + ["3599.999999999", "3600"] + (spans.contains("1h") ? ["3600.000000001"] : [])
      + ["7199.999999999", "7200", "71999.999999999", "72000", "86399.999999999", "86400"]
  }

  private func sessions(_ now: Timestamp) -> [String] {
    func values(_ input: Input, _ all: [String]) -> [String] {
      inputs.contains(input) ? all : [all[0]]
    }
    var texts: [String] = []
    let risks = values(.risk, ["\"low\"", "\"medium\"", "\"high\"", "null", "7"])
    let flags = values(.flag, ["true", "false", "null", "1"])
    let actions = values(.action, ["\"other\"", "\"pay\"", "\"read\"", "null"])
    let tags = values(
      .tags, ["[]", "[\"admin\"]", "[\"root\"]", "[\"admin\",\"root\"]", "null", "3"])
    let amounts = values(.amount, ["5", "6", "7", "8", "4", "null", "\"x\""])
    let identities = values(
      .tier,
      ["gold", "silver", "7", "null"].flatMap { tier in
        ["customer", "other"].map { schema in
          let value = tier == "7" || tier == "null" ? tier : "\"\(tier)\""
          return
            "{\"id\":\"i\",\"schema_id\":\"\(schema)\",\"state\":\"active\",\"metadata_public\":{\"tier\":\(value)}}"
        }
      } + [
        "null", "{\"id\":\"i\",\"schema_id\":\"customer\"}",
        "{\"id\":\"i\",\"state\":\"active\",\"metadata_public\":{\"tier\":\"gold\"}}",
      ])
    let moments = moments(now)
    for risk in risks {
      for flag in flags {
        for action in actions {
          for tag in tags {
            for amount in amounts {
              for identity in identities {
                for moment in moments {
                  texts.append(
                    """
                    {"session":{"id":"s","active":true,\(moment.session),"identity":\(identity)},"request":{"action":\(action)\(moment.request)},"context":{"risk":\(risk),"flag":\(flag),"tags":\(tag),"amount":\(amount)}}
                    """)
                }
              }
            }
          }
        }
      }
    }
    return texts
  }

  private func moments(_ now: Timestamp) -> [(session: String, request: String)] {
    func at(_ seconds: String, _ sign: Int) -> String {
      let parts = seconds.split(separator: ".")
      let whole = Int128(parts[0]) ?? 0
      let rest = parts.count > 1 ? Int128(parts[1]) ?? 0 : 0
      let nanoseconds = Int128(sign) * (whole * 1_000_000_000 + rest)
      return now.adding(Duration(nanosecondCount: nanoseconds))?.rfc3339 ?? ""
    }
    func ages(_ clock: String, _ usual: String, _ all: [String]? = nil) -> [String] {
      clocks.contains(clock) ? all ?? self.ages : [usual]
    }
    var found: [(session: String, request: String)] = []
    for age in ages("age", "9000") + (clocks.contains("age") ? ["72000"] : []) {
      for authentication in ages("authentication", age) {
        guard (Double(authentication) ?? 0) <= (Double(age) ?? 0) + 0.5 else { continue }
        // The clock of the session may be ahead of that of the login; nothing was shown after the login.
        let shown = (Double(authentication) ?? 0) > (Double(age) ?? 0) ? authentication : age
        for remaining in ages("remaining", "1800", remainders) {
          for idle in ages("idle", "0") + (clocks.contains("idle") ? ["none"] : []) {
            for second in clocks.contains("second") ? ["none"] + self.ages : ["none"] {
              for kind in second == "none" ? ["totp"] : ["totp", "webauthn"] {
                if second != "none" {
                  guard (Double(second) ?? 0) <= (Double(age) ?? 0) + 0.5,
                    (Double(second) ?? 0) >= (Double(authentication) ?? 0)
                  else { continue }
                }
                let first =
                  "{\"method\":\"password\",\"aal\":\"aal1\",\"completed_at\":\"\(at(shown, -1))\"}"
                let other =
                  second == "none"
                  ? ""
                  : ",{\"method\":\"\(kind)\",\"aal\":\"aal2\",\"completed_at\":\"\(at(second, -1))\"}"
                let session = """
                  "issued_at":"\(at(age, -1))","authenticated_at":"\(at(authentication, -1))",\
                  "expires_at":"\(at(remaining, 1))",\
                  "authenticator_assurance_level":"\(second == "none" ? "aal1" : "aal2")",\
                  "authentication_methods":[\(first)\(other)]
                  """
                found.append(
                  (session, idle == "none" ? "" : ",\"last_active_at\":\"\(at(idle, -1))\""))
              }
            }
          }
        }
      }
    }
    return found
  }
}
