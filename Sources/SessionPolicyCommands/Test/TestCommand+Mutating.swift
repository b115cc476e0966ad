import PolicyDiagnostics
import PolicyDocuments
import PolicyJSON
import PolicyTesting
import SessionPolicy

extension TestCommand {
  /// Runs the suites and then, if all is well, their policies' mutants; gives back what else was read.
  func runMutants(on console: Console) -> (status: ExitStatus, inputs: [String]) {
    var run = TestRun(
      filter: filter, isCovering: report != nil, kratosPaths: kratos,
      kratosRelease: release.kratosRelease,
      root: root)
    run.isKeepingSuites = true
    var failed: [SuiteResult] = []
    var suites: [SuiteResult] = []
    let problems = run.run(paths: paths) { suite in
      if report != nil { suites.append(suite) }
      if suite.count(.failed) + suite.count(.error) > 0 { failed.append(suite) }
    }
    console.writeSkipped(run.skipped)
    console.writeError(run.warnings + problems)
    let inputs = run.inputs
    guard problems.isEmpty, run.summary.passed > 0 || !failed.isEmpty else {
      if problems.isEmpty {
        console.writeError("error: no case was found, so nothing was tested\n")
      }
      return (.failure, inputs)
    }
    guard failed.isEmpty else {
      let text = TestText(coloring: console.coloring)
      for suite in failed { console.writeError(text.text(of: suite, atMost: 10).text) }
      console.writeError(
        "error: mutants tell nothing while tests fail; run `session-policy test` without --mutate\n"
      )
      var page = TestReport(suites, run)
      page.withoutMutants = "tests fail"
      if let report, !write(page, to: report, on: console) { return (.failure, inputs) }
      return (.findings, inputs)
    }
    var old: [Policy]?
    if let changed {
      let operand = PolicyOperand(changed, within: RootFolder(root), gitFolder: root)
      guard let set = operand.set else {
        console.writeLoading(operand.diagnostics)
        return (.failure, inputs)
      }
      old = set.policies
    }
    let mutation = MutationRun(run.selected, changedSince: old)
    let results = mutation.run { count in
      console.showProgress("\(count) of \(mutation.mutants.count) mutants")
    }
    console.showProgress("")
    let mutants = MutationReport(results, tests: mutation.tests, comparedWith: changed)
    switch format {
    case .json: console.write(JSONWriter.text(of: mutants.json, .pretty) + "\n")
    default: console.write(MutationText(coloring: console.coloring).text(of: mutants))
    }
    if let report {
      var page = TestReport(suites, run)
      page.mutation = mutants
      guard write(page, to: report, on: console) else { return (.failure, inputs) }
    }
    let isClean = mutants.summary.isClean && mutants.summary.leftOut == 0
    return (isClean ? .success : .findings, inputs)
  }
}
