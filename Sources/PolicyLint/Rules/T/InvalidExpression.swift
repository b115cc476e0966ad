import PolicyDiagnostics

extension LintRule {
  static let invalidExpression = LintRule(
    .invalidExpression, "The text is no CEL expression.",
    rationale: """
      A condition that cannot be read holds for nobody, so the file does not load.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            never: extend
            when: request.action == "a" ⟦and⟧ session.active
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
            when: request.action == "a" && request.country == "DE"
        """)
    ],
    check: .loading)
}
