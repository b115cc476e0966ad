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
      // Whether a rule asks for a login that is recent enough for Kratos.
      let isStrict = { (other: ScopedRule) in
        other.rule.effect.verb == .must
          && other.rule.alternatives.allSatisfy { alternative in
            alternative.maxAge.map { $0.value <= privileged } ?? false
          }
      }
      guard !subject.scopedRules.contains(where: { $0.parts.isEmpty && isStrict($0) }) else {
        return
      }
      for document in subject.documents {
        Self.report(document.comparable, beyond: privileged, isStrict, kratos, to: &findings)
      }
    })

  private static func report(
    _ rules: RuleComparison, beyond privileged: Duration, _ isStrict: (ScopedRule) -> Bool,
    _ kratos: KratosConfiguration, to findings: inout Findings
  ) {
    for scoped in rules.rules where scoped.rule.effect == .mustReauthenticate {
      let longer = scoped.rule.written(LimitKey.maxAge.rawValue, \.maxAge).filter {
        $0.value.value > privileged
      }
      guard !longer.isEmpty, let action = scoped.credentialAction,
        !rules.wider(than: scoped).contains(where: isStrict)
      else { continue }
      let limit = privileged.policyText ?? ""
      for age in longer {
        findings.report(
          "Kratos wants a login from the last `\(limit)` for `\(action)`, so it refuses what this "
            + "lets pass",
          at: age.value.location, path: age.path, help: "write `max_age: \(limit)`",
          related: kratos.related(
            "what Kratos wants", "selfservice", "flows", "settings", "privileged_session_max_age"))
      }
    }
  }
}
