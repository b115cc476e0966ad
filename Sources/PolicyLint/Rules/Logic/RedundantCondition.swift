package import PolicyDiagnostics
import SessionPolicy

extension DiagnosticCode {
  /// A part of a condition that another part makes needless.
  package static let redundantCondition = DiagnosticCode("L406", "redundant-condition")
}

extension LintRule {
  static let redundantCondition = LintRule(
    .redundantCondition, "A part of a condition adds nothing to another part.",
    rationale: """
      Nothing is wrong with what the rule decides. But of two limits on the same thing one is \
      meant, and the next person may change the other one and wonder.
      """,
    severity: .info,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            when: session.age < duration("12h") && ⟦session.age < duration("24h")⟧
            max_lifetime: 30d
        """),
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            when: request.action == "read" || ⟦request.action == "read"⟧
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
            when: session.age > duration("12h") && session.age < duration("24h")
            max_lifetime: 30d
        """)
    ],
    check: .policy { document, findings in
      for (remark, condition) in document.conditionRemarks {
        let clause = remark.clause
        switch remark {
        case .implied(_, let other):
          let isSame = clause.key == other.key
          findings.report(
            isSame
              ? "`\(clause.reading)` stands here twice"
              : "`\(clause.reading)` holds wherever `\(other.reading)` does, so it adds nothing",
            at: clause.location, path: condition.path, help: "remove it",
            related: [.init("this has to hold too", at: other.location)],
            fix: ClauseRemoval(of: clause, from: condition, joinedBy: .and).fix)
        case .covered(_, let other):
          let isSame = clause.key == other.key
          findings.report(
            isSame
              ? "`\(clause.reading)` stands here twice"
              : "`\(other.reading)` holds wherever `\(clause.reading)` does, so the latter adds nothing",
            at: clause.location, path: condition.path, help: "remove it",
            related: [.init("the wider alternative", at: other.location)],
            fix: ClauseRemoval(of: clause, from: condition, joinedBy: .or).fix)
        case .clash, .complementary, .literal, .decided: break
        }
      }
    })
}
