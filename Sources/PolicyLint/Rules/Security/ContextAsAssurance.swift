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
    severity: .info, confidence: .heuristic,
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
    check: .policy { document, findings in
      for scoped in document.scopedRules where scoped.rule.effect.verb == .must {
        // Of several such places the first one says it.
        let clause = scoped.ownTree.conjuncts.lazy.compactMap { part in
          if case .clause(let clause) = part, clause.excuses { clause } else { nil }
        }.first
        guard let clause else { continue }
        findings.report(
          "whoever is in the right place escapes `\(scoped.rule.qualifiedID)`", at: clause.location,
          path: scoped.rule.path, help: "demand it of everybody, or more of those elsewhere")
      }
    })
}

extension Clause {
  /// Whether the clause leaves out who is in some place.
  fileprivate var excuses: Bool {
    guard readPaths.contains(where: \.isPlace) else { return false }
    if isNegated { return true }
    return expr.operation == .unequal
  }
}
