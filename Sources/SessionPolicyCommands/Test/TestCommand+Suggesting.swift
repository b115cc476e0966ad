import PolicyDiagnostics
import PolicyJSON
import PolicyTesting
import SessionPolicy

extension TestCommand {
  /// Runs the suites and writes what they do not show; gives back what else was read.
  func runSuggestions(on console: Console) -> (status: ExitStatus, inputs: [String]) {
    var run = TestRun(
      filter: filter, kratosPaths: kratos, kratosRelease: release.kratosRelease, root: root)
    run.isKeepingSuites = true
    run.isAcceptingDrafts = true
    var broken: [Diagnostic] = []
    let problems = run.run(paths: paths) { suite in
      if suite.name == nil { broken += suite.diagnostics }
    }
    console.writeSkipped(run.skipped)
    console.writeError(run.warnings + problems + broken)
    guard problems.isEmpty, broken.isEmpty else { return (.failure, run.inputs) }
    var finder = SuggestionFinder(run.coverage)
    var suites: [JSONValue] = []
    for (number, selected) in run.selected.enumerated() {
      console.showProgress("\(number) of \(run.selected.count) suites")
      let suite = selected.suite
      let sheet = SuggestionSheet(finder.suggestions(for: suite), for: suite)
      console.showProgress("")
      switch format {
      case .json:
        suites.append([
          "file": .string(suite.file.name), "suite": .string(suite.name),
          "text": .string(sheet.text), "tests": .array(sheet.tests.map { .string($0) }),
        ])
      default: console.write(Self.text(of: sheet, for: suite))
      }
    }
    let missing = finder.coverage.unseen
    switch format {
    case .json:
      let report: JSONValue = [
        "version": 1, "suites": .array(suites), "unseen": .array(missing.map { .string($0) }),
        "cut": .bool(finder.isCut),
      ]
      console.write(JSONWriter.text(of: report, .pretty) + "\n")
    default:
      for line in missing.prefix(100) { console.write("# not found: \(escapedForDisplay(line))\n") }
      if missing.count > 100 { console.write("# and \(missing.count - 100) more\n") }
      if finder.isCut {
        console.write("# more was not looked for, for these policies have too many rules\n")
      }
    }
    return (.success, run.inputs)
  }

  private static func text(of sheet: SuggestionSheet, for suite: Suite) -> String {
    let count = sheet.tests.count
    let name = escapedForDisplay(suite.file.name)
    guard count > 0 else { return "# \(name): there is nothing to add\n" }
    let lines = sheet.text.split(separator: "\n").map { escapedForDisplay(String($0)) + "\n" }
    return "# \(name): \(counted(count, "test")) for what none shows yet\n"
      + lines.joined()
  }
}

extension PolicyCoverage {
  /// What was not seen, a line each.
  fileprivate var unseen: [String] {
    rules.filter { !$0.isCovered }.map { rule in
      "\(rule.rule) \(rule.fired == 0 ? "speaks" : "is silent")"
    }
      + conditions.filter { !$0.isCovered }.map { clause in
        "\(clause.owner): \(clause.expression) is \(clause.trueCount == 0 ? "true" : "false")"
      }
      + requirements.filter { !$0.isCovered }.map { requirement in
        "\(requirement.rule): \(requirement.text) is \(requirement.met == 0 ? "" : "not ")met"
      }
      + limits.filter { !$0.isCovered }.map { "\($0.rule): \($0.key), before, at and after it" }
  }
}
