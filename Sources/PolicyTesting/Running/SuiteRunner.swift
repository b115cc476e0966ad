import PolicyCEL
import PolicyDiagnostics
import SessionPolicy

/// Runs the cases of one suite.
///
/// A runner is a value: cases are independent of each other and of the clock.
public struct SuiteRunner: Sendable {
  let suite: Suite

  /// Prepares to run a suite.
  public init(_ suite: Suite) { self.suite = suite }

  /// Runs a case.
  ///
  /// - Parameter coverage: Gains what every decision of the case covered.
  public func run(
    _ test: SuiteTest, _ testCase: SuiteCase, coverage: inout PolicyCoverage
  ) -> TestResult {
    if let reason = test.skipReason {
      return result(test, testCase, .skipped, [], skipReason: reason)
    }
    let failures: [TestFailure]
    switch testCase.content {
    case .decision(let after, let expectation):
      let now = suite.now.adding(after) ?? suite.now
      var moment = DecidedMoment(
        testCase.snapshot, at: now, suite: suite, firstID: testCase.snapshot.session.id)
      coverage.note(moment)
      failures = moment.failures(of: expectation)
    case .timeline(let steps):
      var runner = TimelineRunner(suite, testCase)
      failures = runner.run(steps, &coverage)
    }
    return result(test, testCase, failures.isEmpty ? .passed : .failed, failures)
  }

  private func result(
    _ test: SuiteTest, _ testCase: SuiteCase, _ outcome: TestOutcome, _ failures: [TestFailure],
    skipReason: String? = nil
  ) -> TestResult {
    TestResult(
      name: test.name.value, session: testCase.session, request: testCase.request, outcome: outcome,
      failures: failures, skipReason: skipReason, location: testCase.location)
  }
}

/// One decision of a test with everything it came from.
struct DecidedMoment {
  let snapshot: Snapshot
  let now: Timestamp
  let suite: Suite
  let decision: Decision
  let facts: DecisionFacts
  /// Made only for coverage and for failures.
  lazy var explanation = suite.policies.explain(snapshot, at: now, settings: suite.settings)

  init(_ snapshot: Snapshot, at now: Timestamp, suite: Suite, firstID: String) {
    var snapshot = snapshot
    snapshot.now = now
    self.snapshot = snapshot
    self.now = now
    self.suite = suite
    decision = suite.policies.decide(snapshot, at: now, settings: suite.settings)
    facts = DecisionFacts(
      decision: decision, session: snapshot.session, firstID: firstID,
      isActive: KratosRules(suite.settings).isActive(snapshot.session, at: now))
  }

  /// What is not as expected.
  mutating func failures(of expectation: Expectation) -> [TestFailure] {
    var failures: [TestFailure] = []
    for claim in expectation.claims {
      let actual = facts.value(of: claim.part) ?? ClaimValue.none
      guard !claim.value.matches(actual) else { continue }
      let message =
        "`\(claim.part)` is \(quotedForDisplay(actual.text, limit: 400)), and "
        + "\(quotedForDisplay(claim.value.text, limit: 400)) was expected"
      failures.append(
        failure(
          of: claim.part, expected: claim.value.text, actual: actual.text, message,
          at: claim.location, claim.path))
    }
    return failures
  }

  /// A part that is not as expected, with the evidence.
  mutating func failure(
    of part: String, expected: String, actual: String, _ message: String,
    at location: SourceLocation, _ path: String
  ) -> TestFailure {
    let evidence = FailureEvidence(
      snapshot: snapshot, decision: decision, rules: rules(behind: part), now: now,
      reproduction: Reproduction(snapshot, suite).command)
    return TestFailure(
      path: path, part: part, expected: expected, actual: actual, message: message,
      location: location,
      evidence: evidence)
  }

  /// The rules that have a say in a part of the decision.
  private mutating func rules(behind part: String) -> [Explanation.RuleExplanation] {
    let object: Effect.Object? =
      part.hasPrefix("extend") || part == "deadlines.extendable_from"
      ? .extend : part.hasPrefix("refresh") ? .refresh : nil
    let relevant = explanation.rules.filter { rule in
      let effect = rule.rule.effect
      if effect.verb == .must { return rule.standing == .inForce || object == nil }
      return object.map { $0 == effect.object } ?? false
    }
    return relevant.filter { $0.standing == .inForce || $0.standing == .grants }
      + relevant.filter { $0.standing != .inForce && $0.standing != .grants }
  }
}
