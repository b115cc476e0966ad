import PolicyDiagnostics
package import PolicyTime
import SessionPolicy

/// Runs the rules over what was loaded.
package struct Linter: Sendable {
  /// Which rules run.
  package var selection: RuleSelection
  /// The standard that limits are compared with; `nil` for none.
  package var profile: LimitProfile?
  /// The findings that do not count because they were there before; `nil` for none.
  package var baseline: Baseline?
  /// The instant that dates in comments are compared with; `nil` compares none.
  package var now: Timestamp?

  /// Sets a linter up.
  package init(
    selection: RuleSelection = RuleSelection(), profile: LimitProfile? = nil,
    baseline: Baseline? = nil, now: Timestamp? = nil
  ) {
    self.selection = selection
    self.profile = profile
    self.baseline = baseline
    self.now = now
  }

  /// Finds everything that the selected rules find.
  ///
  /// Nothing depends on an order or a clock: findings come in the order of their places.
  package func lint(_ input: LintInput) -> LintResult {
    let needsCoverage = LintRule.all.contains { $0.readsCoverage && selection.contains($0) }
    let needsSurvey = LintRule.all.contains { $0.readsSurvey && selection.contains($0) }
    let subject = LintSubject(
      documents: input.loaded.documents.map(LintedPolicy.init), suites: input.suites,
      set: input.loaded.set, kratos: input.kratos, profile: profile,
      coverage: needsCoverage ? SampleCoverage.of(input.suites) : nil,
      survey: needsSurvey ? input.survey(for: profile) : nil)
    var findings = (input.loaded.diagnostics + input.suiteProblems + input.kratosProblems).map {
      diagnostic in
      Finding(
        diagnostic: diagnostic, confidence: LintRule.of(diagnostic.code)?.confidence ?? .proved,
        isLoadingError: diagnostic.severity == .error)
    }
    for rule in LintRule.all where selection.contains(rule) {
      findings += self.findings(of: rule, in: subject)
    }
    // What keeps a file from being read is told whichever rules were selected.
    findings.removeAll { finding in
      !finding.isLoadingError
        && LintRule.of(finding.diagnostic.code).map { !selection.contains($0) } ?? false
    }
    var suppressions = Suppressions(subject, now: now)
    for index in findings.indices { suppressions.apply(to: &findings[index]) }
    let unread = findings.filter(\.isLoadingError).map {
      Text($0.diagnostic.location.file.name)
    }
    findings += suppressions.findings(selection: selection, unread: Set(unread))
    findings = findings.sorted { $0.diagnostic }
    baseline?.apply(to: &findings)
    return LintResult(findings: findings, fileCount: input.fileCount)
  }

  private func findings(of rule: LintRule, in subject: LintSubject) -> [Finding] {
    var found = Findings(of: rule)
    switch rule.check {
    case .loading, .testing, .linting: break
    case .policy(let check): for document in subject.documents { check(document, &found) }
    case .set(let check): check(subject, &found)
    case .survey(let check): if let survey = subject.survey { check(survey, subject, &found) }
    case .coverage(let check):
      if let coverage = subject.coverage {
        for policy in SampleCoverage.policies(of: subject) { check(policy, coverage, &found) }
      }
    case .kratos(let check): if let kratos = subject.kratos { check(kratos, subject, &found) }
    }
    return found.findings
  }
}
