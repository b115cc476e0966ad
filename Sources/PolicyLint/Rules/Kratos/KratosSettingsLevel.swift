package import PolicyDiagnostics
import PolicyYAML
import SessionPolicy

extension DiagnosticCode {
  /// A settings flow that asks for less than the policy.
  package static let kratosSettingsLevel = DiagnosticCode("K816", "kratos-settings-level")
}

extension LintRule {
  static let kratosSettingsLevel = LintRule(
    .kratosSettingsLevel, "Kratos changes credentials for who has shown one factor alone.",
    rationale: """
      The browser talks to the settings flow of Kratos itself. With `required_aal: aal1` there, who \
      knows the password alone can take the second factor away, and a policy that asks for it is \
      passed by.
      """,
    severity: .warning, confidence: .likely,
    bad: [
      LintExample(
        LintExample.credentials("aal: aal2", "max_age: 1h"),
        kratos: """
          selfservice:
            flows:
              settings:
                required_aal: ⟦aal1⟧
          """)
    ],
    good: [
      LintExample(
        LintExample.credentials("aal: aal2", "max_age: 1h"),
        kratos: """
          selfservice:
            flows:
              settings:
                required_aal: highest_available
          """)
    ],
    check: .kratos { kratos, subject, findings in
      guard kratos.settings?.settingsRequiredAAL == .aal1,
        let setting = kratos.value("selfservice", "flows", "settings", "required_aal")
      else { return }
      let demanding = subject.scopedRules.first { scoped in
        scoped.rule.effect == .mustReauthenticate
          && scoped.rule.alternatives.allSatisfy { $0.aal?.value == .aal2 }
          && (scoped.credentialAction != nil || scoped.tree.clauses.isEmpty)
      }
      guard let demanding, let level = demanding.rule.alternatives.first?.aal else { return }
      findings.report(
        "at Kratos itself a session at `aal1` may change credentials, and "
          + "`\(demanding.rule.qualifiedID)` asks for `aal2`",
        at: setting.occurrence, path: "$.selfservice.flows.settings.required_aal",
        help: "set `selfservice.flows.settings.required_aal: highest_available`",
        related: [.init("what the policy asks for", at: level.location)])
    })
}
