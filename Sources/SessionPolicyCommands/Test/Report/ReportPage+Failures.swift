import PolicyDiagnostics
import PolicyTesting
import SessionPolicy

extension ReportPage {
  /// How many failures are shown in full, and how many in a line.
  private static let (full, listed) = (10, 200)
  /// How many rules a failure shows, and how many lines of each.
  private static let (rules, rows) = (4, 12)
  /// How many bytes a command may have to be shown.
  private static let command = 8_000

  /// Suites that could not be run, and cases that failed: the first in full, others in a line.
  var failures: String {
    var bounded = BoundedMarkup(Room.failures)
    for suite in report.suites where suite.name == nil {
      bounded.add { markup in broken(suite, &markup) }
    }
    let all = report.failures
    for (number, failure) in all.prefix(Self.full).enumerated() {
      bounded.add { markup in
        details(of: failure, number: number, &markup)
      }
    }
    let rest = all.dropFirst(Self.full)
    if !rest.isEmpty {
      bounded.add { markup in
        markup.element("ul", [("class", "plain")]) { markup in
          for failure in rest.prefix(Self.listed) {
            markup.element("li") { line(of: failure, &$0) }
          }
        }
      }
    }
    var markup = bounded.markup
    Self.more(&markup, bounded.omitted + max(0, rest.count - Self.listed), "failure")
    return markup.text
  }

  private func broken(_ suite: SuiteResult, _ markup: inout Markup) {
    Self.fold(&markup, isOpen: true, style: "fail") {
      $0.element("b", suite.file.name)
      $0.content(" was not run")
    } aside: {
      $0.element("span", [("class", "no")], counted(suite.diagnostics.count, "problem"))
    } _: {
      let shown = suite.diagnostics.prefix(5)
      Self.block(&$0, DiagnosticFormatter().format(Array(shown)))
      Self.more(&$0, suite.diagnostics.count - shown.count, "problem")
    }
  }

  private func line(of failure: TestReport.FailedTest, _ markup: inout Markup) {
    markup.element("span", [("class", "no")], "✕ ")
    name(of: failure.test, &markup)
    markup.content(": ")
    Self.prose(&markup, failure.test.failures.first?.message ?? "")
  }

  /// The test with its session and its request.
  func name(of test: TestResult, _ markup: inout Markup) {
    markup.element("b", test.name)
    markup.content(" ")
    markup.element("code", test.session)
    if let request = test.request {
      markup.content(" × ")
      markup.element("code", request)
    }
  }

  private func details(
    of failure: TestReport.FailedTest, number: Int, _ markup: inout Markup
  ) {
    let test = failure.test
    Self.fold(&markup, isOpen: number == 0, style: "fail", id: "failure-\(number + 1)") {
      $0.element("span", [("class", "no"), ("aria-hidden", "true")], "✕ ")
      name(of: test, &$0)
    } aside: {
      $0.content(failure.suite.name ?? failure.suite.file.name)
    } _: { markup in
      Self.table(
        &markup, ["part", "expected", "actual", "where"],
        test.failures.prefix(Self.rows).map { failure in
          [
            { $0.element("code", failure.part) },
            { $0.element("code", shortened(failure.expected, to: 400)) },
            { $0.element("code", [("class", "no")], shortened(failure.actual, to: 400)) },
            { place(&$0, failure.location) },
          ]
        })
      Self.more(&markup, test.failures.count - Self.rows, "part")
      let shown = test.failures.first { $0.evidence != nil }
      guard let shown, let evidence = shown.evidence else {
        markup.element("p", [("class", "muted")], "Why is not shown for so many failures.")
        return
      }
      why(evidence, &markup)
      Self.fold(&markup) {
        $0.content("Decide it again, with the session")
      } aside: { _ in
      } _: {
        if evidence.reproduction.utf8.count <= Self.command {
          Self.block(&$0, evidence.reproduction)
        } else {
          $0.element(
            "p", [("class", "muted")],
            "The session is too long for this page; --format json has it.")
        }
      }
    }
  }

  /// What was decided, through what, and what each rule saw.
  private func why(_ evidence: FailureEvidence, _ markup: inout Markup) {
    markup.element("p") {
      $0.content("Decided ")
      $0.element("strong", evidence.decision.outcome.words)
      $0.content(" for ")
      $0.element("code", evidence.now.rfc3339)
      if let cause = evidence.cause {
        $0.content(", by ")
        $0.element("code", cause.rule)
        $0.content(": ")
        $0.element("code", shortened(cause.text, to: 200))
        if let saw = cause.saw { $0.content(" saw \(shortened(saw, to: 200))") }
      }
      if let until = evidence.decision.validUntil {
        $0.content(". The answer changes at ")
        $0.element("code", until.rfc3339)
      }
      $0.content(".")
    }
    let rules = evidence.rules.prefix(Self.rules)
    guard !rules.isEmpty else {
      return markup.element("p", [("class", "muted")], "No rule has a say in this.")
    }
    var rows: [[(inout Markup) -> Void]] = []
    for rule in rules {
      for (number, row) in Self.rows(of: rule).prefix(Self.rows).enumerated() {
        rows.append([
          { if number == 0 { heading(of: rule, &$0) } }, { $0.element("code", row.text) },
          { $0.element("span", [("class", row.isBad ? "no" : "")], row.value) },
          { if let saw = row.saw { $0.element("code", shortened(saw, to: 200)) } },
        ])
      }
    }
    Self.table(&markup, ["rule", "clause", "value", "saw"], style: "why", rows)
    Self.more(&markup, evidence.rules.count - rules.count + evidence.omittedRules, "rule")
  }

  private func heading(of rule: Explanation.RuleExplanation, _ markup: inout Markup) {
    markup.element("code", rule.rule.qualifiedID)
    markup.element(
      "div", [("class", "muted")], "\(rule.rule.effect), \(rule.standing.words)")
    markup.element("div") { place(&$0, rule.rule.location) }
  }

  private typealias Row = (text: String, value: String, isBad: Bool, saw: String?)

  /// The clauses of a rule and what it requires, each with its answer.
  private static func rows(of rule: Explanation.RuleExplanation) -> [Row] {
    var rows: [Row] = rule.clauses.map { clause -> Row in
      switch clause.result {
      case .success(let value): (clause.text, "\(value)", false, clause.sight)
      case .failure: (clause.text, "unknown", true, clause.sight)
      }
    }
    if rule.standing != .doesNotApply {
      rows += rule.checks.filter { !$0.isServersAndMet }.map { check -> Row in
        (
          check.words,
          check.isMet.map { $0 ? "met" : "not met" } ?? "unknown", check.isMet != true, check.sight
        )
      }
    }
    return rows.isEmpty ? [("always applies", "", false, nil)] : rows
  }
}

extension Decision.Outcome {
  /// The outcome as people read it.
  var words: String { inWords(rawValue) }
}
