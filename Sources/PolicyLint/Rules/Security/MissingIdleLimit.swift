import PolicyAnalysis
package import PolicyDiagnostics
import SessionPolicy

extension DiagnosticCode {
  /// A session of two factors that stays open however long nobody uses it.
  package static let missingIdleLimit = DiagnosticCode("SEC009", "missing-idle-limit")
}

extension LintRule {
  static let missingIdleLimit = LintRule(
    .missingIdleLimit, "A session at `aal2` is extended however long nobody has used it.",
    rationale: """
      A session that was worth a second factor is worth an inactivity limit: a browser left open in a \
      public place is otherwise extended by whatever polls in it. NIST SP 800-63B-4 §2.2.3 \
      recommends an hour.
      """,
    severity: .warning,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            ⟦may: extend⟧
            aal: aal2
            max_lifetime: 12h
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
            aal: aal2
            max_idle: 1h
            max_lifetime: 12h
        """)
    ],
    check: .survey { survey, subject, findings in
      // A rule that could not be read may be the one that limits it.
      let complete = subject.completeFiles
      for idle in survey.idle where complete.contains(Text(idle.rule.location.file.name)) {
        let rule = idle.rule
        let unlimited = idle.alternatives.compactMap { index in
          rule.alternatives.dropFirst(index).first?.aal?.location
        }
        findings.report(
          "`\(rule.qualifiedID)` extends sessions that nobody uses", at: rule.effectLocation,
          path: rule.path, help: "add `max_idle`, such as `max_idle: 1h`",
          related: unlimited.map { .init("worth two factors", at: $0) }, shown: idle.showing)
      }
    })
}
