import Testing

@testable import SessionPolicy

/// The deadlines that are told whatever the outcome is: idleness, the cap and the window.
@Suite struct LifeBoundsTests {
  private func bounds(_ decision: Decision) -> [String] {
    let all = decision.deadlines
    return [("idle", all.idleAt), ("capped", all.cappedAt), ("window", all.windowOpensAt)]
      .compactMap { name, deadline in
        deadline.map {
          "\(name) \(LawExample.distance($0.at)) by \($0.rule?.dropFirst(2) ?? "nobody")"
        }
      }
  }

  private static let slide =
    "- { id: e, may: extend, within: 6h, max_idle: 30m, max_lifetime: 30d }"

  /// Whatever else stands in the way of extending, its bounds are told.
  @Test(arguments: [
    "", "- { id: m, must: reauthenticate, max_age: 30m }", "- { id: n, never: extend }",
    "- { id: n, never: extend, when: 'context.risk == \"high\"' }",
  ])
  func theyAreToldAlsoWhileSomethingElseBlocks(other: String) throws {
    let decision = try LawExample().decide("- { id: r, may: refresh }\n\(Self.slide)\n\(other)")
    #expect(bounds(decision) == ["idle +25m by e", "capped +718h by e", "window +16h by e"])
  }

  @Test func whatBlocksTheRuleItselfLeavesItsWindow() throws {
    var example = LawExample()
    example.snapshot.request.lastActiveAt = LawExample.at("-31m")
    #expect(try bounds(example.decide(Self.slide)) == ["window +16h by e"])
  }

  @Test func anOpenWindowOpensNoMore() throws {
    var example = LawExample()
    example.snapshot.session.expiresAt = LawExample.at("+6h")
    let decision = try example.decide(Self.slide)
    #expect(decision.extend.isAllowed)
    #expect(bounds(decision) == ["idle +25m by e", "capped +718h by e"])
  }

  /// The rule that lets go last sets the instant; one that never does sets none.
  @Test func ofSeveralPermitsTheFurthestIsTold() throws {
    let two = Self.slide + "\n- { id: f, may: extend, within: 2h, max_idle: 2h, max_lifetime: 9d }"
    #expect(
      try bounds(LawExample().decide(two))
        == ["idle +1h55m by f", "capped +718h by e", "window +16h by e"])
    #expect(
      try bounds(LawExample().decide(two + "\n- { id: g, may: extend, within: 1h }"))
        == ["window +16h by e"])
    // Of one that the session does not meet nothing is known.
    #expect(
      try bounds(LawExample().decide(two + "\n- { id: g, may: extend, within: 1h, aal: aal2 }"))
        == ["idle +1h55m by f", "capped +718h by e", "window +16h by e"])
  }

  @Test func eachAlternativeIsAPermit() throws {
    let rule = """
      - id: e
        may: extend
        within: 6h
        one_of:
          - { max_idle: 10m, max_age: 2d }
          - { max_idle: 1h, max_age: 2d }
          - { aal: aal2 }
      """
    #expect(
      try bounds(LawExample().decide(rule))
        == ["idle +55m by e", "capped +47h by e", "window +16h by e"])
  }

  /// However often it is extended, a session ends with what `must: sign_in` asks of its lifetime.
  @Test func theEndOfTheLifetimeCaps() throws {
    let end = "- { id: s, must: sign_in, max_lifetime: 12d }"
    #expect(try bounds(LawExample().decide(end)) == ["capped +286h by s"])
    #expect(
      try bounds(LawExample().decide(end + "\n" + Self.slide))
        == ["idle +25m by e", "capped +286h by s", "window +16h by e"])
    // What activity or a login begins anew is no end of the lifetime.
    #expect(try bounds(LawExample().decide("- { id: s, must: sign_in, max_idle: 1h }")) == [])
    #expect(
      try bounds(
        LawExample().decide(
          """
          - id: s
            must: sign_in
            one_of: [{ max_lifetime: 3h }, { max_lifetime: 5h, max_age: 2h }, { aal: aal2 }]
          """)) == ["capped +3h by s"])
    #expect(
      try bounds(
        LawExample().decide(
          "- { id: s, must: sign_in, one_of: [{ max_lifetime: 3h }, { max_age: 2h }] }")) == [])
  }

  @Test func aWindowThatOpensBeyondTheCapIsNone() throws {
    let decision = try LawExample().decide(
      "- { id: e, may: extend, within: 1h, max_lifetime: 20h }")
    #expect(bounds(decision) == ["capped +18h by e"])
  }

  @Test func whatDoesNotApplyOrIsNotKnownBoundsNothing() throws {
    for condition in [#"request.action == "read""#, #"context.risk == "low""#] {
      let decision = try LawExample().decide(
        "- { id: e, may: extend, within: 6h, max_idle: 30m, when: '\(condition)' }")
      #expect(bounds(decision).isEmpty, "\(condition)")
    }
  }

  @Test func ofASessionThatIsOverNothingIsTold() throws {
    let over = try LawExample().decide(Self.slide + "\n- { id: s, must: sign_in }")
    #expect(bounds(over).isEmpty)
    var example = LawExample()
    example.snapshot.session.expiresAt = LawExample.at("-1s")
    #expect(try bounds(example.decide(Self.slide)).isEmpty)
  }

  /// Each is the instant at which the answer turns that it is about, where nothing else stands in the way.
  @Test func theyAreWhatTheEvaluatorDoesThen() throws {
    var example = LawExample()
    example.snapshot.session.expiresAt = LawExample.at("+20m")
    let idle = try #require(try example.decide(Self.slide).deadlines.idleAt?.at)
    example.snapshot.session.expiresAt = LawExample.at("+2h")
    for (nanoseconds, isAllowed) in [(-1, true), (0, false)] {
      example.now = try #require(idle.adding(.nanoseconds(nanoseconds)))
      let decision = try example.decide(Self.slide)
      #expect(decision.extend.isAllowed == isAllowed)
    }
    example = LawExample()
    let window = try #require(
      try example.decide("- { id: e, may: extend, within: 6h }").deadlines.windowOpensAt?.at)
    for (nanoseconds, isAllowed) in [(-1, false), (0, true)] {
      example.now = try #require(window.adding(.nanoseconds(nanoseconds)))
      #expect(
        try example.decide("- { id: e, may: extend, within: 6h }").extend.isAllowed == isAllowed)
    }
  }
}
