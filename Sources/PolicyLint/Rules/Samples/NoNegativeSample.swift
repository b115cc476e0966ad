package import PolicyDiagnostics
import PolicyTesting
import SessionPolicy

extension DiagnosticCode {
  /// A permission that no test is refused.
  package static let noNegativeSample = DiagnosticCode("X611", "no-negative-sample")
}

extension LintRule {
  static let noNegativeSample = LintRule(
    .noNegativeSample, "A rule that permits, and no test in which it does not.",
    rationale: """
      Its condition and its limits could be removed, and every test would pass. That a permission \
      ends is what makes it safe. Not looked at while a test is skipped.
      """,
    severity: .warning,
    bad: [
      .suite(
        LintExample.soundTest,
        policy: """
          version: 1
          policy: example
          rules:
            - id: ⟦confirm⟧
              may: refresh
              max_age: 12h

          """)
    ],
    good: [
      .suite(
        LintExample.soundTest + """

            - name: after twelve hours a fresh login cannot help
              session: ada
              at: 11h
              expect: { outcome: proceed, refresh: false }
          """,
        policy: """
          version: 1
          policy: example
          rules:
            - id: confirm
              may: refresh
              max_age: 12h

          """)
    ],
    check: .coverage { policy, coverage, findings in
      for rule in policy.rules where rule.effect.verb == .may {
        guard let count = coverage.count(of: rule), count.fired > 0, count.notFired == 0,
          !count.alwaysFires
        else { continue }
        findings.report(
          "`\(rule.id.value)` grants in every test, so nobody notices when it no longer refuses",
          at: rule.id.location, path: "\(rule.path).id",
          help: "add a test with a session for which it does not")
      }
    })
}
