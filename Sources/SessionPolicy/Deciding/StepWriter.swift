import PolicyTime

/// Puts the steps of a way into the calls that begin them, and says what each does to the session.
///
/// A first or a second factor makes the authentication new and begins a lifespan; setting up a method
/// adds it, and at the development head of Kratos makes the authentication new as well.
struct StepWriter {
  let state: SessionState
  let rules: KratosRules
  let now: Timestamp

  /// The steps in the order in which they are done.
  ///
  /// - Parameter authenticatedAt: When the user last authenticated, asked only where it stays.
  func steps(
    of way: [WayStep], authenticatedAt: () -> Timestamp?
  ) -> [Decision.Step] {
    var then = Decision.Step.Then(
      authenticatedAt: nil,
      expiresAt: state.facts.liveness.expiresAt.flatMap { Timestamp(nanosecondsSinceEpoch: $0) },
      aal: state.facts.level ?? .aal0)
    return way.map { step in
      let request = request(of: step.factor, at: then.aal)
      if step.factor == .enrol, rules.settings.release != .head {
        then.authenticatedAt = then.authenticatedAt ?? authenticatedAt()
      } else {
        then.authenticatedAt = now
      }
      if step.factor != .enrol {
        let end = now.nanosecondsSinceEpoch + state.facts.lifespan
        then.expiresAt = Timestamp(nanosecondsSinceEpoch: end) ?? .maximum
      }
      then.aal = level(after: step, from: then.aal)
      let isForBrowsers =
        step.methods.map { methods in
          methods.allSatisfy { isBrowserOnly($0, step.factor) }
        } ?? false
      return Decision.Step(
        factor: step.factor, methods: step.methods, browser: request(.browser),
        native: isForBrowsers ? nil : request(.native), then: then)
    }
  }

  /// The call that begins a step.
  private func request(
    of factor: Decision.Step.Factor, at level: AssuranceLevel
  ) -> (KratosRequest.Client) -> KratosRequest {
    { client in
      switch factor {
      case .first: .refresh(client)
      // A session that is at aal2 already has to say that it wants the factor once more.
      case .second: level >= .aal2 ? .refreshSecondFactor(client) : .stepUp(client)
      case .enrol: .enrol(client)
      }
    }
  }

  /// The level of the session after a step: two factors are `aal2`, anything else `aal1`.
  private func level(after step: WayStep, from level: AssuranceLevel) -> AssuranceLevel {
    let isSecond =
      switch step.factor {
      case .first: false
      case .second: true
      // What is set up was shown; of several it is not known which.
      case .enrol:
        step.methods.map { $0.allSatisfy { rules.obstacle(to: $0, as: .first) != nil } } ?? true
      }
    return isSecond && level >= .aal1 ? max(level, .aal2) : max(level, .aal1)
  }

  private func isBrowserOnly(_ method: String, _ factor: Decision.Step.Factor) -> Bool {
    switch factor {
    case .first: rules.obstacle(to: method, as: .first, for: .native) == .browserOnly
    case .second: rules.obstacle(to: method, as: .second, for: .native) == .browserOnly
    case .enrol: rules.obstacleToEnrolling(method, for: .native) == .browserOnly
    }
  }
}
