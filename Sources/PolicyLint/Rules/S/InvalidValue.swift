import PolicyDiagnostics

extension LintRule {
  static let invalidValue = LintRule(
    .invalidValue, "A value is not of the form that is needed.",
    rationale: """
      A month has no fixed length, a decimal is read differently in different places, and \
      `unlimited` is said by leaving the limit out.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            max_lifetime: ⟦1mo⟧
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
