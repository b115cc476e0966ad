import PolicyDiagnostics

extension LintRule {
  static let whitespaceTrap = LintRule(
    .whitespaceTrap, "White space or a comment changes what is read.",
    rationale: """
      YAML takes ` #` for the beginning of a comment, even in the middle of an expression \
      without quotes. The condition that is read is not the one that is seen.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            when: request.action == "a ⟦#1"⟧
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
            when: 'request.action == "a #1"'
            max_lifetime: 30d
        """)
    ],
    check: .loading)
}
