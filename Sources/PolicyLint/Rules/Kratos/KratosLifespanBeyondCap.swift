import PolicyAnalysis
package import PolicyDiagnostics
import PolicyTime
import SessionPolicy

extension DiagnosticCode {
  /// A lifespan by which no extension stays within its cap.
  package static let kratosLifespanBeyondCap = DiagnosticCode(
    "K802", "kratos-lifespan-beyond-cap")
}

extension LintRule {
  static let kratosLifespanBeyondCap = LintRule(
    .kratosLifespanBeyondCap, "An extension gives more than the cap of its rule allows.",
    rationale: """
      An extension takes no length: Kratos sets the expiry to now and `session.lifespan`. One that \
      would pass `max_lifetime` or `max_age` is not granted, so with a lifespan as long as the cap no \
      session is ever extended.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            max_lifetime: ⟦12h⟧
        """,
        kratos: """
          session:
            lifespan: 24h
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
            max_lifetime: 12h
        """,
        kratos: """
          session:
            lifespan: 1h
          """)
    ],
    check: .survey { survey, subject, findings in
      guard let kratos = subject.kratos, let lifespan = kratos.settings?.lifespan else { return }
      for futile in survey.futile where futile.rule.by == nil {
        let rule = futile.rule
        let isWhole = futile.alternatives.count == rule.alternatives.count
        let whole = isWhole && rule.isPassed(by: lifespan) ? "" : "this alternative of "
        for cap in rule.capsPassed(by: lifespan) {
          findings.report(
            "an extension gives a session `\(lifespan.policyText ?? "")`, which passes this cap, so "
              + "\(whole)`\(rule.qualifiedID)` extends no session",
            at: cap.value.location, path: cap.path,
            help: "raise the cap, or set `session.lifespan` below it",
            related: kratos.related("the lifespan", "session", "lifespan"))
        }
      }
    })
}
