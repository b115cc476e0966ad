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
    severity: .warning, confidence: .likely,
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
    check: .policy { document, findings in
      guard document.isComplete else { return }
      let rules = document.scopedRules
      let isLimitedByOthers = rules.contains { other in
        other.rule.effect.verb != .may
          && (other.rule.alternatives.allSatisfy { $0[.maxIdle] != nil }
            || other.tree.clauses.contains { $0.readsIdleTime })
      }
      guard !isLimitedByOthers else { return }
      for scoped in rules where scoped.rule.effect == .mayExtend {
        let unlimited = scoped.rule.written("aal") {
          $0.aal?.value == .aal2 && $0[.maxIdle] == nil ? $0.aal : nil
        }
        guard !unlimited.isEmpty, !scoped.tree.clauses.contains(where: \.readsIdleTime) else {
          continue
        }
        findings.report(
          "`\(scoped.rule.qualifiedID)` extends sessions that nobody uses",
          at: scoped.effectLocation,
          path: scoped.rule.path, help: "add `max_idle`, such as `max_idle: 1h`",
          related: unlimited.map { .init("worth two factors", at: $0.value.location) })
      }
    })
}

extension Clause {
  fileprivate var readsIdleTime: Bool {
    readPaths.contains { ["session.idle", "request.last_active_at"].contains($0.description) }
  }
}
