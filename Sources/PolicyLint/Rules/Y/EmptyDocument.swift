import PolicyDiagnostics

extension LintRule {
  static let emptyDocument = LintRule(
    .emptyDocument, "There is nothing in the document.",
    rationale: """
      An empty file permits nothing, and nobody writes one on purpose.
      """,
    bad: [
      LintExample(
        """
        # Nothing yet.⟦⟧
        """, isMovable: false)
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
