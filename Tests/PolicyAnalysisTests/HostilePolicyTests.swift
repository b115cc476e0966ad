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

  @Test func aSearchWithoutAnEndIsGivenUp() throws {
    let holes = 11
    let names = (0...holes).flatMap { pigeon in (0..<holes).map { "context.p\(pigeon)_\($0)" } }
    let head =
      "version: 1\npolicy: p\nattributes:\n" + names.map { "  \($0): bool\n" }.joined() + "rules:\n"
      + "  - { id: slide, may: extend }\n"
    // A permission grants nothing where its condition has no answer, so that nobody is refreshed by it.
    let hard = "  - { id: pigeons, may: refresh, when: '\(Self.pigeons(holes))' }\n"
    let found = try difference(from: head, to: head + hard)
    #expect(found.verdict == .undecided)
    #expect(Set(found.undecided.map(\.rule)) == ["p/pigeons"])
    #expect(found.undecided.first?.why.contains("was not found out within") == true)
  }

  @Test func definitionsOnEachOthersShouldersAreReadOnce() throws {
    var text = "version: 1\npolicy: p\ndefinitions:\n  d0: session.age < duration(\"1h\")\n"
    for number in 1...16 { text += "  d\(number): d\(number - 1) && d\(number - 1)\n" }
    let old = text + "rules:\n  - { id: a, must: sign_in, when: d16 }\n"
    let new = text + "rules:\n  - { id: a, must: sign_in, when: '!d16' }\n"
    #expect(try difference(from: old, to: new).verdict == .both)
  }
}
