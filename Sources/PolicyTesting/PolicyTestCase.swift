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
/// Each case and each law is then a test of its own, with its name and its failure.
public struct PolicyTestCase: Sendable, CustomStringConvertible {
  private enum Content: Sendable {
    case sample(SuiteTest, SuiteCase)
    case law(Int)
  }

  private let runner: SuiteRunner
  private let content: Content

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
        cases += test.cases.map { PolicyTestCase(runner: runner, content: .sample(test, $0)) }
      }
      cases += suite.laws.indices.map { PolicyTestCase(runner: runner, content: .law($0)) }
    }
    guard diagnostics.isEmpty else { throw PolicyError(diagnostics) }
    return cases
  }

  /// What the case is called: the suite, the test, the session and the request.
  public var description: String {
    switch content {
    case .sample(let test, let testCase):
      "\(runner.suite.name): \(test.name.value) [session \(testCase.session)"
        + (testCase.request.map { ", request \($0)" } ?? "") + "]"
    case .law(let number): "\(runner.suite.name): law \(runner.suite.laws[number].name.value)"
    }
  }

  /// Why the case is to be skipped; `nil` if it is to be run.
  public var skipReason: String? {
    if case .sample(let test, _) = content { test.skipReason } else { nil }
  }

  /// Runs the case and throws what was not as expected; a skipped case passes.
  public func check() throws(PolicyError) {
    let found: (diagnostics: [Diagnostic], reproduction: String?)
    switch content {
    case .sample(let test, let testCase):
      var coverage = PolicyCoverage(isEnabled: false)
      let result = runner.run(test, testCase, coverage: &coverage)
      guard result.outcome == .failed || result.outcome == .error else { return }
      found = (
        result.failures.map(\.diagnostic), result.failures.first?.evidence?.reproduction
      )
    case .law(let number):
      var laws = LawRunner(runner.suite)
      let result = laws.run(number)
      guard let diagnostic = result.diagnostic else { return }
      found = ([diagnostic], result.reproduction)
    }
    throw PolicyError(found.diagnostics, note: found.reproduction.map { "\n\($0)\n" } ?? "")
  }
}
