import PolicyAnalysis
package import PolicyDiagnostics
import PolicyTime
import PolicyYAML
import SessionPolicy

extension DiagnosticCode {
  /// A change that the identity server lets pass longer than the policy.
  package static let kratosPrivilegedAgeLonger = DiagnosticCode(
    "K815", "kratos-privileged-age-longer")
}

extension LintRule {
  static let kratosPrivilegedAgeLonger = LintRule(
    .kratosPrivilegedAgeLonger, "Kratos is content with an older login than the policy.",
    rationale: """
      The browser talks to the settings flow of Kratos itself, so what Kratos lets pass there is what \
      holds: a session whose login is younger than \
      `selfservice.flows.settings.privileged_session_max_age` changes credentials, whatever a policy \
      of the application says.
      """,
    severity: .warning, confidence: .likely,
    bad: [
      LintExample(
        LintExample.credentials("max_age: 5m"),
        kratos: """
          selfservice:
            flows:
              settings:
                privileged_session_max_age: ⟦24h⟧
          """)
    ],
    good: [
      LintExample(
        LintExample.credentials("max_age: 5m"),
        kratos: """
          selfservice:
            flows:
              settings:
                privileged_session_max_age: 5m
          """)
    ],
    check: .kratos { kratos, subject, findings in
      // Where nothing of the flows is set, another part of the configuration may set them.
      guard let privileged = kratos.settings?.privilegedSessionMaxAge,
        kratos.value("selfservice", "flows") != nil
      else { return }
      let guarded = subject.scopedRules.filter {
        $0.rule.effect == .mustReauthenticate && $0.credentialAction != nil
      }.compactMap { scoped -> (scoped: ScopedRule, age: Written<Duration>)? in
        // A rule asks for no more than the loosest of its alternatives.
        guard scoped.rule.alternatives.allSatisfy({ $0.maxAge != nil }) else { return nil }
        return scoped.rule.written(LimitKey.maxAge.rawValue, \.maxAge)
          .max { $0.value.value < $1.value.value }.map { (scoped, $0) }
      }
      let strictest = guarded.min { $0.age.value.value < $1.age.value.value }
      guard let (scoped, written) = strictest, let action = scoped.credentialAction,
        privileged > written.value.value
      else { return }
      let age = written.value
      let setting = kratos.value(
        "selfservice", "flows", "settings", "privileged_session_max_age")
      findings.report(
        "at Kratos itself a session may do `\(action)` for `\(privileged.policyText ?? "")` after its "
          + "login, and `\(scoped.rule.qualifiedID)` wants one from the last "
          + "`\(age.value.policyText ?? "")`",
        at: setting?.occurrence ?? age.location,
        path: setting == nil
          ? written.path
          : "$.selfservice.flows.settings.privileged_session_max_age",
        help:
          "set `selfservice.flows.settings.privileged_session_max_age: \(age.value.kratosText)`",
        related: setting == nil ? [] : [.init("what the policy wants", at: age.location)])
    })
}

extension ScopedRule {
  /// An action of the rule that Kratos' settings flow carries out itself, under its usual name.
  var credentialAction: String? {
    actions.sorted().first(where: CredentialChange.actions.contains)
  }
}

extension LintExample {
  /// A policy with a demand on changes of the password.
  static func credentials(_ demands: String...) -> String {
    """
    version: 1
    policy: example
    rules:
      - id: confirm
        may: refresh
      - id: credentials
        must: reauthenticate
        when: request.action == "settings.password"
    """ + demands.map { "\n    " + $0 }.joined() + "\n"
  }
}
