package import PolicyDiagnostics
import SessionPolicy

extension DiagnosticCode {
  /// A condition, or a part of one, that is always true or never.
  package static let constantCondition = DiagnosticCode("L401", "constant-condition")
}

extension LintRule {
  static let constantCondition = LintRule(
    .constantCondition, "A part of a condition is always true, or can never be.",
    rationale: """
      Two clauses that exclude each other make a rule that applies to no session: a limit that \
      nobody meets, or a permission that nobody gets. A clause that always holds makes a rule apply \
      where its author wanted an exception.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            when: session.aal == "aal1" && ⟦session.aal == "aal2"⟧
            max_lifetime: 30d
        """),
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            when:
              all:
                - session.age < duration("2h")
                - ⟦session.age >= duration("4h")⟧
            max_lifetime: 30d
        """),
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            when: request.action == "read" || ⟦request.action != "read"⟧
            max_lifetime: 30d
        """),
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            when: ⟦true⟧
            max_lifetime: 30d
        """),
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            when: session.aal == "aal2" && session.age < duration("2h")
            max_lifetime: 30d
        """)
    ],
    check: .policy { document, findings in
      for (remark, condition) in document.conditionRemarks {
        let clause = remark.clause
        switch remark {
        case .clash(_, let other):
          findings.report(
            "`\(clause.reading)` never holds together with `\(other.reading)`, so no session meets "
              + "both", at: clause.location, path: condition.path,
            help: "remove one of them, or join them with `any`",
            related: [.init("this has to hold too", at: other.location)])
        case .complementary(_, let other):
          findings.report(
            "`\(clause.reading)` holds wherever `\(other.reading)` does not, so one of them always "
              + "holds", at: clause.location, severity: .warning, path: condition.path,
            help: "remove both, or join them with what was meant to decide",
            related: [.init("the other one", at: other.location)])
        case .literal(_, let value):
          let isWhole = clause.isWhole && condition.isExpression
          findings.report(
            value
              ? "this always holds, so it leaves nothing out"
              : "this never holds, so \(isWhole ? "the rule" : "whatever it is joined to by `all`") applies to no session",
            at: clause.location, severity: value ? .warning : nil, path: condition.path,
            help: isWhole
              ? (value ? "leave `when` out" : "remove the rule") : "remove it from the condition")
        case .implied, .covered, .decided: break
        }
      }
    })
}
