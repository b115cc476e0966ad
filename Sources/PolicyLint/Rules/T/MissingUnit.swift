import PolicyDiagnostics

extension LintRule {
  static let missingUnit = LintRule(
    .missingUnit, "A duration has no unit.",
    rationale: """
      Fifteen seconds, minutes and hours are different limits, and no guess is safe: so no fix \
      is offered, only the candidates.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            within: ⟦6⟧
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
            within: 6h
            max_lifetime: 30d
        """)
    ],
    check: .loading)
}
