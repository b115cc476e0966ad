import PolicyDiagnostics
import PolicyTesting
import PolicyTime
import SessionPolicy

/// Results of tests as text for the author of the policy.
struct TestText {
  let coloring: TextColoring

  /// One suite: a line, and everything that went wrong.
  ///
  /// - Parameter limit: The most cases that are listed.
  func text(of suite: SuiteResult, atMost limit: Int) -> (text: String, listed: Int) {
    let file = escapedForDisplay(suite.file.name)
    guard let name = suite.name else {
      let text =
        coloring.paint("ERROR", .severity(.error)) + "   \(file) was not run\n\n"
        + DiagnosticFormatter(coloring: coloring).format(suite.diagnostics) + "\n"
      return (text, 0)
    }
    let failed = suite.tests.filter { $0.outcome == .failed }
    let broken = suite.laws.filter { $0.outcome == .failed }
    let mark =
      failed.isEmpty && broken.isEmpty
      ? coloring.paint("passed", .severity(.info)) : coloring.paint("FAILED", .severity(.error))
    var counts = ["\(suite.count(.passed)) passed"]
    for (outcome, word) in [(TestOutcome.failed, "failed"), (.skipped, "skipped")]
    where suite.count(outcome) > 0 {
      counts.append("\(suite.count(outcome)) \(word)")
    }
    var text = "\(mark)  \(escapedForDisplay(name))  \(counts.joined(separator: ", "))  (\(file))\n"
    let skipped = suite.tests.filter { $0.outcome == .skipped }
    for test in skipped.prefix(max(0, limit - failed.count)) {
      text += "  skipped  \(label(of: test)): \(escapedForDisplay(test.skipReason ?? ""))\n"
    }
    for law in suite.laws where law.finding == .undecided && law.outcome == .passed {
      text +=
        "  undecided  \(escapedForDisplay(law.name)): \(escapedForDisplay(law.reason ?? ""))\n"
    }
    for test in failed.prefix(limit) { text += "\n" + details(of: test) }
    for law in broken.prefix(max(0, limit - failed.count)) { text += "\n" + details(of: law) }
    let omitted = max(0, failed.count + broken.count + skipped.count - limit)
    if omitted > 0 { text += "\nand \(omitted) more, not listed\n" }
    return (
      failed.isEmpty && broken.isEmpty ? text : text + "\n",
      min(limit, failed.count + broken.count + skipped.count)
    )
  }

  /// What a case is called: the test, its session and its request.
  func label(of test: TestResult) -> String {
    var text = escapedForDisplay(test.name) + " [session \(escapedForDisplay(test.session))"
    if let request = test.request { text += ", request \(escapedForDisplay(request))" }
    return text + "]"
  }

  /// Everything about a case that failed.
  func details(of test: TestResult) -> String {
    var text = coloring.paint("FAILED", .severity(.error)) + "  \(label(of: test))\n"
    text += DiagnosticFormatter(coloring: coloring).format(test.failures.map(\.diagnostic))
    let shown = test.failures.filter { $0.evidence != nil }
    guard let evidence = shown.first?.evidence else { return text }
    // Of a timeline the first moment.
    let failures = shown.filter { $0.evidence?.now == evidence.now }
    let decision = DecisionText(coloring: coloring, now: evidence.now)
    text += "\n  decided  \(evidence.decision.outcome.rawValue), for \(evidence.now.rfc3339)\n"
    text += "  until    "
    text +=
      evidence.decision.validUntil.map { "\(decision.moment($0)), when the answer changes" }
      ?? "something other than time changes"
    text += "\n"
    for row in decision.permissions(evidence.decision, behind: failures.map(\.part)) {
      text += row + "\n"
    }
    text += "\n"
    let rules = ExplanationText(coloring: coloring, now: evidence.now)
    let evidences = failures.compactMap(\.evidence)
    var named: Set<String> = []
    for rule in evidences.flatMap(\.rules) where named.insert(rule.rule.qualifiedID).inserted {
      text += indented(rules.text(of: rule)) + "\n"
    }
    let omitted = evidences.map(\.omittedRules).max() ?? 0
    if omitted > 0 { text += "  and \(omitted) more rules\n\n" }
    if named.isEmpty { text += "  no rule has a say in this\n\n" }
    return text + "  to see it again:\n\n" + evidence.reproduction + "\n"
  }

  /// Everything about a law that failed.
  func details(of law: LawResult) -> String {
    var text =
      coloring.paint("FAILED", .severity(.error)) + "  law \(escapedForDisplay(law.name))\n"
    if let diagnostic = law.diagnostic {
      text += DiagnosticFormatter(coloring: coloring).format([diagnostic])
    }
    guard let witness = law.witness, let reproduction = law.reproduction else { return text }
    text += "\n  decided  \(witness.decision.outcome.rawValue)\n\n"
    if let sample = law.sample { text += "  as a sample:\n\n" + indented(sample) + "\n" }
    return text + "  to see it, with all rules:\n\n" + reproduction + "\n"
  }

  private func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: true).map { "  " + $0 + "\n" }.joined()
  }

  // MARK: Coverage

  /// A table of rules and clauses, with what was never seen marked. Of many rules, those are listed
  /// first of which something is missing.
  func text(of coverage: PolicyCoverage) -> String {
    var rows = ["coverage: \(coverage.covered) of \(coverage.total)"]
    let listed = coverage.listed(rules: 500, parts: 2_000)
    let conditions = Dictionary(grouping: listed.conditions, by: \.owner)
    let requirements = Dictionary(grouping: listed.requirements, by: \.rule)
    var owners: Set<String> = []
    for condition in listed.conditions
    where condition.rule == nil && owners.insert(condition.owner).inserted {
      rows += ["", "   " + coloring.paint(escapedForDisplay(condition.owner), .title)]
      rows += (conditions[condition.owner] ?? []).map(row)
    }
    for rule in listed.rules {
      rows.append("")
      rows.append(
        mark(rule.isCovered) + coloring.paint(escapedForDisplay(rule.rule), .title)
          + "  fired \(rule.fired)" + (rule.alwaysFires ? "" : ", not fired \(rule.notFired)"))
      rows += (conditions[rule.rule] ?? []).map(row)
      rows += (requirements[rule.rule] ?? []).map(row)
    }
    if listed.omitted > 0 {
      rows += ["", "and \(listed.omitted) more rules, clauses and requirements, not listed"]
    }
    return rows.joined(separator: "\n") + "\n"
  }

  private func row(_ clause: PolicyCoverage.ConditionCount) -> String {
    var counts = "true \(clause.trueCount), false \(clause.falseCount)"
    if clause.errorCount > 0 { counts += ", error \(clause.errorCount)" }
    return row(clause.isCovered, counts, clause.expression, clause.path)
  }

  private func row(_ requirement: PolicyCoverage.RequirementCount) -> String {
    var counts = "met \(requirement.met), not met \(requirement.unmet)"
    if requirement.unknown > 0 { counts += ", unknown \(requirement.unknown)" }
    return row(requirement.isCovered, counts, requirement.text, requirement.path)
  }

  private func row(_ isCovered: Bool, _ counts: String, _ text: String, _ path: String) -> String {
    "  \(mark(isCovered))\(counts)  \(escapedForDisplay(text))  (\(escapedForDisplay(path)))"
  }

  private func mark(_ isCovered: Bool) -> String {
    isCovered ? "   " : coloring.paint("!  ", .severity(.warning))
  }
}
