package import PolicyDiagnostics
import SessionPolicy

extension DiagnosticCode {
  /// A policy too large for its rules to be compared with each other.
  package static let analysisIncomplete = DiagnosticCode("L499", "analysis-incomplete")
}

extension LintRule {
  static let analysisIncomplete = LintRule(
    .analysisIncomplete, "A policy has too many rules to compare each with every other.",
    rationale: """
      The checks that compare rules, of logic and of security, say nothing about such a policy. Up to \
      3 000 rules are compared. Split the file where it can be split.
      """,
    severity: .warning,
    bad: [
      LintExample(
        "version: 1\npolicy: ⟦example⟧\nrules:\n"
          + (0...LintedPolicy.comparisonLimit).map { "  - { id: r\($0), never: extend }\n" }
          .joined(), isMovable: false)
    ],
    good: [
      LintExample("version: 1\npolicy: example\nrules:\n  - { id: confirm, may: refresh }\n")
    ],
    check: .policy { document, findings in
      guard let policy = document.policy, policy.rules.count > LintedPolicy.comparisonLimit else {
        return
      }
      findings.report(
        "\(policy.rules.count) rules are too many to compare each with every other, so what they "
          + "make of each other was not checked",
        at: policy.name.location, path: "$.policy", help: "split the policy into several files")
    })
}
