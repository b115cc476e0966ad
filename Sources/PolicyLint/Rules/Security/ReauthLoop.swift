import PolicyAnalysis
import PolicyCEL
import PolicyDiagnostics
import SessionPolicy

extension LintRule {
  static let reauthLoop = LintRule(
    .reauthLoop,
    "A rule asks for re-authentication again as soon as it was done.",
    rationale: """
      Re-authenticating moves `authenticated_at` and the completed methods, and never `issued_at`, \
      the identity or what the request is for; a login for a first factor leaves the level as it is. \
      A limit on the lifetime, or a rule that states no requirement and whose condition such a login \
      cannot change, asks again at once, for ever. State what the session must show, such as \
      `max_age`, or end it with `must: sign_in`.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: confirm
            may: refresh
          - id: a-month-at-most
            must: reauthenticate
            ⟦max_lifetime⟧: 30d
        """),
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: confirm
            may: refresh
          - id: payments
            ⟦must: reauthenticate⟧
            when: request.action == "payment.create"
        """),
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: confirm
            may: refresh
          - id: second-factor
            ⟦must: reauthenticate⟧
            when: session.aal == "aal1"
        """),
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: confirm
            may: refresh
          - id: payments
            must: reauthenticate
            when: request.action == "payment.create"
            max_age: 5m
          - id: a-month-at-most
            must: sign_in
            max_lifetime: 30d
        """)
    ],
    check: .survey { survey, _, findings in
      for demand in survey.demands {
        let rule = demand.rule
        let readsLevel = rule.condition?.reads { $0.description == "session.aal" } ?? false
        findings.report(
          "`\(rule.qualifiedID)` asks for ever, for re-authenticating changes nothing that "
            + "it looks at",
          at: rule.effectLocation, confidence: demand.witness == nil ? .likely : nil,
          path: rule.path,
          help: readsLevel
            ? "to ask for a second factor, write `aal: aal2` in place of the condition"
            : "say what the session must show, such as `max_age: 5m`",
          witness: demand.witness)
      }
    })
}
