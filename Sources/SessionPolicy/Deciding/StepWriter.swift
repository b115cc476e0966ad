import PolicyTime

/// Puts the steps of a way into the calls that begin them, and says what each does to the session.
///
/// A first or a second factor makes the authentication new and begins a lifespan; setting up a method
/// adds it, and at the development head of Kratos makes the authentication new as well.
struct StepWriter<Source: PreparedInput> {
  let source: Source
  let now: Timestamp

  private var state: SessionState { source.state }
  /// Made where they are asked: most steps ask for none.
  private var rules: KratosRules { KratosRules(source.settings) }

  /// The steps in the order in which they are done.
  func steps(of way: [WayStep]) -> [Decision.Step] {
    var shown = ShownFactors(state)
    var then = Decision.Step.Then(
      authenticatedAt: nil,
      expiresAt: state.facts.liveness.expiresAt.flatMap { Timestamp(nanosecondsSinceEpoch: $0) },
      aal: shown.level)
    return way.map { step in
      let request = request(of: step.factor, at: then.aal)
      if step.factor == .enrol, rules.settings.release != .head {
        then.authenticatedAt = then.authenticatedAt ?? source.snapshot.session.authenticatedAt
      } else {
        then.authenticatedAt = now
      }
      if step.factor != .enrol {
        let end = now.nanosecondsSinceEpoch + state.facts.lifespan
        then.expiresAt = Timestamp(nanosecondsSinceEpoch: end) ?? .maximum
      }
      shown.add(step, rules)
      then.aal = shown.level
      let isForBrowsers =
        step.methods?.names.allSatisfy { isBrowserOnly($0, step.factor) } ?? false
      return Decision.Step(
        factor: step.factor, methods: step.methods?.names, browser: request(.browser),
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

  private func isBrowserOnly(_ method: String, _ factor: Decision.Step.Factor) -> Bool {
    switch factor {
    case .first: rules.obstacle(to: method, as: .first, for: .native) == .browserOnly
    case .second: rules.obstacle(to: method, as: .second, for: .native) == .browserOnly
    case .enrol: rules.obstacleToEnrolling(method, for: .native) == .browserOnly
    }
  }
}

/// Which factors a session shows, and the level that they make: both are `aal2`, anything else `aal1`.
///
/// It counts from the level stated, which no step lowers.
struct ShownFactors {
  private(set) var level: AssuranceLevel
  private var hasFirst: Bool
  private var hasSecond: Bool

  /// Those of a session before any step.
  init(_ state: SessionState) {
    level = state.facts.level ?? .aal0
    hasFirst = state.showsFirstFactor
    hasSecond = state.showsSecondFactor
  }

  /// Adds what a step shows. What is set up was shown; of several it is not known which.
  mutating func add(_ step: WayStep, _ rules: @autoclosure () -> KratosRules) {
    switch step.factor {
    case .first: hasFirst = true
    case .second: hasSecond = true
    case .enrol:
      let kratos = rules()
      let isSecond = step.methods?.names.allSatisfy {
        kratos.obstacle(to: $0, as: .first) != nil
      }
      if isSecond ?? true { hasSecond = true }
    }
    level = max(level, hasFirst && hasSecond ? .aal2 : .aal1)
  }
}

extension Decision.Step {
  /// Whether it asks for a method that a user need not have, but could set up: a second factor of who has
  /// shown none, or one of several that are named. A password is what everybody has.
  package var canBeEnrolled: Bool {
    guard factor != .enrol else { return false }
    guard let methods else { return browser.purpose == .stepUp }
    return methods.allSatisfy { $0 != "password" }
      && methods.contains { KnownMethod.named($0)?.canBeEnrolled ?? false }
  }
}
