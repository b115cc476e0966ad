import PolicyCEL
package import PolicyDiagnostics
import SessionPolicy

extension DiagnosticCode {
  /// A window that the identity server opens later than the policy says.
  package static let kratosWindowShorter = DiagnosticCode("K801", "kratos-window-shorter")
}

extension LintRule {
  static let kratosWindowShorter = LintRule(
    .kratosWindowShorter, "A policy extends earlier than Kratos does.",
    rationale: """
      Before `session.earliest_possible_extend`, which left out is `session.lifespan`, Kratos answers \
      success and moves nothing. Until then the policy's window stands open to no use, and sessions \
      end sooner than its author thinks.
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
            within: ⟦6h⟧
            max_lifetime: 30d
        """,
        kratos: """
          session:
            lifespan: 24h
            earliest_possible_extend: 1h
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
            within: 6h
            max_lifetime: 30d
        """,
        kratos: """
          session:
            lifespan: 24h
            earliest_possible_extend: 6h
          """)
    ],
    check: .kratos { kratos, subject, findings in
      guard let settings = kratos.settings else { return }
      for rule in subject.policies.flatMap(\.rules) {
        guard let within = rule.within, within.value > settings.extendWindow else { continue }
        let window = settings.extendWindow.policyText ?? ""
        findings.report(
          "Kratos extends only in the last `\(window)`, so the window of `\(rule.qualifiedID)` opens "
            + "later than it says",
          at: within.location, path: rule.path + ".within",
          help:
            "write `within: \(window)`, or set `session.earliest_possible_extend` to the window",
          related: kratos.related("the window of Kratos", "session", "earliest_possible_extend"))
      }
    })
}
