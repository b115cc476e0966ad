import PolicyDiagnostics

extension LintRule {
  static let conflictingFields = LintRule(
    .conflictingFields, "Two keys exclude each other.",
    rationale: """
      A rule has one effect, and a condition joins its parts in one way. Which of the two was \
      meant, only the author knows.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            ⟦never⟧: refresh
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
            max_lifetime: 30d
        """)
    ],
    check: .loading)
}
