import PolicyDiagnostics
import PolicyTesting
import SessionPolicy

extension ReportPage {
  /// How many passed cases of a test are named.
  private static let named = 24

  /// Each suite with its tests and their cases.
  var suites: String {
    var bounded = BoundedMarkup(Room.suites)
    var omitted = 0
    for suite in report.suites where suite.name != nil {
      // Rather without the names of cases than without the suite.
      let hasRoom =
        bounded.add { markup in details(of: suite, namingCases: true, &markup) }
        || bounded.add { markup in details(of: suite, namingCases: false, &markup) }
      if !hasRoom { omitted += 1 }
    }
    var markup = bounded.markup
    Self.more(&markup, omitted, "suite")
    return markup.text
  }

  private func details(
    of suite: SuiteResult, namingCases: Bool, _ markup: inout Markup
  ) {
    let failed = suite.count(.failed) + suite.count(.error)
    Self.fold(&markup, id: nil) {
      sign(failed > 0 ? .failed : .passed, &$0)
      $0.element("b", suite.name ?? "")
      $0.content(" ")
      $0.element("code", suite.file.name)
    } aside: {
      $0.content("\(suite.count(.passed)) passed")
      if failed > 0 { $0.element("span", [("class", "no")], ", \(failed) failed") }
      if suite.count(.skipped) > 0 { $0.content(", \(suite.count(.skipped)) skipped") }
    } _: { markup in
      var groups: [(name: String, tests: [TestResult])] = []
      for test in suite.tests {
        if groups.last?.name != test.name { groups.append((test.name, [])) }
        groups[groups.count - 1].tests.append(test)
      }
      markup.element("ul", [("class", "plain tests")]) { markup in
        for group in groups.prefix(namingCases ? 400 : 60) {
          markup.element("li") { cases(of: group.name, group.tests, naming: namingCases, &$0) }
        }
      }
      Self.more(&markup, groups.count - (namingCases ? 400 : 60), "test")
    }
  }

  private func sign(_ outcome: TestOutcome, _ markup: inout Markup) {
    switch outcome {
    case .passed: markup.element("span", [("class", "yes")], "✓ ")
    case .failed, .error: markup.element("span", [("class", "no")], "✕ ")
    case .skipped: markup.element("span", [("class", "muted")], "○ ")
    }
  }

  /// A test with its cases: those that did not pass by name, the others as far as there is room.
  private func cases(
    of name: String, _ tests: [TestResult], naming: Bool, _ markup: inout Markup
  ) {
    let worst: TestOutcome =
      tests.contains { $0.outcome == .failed || $0.outcome == .error }
      ? .failed : tests.contains { $0.outcome == .passed } ? .passed : .skipped
    sign(worst, &markup)
    markup.content(name)
    if let reason = tests.lazy.compactMap(\.skipReason).first {
      markup.element("span", [("class", "muted")], ", skipped: \(reason)")
    }
    let bad = tests.filter { $0.outcome == .failed || $0.outcome == .error }
    let good = tests.filter { $0.outcome == .passed }
    let listed = bad.prefix(50) + (naming ? good.prefix(Self.named) : [])
    markup.element("div", [("class", "muted cases")]) {
      for (number, test) in listed.enumerated() {
        if number > 0 { $0.content(", ") }
        if test.outcome != .passed { sign(test.outcome, &$0) }
        $0.content(test.session + (test.request.map { " × \($0)" } ?? ""))
      }
      let more = bad.count + good.count - listed.count
      if more > 0 {
        $0.content(listed.isEmpty ? counted(more, "case") : " and \(counted(more, "case"))")
      }
    }
  }
}
