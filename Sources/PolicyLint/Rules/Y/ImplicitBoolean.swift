import PolicyDiagnostics

extension LintRule {
  static let implicitBoolean = LintRule(
    .implicitBoolean, "A word without quotes is a bool to some readers of YAML.",
    rationale: """
      The country code `NO` is `false` to one reader and text to another. What a condition \
      compares with would depend on who reads the file.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        constants:
          countries: [DE, ⟦NO⟧]
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
        constants:
          countries: [DE, "NO"]
        rules:
          - id: slide
            never: refresh
            when: request.country in countries
        """)
    ],
    check: .loading)
}
