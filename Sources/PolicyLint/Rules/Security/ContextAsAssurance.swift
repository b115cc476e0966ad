import PolicyAnalysis
package import PolicyDiagnostics
import SessionPolicy

extension DiagnosticCode {
  /// A demand that a place is enough to escape.
  package static let contextAsAssurance = DiagnosticCode("SEC014", "context-as-assurance")
}

extension LintRule {
  static let contextAsAssurance = LintRule(
    .contextAsAssurance, "Being in some place is enough to escape a demand.",
    rationale: """
      An address or a country says where a request comes from, not who makes it. NIST SP 800-63B-4 \
      counts such checks as no factor: they do not change the level. Ask everybody, and use the place \
      to ask more often.
      """,
    severity: .info,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: confirm
            may: refresh
          - id: outside
            must: reauthenticate
            when: ⟦request.country != "DE"⟧
            aal: aal2
            max_age: 12h
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
          - id: elsewhere
            must: reauthenticate
            when: request.country == "KP"
            aal: aal2
            max_age: 12h
        """)
    ],
    check: .survey { survey, _, findings in
      for dependence in survey.dependences where dependence.kind == .escape {
        let rule = dependence.rule
        guard let condition = rule.condition else { continue }
        findings.report(
          "whoever is in the right place escapes `\(rule.qualifiedID)`",
          at: dependence.clause?.location ?? condition.location, path: rule.path,
          help: "demand it of everybody, or more of those elsewhere", shown: dependence.showing)
      }
    })
}
