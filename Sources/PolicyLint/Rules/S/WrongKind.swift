import PolicyDiagnostics

extension LintRule {
  static let wrongKind = LintRule(
    .wrongKind, "A value of another kind than is needed, such as a list for a mapping.",
    rationale: """
      What was meant cannot be told from what was written.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            ⟦max_lifetime⟧: [30d]
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
