import PolicyAnalysis
package import PolicyDiagnostics
import SessionPolicy

extension DiagnosticCode {
  /// A permission that something else always takes back.
  package static let shadowedRule = DiagnosticCode("L402", "shadowed-rule")
}

extension LintRule {
  static let shadowedRule = LintRule(
    .shadowedRule, "A permission is never granted, for other rules always take it back.",
    rationale: """
      `never` beats `may`, and a `must` in force beats an extension. Where one of such rules is in force \
      in every session that the permission applies to, the permission is dead: nobody is extended or \
      refreshed by it, whatever its author meant. What rules of other files take back is only remarked.
      """,
    fallsAway: "Rules have no order, so none is hidden by one before it, and none depends on it.",
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
        """),
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            ⟦may: extend⟧
            when: session.aal == "aal2" && request.action == "read"
            max_lifetime: 30d
          - id: readers-do-not-slide
            never: extend
            when: request.action == "read"
        """),
      // Each of the two others takes back a part of it.
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: confirm
            may: refresh
          - id: slide
            ⟦may: extend⟧
            when: session.age > duration("20d")
            max_lifetime: 60d
          - id: a-month-at-most
            must: sign_in
            max_lifetime: 30d
          - id: not-in-the-last-days
            never: extend
            when: session.age >= duration("10d") && session.age < duration("40d")
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
            max_lifetime: 30d
          - id: readers-do-not-slide
            never: extend
            when: request.action == "read"
        """)
    ],
    check: .survey { survey, _, findings in
      for remark in survey.rules where remark.kind == .takenBack && !remark.isConflict {
        let others = remark.others.map { "`\($0.qualifiedID)`" }
        findings.report(
          "`\(remark.rule.qualifiedID)` never permits anything, for \(others.inSentence) "
            + (others.count == 1 ? "is in force" : "together are in force")
            + " wherever it applies",
          at: remark.rule.effectLocation, severity: remark.isAcrossFiles ? .info : nil,
          path: remark.rule.path,
          help: "remove one of them, or let the other one apply to fewer sessions",
          related: remark.others.map { .init("this takes it back", at: $0.effectLocation) })
      }
    })
}

extension RuleRemark {
  /// Whether the same is permitted and forbidden for the same sessions.
  var isConflict: Bool {
    kind == .takenBack && isSame && others.first?.effect.verb == .never
  }
}
