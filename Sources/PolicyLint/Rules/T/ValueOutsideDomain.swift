import PolicyDiagnostics

extension LintRule {
  static let valueOutsideDomain = LintRule(
    .valueOutsideDomain, "A value that can never be there.",
    rationale: """
      A comparison with a misspelt level or word has the same answer for every session, so the \
      rule applies to all of them or to none.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            never: extend
            when: session.aal == ⟦"aal4"⟧
        """),
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: ⟦extnd⟧
        """),
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
