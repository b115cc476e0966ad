import PolicyDiagnostics
import PolicyJSON
import PolicyTesting

/// Writes results while they come, in one of the formats.
struct TestReporter {
  let format: TestCommand.Format
  let console: Console
  private var junit = JUnitReport()
  private var suites = 0
  /// The laws so far, for the end.
  private var laws: [JSONValue] = []
  /// How many cases were written; there is a number beyond which nobody reads them.
  private var listed = 0

  init(_ format: TestCommand.Format, on console: Console) {
    self.format = format
    self.console = console
  }

  /// Writes a suite.
  mutating func add(_ suite: SuiteResult) {
    switch format {
    case .text:
      let (text, count) = TestText(coloring: console.coloring).text(of: suite, atMost: 100 - listed)
      console.write(text)
      listed += count
    case .json:
      console.write(suites == 0 ? "{\"version\":1,\"suites\":[\n" : ",\n")
      let (tests, omitted) = take(suite)
      console.write(JSONWriter.text(of: suite.json(tests, omitted: omitted)))
      laws += suite.laws.prefix(max(0, 1_000 - laws.count)).map { $0.json(suite: suite) }
    case .junit:
      let (tests, omitted) = take(suite)
      junit.omitted += omitted
      junit.add(suite, tests)
    }
    suites += 1
  }

  /// The cases of a suite that are written, and how many are left out: first those that passed.
  private mutating func take(_ suite: SuiteResult) -> (tests: [TestResult], omitted: Int) {
    let limit = max(0, 10_000 - listed)
    listed += min(limit, suite.tests.count)
    guard suite.tests.count > limit else { return (suite.tests, 0) }
    let passed = suite.tests.filter { $0.outcome == .passed }
    let others = suite.tests.filter { $0.outcome != .passed }
    return (
      Array((others + passed).prefix(limit)), suite.tests.count - limit
    )
  }

  /// Writes what is said of all suites together.
  func finish(_ run: TestRun, showingCoverage: Bool) {
    switch format {
    case .text:
      if showingCoverage {
        console.write("\n" + TestText(coloring: console.coloring).text(of: run.coverage) + "\n")
      }
      let summary = run.summary
      if summary.errors > 0 {
        console.write(
          "\(counted(summary.errors, "suite")) could not be run\n")
      }
      console.write(
        "\(summary.passed) passed, \(summary.failed + summary.errors) failed, "
          + "\(summary.skipped) skipped\n")
    case .json:
      console.write(suites == 0 ? "{\"version\":1,\"suites\":[" : "\n")
      console.write("],\"coverage\":" + JSONWriter.text(of: run.coverage.json))
      console.write(",\"laws\":" + JSONWriter.text(of: .array(laws)))
      console.write(",\"summary\":" + JSONWriter.text(of: run.summary.json) + "}\n")
    case .junit: console.write(junit.text)
    }
  }
}

extension JUnitReport {
  /// Adds a suite of tests; one that could not be run is a case in error.
  fileprivate mutating func add(_ suite: SuiteResult, _ tests: [TestResult]) {
    let text = TestText(coloring: .plain)
    let file = suite.file.name
    guard let name = suite.name else {
      add(
        suite: file, file: file,
        [
          Case(
            name: "the suite can be run", file: file,
            outcome: .error(
              message: suite.diagnostics.first?.message ?? "", type: "suite",
              details: DiagnosticFormatter().format(suite.diagnostics)))
        ])
      return
    }
    let laws = suite.laws
    add(
      suite: name, file: file,
      tests.map { test in
        let outcome: Outcome =
          switch test.outcome {
          case .passed: .passed
          case .skipped: .skipped(message: test.skipReason ?? "")
          case .failed, .error:
            .failure(
              message: test.failures.map(\.message)
                .joined(separator: "; "),
              type: "decision", details: text.details(of: test))
          }
        return Case(
          name: text.label(of: test), file: file,
          line: test.location.file.position(at: test.location.range.start).line, outcome: outcome)
      }
        + laws.map { law in
          Case(
            name: "law: \(law.name)", file: file,
            line: law.location.file.position(at: law.location.range.start).line,
            outcome: law.outcome == .passed
              ? .passed
              : .failure(
                message: law.message ?? "", type: "law", details: text.details(of: law)))
        })
  }
}
