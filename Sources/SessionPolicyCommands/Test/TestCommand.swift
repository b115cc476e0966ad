import ArgumentParser
import PolicyDiagnostics
import PolicyDocuments
import PolicyTesting
import SessionPolicy

/// `session-policy test`.
struct TestCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Run test suites for policies.",
    discussion: """
      A directory stands for every suite below it. Exit status: 0 all passed, 1 a test failed, a \
      suite could not be run, coverage is too low or a mutant survives, 2 nothing was found or \
      something is unreadable.

      --mutate tests the tests: it changes the policies in small ways, a limit by a second, a clause \
      left out, and runs their suites on each change. One that no test notices comes with the sample \
      that does; one that is proved to decide nothing otherwise does not count.

      Examples:

        session-policy test samples --coverage --min-coverage 100

        session-policy test samples --filter payment --watch

        session-policy test ../shop/samples --root ../shop

        session-policy test samples --kratos kratos.yml --format junit > tests.xml

        session-policy test samples --mutate

        session-policy test samples --mutate --report tests.html

        session-policy test samples/new.yaml --suggest >> samples/new.yaml

        session-policy test samples --mutate --changed main:policies --format json > mutants.json
      """)

  /// How results are written.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
    case junit
  }

  @Argument(help: "Suites and directories.", completion: .file(extensions: ["yaml", "yml"]))
  var paths: [String] = ["samples"]

  @Option(help: "text, json or junit.")
  var format: Format = .text

  @Option(
    help: "Run only cases with this text in the name of their suite, test, session or request.")
  var filter: String?

  @Option(
    help: """
      The identity server's configuration, for suites that name none; repeated, its parts are merged \
      as Kratos merges them.
      """)
  var kratos: [String] = []

  @OptionGroup var release: KratosReleaseOption

  @Option(help: "The folder outside of which nothing is read that suites name. [default: this one]")
  var root: String = "."

  @Flag(help: "Show how often each rule fired and each clause was true and false.")
  var coverage = false

  @Option(help: "Fail below this much coverage in percent; counts are compared, never rounded.")
  var minCoverage: CoverageThreshold?

  @Flag(help: "Run again whenever a file changes.")
  var watch = false

  @Flag(
    help: """
      Change the policies in small ways, and exit with 1 if their suites do not notice; json is a \
      report in the mutation testing report schema.
      """)
  var mutate = false

  @Option(
    help: """
      With --mutate, change only what differs from these policies: a file, a directory, or REF:PATH of \
      git.
      """)
  var changed: String?

  @Flag(
    help: """
      Write tests to be added, for each limit, clause, alternative and reason that no test shows; they \
      pass as they are, and are right once you agree.
      """)
  var suggest = false

  @Option(
    help: """
      Write a page of HTML about the run: policies with what tests saw of each clause, failures, \
      timelines as pictures, laws and, with --mutate, mutants.
      """, completion: .file(extensions: ["html"]))
  var report: String?

  func validate() throws {
    if suggest, report != nil {
      throw ValidationError("--report shows a run, and --suggest looks for what is not shown yet")
    }
    if suggest, mutate {
      throw ValidationError("either --suggest or --mutate, one after the other")
    }
    if suggest, format == .junit {
      throw ValidationError("suggestions are written as text or json, not as junit")
    }
    if changed != nil, !mutate {
      throw ValidationError("--changed says what --mutate changes, and has no meaning without it")
    }
    if mutate, format == .junit {
      throw ValidationError("mutants are written as text or json, not as junit")
    }
  }

  func run(on console: Console) -> ExitStatus {
    guard console.hasFolder(root: root) else { return .failure }
    guard watch else { return runOnce(on: console).status }
    console.beginLongWork()
    var inputs: [String] = []
    while true {
      let before = WatchedFiles(paths + inputs)
      let run = runOnce(on: console)
      // What was changed meanwhile may or may not have been seen by the run.
      let isOutdated = WatchedFiles(paths + inputs) != before
      inputs = run.inputs
      guard console.failure == nil else { return run.status }
      guard !isOutdated || console.isInterrupted else { continue }
      let files = WatchedFiles(paths + inputs)
      console.writeError("\nwaiting for a change; interrupt to leave\n")
      repeat {
        guard console.waitForChanges() else { return run.status }
      } while WatchedFiles(paths + inputs) == files
    }
  }

  /// Runs everything once; gives back what else was read.
  private func runOnce(on console: Console) -> (status: ExitStatus, inputs: [String]) {
    if mutate { return runMutants(on: console) }
    if suggest { return runSuggestions(on: console) }
    var run = TestRun(
      filter: filter, isCovering: isCovering, kratosPaths: kratos,
      kratosRelease: release.kratosRelease, root: root)
    run.isKeepingSuites = report != nil
    var results: [SuiteResult] = []
    var reporter = TestReporter(format, on: console)
    var cases = 0
    let problems = run.run(paths: paths) { suite in
      reporter.add(suite)
      if report != nil { results.append(suite) }
      cases += suite.tests.count
      if format != .text { console.showProgress("\(cases) cases") }
    }
    if format != .text { console.showProgress("") }
    reporter.finish(run, showingCoverage: coverage)
    console.writeSkipped(run.skipped)
    console.writeError(run.warnings + problems)
    var status = ExitStatus.success
    if run.summary.failed + run.summary.errors > 0 { status = .findings }
    if problems.isEmpty, !run.summary.isSuccess, status == .success {
      console.writeError(
        "error: no case \(filter.map { "has \(quotedForDisplay($0)) in its name" } ?? "was found"), "
          + "so nothing was tested\n")
      status = .failure
    }
    if let minCoverage, !minCoverage.isMet(by: run.coverage) {
      console.writeError(
        "error: \(run.coverage.covered) of \(run.coverage.total) is below \(minCoverage.text) %\n")
      status = status == .success ? .findings : status
    }
    if let report, !write(TestReport(results, run), to: report, on: console) { status = .failure }
    return (problems.isEmpty ? status : .failure, run.inputs)
  }

  /// Whether anything needs what tests saw of policies.
  private var isCovering: Bool {
    coverage || minCoverage != nil || format == .json || report != nil
  }

  /// Writes the page about a run; `false` after what is wrong was written.
  func write(_ page: TestReport, to path: String, on console: Console) -> Bool {
    do throws(FileError) {
      try FileWriter.write(Array(ReportPage(page).html.utf8), to: path)
    } catch {
      console.writeError("error: \(error.message)\n")
      return false
    }
    console.writeError("report written to \(escapedForDisplay(path))\n")
    return true
  }
}

/// A share in percent with at most three digits of fraction, compared with counts exactly.
struct CoverageThreshold: ExpressibleByArgument {
  /// As it was written.
  let text: String
  /// Thousandths of a percent.
  private let thousandths: Int

  init?(argument: String) {
    let parts = argument.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, let whole = Int(parts[0]), (0...100).contains(whole) else { return nil }
    let fraction = parts.count == 2 ? String(parts[1]) : ""
    guard fraction.utf8.count <= 3, fraction.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let rest = Int((fraction + "000").prefix(3)), whole * 1_000 + rest <= 100_000
    else { return nil }
    text = argument
    thousandths = whole * 1_000 + rest
  }

  /// Whether enough was seen; of nothing, nothing is enough.
  func isMet(by coverage: PolicyCoverage) -> Bool {
    coverage.total > 0
      && coverage.covered * 100_000 >= thousandths * coverage.total
  }
}
