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

  /// While an instant lies ahead that may not, rules that do not move are asked too; of those nothing was
  /// skipped.
  @Test func deadlinesWhileAnInstantLiesAheadAreInTheFuture() throws {
    let rules = (0..<40).map {
      "- { id: n\($0), must: sign_in, when: session.age > duration(\"\(3 + $0 % 9)h\") && request.action == \"pay\" }"
    }.joined(separator: "\n")
    for ahead: Int64 in [301, 302, 3_600] {
      var example = LawExample()
      example.snapshot.request.lastActiveAt = LawExample.now.adding(.seconds(ahead))
      let now = LawExample.now
      for _ in 0..<20 {
        let decision = try example.decide(rules)
        for deadline in [decision.deadlines.signInAt, decision.deadlines.extendableFrom] {
          #expect(deadline.map { $0.at > now } ?? true)
        }
      }
    }
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

  /// An input that is listed already, because the requirement wants it, is wanted by the condition too.
  @Test func whatIsListedAlreadyIsNoChange() throws {
    var example = LawExample()
    example.snapshot.request.lastActiveAt = nil
    let decision = try example.decide(
      """
      - id: r
        may: refresh
        max_idle: 30m
        when: context.risk == "high" && (session.age < duration("3h") || session.idle > duration("1h"))
      """)
    #expect(
      decision.indeterminate.map(\.attribute) == ["context.risk", "request.last_active_at"])
    #expect(LawExample.distance(decision.validUntil) == "+22h")
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

  /// Demands that come one after the other, and one that signs out at last: of each later instant only what
  /// deadlines hang on is looked at.
  @Test(arguments: [1, 20, 600])
  func aDeadlineBehindManyDemandsIsSeen(count: Int) throws {
    let demands = (0..<count).map {
      "- { id: m\($0), must: reauthenticate, max_age: \(7_260 + $0)s }\n"
    }
    let end = "- { id: s, must: sign_in, max_lifetime: 4h }\n"
    let permit = "- { id: e, may: extend, max_lifetime: 30d }\n- { id: r, may: refresh }\n"
    let decision = try LawExample().decide(demands.joined() + end + permit)
    let ahead = decision.deadlines
    #expect(ahead.reauthenticateAt?.rule?.hasSuffix("/m0") == true)
    #expect(ahead.signInAt?.rule?.hasSuffix("/s") == true)
    #expect(decision.validUntil == ahead.reauthenticateAt?.at)
    #expect(ahead.signInAt?.at == LawExample.at("+2h"))
  }

  /// Writing down very many rulings of very many rules ends: the bound is early, but never late.
  @Test func theWorkOfLookingAheadIsBounded() throws {
    let rules = (0..<3_000).map {
      "- { id: m\($0), must: reauthenticate, methods: [m\($0 % 3)], when: 'now > "
        + "timestamp(\"2026-03-01T10:00:00Z\") + duration(\"\($0)s\")' }\n"
    }
    let decision = try LawExample().decide(rules.joined())
    let until = try #require(decision.validUntil)
    #expect(until <= LawExample.at("+22h"))
    let end = try #require(decision.deadlines.signInAt)
    #expect(end.at <= LawExample.at("+22h"))
  }

  /// More instants than are looked at leave no deadline out: it is early.
  @Test(arguments: [100, 3_000])
  func aSessionIsToldToEndHoweverMuchLiesAhead(count: Int) throws {
    let rules = (0..<count).map {
      "- { id: m\($0), must: reauthenticate, one_of: [{ methods: [m\($0 % 3), totp], max_age: \($0 + 4_000)s }, "
        + "{ methods: [password], max_age: \($0 + 4_001)s }] }\n"
    }
    let decision = try LawExample().decide(
      rules.joined() + "- { id: end, must: sign_in, max_lifetime: 20h }\n")
    if decision.outcome != .signIn {
      let end = try #require(decision.deadlines.signInAt)
      #expect(end.at <= LawExample.at("+20h"))
    }
  }

  /// A decision that does not look ahead is the one that does, but for what lies ahead.
  @Test func whatIsNowIsDecidedWithoutLookingAhead() throws {
    for seed in DecisionInvariantTests.seeds.prefix(200) {
      let sample = RandomCase(seed: seed)
      let rules = sample.rules.enumerated().map { ($0.offset, $0.element) }
      let policies = try sample.policies(rules)
      var snapshot = sample.snapshot
      snapshot.now = sample.now
      var decision = policies.decide(snapshot, settings: sample.settings)
      let present = policies.decidePresent(snapshot, settings: sample.settings)
      decision.validUntil = nil
      (decision.deadlines.extendableFrom, decision.deadlines.reauthenticateAt) = (nil, nil)
      decision.deadlines.signInAt = nil
      decision.deadlines.clearBounds()
      #expect(decision.jsonText == present.jsonText, "seed \(seed)")
    }
  }

  /// What many rules say is kept until they flip, and that is what they say when they are asked.
  @Test func whatIsKeptOfManyRulesIsWhatTheySay() throws {
    let others = (0..<300).map {
      (
        1_000 + $0,
        RandomRule(
          effect: "may: refresh",
          lines: [
            "when: 'session.issued_at + duration(\"\(9_000 + $0)d\") < now'"
          ])
      )
    }
    var compared = 0
    for seed in DecisionInvariantTests.seeds.prefix(400) {
      let sample = RandomCase(seed: seed)
      let rules = Array(sample.rules.enumerated()).map { ($0.offset, $0.element) }
      // Of what changes again and again less is followed where there are many.
      guard !rules.contains(where: { $0.1.lines.joined().contains("getHours") }) else { continue }
      func decide(_ rules: [(Int, RandomRule)]) throws -> Decision {
        try sample.policies(rules).decide(
          sample.snapshot, at: sample.now, settings: sample.settings)
      }
      let alone = try decide(rules)
      var among = try decide(rules + others)
      // An age that is not there is missing for the others too.
      guard sample.snapshot.session.issuedAt != nil else { continue }
      among.policies = alone.policies
      #expect(among.jsonText == alone.jsonText, "seed \(seed)")
      compared += 1
    }
    #expect(compared > 30)
  }

  @Test(arguments: [
    ("session.age.getHours() < 20", "+18h"), ("session.age.getSeconds() < 10800", "+1h"),
    ("int(now) - int(session.issued_at) < 10800", "+1h"),
    ("session.remaining.getMinutes() >= 60", "+21h1ns"),
  ])
  func stepsAreFollowedAsComparisonsAre(condition: String, flip: String) throws {
    let beside = try LawExample().decide(
      """
      - { id: r, may: refresh, when: '\(condition) || true' }
      - { id: m, must: reauthenticate, max_age: 3h }
      - { id: s, must: sign_in, max_lifetime: 12h }
      """)
    #expect(deadlines(beside) == ["reauthenticate +2h by m", "sign in +10h by s"])
    let alone = try LawExample().decide("- { id: r, may: refresh, when: '\(condition)' }")
    #expect(LawExample.distance(alone.validUntil) == flip)
  }

  /// Conditions that change all the time, beside limits that do not.
  @Test(arguments: [
    "string(now) == ''", "now.getMilliseconds() < 500", "now.getSeconds() < 30",
    "now.getMinutes(\"Pacific/Apia\") < 30", "cel.bind(n, now, n.getSeconds() < 30)",
    "now.getMilliseconds() < 500 && now.getSeconds() < 30 || string(now) == ''",
    "string(session.age) == ''", "now in [session.issued_at]",
  ])
  func noConditionCostsADeadlineOfOthers(condition: String) throws {
    let when = condition.replacing("'", with: "''")
    for count in [1, 40] {
      let odd = (0..<count).map { "- { id: r\($0), may: refresh, when: '\(when)' }" }
        .joined(separator: "\n")
      let decision = try LawExample().decide(
        """
        \(odd)
        - { id: r, may: refresh }
        - { id: e, may: extend, within: 6h, max_lifetime: 90d }
        - { id: s, must: sign_in, max_lifetime: 23h }
        """)
      #expect(
        deadlines(decision) == ["extendable +16h by e", "sign in +21h by s"], "\(count) rules")
      #expect(try #require(decision.validUntil) > LawExample.now)
    }
  }

  /// What hangs on several clocks at once is found, however fast the fastest of them runs.
  @Test(arguments: [
    ("now.getHours() == 23 && now.getSeconds() >= 30", "+14h30s"),
    ("now.getSeconds() >= 30 && now.getHours() == 23", "+14h30s"),
    (
      "now.getSeconds() >= 30 && now.getMinutes() == 59 && now.getHours() == 23", "+14h59m30s"
    ),
    (
      "now.getMilliseconds() < 2000 && now.getSeconds() >= 30 && session.age > duration(\"20h\")",
      "+18h30s"
    ),
  ])
  func aDeadlineOfSeveralClocksIsSeen(condition: String, deadline: String) throws {
    let decision = try LawExample().decide("- { id: s, must: sign_in, when: '\(condition)' }")
    #expect(deadlines(decision) == ["sign in \(deadline) by s"])
  }

  /// Of what runs faster than it is followed, a deadline is early, and never late.
  @Test func aDeadlineThatWasNotFollowedAllTheWayIsEarly() throws {
    let decision = try LawExample().decide(
      """
      - { id: s, must: sign_in, when: 'now.getMinutes() * 60 + now.getSeconds() > 3500' }
      """)
    let due = try #require(decision.deadlines.signInAt?.at)
    #expect(due > LawExample.at("+58m") && due <= LawExample.at("+58m21s"))
  }

  /// What comes and goes between the instants that are looked at is no reason to promise that nothing comes.
  @Test(arguments: [
    ("must: sign_in, when: '@ == 2'", "sign in"),
    ("must: reauthenticate, max_age: 1m, when: '@ == 2'", "reauthenticate"),
    ("may: extend, when: '@ == 2'", "extendable"),
    ("never: extend, when: '@ != 2'", "extendable"),
    ("must: sign_in, when: '@ == 2 && session.age > duration(\"2h\")'", "sign in"),
  ])
  func aDeadlineThatComesAndGoesUnseenIsEarly(rule: String, name: String) throws {
    // True for a millisecond of each second, which no slower clock is near to.
    let text = rule.replacing("@", with: "now.getMilliseconds() * 7 % 1000")
    let extending = rule.hasPrefix("never") ? "- { id: e, may: extend }" : ""
    // While an instant lies ahead that may not, all rules are asked.
    for isAhead in [false, true] {
      var example = LawExample()
      if isAhead { example.snapshot.request.lastActiveAt = LawExample.at("+1h") }
      let decision = try example.decide(
        """
        - { id: c, may: refresh }
        - { id: s, must: sign_in, max_lifetime: 23h }
        - { id: odd, \(text) }
        \(extending)
        """)
      let deadlines = decision.deadlines
      let found =
        name == "sign in"
        ? deadlines.signInAt
        : name == "extendable" ? deadlines.extendableFrom : deadlines.reauthenticateAt
      let deadline = try #require(found, "\(isAhead)")
      #expect(deadline.at > LawExample.now && deadline.at <= LawExample.at("+286ms"), "\(isAhead)")
      #expect(isAhead || deadline.rule == "p/odd")
      if name != "sign in" {
        #expect(LawExample.distance(deadlines.signInAt?.at) == "+21h", "\(isAhead)")
      }
    }
  }

  /// What changes all the time and changes nothing shortens nothing.
  @Test func whatIsSettledWithoutItHoldsUntilItIsNot() throws {
    let decision = try LawExample().decide(
      """
      - { id: r, may: refresh, when: 'string(now) == "" && session.age > duration("20h")' }
      """)
    #expect(try #require(decision.validUntil) > LawExample.at("+18h"))
  }

  @Test func aSessionThatIsOverHasNoDeadlines() throws {
    let decision = try LawExample().decide(
      """
      - { id: e, may: extend, within: 6h }
      - { id: s, must: sign_in, when: 'session.age < duration("3h")' }
      """)
    #expect(decision.outcome == .signIn)
    #expect(LawExample.distance(decision.validUntil) == "+1h")
    #expect(deadlines(decision).isEmpty)
    let later = try LawExample().decide(
      """
      - { id: e, may: extend }
      - { id: s, must: sign_in, when: 'session.age < duration("3h")' }
      """)
    #expect(deadlines(later).isEmpty)
  }

  /// A limit within the condition that changes all the time.
  @Test func aDeadlineInTheSameConditionIsSeen() throws {
    let decision = try LawExample().decide(
      """
      - { id: s, must: sign_in, when: 'now.getMilliseconds() < 2000 && session.age > duration("20h")' }
      """)
    #expect(deadlines(decision) == ["sign in +18h1ns by s"])
  }
}
