import PolicyDiagnostics

extension LintRule {
  static let invalidPattern = LintRule(
    .invalidPattern, "A regular expression that cannot be compiled.",
    rationale: """
      It would fail for every session. Patterns are those of RE2, which match in linear time and \
      have no look-around.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            never: extend
            when: request.action.matches("a⟦(⟧")
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
            when: request.action.matches("a(b)?")
        """)
    ],
    check: .loading)
}
