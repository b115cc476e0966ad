public import PolicyDiagnostics

/// A case of a suite as an argument of a Swift test.
///
/// ```swift
/// import PolicyTesting
/// import Testing
///
/// @Test(arguments: try PolicyTestCase.load(paths: ["policies/tests"]))
/// func policies(_ testCase: PolicyTestCase) throws {
///   try testCase.check()
/// }
/// ```
///
/// Each case is then a test of its own, with its name and its failure.
public struct PolicyTestCase: Sendable, CustomStringConvertible {
  private let runner: SuiteRunner
  private let test: SuiteTest
  private let testCase: SuiteCase

  /// Loads every case of the suites among files and directories.
  ///
  /// - Parameters:
  ///   - paths: Files and directories.
  ///   - root: The folder outside of which nothing is read that suites name.
  /// - Throws: ``PolicyError`` if anything is wrong with any of them, or if there is none.
  public static func load(
    paths: [String], root: String = "."
  ) throws(PolicyError) -> [PolicyTestCase] {
    var loader = SuiteLoader(root: root)
    var cases: [PolicyTestCase] = []
    var diagnostics: [Diagnostic] = []
    diagnostics += loader.load(paths: paths) { _, suite, found in
      guard let suite else {
        diagnostics += found
        return
      }
      let runner = SuiteRunner(suite)
      for test in suite.tests {
        cases += test.cases.map { PolicyTestCase(runner: runner, test: test, testCase: $0) }
      }
    }
    guard diagnostics.isEmpty else { throw PolicyError(diagnostics) }
    return cases
  }

  /// What the case is called: the suite, the test, the session and the request.
  public var description: String {
    "\(runner.suite.name): \(test.name.value) [session \(testCase.session)"
      + (testCase.request.map { ", request \($0)" } ?? "") + "]"
  }

  /// Why the case is to be skipped; `nil` if it is to be run.
  public var skipReason: String? { test.skipReason }

  /// Runs the case.
  public func run() -> TestResult {
    var coverage = PolicyCoverage(isEnabled: false)
    return runner.run(test, testCase, coverage: &coverage)
  }

  /// Runs the case and throws what was not as expected; a skipped case passes.
  public func check() throws(PolicyError) {
    let result = run()
    guard result.outcome == .failed || result.outcome == .error else { return }
    let reproduction = result.failures.first?.evidence.map { "\n\($0.reproduction)\n" } ?? ""
    throw PolicyError(result.failures.map(\.diagnostic), note: reproduction)
  }
}
