import PolicyDiagnostics
import PolicyJSON
import PolicyTime
import SessionPolicy
import Testing

@testable import PolicyAnalysis

@Suite("What users have set up, and what organizations have, are sessions like others")
struct ReachTests {
  private func check(
    _ rules: String, _ law: DecisionLaw, settings: KratosSettings = KratosSettings()
  ) throws -> LawFinding {
    let policy = "version: 1\npolicy: p\nrules:\n  - { id: confirm, may: refresh }\n" + rules
    var analysis = Analysis([try policySet(policy)], settings: settings)
    return analysis.check(law)
  }

  /// Whether the caller or the admin API says what the user has set up.
  private func tellsEnrolment(_ snapshot: Snapshot) -> Bool {
    snapshot.request.enrolledMethods != nil
      || snapshot.session.identity?.document["credentials"] != nil
  }

  /// That nobody is ever signed out.
  private static let nobodySignsIn = DecisionLaw(
    condition: nil, expectation: DecisionLaw.Expectation(outcomes: [.signIn]), isAlways: false)

  @Test(arguments: [
    ("methods: [code], max_age: 1h", true),
    ("methods: [code, totp], max_age: 1h", false),
    ("methods: [totp], max_age: 1h", false),
    ("aal: aal2, max_age: 1h", false),
    ("max_age: 1h", false),
  ])
  func whoCannotShowWhatIsAskedSignsIn(_ keys: String, _ isFound: Bool) throws {
    let found = try check("  - { id: a, must: reauthenticate, \(keys) }\n", Self.nobodySignsIn)
    switch found {
    case .failed(let snapshot, let decision):
      #expect(isFound && decision.outcome == .signIn)
      #expect(tellsEnrolment(snapshot))
    case .proved: #expect(!isFound)
    default: Issue.record("\(found)")
    }
  }

  /// Where steps may make other rules ask, it is the same.
  @Test func whoCannotDoAStepHasNoWay() throws {
    let rules = """
        - { id: a, must: reauthenticate, methods: [code], max_age: 1h }
        - { id: b, must: reauthenticate, aal: aal2, max_age: 1h, when: 'session.aal == "aal2"' }

      """
    guard case .failed(let snapshot, let decision) = try check(rules, Self.nobodySignsIn) else {
      Issue.record("nobody is found")
      return
    }
    #expect(decision.outcome == .signIn && tellsEnrolment(snapshot))
  }

  @Test func aLifespanOfAnOrganizationIsOneOfSessions() throws {
    let organization = "0b7a1c52-8f1e-4b6b-9a54-7b0f5f3f6d21"
    let settings = KratosSettings(
      lifespan: .seconds(24 * 3_600), organizationLifespans: [organization: .seconds(3_600)])
    let law = DecisionLaw(
      condition: nil, expectation: DecisionLaw.Expectation(isExtendAllowed: true),
      isAlways: false)
    let rules = "  - { id: slide, may: extend, max_lifetime: 2h }\n"
    guard case .proved = try check(rules, law) else {
      Issue.record("an extension of a day fits into two hours")
      return
    }
    guard case .failed(let snapshot, _) = try check(rules, law, settings: settings) else {
      Issue.record("nobody is found")
      return
    }
    #expect(snapshot.session.organization == organization)
  }
}
