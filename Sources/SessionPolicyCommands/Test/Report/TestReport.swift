import PolicyDiagnostics
import PolicyTesting
import SessionPolicy

/// Everything that a report of a test run is made of: what the other formats are made of, and nothing that is
/// computed for it alone but the drawings.
struct TestReport {
  /// The suites, in the order in which they were run.
  let suites: [SuiteResult]
  let coverage: PolicyCoverage
  let summary: TestRun.Summary
  /// The suites with their cases, for pictures of lives.
  let selected: [SelectedSuite]
  /// What became of mutants; `nil` where they were not run.
  var mutation: MutationReport?
  /// Why mutants were not run.
  var withoutMutants = "add --mutate"

  init(_ suites: [SuiteResult], _ run: TestRun) {
    self.suites = suites
    coverage = run.coverage
    summary = run.summary
    selected = run.selected
  }

  /// A case that failed, with its suite.
  struct FailedTest {
    let suite: SuiteResult
    let test: TestResult
  }

  /// The cases that failed, in their order.
  var failures: [FailedTest] {
    suites.flatMap { suite in
      suite.tests.filter { $0.outcome == .failed || $0.outcome == .error }
        .map { FailedTest(suite: suite, test: $0) }
    }
  }

  /// The laws, those that do not pass first.
  var laws: [(suite: SuiteResult, law: LawResult)] {
    let all = suites.flatMap { suite in suite.laws.map { (suite, $0) } }
    return all.filter { $0.1.outcome != .passed } + all.filter { $0.1.outcome == .passed }
  }

  /// The policies under test, each file once, by name.
  var policies: [Policy] {
    var seen: Set<String> = []
    return selected.flatMap { $0.suite.policies.policies }
      .filter { seen.insert($0.file.name).inserted }
      .sorted { $0.file.name < $1.file.name }
  }

  /// How much of some kind there is, and how it was seen.
  struct Tally: Equatable {
    /// Seen both ways.
    var full = 0
    /// Seen one way only.
    var half = 0
    /// Never seen.
    var none = 0

    var total: Int { full + half + none }

    mutating func note(_ coverage: Seen) {
      switch coverage {
      case .both: full += 1
      case .one: half += 1
      case .never: none += 1
      }
    }
  }

  func tally(_ states: some Sequence<Seen>) -> Tally {
    var tally = Tally()
    for state in states { tally.note(state) }
    return tally
  }
}

/// How something was seen by tests.
enum Seen: Int, Comparable {
  case never, one, both

  static func < (one: Seen, other: Seen) -> Bool { one.rawValue < other.rawValue }

  /// The class of the style that shows it.
  var style: String {
    switch self {
    case .never: "never"
    case .one: "half"
    case .both: "both"
    }
  }
}

extension PolicyCoverage.RuleCount {
  var seen: Seen { fired == 0 ? .never : isCovered ? .both : .one }

  /// What was seen, in words.
  var words: String {
    if fired == 0 { return notFired == 0 ? "○ never asked" : "○ never fired · asked \(notFired)" }
    if alwaysFires { return "fired \(fired), as always" }
    return notFired == 0 ? "◐ never silent · fired \(fired)" : "fired \(fired) · not \(notFired)"
  }
}

extension PolicyCoverage.ConditionCount {
  var seen: Seen { isCovered ? .both : trueCount + falseCount > 0 ? .one : .never }

  /// What was seen, in words.
  var words: String {
    let errors = errorCount > 0 ? " · error \(errorCount)" : ""
    if trueCount + falseCount == 0 { return "○ never answered" + errors }
    if falseCount == 0 { return "◐ never false · true \(trueCount)" + errors }
    if trueCount == 0 { return "◐ never true · false \(falseCount)" + errors }
    return "true \(trueCount) · false \(falseCount)" + errors
  }
}

extension PolicyCoverage.RequirementCount {
  var seen: Seen { isCovered ? .both : met + unmet > 0 ? .one : .never }

  /// What was seen, in words.
  var words: String {
    let unknown = unknown > 0 ? " · unknown \(unknown)" : ""
    if met + unmet == 0 { return "○ never asked" + unknown }
    if unmet == 0 { return "◐ always met · \(met)" + unknown }
    if met == 0 { return "◐ never met · \(unmet)" + unknown }
    return "met \(met) · not \(unmet)" + unknown
  }
}

extension LimitCoverage {
  /// How close tests came to it, in words.
  var words: String {
    let missing = [
      (isTestedBefore, "1s before"), (isTestedAt, "at it"), (isTestedAfter, "1s after"),
    ].filter { !$0.0 }.map(\.1)
    return missing.isEmpty
      ? "to the second" : "◐ not tested " + missing.joined(separator: ", ")
  }
}
