import PolicyAnalysis
package import PolicyDiagnostics
import SessionPolicy

extension DiagnosticCode {
  /// A permission and a prohibition of the same for the same sessions.
  package static let conflictingRules = DiagnosticCode("L404", "conflicting-rules")
}

extension LintRule {
  static let conflictingRules = LintRule(
    .conflictingRules, "The same is permitted and forbidden under the same condition.",
    rationale: """
      `never` beats `may`, so the permission is dead. As both say the same of the same sessions, one \
      of them is a mistake, and only its author knows which.
      """,
    fallsAway: "Rules that overlap in part are no conflict, for `never` beats `may`.",
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            ⟦may: extend⟧
            when: request.action == "read"
            max_lifetime: 30d
          - id: no-sliding
            never: extend
            when: request.action == "read"
        """)
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            when: request.action == "read"
            max_lifetime: 30d
          - id: no-sliding
            never: extend
            when: request.action == "write"
        """)
    ],
    check: .survey { survey, _, findings in
      for remark in survey.rules where remark.isConflict {
        guard let other = remark.others.first else { continue }
        findings.report(
          "`\(remark.rule.qualifiedID)` permits what `\(other.qualifiedID)` forbids for the "
            + "same sessions, so nobody gets it",
          at: remark.rule.effectLocation, severity: remark.isAcrossFiles ? .info : nil,
          path: remark.rule.path, help: "remove one of them",
          related: [.init("forbidden here", at: other.effectLocation)])
      }
    })
}
