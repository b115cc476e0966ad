import PolicyAnalysis
package import PolicyDiagnostics
import PolicyTime
import SessionPolicy

extension DiagnosticCode {
  /// A bound on the age that an extension steps over.
  package static let capOvershoot = DiagnosticCode("SEC002", "cap-overshoot")
}

extension LintRule {
  static let capOvershoot = LintRule(
    .capOvershoot, "The age is bounded before extending only, so the new expiry lies beyond it.",
    rationale: """
      `when: session.age < duration("12h")` is true just before twelve hours, and the extension then \
      adds its whole length. `max_lifetime` and `max_age` are held against the *new* expiry.
      """,
    fallsAway: "A cap stated by `max_lifetime` or `max_age` is never overshot.",
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            by: 8h
            when: ⟦session.age < duration("12h")⟧
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
            by: 8h
            max_lifetime: 12h
        """)
    ],
    check: .survey { survey, _, findings in
      for overshoot in survey.overshoots {
        let (rule, clause) = (overshoot.rule, Clause(overshoot.clause))
        let length = rule.by.flatMap(\.value.policyText).map { "`\($0)`" }
        findings.report(
          "`\(clause.reading)` is asked before the extension, which then adds "
            + (length ?? "the whole lifespan of the identity server") + " beyond it",
          at: clause.location, path: overshoot.owner.path,
          help:
            "state the cap as `\(overshoot.isLifetime ? "max_lifetime" : "max_age")`"
            + (overshoot.owner.path == rule.path ? "" : " of `\(rule.qualifiedID)`")
            + ", which the new expiry stays within",
          related: rule.by.map { [.init("what is added", at: $0.location)] }
            ?? (overshoot.owner.path == rule.path
              ? [] : [.init("what is extended", at: rule.effectLocation)]),
          shown: overshoot.showing)
      }
    })
}
