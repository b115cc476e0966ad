import PolicyDiagnostics

extension LintRule {
  static let typeMismatch = LintRule(
    .typeMismatch, "Types that do not fit together.",
    rationale: """
      The comparison would fail for every session, and the rule fail closed.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            never: extend
            when: session.aal == ⟦2⟧
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
            when: session.aal == "aal2"
        """)
    ],
    check: .loading)
}
