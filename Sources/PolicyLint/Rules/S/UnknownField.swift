import PolicyDiagnostics

extension LintRule {
  static let unknownField = LintRule(
    .unknownField, "A key that the format does not have.",
    rationale: """
      A misspelt limit is no limit: if the key were passed over, the session would live on. \
      Every key has to be known.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            ⟦max_lifetme⟧: 12h
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
