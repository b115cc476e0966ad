import PolicyDiagnostics

extension LintRule {
  static let emptyCollection = LintRule(
    .emptyCollection, "A list or mapping without entries where one is needed.",
    rationale: """
      An empty list of methods could mean any or none. Leave the key out, or write what it is to \
      hold.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            methods: ⟦[]⟧
            max_lifetime: 30d
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
