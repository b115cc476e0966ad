import PolicyAnalysis
import PolicyDiagnostics
import PolicyLint
import PolicyTestSupport
import SessionPolicy
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("What `lint --fix` does changes no decision, by what `diff` says of all sessions")
struct FixProofTests {
  static let cases = getenv("PROPERTY_CASES").flatMap { Int(String(cString: $0)) } ?? 150
  static let seed = getenv("PROPERTY_SEED").flatMap { UInt64(String(cString: $0)) } ?? 1

  @Test func ofRandomPolicies() throws {
    var fixed = 0
    for number in 0..<UInt64(Self.cases) {
      var random = SeededGenerator(seed: Self.seed &* 1_000_003 &+ number)
      let text = Self.policy(&random)
      let fixer = Fixer(
        LintInput(paths: [], sources: [SourceFile(name: "p.yaml", text: text)]), with: Linter(),
        includingUnsafe: false)
      guard let change = fixer.changes.first else { continue }
      fixed += 1
      let sets = try [change.before, change.after].map { file in
        try #require(PolicySet.load([file]).value, "seed \(Self.seed) case \(number)\n\(text)")
      }
      var analysis = Analysis(sets)
      let difference = analysis.difference()
      #expect(
        difference.verdict == .equivalent,
        "seed \(Self.seed) case \(number)\n\(text)\n\(change.after.text(of: SourceRange(0, change.after.bytes.count)))"
      )
    }
    // A generator that makes nothing needless would show nothing.
    #expect(fixed > Self.cases / 10)
  }

  private static func policy(_ random: inout SeededGenerator) -> String {
    let rules = (0..<random.below(3) + 1).map { rule($0, &random) }
    return """
      version: 1
      policy: p
      attributes:
        context.risk: { type: string, values: [low, medium, high], optional: true }
        context.flag: { type: bool, optional: true }
      rules:
        - { id: confirm, may: refresh }
      \(rules.map { "  - \($0)" }.joined(separator: "\n"))

      """
  }

  private static func rule(_ number: Int, _ random: inout SeededGenerator) -> String {
    let effect = random.pick([
      "may: extend, max_lifetime: 30d", "may: refresh", "never: extend", "never: refresh",
      "must: reauthenticate, max_age: 1h", "must: sign_in", "must: sign_in, max_idle: 1h",
    ])
    return "{ id: r\(number), \(effect), when: '\(condition(2, &random))' }"
  }

  private static func condition(_ depth: Int, _ random: inout SeededGenerator) -> String {
    guard depth > 0 else { return clause(&random) }
    let parts = (0..<random.below(3) + 1).map { _ in condition(depth - 1, &random) }
    let joined = parts.joined(separator: random.chance(60) ? " && " : " || ")
    switch random.below(6) {
    case 0: return "!(\(joined))"
    case 1: return "(\(parts[0]) ? \(parts[parts.count - 1]) : \(clause(&random)))"
    default: return parts.count == 1 ? joined : "(\(joined))"
    }
  }

  private static func clause(_ random: inout SeededGenerator) -> String {
    random.pick([
      "session.age < duration(\"1h\")", "session.age < duration(\"2h\")",
      "session.age >= duration(\"2h\")", "session.idle > duration(\"1h\")",
      "session.aal == \"aal2\"", "session.aal != \"aal1\"", "request.action == \"a\"",
      "request.action in [\"a\", \"b\"]", "has(request.action)",
      "(has(context.risk) && context.risk == \"low\")", "has(context.risk)",
      "(has(context.risk) && context.risk != \"high\")", "has(context.flag)",
      "context.?flag.orValue(true)",
    ])
  }
}
