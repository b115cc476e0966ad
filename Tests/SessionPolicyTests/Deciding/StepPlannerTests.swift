import PolicyCEL
import Testing

@testable import SessionPolicy

/// Steps by example: what rules ask for, and what the user does about it.
@Suite struct StepPlannerTests {
  /// The steps of a decision: the factor, the methods, and what the browser's call asks.
  private func steps(_ demands: [String], _ change: (inout LawExample) -> Void = { _ in })
    throws -> [String]
  {
    var example = LawExample()
    change(&example)
    let rules =
      ["- { id: r, may: refresh }"]
      + demands.enumerated().map { "- { id: m\($0), must: reauthenticate, \($1) }" }
    let decision = try example.decide(rules.joined(separator: "\n"))
    let steps = decision.reauthentication?.steps ?? []
    return steps.map { step -> String in
      let methods = step.methods.map { " [\($0.joined(separator: ", "))]" } ?? ""
      let query = step.browser.query.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
      return "\(step.factor.rawValue)\(methods) \(query)"
    }
  }

  @Test func anAgeIsMadeNewByTheFirstFactor() throws {
    #expect(try steps(["max_age: 1h"]) == ["first refresh=true"])
  }

  @Test func aLevelIsReachedByTheSecond() throws {
    #expect(try steps(["aal: aal2"]) == ["second aal=aal2"])
  }

  @Test func aSecondFactorThatWasShownIsShownOnceMore() throws {
    let found = try steps(["aal: aal2, max_age: 5m"]) {
      $0.snapshot.session.authenticatorAssuranceLevel = "aal2"
      $0.snapshot.session.authenticationMethods.append(LawExample.method("totp", "-1h"))
    }
    #expect(found == ["second aal=aal2&refresh=true"])
  }

  @Test func aMethodIsShownByTheFactorThatItIs() throws {
    #expect(try steps(["methods: [passkey]"]) == ["first [passkey] refresh=true"])
    #expect(try steps(["methods: [totp]"]) == ["second [totp] aal=aal2"])
  }

  @Test func whatSeveralRulesAskForIsShownTogether() throws {
    #expect(
      try steps(["methods: [passkey, password], max_age: 1h", "methods: [passkey]"])
        == ["first [passkey] refresh=true"])
  }
}
