package import PolicyDiagnostics
import PolicyTesting
import SessionPolicy

extension DiagnosticCode {
  /// A rule that has no effect in any test.
  package static let ruleNeverDecides = DiagnosticCode("X602", "rule-never-decides")
}

extension LintRule {
  static let ruleNeverDecides = LintRule(
    .ruleNeverDecides, "A rule that has no effect in any test.",
    rationale: """
      The policy is tested, but never with a session for which the rule grants, forbids or \
      demands. It could be removed, and every test would pass. Not looked at while a test is \
      skipped.
      """,
    severity: .warning,
    bad: [
      .suite(
        LintExample.soundTest,
        policy: """
          version: 1
          policy: example
          rules:
            - id: confirm
              may: refresh
            - id: ⟦half-a-day-at-most⟧
              must: sign_in
              max_lifetime: 12h

          """)
    ],
    good: [
      .suite(
        LintExample.soundTest + """

            - name: twelve hours after it began the session ends
              session: ada
              at: 11h
              expect: { outcome: sign_in }
          """,
        policy: """
          version: 1
          policy: example
          rules:
            - id: confirm
              may: refresh
            - id: half-a-day-at-most
              must: sign_in
              max_lifetime: 12h

          """)
    ],
    check: .coverage { policy, coverage, findings in
      for rule in policy.rules where (coverage.count(of: rule)?.fired ?? 0) == 0 {
        let verb =
          switch rule.effect.verb {
          case .may: "never grants"
          case .never: "never forbids"
          case .must: "is never in force"
          }
        findings.report(
          "`\(rule.id.value)` \(verb) in any test, so nobody notices when it is wrong",
          at: rule.id.location, path: "\(rule.path).id",
          help: "add a test with a session for which it does")
      }
    })
}
