import PolicyDiagnostics

extension LintRule {
  static let nullValue = LintRule(
    .nullValue, "A key has no value.",
    rationale: """
      An empty limit is no limit to some and a mistake to others. Leave the key out to have \
      none.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            ⟦max_lifetime⟧:
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
