import PolicyDiagnostics

extension LintRule {
  static let cyclicDefinition = LintRule(
    .cyclicDefinition, "Definitions use each other in a circle.",
    rationale: """
      None of them has a value then.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        definitions:
          ⟦a⟧: b
          b: a
        rules:
          - id: slide
            never: extend
            when: a
        """)
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        definitions:
          a: b
          b: request.action == "x"
        rules:
          - id: slide
            never: extend
            when: a
        """)
    ],
    check: .loading)
}
