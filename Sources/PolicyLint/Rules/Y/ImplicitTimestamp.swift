import PolicyDiagnostics

extension LintRule {
  static let implicitTimestamp = LintRule(
    .implicitTimestamp, "A date without quotes is an instant to some readers of YAML.",
    rationale: """
      It has no zone, so it names another instant in each place. Conditions take instants as \
      `timestamp("2026-01-01T00:00:00Z")`.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        constants:
          start: ⟦2026-01-01⟧
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
            never: extend
            when: now < timestamp("2026-01-01T00:00:00Z")
        """)
    ],
    check: .loading)
}
