import PolicyAnalysis
package import PolicyDiagnostics
import SessionPolicy

extension DiagnosticCode {
  /// A question about a rule that was not found out.
  package static let analysisIncomplete = DiagnosticCode("L499", "analysis-incomplete")
}

extension LintRule {
  static let analysisIncomplete = LintRule(
    .analysisIncomplete, "What is to be known of a rule takes more work than there is for it.",
    rationale: """
      The checks that speak of all sessions say nothing about such a rule, neither good nor bad. How \
      much work there is is counted in steps and not in time, so that it is the same on every machine: \
      far more than rules that people can read take. Make the condition simpler, or split it into \
      several rules.
      """,
    severity: .warning,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        attributes:
        \((0..<26).map { "  context.a\($0): bool" }.joined(separator: "\n"))
        rules:
          - id: ⟦parity⟧
            may: refresh
            when:
              all:
                - \((0..<26).map { "context.a\($0)" }.joined(separator: " != "))
                - \((0..<26).reversed().map { "context.a\($0)" }.joined(separator: " != ")) != true
        """, isMovable: false)
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        attributes:
          context.a: bool
          context.b: bool
        rules:
          - id: parity
            may: refresh
            when: context.a != context.b
        """)
    ],
    check: .survey { survey, _, findings in
      var told: Set<String> = []
      for undecided in survey.undecided {
        guard let (name, location, path) = undecided.subject, told.insert(name).inserted else {
          continue
        }
        let why =
          switch undecided.reason {
          case .tooMuchWork: "takes more work than there is for it"
          case .tooLarge: "is more than is looked at"
          }
        findings.report(
          "undecided: what holds of `\(name)` in every session \(why)", at: location, path: path,
          help: "make its condition simpler, or split it")
      }
    })
}

extension RuleSurvey.Undecided {
  /// What it is about: its name, its place and its path.
  fileprivate var subject: (name: String, location: SourceLocation, path: String)? {
    if let rule { return (rule.qualifiedID, rule.id.location, rule.path) }
    switch owner {
    case .rule(let rule, _): return (rule.qualifiedID, rule.id.location, rule.path)
    case .policy(let policy, let when): return (policy.name.value, policy.name.location, when.path)
    case .definition(let definition, of: let policy):
      let name = definition.name
      return (
        "\(policy.name.value)/\(name.value)", name.location, "$.definitions.\(name.value)"
      )
    case nil: return nil
    }
  }
}
