import PolicyDiagnostics
import SessionPolicy

/// Runs the cases of one suite.
///
/// A runner is a value: cases are independent of each other and of the clock.
public struct SuiteRunner: Sendable {
  let suite: Suite
  /// Whether failures come with the decision and the rules behind it, which takes some room.
  var isExplaining = true

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
        testCase.snapshot, at: now, suite: suite, firstID: testCase.snapshot.session.id,
        isExplaining: isExplaining)
      moment.cover(&coverage)
      failures = moment.failures(of: expectation)
    case .timeline(let steps, let client):
      var runner = TimelineRunner(suite, testCase, client, isExplaining: isExplaining)
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
