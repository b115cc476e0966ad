import PolicyDiagnostics

extension LintRule {
  static let invalidConstant = LintRule(
    .invalidConstant, "A constant means nothing, such as an impossible instant.",
    rationale: """
      It would fail for every session.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            never: extend
            when: now > timestamp(⟦"2026-02-30T00:00:00Z"⟧)
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
            when: now > timestamp("2026-02-28T00:00:00Z")
        """)
    ],
    check: .loading)
}
