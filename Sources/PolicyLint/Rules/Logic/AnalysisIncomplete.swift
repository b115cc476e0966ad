package import PolicyDiagnostics
import SessionPolicy

extension DiagnosticCode {
  /// A policy too large for its rules to be compared with each other.
  package static let analysisIncomplete = DiagnosticCode("L499", "analysis-incomplete")
}

extension LintRule {
  static let analysisIncomplete = LintRule(
    .analysisIncomplete, "A policy has too many rules that could each be within another.",
    rationale: """
      The checks that compare rules, of logic and of security, say nothing about such a policy. Rules are \
      compared where their conditions share a part, up to two million pairs. Split the file where it can \
      be split.
      """,
    severity: .warning,
    bad: [
      LintExample(
        "version: 1\npolicy: ⟦example⟧\nrules:\n"
          + (0..<1_500).map { "  - { id: r\($0), never: extend }\n" }
          .joined(), isMovable: false)
    ],
    good: [
      LintExample("version: 1\npolicy: example\nrules:\n  - { id: confirm, may: refresh }\n")
    ],
    check: .policy { document, findings in
      guard let policy = document.policy, document.comparison == nil || !document.isRead else {
        return
      }
      findings.report(
        "\(policy.rules.count) rules have too many conditions in common to compare each with the others, so what they "
          + "make of each other was not checked",
        at: policy.name.location, path: "$.policy", help: "split the policy into several files")
    })
}
