import PolicyDiagnostics

extension LintRule {
  static let unsupportedVersion = LintRule(
    .unsupportedVersion, "A version of the language that this build does not read.",
    rationale: """
      In another version every word may mean something else, so nothing is guessed.
      """,
    bad: [
      LintExample(
        """
        version: ⟦3⟧
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
