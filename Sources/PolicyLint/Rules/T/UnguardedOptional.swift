import PolicyDiagnostics

extension LintRule {
  static let unguardedOptional = LintRule(
    .unguardedOptional, "An optional attribute is read without asking whether it is there.",
    rationale: """
      Where it is missing the condition has no answer, and the rule fails closed: a `may` does \
      not grant, a `never` forbids, a `must` is in force. If that is meant, say so by `has(…)`.
      """,
    severity: .warning,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        attributes:
          context.risk: { type: string, values: [low, high], optional: true }
        rules:
          - id: slide
            never: extend
            when: ⟦context.risk⟧ == "high"
        """)
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        attributes:
          context.risk: { type: string, values: [low, high], optional: true }
        rules:
          - id: slide
            never: extend
            when: has(context.risk) && context.risk == "high"
        """)
    ],
    check: .loading)
}
