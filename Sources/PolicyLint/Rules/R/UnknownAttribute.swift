import PolicyDiagnostics

extension LintRule {
  static let unknownAttribute = LintRule(
    .unknownAttribute, "A condition reads an attribute that nothing declares.",
    rationale: """
      Nobody would supply it, so the rule would fail closed for every session: a permission that \
      nobody gets, or a demand that nobody escapes.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            never: extend
            when: session.⟦idel⟧ > duration("15m")
        """)
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            never: extend
            when: session.idle > duration("15m")
        """)
    ],
    check: .loading)
}
