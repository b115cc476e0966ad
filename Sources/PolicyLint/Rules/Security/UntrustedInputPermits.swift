import PolicyAnalysis
package import PolicyDiagnostics
import SessionPolicy

extension DiagnosticCode {
  /// A permission that depends on what a client says of itself.
  package static let untrustedInputPermits = DiagnosticCode("SEC013", "untrusted-input-permits")
}

extension LintRule {
  static let untrustedInputPermits = LintRule(
    .untrustedInputPermits, "A permission depends on what the client says of itself.",
    rationale: """
      An address, a country, a kind of client or a property of the device comes from the other side, \
      and whoever has stolen a session can say the same. Let such a thing forbid or demand, where a \
      lie gains nothing; let a permission rest on what your service knows, under `context`.
      """,
    severity: .warning,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            when: ⟦request.country == "DE"⟧
            max_lifetime: 30d
        """),
      .extending(where: #"'⟦has(request.country) ? request.country == "DE" : false⟧'"#),
      .extending(where: #"'⟦request.country.startsWith("D")⟧'"#),
      .extending(where: #"'⟦["AT", "DE"].exists(place, place == request.country)⟧'"#),
      .extending(where: #"'⟦{"DE": true}[request.country]⟧'"#),
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            max_lifetime: 30d
          - id: only-here
            never: extend
            when: request.country != "DE"
        """)
    ],
    check: .survey { survey, _, findings in
      for dependence in survey.dependences where dependence.kind == .permission {
        let rule = dependence.rule
        guard let condition = rule.condition else { continue }
        findings.report(
          "`\(rule.qualifiedID)` permits by `\(dependence.attribute)`, which the client says of "
            + "itself",
          at: dependence.clause?.location ?? condition.location, path: rule.path,
          help: "turn it round: forbid by `never` where it is not so", shown: dependence.showing)
      }
    })
}

extension LintExample {
  /// A policy that extends where a condition holds.
  fileprivate static func extending(where condition: String) -> LintExample {
    LintExample(
      """
      version: 1
      policy: example
      rules:
        - id: slide
          may: extend
          when: \(condition)
          max_lifetime: 30d
      """)
  }
}
