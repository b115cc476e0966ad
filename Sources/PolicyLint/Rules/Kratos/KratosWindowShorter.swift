import PolicyAnalysis
package import PolicyDiagnostics
import PolicyTime
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
      end sooner than its author thinks. A rule without `within` has the widest window of all: who is \
      active all day, and not in the last hours before the expiry, is signed out the next morning.
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
          """),
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            ⟦may: extend⟧
            max_lifetime: 30d
        """,
        kratos: """
          session:
            lifespan: 24h
            earliest_possible_extend: 1h
          """),
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
    check: .survey { survey, subject, findings in
      guard let kratos = subject.kratos, let settings = kratos.settings else { return }
      let window = settings.extendWindow.policyText ?? ""
      let related = kratos.related("the window of Kratos", "session", "earliest_possible_extend")
      for early in survey.early {
        let rule = early.rule
        guard let within = rule.within else {
          findings.report(
            "Kratos extends only in the last `\(window)`, and `\(rule.qualifiedID)` has no `within`, "
              + "as if it did at any time",
            at: rule.effectLocation, path: rule.path, help: "write `within: \(window)`",
            related: related, shown: early.showing)
          continue
        }
        findings.report(
          "Kratos extends only in the last `\(window)`, so the window of `\(rule.qualifiedID)` opens "
            + "later than it says",
          at: within.location, path: rule.path + ".within",
          help:
            "write `within: \(window)`, or set `session.earliest_possible_extend` to the window",
          related: related, shown: early.showing)
      }
    })
}
