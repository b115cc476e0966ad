import PolicyDiagnostics

extension LintRule {
  static let missingField = LintRule(
    .missingField, "A key that has to be there is not.",
    rationale: """
      A rule without an effect does nothing, and one without an `id` cannot be cited in answers, \
      samples and comments.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - ⟦may⟧: refresh
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
