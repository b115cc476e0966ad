import PolicyCEL
package import PolicyDiagnostics
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
    severity: .warning, confidence: .likely,
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
    check: .kratos { kratos, subject, findings in
      guard let privileged = kratos.settings?.privilegedSessionMaxAge, privileged > .zero else {
        return
      }
      let rules = subject.scopedRules
      for scoped in rules
      where scoped.rule.effect == .mustReauthenticate {
        guard let age = scoped.rule.requirement.maxAge, age.value > privileged,
          let action = scoped.actions.sorted().first(where: Self.isOfCredentials),
          !rules.contains(where: { other in
            other.rule.effect.verb == .must && scoped.isWithin(other)
              && other.rule.requirement.maxAge.map { $0.value <= privileged } ?? false
          })
        else { continue }
        let limit = privileged.policyText ?? ""
        findings.report(
          "Kratos wants a login from the last `\(limit)` for `\(action)`, so it refuses what this "
            + "lets pass",
          at: age.location, path: scoped.rule.path + ".max_age", help: "write `max_age: \(limit)`",
          related: kratos.related(
            "what Kratos wants", "selfservice", "flows", "settings", "privileged_session_max_age"))
      }
    })

  /// Whether an action is one of those that Kratos guards itself, under their usual names.
  private static func isOfCredentials(_ action: String) -> Bool {
    [
      "settings.password", "settings.totp", "settings.lookup_secret", "settings.webauthn",
      "settings.passkey", "settings.oidc",
    ].contains(action)
  }
}
