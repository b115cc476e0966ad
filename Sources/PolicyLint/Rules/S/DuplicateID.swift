import PolicyDiagnostics

extension LintRule {
  static let duplicateID = LintRule(
    .duplicateID, "Two things have the same name.",
    rationale: """
      Answers, samples and comments cite rules by their names, and would mean either. Upper and \
      lower case are not told apart.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: confirm
            may: refresh
          - id: ⟦Confirm⟧
            may: extend
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
