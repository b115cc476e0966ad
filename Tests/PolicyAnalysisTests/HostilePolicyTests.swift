import PolicyDiagnostics
import Testing

@testable import PolicyAnalysis

@Suite("A policy that is made to be hard ends in time, and is named")
struct HostilePolicyTests {
  /// As many pigeons as holes and one: an old way to make a search take exponentially long.
  private static func pigeons(_ holes: Int) -> String {
    var clauses: [String] = []
    for pigeon in 0...holes {
      clauses.append(
        "(" + (0..<holes).map { "context.p\(pigeon)_\($0)" }.joined(separator: " || ") + ")")
    }
    for hole in 0..<holes {
      for pigeon in 0...holes {
        for other in 0..<pigeon {
          clauses.append("!(context.p\(pigeon)_\(hole) && context.p\(other)_\(hole))")
        }
      }
    }
    return clauses.joined(separator: " && ")
  }

  private static let holes = 11

  private static var head: String {
    let names = (0...holes).flatMap { pigeon in (0..<holes).map { "context.p\(pigeon)_\($0)" } }
    return "version: 1\npolicy: p\nattributes:\n" + names.map { "  \($0): bool\n" }.joined()
      + "rules:\n  - { id: slide, may: extend }\n"
  }

  /// A rule about pigeons. A permission grants nothing where its condition has no answer, so that nobody is
  /// refreshed by it.
  private static func hardRule(_ name: String, _ holes: Int = holes) -> String {
    "  - { id: \(name), may: refresh, when: '\(pigeons(holes))' }\n"
  }

  private static var limits: Analysis.Limits {
    var limits = Analysis.Limits()
    limits.work = 4_000_000
    return limits
  }

  @Test func aSearchWithoutAnEndIsGivenUp() throws {
    let found = try difference(
      from: Self.head, to: Self.head + Self.hardRule("pigeons"), limits: Self.limits)
    #expect(found.verdict == .undecided)
    #expect(Set(found.undecided.map(\.rule)) == ["p/pigeons"])
    #expect(found.undecided.first?.why.contains("was not found out within the work") == true)
  }

  @Test func hardRulesLeaveWorkForEasyOnes() throws {
    let hard = (0..<6).map { Self.hardRule("a\($0)", Self.holes - $0 % 2) }.joined()
    let easy = "  - { id: z, must: sign_in, max_lifetime: 1h }\n"
    let found = try difference(
      from: Self.head, to: Self.head + hard + easy, limits: Self.limits)
    #expect(found.verdict == .undecided)
    #expect(Set(found.undecided.map(\.rule)) == Set((0..<6).map { "p/a\($0)" }))
    #expect(found.rules.first { $0.rule == "p/z" }?.effect == .stricter)
    #expect(
      found.changes.contains { $0.rule == "p/z" && !$0.isPossible },
      "\(found.changes.map { "\($0.rule ?? "") \($0.part) \($0.isPossible) \($0.region.words)" })")
  }

  @Test func policiesThatAreMoreThanIsLookedAtAreNamedToo() throws {
    var limits = Analysis.Limits()
    limits.terms = 10_000
    let rules = Self.hardRule("a", 3) + Self.hardRule("b") + Self.hardRule("c", 3)
    let found = try difference(from: Self.head, to: Self.head + rules, limits: limits)
    #expect(found.verdict == .undecided)
    #expect(found.undecided.map(\.rule) == ["p/b"], "\(found.undecided)")
    #expect(found.changes.isEmpty && found.rules.isEmpty)
  }

  @Test func definitionsOnEachOthersShouldersAreReadOnce() throws {
    var text = "version: 1\npolicy: p\ndefinitions:\n  d0: session.age < duration(\"1h\")\n"
    for number in 1...16 { text += "  d\(number): d\(number - 1) && d\(number - 1)\n" }
    let old = text + "rules:\n  - { id: a, must: sign_in, when: d16 }\n"
    let new = text + "rules:\n  - { id: a, must: sign_in, when: '!d16' }\n"
    #expect(try difference(from: old, to: new).verdict == .both)
  }
}
