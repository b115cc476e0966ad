import PolicyAnalysis
package import PolicyDiagnostics
import PolicyTime
import SessionPolicy

extension DiagnosticCode {
  /// An extension by another time than the identity server gives.
  package static let kratosByDiffers = DiagnosticCode("K803", "kratos-by-differs")
}

extension LintRule {
  static let kratosByDiffers = LintRule(
    .kratosByDiffers, "A policy extends by another time than Kratos does.",
    rationale: """
      Kratos sets the expiry to now and `session.lifespan`, whatever the policy says. Where that is \
      longer than `by`, sessions live longer than the policy decided, past its caps perhaps; where it \
      is shorter, they end sooner.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            by: ⟦1h⟧
            max_lifetime: 30d
        """,
        kratos: """
          session:
            lifespan: 24h
          """)
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            by: 24h
            max_lifetime: 30d
        """,
        kratos: """
          session:
            lifespan: 24h
          """)
    ],
    check: .survey { survey, subject, findings in
      guard let kratos = subject.kratos, kratos.settings != nil else { return }
      for unequal in survey.unequal {
        let rule = unequal.rule
        guard let by = rule.by else { continue }
        let lifespan = unequal.lifespan.policyText ?? ""
        let isLonger = unequal.lifespan > by.value
        findings.report(
          "Kratos extends by `\(lifespan)`, so sessions live "
            + (isLonger ? "longer than `\(rule.qualifiedID)` says" : "shorter than it says"),
          at: by.location, severity: isLonger ? nil : .warning, path: rule.path + ".by",
          help: "write `by: \(lifespan)` or leave it out, or set `session.lifespan`",
          related: kratos.related("the lifespan", "session", "lifespan"), shown: unequal.showing)
      }
    })
}
