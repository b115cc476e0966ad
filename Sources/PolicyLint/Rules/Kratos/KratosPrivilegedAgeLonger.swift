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
    severity: .warning,
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
    check: .survey { survey, subject, findings in
      // Where nothing of the flows is set, another part of the configuration may set them.
      guard let kratos = subject.kratos, let privileged = kratos.settings?.privilegedSessionMaxAge,
        kratos.value("selfservice", "flows") != nil
      else { return }
      let guarded = survey.bypassed.filter { $0.kind == .age }
        .map { ($0, age: $0.rule.loosestAge) }
      // The strictest of them is told; what a condition asks for has no length of its own.
      let strictest = guarded.min {
        ($0.age?.value.value ?? .seconds(Int64.max)) < ($1.age?.value.value ?? .seconds(Int64.max))
      }
      guard let (demand, age) = strictest,
        let wanted = age?.value.location ?? demand.rule.condition?.location
      else { return }
      let setting = kratos.value("selfservice", "flows", "settings", "privileged_session_max_age")
      let length = age.map { "one from the last `\($0.value.value.policyText ?? "")`" }
      findings.report(
        "at Kratos itself a session may do `\(demand.action)` for "
          + "`\(privileged.policyText ?? "")` after its login, and `\(demand.rule.qualifiedID)` "
          + "wants \(length ?? "a more recent one")",
        at: setting?.occurrence ?? wanted,
        path: setting == nil
          ? age?.path ?? demand.rule.path
          : "$.selfservice.flows.settings.privileged_session_max_age",
        help: "set `selfservice.flows.settings.privileged_session_max_age"
          + (age.map { ": \($0.value.value.kratosText)`" } ?? "` to what the rule asks for"),
        related: setting == nil ? [] : [.init("what the policy wants", at: wanted)],
        shown: demand.showing)
    })
}

extension Rule {
  /// The longest age that a demand is content with: it asks for no more than the loosest of its alternatives.
  fileprivate var loosestAge: Written<Duration>? {
    written(LimitKey.maxAge.rawValue, \.maxAge).max { $0.value.value < $1.value.value }
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
