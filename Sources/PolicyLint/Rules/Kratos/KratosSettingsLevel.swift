import PolicyAnalysis
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
    severity: .warning,
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
    check: .survey { survey, subject, findings in
      guard let kratos = subject.kratos,
        let setting = kratos.value("selfservice", "flows", "settings", "required_aal"),
        let demand = survey.bypassed.first(where: { $0.kind == .level })
      else { return }
      let alternative = demand.rule.alternatives.first
      let wanted = alternative?.aal?.location ?? alternative?.methods?.location
      findings.report(
        "at Kratos itself a session at `aal1` may do `\(demand.action)`, and "
          + "`\(demand.rule.qualifiedID)` asks for more than one factor",
        at: setting.occurrence, path: "$.selfservice.flows.settings.required_aal",
        help: "set `selfservice.flows.settings.required_aal: highest_available`",
        related: wanted.map { [.init("what the policy asks for", at: $0)] } ?? [],
        shown: demand.showing)
    })
}
