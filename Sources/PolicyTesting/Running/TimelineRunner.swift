import PolicyDiagnostics
import SessionPolicy

/// Lives through the life of one session, deciding at every step.
struct TimelineRunner {
  let suite: Suite
  let testCase: SuiteCase
  /// Whether failures come with their evidence.
  private let isExplaining: Bool
  private var life: SimulatedSession

  init(
    _ suite: Suite, _ testCase: SuiteCase, _ client: KratosRequest.Client, isExplaining: Bool
  ) {
    self.isExplaining = isExplaining
    self.suite = suite
    self.testCase = testCase
    life = SimulatedSession(of: testCase.snapshot, at: suite.now, suite.settings, client)
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
      moment.cover(&coverage)
      failures += moment.failures(of: before)
    }
    guard failures.isEmpty else { return failures }
    for action in step.actions {
      if let failure = perform(action, step, &coverage) { return [failure] }
    }
    if let after = step.after {
      var moment = decide(step)
      moment.cover(&coverage)
      failures += moment.failures(of: after)
    }
    return failures
  }

  /// Does what policies permit; the failure if they do not, or if nothing comes of it.
  private mutating func perform(
    _ action: TimelineAction, _ step: TimelineStep, _ coverage: inout PolicyCoverage
  ) -> TestFailure? {
    if action.needsPermission, let refusal = refusal(of: action, step, &coverage) {
      // A step that says so is about just that, and an attempt takes it: nothing is done.
      if step.isAttempt || step.before?.forbids(action.permittedPart) ?? false { return nil }
      return refusal
    }
    switch life.apply(step.operation(action, in: life), at: life.now) {
    case .changed, .newSession, .cookieRenewed: return nil
    case .unchanged(.noEffect) where action == .whoami: return nil
    case .unchanged(let reason):
      if step.isAttempt, reason.isOfTheMoment { return nil }
      return failure(of: action, step, "has no effect here: \(reason.text)", "no effect")
    case .refused(let refusal):
      if step.isAttempt, refusal.isOfTheMoment { return nil }
      return failure(of: action, step, "is refused here: \(refusal.message)", "refused")
    }
  }

  /// The failure of an action that policies do not permit; `nil` if they do.
  private mutating func refusal(
    of action: TimelineAction, _ step: TimelineStep, _ coverage: inout PolicyCoverage
  ) -> TestFailure? {
    var moment = decide(step)
    moment.cover(&coverage)
    let permission = action.permission(in: moment.decision)
    guard !permission.isAllowed else { return nil }
    let codes = permission.reasons.map { "`\($0.code.rawValue)`" }.joined(separator: ", ")
    return moment.failure(
      of: "\(permission.part).allowed", expected: "true", actual: "false",
      "`do: \(action.rawValue)` is not allowed here: \(codes)", at: step.actionLocation,
      step.path + ".do")
  }

  private func failure(
    of action: TimelineAction, _ step: TimelineStep, _ what: String, _ actual: String
  ) -> TestFailure {
    let key = step.isAttempt ? "attempt" : "do"
    var moment = decide(step)
    return moment.failure(
      of: key, expected: action.rawValue, actual: actual, "`\(key): \(action.rawValue)` \(what)",
      at: step.actionLocation, step.path + "." + key)
  }

  /// Decides about the session as it is now.
  private func decide(_ step: TimelineStep) -> DecidedMoment {
    let snapshot = life.snapshot(of: testCase.snapshot, asking: step.request)
    return DecidedMoment(
      snapshot, at: life.now, suite: suite, firstID: testCase.snapshot.session.id,
      isExplaining: isExplaining)
  }
}

extension KratosRefusal {
  /// Whether it hangs on the moment. A method that no flow offers is a mistake of the suite at any.
  fileprivate var isOfTheMoment: Bool {
    if case .method = cause { false } else { true }
  }
}

extension SessionOperationResult.Reason {
  /// Whether it hangs on the moment.
  fileprivate var isOfTheMoment: Bool {
    if case .recordedAt = self { false } else { true }
  }

  /// Why nothing changed, for people.
  var text: String {
    switch self {
    case .noEffect: "there is nothing to change"
    case .extendWindowNotOpen: "Kratos extends only shortly before the expiry"
    case .recordedAt(let level): "Kratos records this method at `\(level.name)`"
    case .inThePast: "it lies in the past"
    }
  }
}
