/// How one case of a suite ended.
public enum TestOutcome: String, Sendable, Hashable, CaseIterable {
  /// Every expectation was met.
  case passed
  /// An expectation was not met.
  case failed
  /// The case was not run, and the suite says why.
  case skipped
  /// The case could not be run.
  case error
}
