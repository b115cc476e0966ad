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
    check: .policy { document, findings in
      for scoped in document.scopedRules where scoped.rule.effect == .mayExtend {
        guard !scoped.rule.isCapped,
          scoped.tree.implies(ScopedRule.boundsAge),
          let clause = scoped.tree.clauses.first(where: ScopedRule.boundsAge)
        else { continue }
        let length = scoped.rule.by.flatMap(\.value.policyText).map { "`\($0)`" }
        let isIssue = clause.atom?.path.description == "session.age"
        findings.report(
          "`\(clause.reading)` is asked before the extension, which then adds "
            + (length ?? "the whole lifespan of the identity server") + " beyond it",
          at: clause.location, path: scoped.rule.path,
          help: "state the cap as `\(isIssue ? "max_lifetime" : "max_age")`, which the new expiry "
            + "stays within",
          related: scoped.rule.by.map { [.init("what is added", at: $0.location)] } ?? [])
      }
    })
}
