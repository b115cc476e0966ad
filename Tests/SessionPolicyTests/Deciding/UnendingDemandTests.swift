import PolicyCEL
import PolicyTime
import Testing

@testable import SessionPolicy

/// Rules that ask for nothing in particular, and demands with more ways than are followed.
@Suite struct UnendingDemandTests {
  private static func ways(_ decision: Decision) -> [String] {
    (decision.reauthentication?.alternatives ?? []).map { way in
      way.map { "\($0.factor.rawValue)\($0.methods.map { " \($0)" } ?? "")" }.joined(
        separator: ", ")
    }
  }

  /// What ends it is the condition: steps after which it is false are the ways.
  @Test(arguments: [
    ("session.aal == \"aal1\"", ["second"]),
    ("session.authentication_age > duration(\"5m\")", ["first"]),
    ("!session.authentication_methods.exists(m, m.method == \"totp\")", ["second [\"totp\"]"]),
    ("session.aal == \"aal1\" && request.action == \"pay\"", ["second"]),
    // Nothing ends these, and whatever is shown is as good.
    ("request.action == \"pay\"", ["first"]), ("session.age > duration(\"1h\")", ["first"]),
    ("session.aal == \"aal1\" || request.action == \"pay\"", ["first"]),
  ])
  func aDemandWithoutARequirementIsEndedByItsCondition(
    condition: String, expected: [String]
  ) throws {
    let decision = try LawExample().decide(
      """
      - { id: c, may: refresh }
      - { id: m, must: reauthenticate, when: '\(condition)' }
      """)
    #expect(decision.outcome == .reauthenticate)
    #expect(Self.ways(decision) == expected)
    #expect(decision.indeterminate.isEmpty)
  }

  /// It refuses no way that meets the others, and never ends the session.
  @Test func aDemandThatNothingEndsEndsNoSession() throws {
    let decision = try LawExample().decide(
      """
      - { id: c, may: refresh }
      - { id: m, must: reauthenticate, when: 'session.aal == "aal2" || request.action == "pay"' }
      - { id: s, must: reauthenticate, aal: aal2, max_age: 5m }
      """)
    #expect(decision.outcome == .reauthenticate)
    #expect(Self.ways(decision) == ["second"])
  }

  private static let told = "- - there are more ways to re-authenticate than are followed"

  /// Each of six rules can be met by one of three methods of its own: more than are followed.
  @Test func moreWaysThanAreFollowedAreTold() throws {
    func rules(_ count: Int) -> String {
      "- { id: c, may: refresh }\n"
        + (0..<count).map { rule in
          let choices = (0..<3).map { "{ methods: [m\(rule)x\($0)] }" }.joined(separator: ", ")
          return "- { id: r\(rule), must: reauthenticate, one_of: [\(choices)] }"
        }.joined(separator: "\n")
    }
    let few = try LawExample().decide(rules(3))
    #expect(Self.ways(few).count == 27 && few.told.isEmpty)
    let many = try LawExample().decide(rules(6))
    #expect(many.outcome == .reauthenticate)
    #expect(Self.ways(many).count <= 64 && many.told == [Self.told])
    let text = many.jsonText
    #expect(text.contains("there are more ways to re-authenticate than are followed"))
  }

  /// Each look at what is asked after a step takes a session that is prepared anew; of those there are only
  /// so many for one decision.
  @Test func moreStepsThanAreLookedAtAreTold() throws {
    let methods = (0..<80).map { "m\($0)" }.joined(separator: ", ")
    let decision = try LawExample().decide(
      """
      - { id: c, may: refresh }
      - { id: r, must: reauthenticate, methods: [\(methods)] }
      - id: s
        must: reauthenticate
        when: session.authentication_methods.exists(m, m.method == "m3")
        methods: [passkey]
      """)
    #expect(decision.outcome == .reauthenticate)
    #expect(decision.told == [Self.told])
  }
}
