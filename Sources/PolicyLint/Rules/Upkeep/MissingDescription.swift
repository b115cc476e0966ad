package import PolicyDiagnostics
import SessionPolicy

extension DiagnosticCode {
  /// A rule or policy that nobody explains.
  package static let missingDescription = DiagnosticCode("M702", "missing-description")
}

extension LintRule {
  static let missingDescription = LintRule(
    .missingDescription, "A policy has no description, or a rule neither that nor a `because`.",
    rationale: """
      Numbers without a source are not changed by anybody who does not know where they are from. Runs \
      only where it is selected, as by `--select M702`.
      """,
    severity: .info, isOptIn: true,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        description: Everybody may confirm who they are.
        rules:
          - id: ⟦confirm⟧
            may: refresh
        """)
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        description: Everybody may confirm who they are.
        rules:
          - id: confirm
            description: By a login within the session.
            may: refresh
        """)
    ],
    check: .policy { document, findings in
      guard document.isComplete, let policy = document.policy else { return }
      if policy.description == nil {
        findings.report(
          "policy `\(policy.name.value)` does not say what it is for", at: policy.name.location,
          path: "$.policy", help: "add `description:`")
      }
      for rule in policy.rules where rule.description == nil && rule.because == nil {
        findings.report(
          "rule `\(rule.id.value)` does not say what it is for", at: rule.id.location,
          path: rule.path, help: "add `description:`, or `because:` for those it concerns")
      }
    })
}
