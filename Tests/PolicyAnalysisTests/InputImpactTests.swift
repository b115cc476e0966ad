import PolicyTestSupport
import SessionPolicy
import Testing

@testable import PolicyAnalysis

@Suite("What decisions hang on an input is said exactly, with a session")
struct InputImpactTests {
  private func impacts(_ rules: String...) throws -> [InputImpact] {
    let text = DifferenceTests.head + rules.map { "  - \($0)\n" }.joined()
    var analysis = Analysis([try policySet(text)])
    return analysis.impacts()
  }

  private func words(_ impacts: [InputImpact]) -> [String] {
    impacts.flatMap { impact in
      impact.changes.map {
        "\(impact.input) \(impact.state.rawValue): \($0.part.rawValue) \($0.direction.rawValue): \($0.region.words)"
      }
    }
  }

  @Test func aDemandWithoutItsInputIsInForceAndAPermissionIsNone() throws {
    let found = try impacts(
      "{ id: risky, must: sign_in, when: context.risk == \"high\" }",
      "{ id: slide, may: extend, when: context.risk == \"low\" }")
    #expect(
      words(found.filter { $0.input.description == "context.risk" && $0.state == .absent }) == [
        "context.risk absent: outcome stricter: context.risk is low or medium"
      ], "\(words(found))")
    #expect(found.allSatisfy { !$0.isUndecided && $0.omitted.isEmpty && $0.unknowns.isEmpty })
    for change in found.flatMap(\.changes) { #expect(change.witness != nil) }
  }

  @Test func whatAsksForItsInputFirstPermitsMoreWithoutIt() throws {
    let found = try impacts(
      "{ id: risky, must: sign_in, when: 'has(context.risk) && context.risk == \"high\"' }")
    let said = words(found)
    #expect(
      said.contains("context.risk absent: outcome looser: context.risk is high"), "\(said)")
    // What has failed answers nothing, not even whether it is there.
    #expect(said.contains("context.risk failed: outcome stricter: context.risk is low or medium"))
    #expect(!said.contains { $0.hasPrefix("context.risk failed: outcome looser") })
  }

  @Test func anInputThatNothingHangsOnChangesNothing() throws {
    let found = try impacts(
      "{ id: a, must: sign_in, when: 'context.risk == \"high\" || !(context.risk == \"high\")' }",
      "{ id: b, must: sign_in }")
    #expect(words(found.filter { $0.input.description == "context.risk" }) == [])
  }

  @Test func anExtensionHangsOnTheStateOfTheIdentity() throws {
    let found = try impacts("{ id: slide, may: extend }")
    let said = words(found)
    #expect(said.contains { $0.hasPrefix("identity.state absent: extend stricter") }, "\(said)")
    #expect(said.allSatisfy { !$0.contains("looser") })
  }

  /// The input of each key of ``SmallWorld``, with the values that can be read.
  private static let readable: [(input: String, key: String, values: [String])] = [
    ("context.risk", "risk", ["\"low\"", "\"medium\"", "\"high\""]),
    ("context.flag", "flag", ["true", "false"]),
    ("request.action", "action", ["\"other\"", "\"pay\"", "\"read\""]),
    ("context.amount", "amount", ["4", "5", "6", "7", "8"]),
  ]

  @Test func nothingChangesThatIsNotSaid() throws {
    for number in 0..<UInt64(max(10, BruteForceTests.cases / 8)) {
      var random = SeededGenerator(seed: BruteForceTests.seed &* 7_919 &+ number)
      let world = SmallWorld(&random)
      let text = world.policy(world.rules(&random))
      let policies = try policySet(text)
      var analysis = Analysis([policies])
      let impacts = analysis.impacts()
      for (input, key, values) in Self.readable {
        let said = Set(
          impacts.filter { $0.input.description == input && $0.state == .absent }
            .flatMap(\.changes).map { Found(part: $0.part, direction: $0.direction) })
        var seen: Set<Found> = []
        for value in values {
          seen.formUnion(
            world.differences(policies, replacing: "\"\(key)\":\(value)", by: "\"\(key)\":null"))
        }
        #expect(seen.isSubset(of: said), "case \(number) \(input) \(seen) \(said)\n\(text)")
      }
      #expect(impacts.allSatisfy { !$0.isUndecided })
      #expect(impacts.flatMap(\.changes).allSatisfy { $0.witness != nil }, "\(number)\n\(text)")
    }
  }
}
