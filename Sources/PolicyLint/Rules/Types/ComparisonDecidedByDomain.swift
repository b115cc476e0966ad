package import PolicyDiagnostics
import SessionPolicy

extension DiagnosticCode {
  /// A comparison that has one answer in every session.
  package static let comparisonDecidedByDomain = DiagnosticCode(
    "T305", "comparison-decided-by-domain")
}

extension LintRule {
  static let comparisonDecidedByDomain = LintRule(
    .comparisonDecidedByDomain,
    "A comparison has the same answer in every session that rules decide about.",
    rationale: """
      A session that is expired, revoked or disabled is over before any rule is asked, time that has \
      passed is never negative, and Kratos knows no level above `aal2`. A comparison that asks for \
      the opposite makes a rule that never applies; one that asks for the same says nothing.
      """,
    severity: .warning,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: late
            never: extend
            when: ⟦session.remaining <= duration("0s")⟧
        """),
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: strong
            never: refresh
            when: request.action == "read" && ⟦session.aal == "aal3"⟧
        """),
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: late
            never: extend
            when: session.remaining <= duration("1h")
        """)
    ],
    check: .policy { document, findings in
      for case (.decided(let clause, let value, let reason), let condition)
        in document.conditionRemarks
      {
        // As the whole of a condition it decides what the rule does.
        let isWhole = clause.isWhole && condition.isExpression
        findings.report(
          "`\(clause.reading)` is always \(value), for \(reason)", at: clause.location,
          severity: isWhole && !value ? .error : nil, path: condition.path,
          help: value ? "remove it" : "remove the rule, or compare with what a session can have")
      }
    })
}
