import PolicyDiagnostics

extension LintRule {
  static let stringOrder = LintRule(
    .stringOrder, "Text is compared by order where a level was probably meant.",
    rationale: """
      Text is ordered letter by letter, so `low` comes after `high`. Only levels such as \
      `session.aal` have an order of their own.
      """,
    severity: .warning, confidence: .likely,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        attributes:
          context.risk: { type: string, values: [low, medium, high] }
        rules:
          - id: slide
            never: extend
            when: ⟦context.risk > "low"⟧
        """)
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            never: extend
            when: session.aal < "aal2"
        """)
    ],
    check: .loading)
}
