import PolicyCEL
import PolicyDiagnostics
import SessionPolicy

/// Lives through the life of one session, deciding at every step.
struct TimelineRunner {
  let suite: Suite
  let testCase: SuiteCase
  private var life: SimulatedSession

  init(_ suite: Suite, _ testCase: SuiteCase) {
    self.suite = suite
    self.testCase = testCase
    life = SimulatedSession(
      testCase.snapshot.session, at: suite.now, settings: suite.settings,
      lastActiveAt: testCase.snapshot.request.lastActiveAt)
  }

  /// Runs the steps; the first instant at which anything fails ends the life.
  mutating func run(_ steps: [TimelineStep], _ coverage: inout PolicyCoverage) -> [TestFailure] {
    for step in steps {
      for offset in step.instants {
        guard let instant = suite.now.adding(offset) else { continue }
        life.advance(to: instant)
        let failures = run(step, &coverage)
        if !failures.isEmpty { return failures }
      }
    }
    return []
  }

  private mutating func run(
    _ step: TimelineStep, _ coverage: inout PolicyCoverage
  ) -> [TestFailure] {
    var failures: [TestFailure] = []
    if let before = step.before {
      var moment = decide(step)
      coverage.note(moment)
      failures += moment.failures(of: before)
    }
    guard failures.isEmpty else { return failures }
    for action in step.actions {
      if let failure = perform(action, step, &coverage) { return [failure] }
    }
    if let after = step.after {
      var moment = decide(step)
      coverage.note(moment)
      failures += moment.failures(of: after)
    }
    return failures
  }

  /// Does what policies permit; the failure if they do not, or if nothing comes of it.
  private mutating func perform(
    _ action: TimelineAction, _ step: TimelineStep, _ coverage: inout PolicyCoverage
  ) -> TestFailure? {
    let part = action == .extend ? "extend" : "refresh"
    if action.needsPermission {
      var moment = decide(step)
      coverage.note(moment)
      let isAllowed =
        action == .extend ? moment.decision.extend.isAllowed : moment.decision.refresh.isAllowed
      if !isAllowed {
        // A step that says so is about just that: nothing is done.
        if step.before?.forbids(part) ?? false { return nil }
        let reasons =
          action == .extend ? moment.decision.extend.reasons : moment.decision.refresh.reasons
        let codes = reasons.map { "`\($0.code.rawValue)`" }.joined(separator: ", ")
        return moment.failure(
          of: "\(part).allowed", expected: "true", actual: "false",
          "`do: \(action.rawValue)` is not allowed here: \(codes)", at: step.actionLocation,
          step.path + ".do")
      }
    }
    let result = life.apply(operation(action, step), at: life.now)
    guard case .unchanged(let reason) = result, action != .whoami else { return nil }
    var moment = decide(step)
    return moment.failure(
      of: "do", expected: action.rawValue, actual: "no effect",
      "`do: \(action.rawValue)` has no effect here: \(reason.text)", at: step.actionLocation,
      step.path + ".do")
  }

  private func operation(_ action: TimelineAction, _ step: TimelineStep) -> SessionOperation {
    switch action {
    case .activity: return .activity
    case .extend: return .extend
    case .whoami: return .whoami
    case .revoke: return .revoke
    case .disable: return .setIdentityState(active: false)
    case .enable: return .setIdentityState(active: true)
    case .refresh: return .refresh(step.factor ?? firstFactor, identity: step.identity)
    case .signIn: return .signIn(step.factor ?? firstFactor, identity: step.identity)
    case .enrol: return .enrol(step.factor ?? secondFactor)
    case .stepUp:
      let factor = step.factor ?? secondFactor
      return life.rules.recomputedLevel(of: life.session) >= .aal2
        ? .refreshSecondFactor(factor) : .stepUp(factor)
    }
  }

  /// The first factor that the session's user has shown before, or else a password.
  private var firstFactor: AuthenticationMethod {
    let last = life.session.authenticationMethods.last { $0.level == .aal1 }
    return AuthenticationMethod(method: last?.method ?? "password", provider: last?.provider)
  }

  /// The second factor that the session's user has shown before, or else a one-time code.
  private var secondFactor: AuthenticationMethod {
    let last = life.session.authenticationMethods.last {
      ($0.level ?? .aal0) >= .aal2 && AuthenticationMethod.canBeSecondFactor($0.method)
    }
    return AuthenticationMethod(method: last?.method ?? "totp")
  }

  /// Decides about the session as it is now.
  private func decide(_ step: TimelineStep) -> DecidedMoment {
    var snapshot = testCase.snapshot
    if let request = step.request {
      snapshot.request = request.request
      snapshot.context = request.context
    }
    snapshot.session = life.session
    snapshot.request.lastActiveAt = life.lastActiveAt ?? snapshot.request.lastActiveAt
    return DecidedMoment(
      snapshot, at: life.now, suite: suite, firstID: testCase.snapshot.session.id)
  }
}

extension SessionOperationResult.Reason {
  /// Why nothing changed, for people.
  fileprivate var text: String {
    switch self {
    case .noEffect: "there is nothing to change"
    case .extendWindowNotOpen: "Kratos extends only shortly before the expiry"
    case .noLiveSession: "there is no live session"
    case .alreadyAvailable: "the session already has the level"
    case .identityDisabled: "the identity is disabled"
    case .identityMismatch: "the code belongs to someone else"
    case .inThePast: "it lies in the past"
    }
  }
}
