import PolicyAnalysis
package import PolicyDiagnostics
import PolicyTime
import SessionPolicy

extension DiagnosticCode {
  /// A change for which the identity server asks sooner than the policy.
  package static let kratosPrivilegedAge = DiagnosticCode("K804", "kratos-privileged-age")
}

extension LintRule {
  static let kratosPrivilegedAge = LintRule(
    .kratosPrivilegedAge, "Kratos asks for a fresh login sooner than the policy does.",
    rationale: """
      Changes of credentials need a session that is younger than \
      `selfservice.flows.settings.privileged_session_max_age`. A policy that lets an older one pass \
      says `proceed`, and Kratos then answers 403 `session_refresh_required` in the middle of the \
      form.
      """,
    severity: .warning,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: confirm
            may: refresh
          - id: credentials
            must: reauthenticate
            when: request.action == "settings.password"
            max_age: ⟦1h⟧
        """,
        kratos: """
          selfservice:
            flows:
              settings:
                privileged_session_max_age: 15m
          """)
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: confirm
            may: refresh
          - id: credentials
            must: reauthenticate
            when: request.action == "settings.password"
            max_age: 15m
        """,
        kratos: """
          selfservice:
            flows:
              settings:
                privileged_session_max_age: 15m
          """)
    ],
    check: .survey { survey, subject, findings in
      guard let kratos = subject.kratos, let privileged = kratos.settings?.privilegedSessionMaxAge
      else { return }
      let limit = privileged.policyText ?? ""
      var told: Set<String> = []
      for change in survey.unprivileged {
        let rule = change.rule
        guard let age = rule.alternatives.dropFirst(change.alternative).first?.maxAge,
          told.insert("\(rule.qualifiedID) \(age.location.range.start)").inserted
        else { continue }
        findings.report(
          "Kratos wants a login from the last `\(limit)` for `\(change.action)`, so it refuses what "
            + "this lets pass",
          at: age.location,
          path: rule.path(of: LimitKey.maxAge.rawValue, inAlternative: change.alternative),
          help: "write `max_age: \(limit)`",
          related: kratos.related(
            "what Kratos wants", "selfservice", "flows", "settings", "privileged_session_max_age"),
          shown: change.showing)
      }
    })
}
