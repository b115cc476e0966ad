import PolicyCEL
import Testing

@testable import SessionPolicy

/// Looking ahead by example: until when a decision holds, and what a user interface warns about.
@Suite struct HorizonTests {
  private func deadlines(_ decision: Decision) -> [String] {
    let all = decision.deadlines
    return [
      ("extendable", all.extendableFrom), ("reauthenticate", all.reauthenticateAt),
      ("sign in", all.signInAt),
    ].compactMap { name, deadline in
      deadline.map {
        "\(name) \(LawExample.distance($0.at)) by \($0.rule?.dropFirst(2) ?? "Kratos")"
      }
    }
  }

  @Test func theFirstOfAllThatChangesIsNamed() throws {
    let decision = try LawExample().decide(
      """
      - { id: r, may: refresh }
      - { id: e, may: extend, within: 6h }
      - { id: m, must: reauthenticate, max_age: 3h }
      - { id: s, must: sign_in, max_lifetime: 12h }
      """)
    #expect(LawExample.distance(decision.validUntil) == "+2h")
    #expect(deadlines(decision) == ["reauthenticate +2h by m", "sign in +10h by s"])
  }

  @Test func theWindowAndTheEndAreSeenTogether() throws {
    let decision = try LawExample().decide("- { id: e, may: extend, within: 6h }")
    #expect(deadlines(decision) == ["extendable +16h by e", "sign in +22h by Kratos"])
  }

  @Test func aFlipThatChangesNothingIsSteppedOver() throws {
    // The first condition ends in an hour, and the second holds on alone for another.
    let decision = try LawExample().decide(
      "- { id: r, may: refresh, when: 'session.age < duration(\"3h\") || session.age < duration(\"4h\")' }"
    )
    #expect(LawExample.distance(decision.validUntil) == "+2h")
  }

  @Test func anEndOfReasonsIsAChange() throws {
    // Two limits exceed one after the other; the outcome is the same, the reasons are not.
    let decision = try LawExample().decide("- { id: m, must: sign_in, max_age: 1h, max_idle: 15m }")
    #expect(decision.outcome == .signIn)
    #expect(LawExample.distance(decision.validUntil) == "+10m")
  }

  @Test func nothingChangesWhereNothingMoves() throws {
    var example = LawExample()
    example.snapshot.session.expiresAt = LawExample.at("-1s")
    #expect(try example.decide("- { id: r, may: refresh }").validUntil == nil)
  }

  /// So many flips that change nothing that the search ends: the bound is early, but never late.
  @Test func theSearchEndsBeforeTheChange() throws {
    let rules = "- { id: r, may: refresh, when: 'now.getSeconds() < 60' }"
    let decision = try LawExample().decide(rules)
    let until = try #require(decision.validUntil)
    #expect(until > LawExample.now && until < LawExample.at("+22h"))
    let (_, short) = try LawExample.policies(rules)
      .prepare(LawExample().snapshot, at: LawExample.now).verdictUntil(steps: 4)
    #expect(try #require(short) <= until)
  }

  /// More rules that move with time than are remembered from one instant to the next.
  @Test func manyMovingRulesAreFollowedAsFew() throws {
    let rules = (1...300).map { "- { id: r\($0), may: refresh, max_age: \($0 + 60)m }" }
      .joined(separator: "\n")
    let decision = try LawExample().decide(rules)
    #expect(decision.refresh.rules.count == 300)
    #expect(LawExample.distance(decision.validUntil) == "+1m")
    let (_, until) = try LawExample.policies(rules)
      .prepare(LawExample().snapshot, at: LawExample.now).verdictUntil(steps: 400)
    #expect(LawExample.distance(until) == "+5h")
  }
}
