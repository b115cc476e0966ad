import PolicyDiagnostics

extension LintRule {
  static let severalDocuments = LintRule(
    .severalDocuments, "There is more than one document in the file.",
    rationale: """
      Only the first one would be read, and the rules of the others would silently be out of \
      force. Put each into a file of its own.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: confirm
            may: refresh
        ⟦---⟧
        version: 1
        policy: example
        rules:
          - id: confirm
            may: refresh
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
