import PolicyDiagnostics

/// Finds what a user has to do so that rules no longer ask.
///
/// A flow of Kratos asks for one factor: `refresh=true` for a first, `aal=aal2` for a second. Either
/// makes the session's `authenticated_at` new; only the second makes a second factor new.
struct StepPlanner {
  let state: SessionState

  /// The steps in the order in which they are done; `nil` when none could be enough.
  func steps(for requirements: [Requirement], methods: [String]?) -> [Decision.Step]? {
    let firsts = methods.map { $0.filter(AuthenticationMethod.canBeFirstFactor) }
    let seconds = methods.map { $0.filter(AuthenticationMethod.canBeSecondFactor) }
    let needsSecond = requirements.contains { ($0.aal?.value ?? .aal0) >= .aal2 }
    // A level is reached with both factors, so a session without a first one needs it as well.
    var needsFirst = needsSecond && !state.hasFirstFactor
    var needsSecondForMethod = false
    if !needsSecond {
      if firsts?.isEmpty ?? false { needsSecondForMethod = true } else { needsFirst = true }
    } else if let seconds, seconds.isEmpty {
      // A second factor is due, and none of the methods that every rule accepts is one: rules that
      // ask for a level and a method together cannot be met, rules that ask apart can.
      let isJoint = requirements.contains {
        ($0.aal?.value ?? .aal0) >= .aal2 && $0.methods != nil
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
    var step = Self.refresh
    if factor == .second {
      // A session that is at aal2 already has to say that it wants the factor once more.
      step = (state.facts.level ?? .aal0) >= .aal2 ? Self.refreshSecondFactor : Self.stepUp
    }
    step.methods = methods
    return step
  }

  // The steps with any method, made once.
  private static let refresh = Decision.Step(
    factor: .first, browser: .refresh(.browser), native: .refresh(.native))
  private static let stepUp = Decision.Step(
    factor: .second, browser: .stepUp(.browser), native: .stepUp(.native))
  private static let refreshSecondFactor = Decision.Step(
    factor: .second, browser: .refreshSecondFactor(.browser),
    native: .refreshSecondFactor(.native))
}
