import PolicyDiagnostics
import PolicyTesting
import PolicyTime
import SessionPolicy

extension TimelineCommand {
  /// Draws the life that a test of a suite tells: of its first session and request.
  func draw(_ name: String, on console: Console) -> ExitStatus {
    let isAlone =
      options.policies.isEmpty && options.action == nil && options.request.isEmpty
      && options.context.isEmpty && options.now == nil && options.maxSkew == nil && events == nil
    guard isAlone, options.file != "-" else {
      console.writeError(
        "error: `--test` draws what a suite tells; name its file, and leave out --policies, --action, "
          + "--request, --context, --now, --max-skew and --events\n")
      return .failure
    }
    guard console.hasFolder(root: root), let found = find(name, on: console),
      let end = end(after: found.suite.now, on: console)
    else { return .failure }
    let until = end.instant ?? found.suite.end(ofPicture: found.testCase)
    let life = SessionLife(of: found.testCase, in: found.suite, until: until)
    var before: SessionLife?
    if !old.isEmpty {
      guard let policies = oldPolicies(on: console) else { return .failure }
      before = SessionLife(
        of: found.testCase, in: found.suite.testing(policies), until: until)
    }
    write(
      LifePicture(life, of: found.testCase, named: name, in: found.suite, before: before),
      on: console)
    return .success
  }

  /// The test with its suite; `nil` after what is wrong was written.
  private func find(
    _ name: String, on console: Console
  ) -> (suite: Suite, testCase: SuiteCase)? {
    var run = TestRun(
      isCovering: false, kratosPaths: options.server.kratos,
      kratosRelease: options.server.release.kratosRelease, root: root)
    run.isKeepingSuites = true
    var broken: [Diagnostic] = []
    let problems = run.run(paths: [options.file]) { suite in
      if suite.name == nil { broken += suite.diagnostics }
    }
    console.writeError(run.warnings + problems + broken)
    guard problems.isEmpty, broken.isEmpty else { return nil }
    let all = run.selected.flatMap { selected in
      selected.cases.map { (suite: selected.suite, test: $0.test, testCase: $0.testCase) }
    }
    if let found = all.first(where: { $0.test.name.value.hasSameBytes(as: name) }) {
      return (found.suite, found.testCase)
    }
    let names = all.map(\.test.name.value)
    let near =
      nearestNames(to: name, among: names).first
      .map { "; did you mean `\(escapedForDisplay($0))`?" } ?? ""
    console.writeError(
      "error: \(escapedForDisplay(options.file)) has no test `\(escapedForDisplay(name))` that is run"
        + "\(near)\n")
    return nil
  }
}
