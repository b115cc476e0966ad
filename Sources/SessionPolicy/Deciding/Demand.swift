import CEL
import Diagnostics

/// What all `must` rules in force ask for together.
struct Demand {
  let outcome: Decision.Outcome
  let reasons: [Reason]
  /// The `must: reauthenticate` rules in force.
  let reauthenticationRules: [RuledRule]
  /// The `must: sign_in` rules in force.
  let signInRules: [RuledRule]
  /// The joined requirement; `nil` when no re-authentication is due or none could be enough.
  let reauthentication: Decision.Reauthentication?

  init(rules: [RuledRule], session: Session) {
    let inForce = rules.filter { $0.assessment.isInForce($0.plan) }
    reauthenticationRules = inForce.filter { $0.effect == .mustReauthenticate }
    signInRules = inForce.filter { $0.effect == .mustSignIn }
    reasons = (signInRules + reauthenticationRules).flatMap(\.reasons)
    guard !reauthenticationRules.isEmpty else {
      reauthentication = nil
      outcome = signInRules.isEmpty ? .proceed : .signIn
      return
    }
    reauthentication = Self.join(reauthenticationRules, session)
    outcome = signInRules.isEmpty && reauthentication != nil ? .reauthenticate : .signIn
  }

  /// The highest level, the smallest age, the methods that every rule accepts; `nil` if there is none.
  private static func join(
    _ rules: [RuledRule], _ session: Session
  ) -> Decision.Reauthentication? {
    let requirements = rules.map(\.plan.rule.requirement)
    let aal = requirements.compactMap { $0.aal?.value }.max()
    let maxAge = requirements.compactMap { $0.maxAge?.value }.min()
    let methods = requirements.compactMap { $0.methods?.value }.map(Set.init)
      .reduce(nil) { (joined: Set<String>?, next) in joined?.intersection(next) ?? next }
    if let methods, methods.isEmpty { return nil }
    let allowed = methods?.sorted()
    guard let steps = StepPlanner(session: session).steps(for: rules, methods: allowed) else {
      return nil
    }
    var missing: [ReasonCode] = []
    for code in rules.flatMap(\.assessment.unmet) where !missing.contains(code) {
      missing.append(code)
    }
    return Decision.Reauthentication(
      aal: aal, maxAge: maxAge, methods: allowed, rules: rules.map(\.id), missing: missing,
      steps: steps)
  }
}

/// Finds what a user has to do so that rules no longer ask.
///
/// A flow of Kratos asks for one factor: `refresh=true` for a first, `aal=aal2` for a second. Either
/// makes the session's `authenticated_at` new; only the second makes a second factor new.
struct StepPlanner {
  let session: Session

  /// The steps in the order in which they are done; `nil` when none could be enough.
  func steps(for rules: [RuledRule], methods: [String]?) -> [Decision.Step]? {
    let firsts = methods.map { $0.filter(AuthenticationMethod.canBeFirstFactor) }
    let seconds = methods.map { $0.filter(AuthenticationMethod.canBeSecondFactor) }
    let needsSecond = rules.contains { ($0.plan.rule.requirement.aal?.value ?? .aal0) >= .aal2 }
    // A level is reached with both factors, so a session without a first one needs it as well.
    var needsFirst =
      needsSecond && !session.authenticationMethods.contains { $0.level == .aal1 || $0.isUpstream }
    var needsSecondForMethod = false
    if !needsSecond {
      if firsts?.isEmpty ?? false { needsSecondForMethod = true } else { needsFirst = true }
    } else if let seconds, seconds.isEmpty {
      // A second factor is due, and none of the methods that every rule accepts is one: rules that
      // ask for a level and a method together cannot be met, rules that ask apart can.
      let isJoint = rules.contains {
        ($0.plan.rule.requirement.aal?.value ?? .aal0) >= .aal2
          && $0.plan.rule.requirement.methods != nil
      }
      if isJoint { return nil }
      needsFirst = true
    }
    var steps: [Decision.Step] = []
    if needsFirst { steps.append(step(.first, methods: firsts.flatMap { $0.isEmpty ? nil : $0 })) }
    if needsSecond || needsSecondForMethod {
      steps.append(step(.second, methods: seconds.flatMap { $0.isEmpty ? nil : $0 }))
    }
    return steps
  }

  /// The step that shows a factor.
  func step(_ factor: Decision.Step.Factor, methods: [String]? = nil) -> Decision.Step {
    switch factor {
    case .first:
      return Decision.Step(
        factor: factor, methods: methods, browser: .refresh(.browser), native: .refresh(.native))
    case .second:
      // A session that is at aal2 already has to say that it wants the factor once more.
      let again = (session.assuranceLevel ?? .aal0) >= .aal2
      return Decision.Step(
        factor: factor, methods: methods,
        browser: again ? .refreshSecondFactor(.browser) : .stepUp(.browser),
        native: again ? .refreshSecondFactor(.native) : .stepUp(.native))
    }
  }
}
