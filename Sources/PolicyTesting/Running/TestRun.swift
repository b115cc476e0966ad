public import PolicyDiagnostics
public import SessionPolicy

/// Runs every suite under some paths.
public struct TestRun {
  /// How a run ended, in counts.
  public struct Summary: Sendable, Hashable {
    /// Cases that passed.
    public internal(set) var passed = 0
    /// Cases that failed.
    public internal(set) var failed = 0
    /// Suites and cases that could not be run.
    public internal(set) var errors = 0
    /// Cases that were skipped.
    public internal(set) var skipped = 0
    /// Suites that were found.
    public internal(set) var suites = 0

    /// Whether nothing went wrong and something was run.
    public var isSuccess: Bool { failed == 0 && errors == 0 && passed + skipped > 0 }

    /// Counts a case or a law.
    fileprivate mutating func count(_ outcome: TestOutcome) {
      switch outcome {
      case .passed: passed += 1
      case .failed: failed += 1
      case .skipped: skipped += 1
      case .error: errors += 1
      }
    }
  }

  /// What was covered so far.
  public private(set) var coverage: PolicyCoverage
  /// The counts so far.
  public private(set) var summary = Summary()

  /// The suites with what of them was run, if they are kept.
  package private(set) var selected: [SelectedSuite] = []
  /// Whether they are kept, for whoever wants to ask more of them.
  package var isKeepingSuites = false
  /// Whether suites may be without any test, for whoever looks for tests to add.
  package var isAcceptingDrafts = false

  /// Everything that the suites referred to so far, whether or not it could be read.
  public private(set) var inputs: [String] = []

  /// How many failing cases come with the decision and the rules behind it.
  private static let explained = 100
  /// How many rules are asked for them, besides those of the last one.
  private static let explainedRules = 10_000
  private var asked = 0

  private let filter: String?
  private let kratosPaths: [String]
  private let kratosRelease: KratosRelease?
  private let root: String

  /// The configurations of Kratos that were skipped.
  public private(set) var skipped: [String] = []
  /// What is told of configurations of Kratos that were used all the same.
  public private(set) var warnings: [Diagnostic] = []

  /// Prepares a run.
  ///
  /// - Parameters:
  ///   - filter: Runs only cases whose suite, test, session or request has this text in its name.
  ///   - isCovering: Whether coverage is counted.
  ///   - kratosPaths: The parts of the identity server's configuration for suites that name none.
  ///   - kratosRelease: The identity server's release for suites that name none.
  ///   - root: The folder outside of which nothing is read that suites name.
  public init(
    filter: String? = nil, isCovering: Bool = true, kratosPaths: [String] = [],
    kratosRelease: KratosRelease? = nil, root: String = "."
  ) {
    self.root = root
    self.filter = filter
    self.kratosPaths = kratosPaths
    self.kratosRelease = kratosRelease
    coverage = PolicyCoverage(isEnabled: isCovering)
  }

  /// Runs the suites among files and directories, giving each result as it is there.
  ///
  /// A directory stands for every suite below it. Policies among them are passed over, configurations
  /// of Kratos are skipped, and every other file with an ending of YAML is a problem.
  ///
  /// - Returns: What could not be read, or why there was nothing to run.
  public mutating func run(
    paths: [String], _ report: (SuiteResult) -> Void
  ) -> [Diagnostic] {
    var loader = SuiteLoader(kratosPaths: kratosPaths, kratosRelease: kratosRelease, root: root)
    loader.isAcceptingDrafts = isAcceptingDrafts
    let problems = loader.load(paths: paths) { file, suite, diagnostics in
      if let result = run(file, suite, diagnostics) { report(result) }
    }
    (inputs, skipped, warnings) = (loader.inputs, loader.skipped, loader.warnings)
    return problems
  }

  /// Runs a suite; `nil` if the filter wants nothing of it, and then nothing of it is counted.
  private mutating func run(
    _ file: SourceFile, _ suite: Suite?, _ diagnostics: [Diagnostic]
  ) -> SuiteResult? {
    let wanted =
      suite.map { suite in
        suite.tests.flatMap { test in
          test.cases.filter { isWanted(suite, test, $0) }.map { (test, $0) }
        }
      } ?? []
    let laws =
      suite.map { suite in
        suite.laws.indices.filter { isWanted([suite.name, suite.laws[$0].name.value]) }
      } ?? []
    guard suite == nil || filter == nil || !wanted.isEmpty || !laws.isEmpty else { return nil }
    summary.suites += 1
    guard let suite else {
      summary.errors += 1
      return SuiteResult(file: file, name: nil, diagnostics: diagnostics, tests: [], laws: [])
    }
    coverage.expect(suite.policies)
    let ruleCount = suite.policies.policies.reduce(0) { $0 + $1.rules.count }
    if isKeepingSuites {
      selected.append(
        SelectedSuite(
          suite: suite, cases: wanted.filter { $0.0.skipReason == nil }.map { ($0.0, $0.1) },
          laws: laws))
    }
    var runner = SuiteRunner(suite)
    var results: [TestResult] = []
    for (test, testCase) in wanted {
      // Each explanation asks every rule.
      runner.isExplaining =
        summary.failed < Self.explained && asked < Self.explainedRules
      let result = runner.run(test, testCase, coverage: &coverage)
      summary.count(result.outcome)
      if result.outcome == .failed, runner.isExplaining { asked += ruleCount }
      results.append(result)
    }
    var lawResults: [LawResult] = []
    if !laws.isEmpty {
      var runner = LawRunner(suite)
      lawResults = laws.map { runner.run($0) }
      for result in lawResults { summary.count(result.outcome) }
    }
    return SuiteResult(
      file: file, name: suite.name, diagnostics: diagnostics, tests: results, laws: lawResults)
  }

  private func isWanted(_ suite: Suite, _ test: SuiteTest, _ testCase: SuiteCase) -> Bool {
    isWanted([suite.name, test.name.value, testCase.session, testCase.request ?? ""])
  }

  private func isWanted(_ names: [String]) -> Bool {
    filter.map { filter in names.contains { Self.contains($0, filter) } } ?? true
  }

  /// Whether a text has another in it, upper and lower case alike.
  private static func contains(_ text: String, _ part: String) -> Bool {
    let text = Array(text.lowercased().utf8)
    let part = Array(part.lowercased().utf8)
    guard !part.isEmpty, text.count >= part.count else { return part.isEmpty }
    return (0...(text.count - part.count)).contains {
      text[$0..<($0 + part.count)].elementsEqual(part)
    }
  }
}
