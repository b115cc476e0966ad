import PolicyDiagnostics

extension LintRule {
  static let expressionLimit = LintRule(
    .expressionLimit, "An expression is too long, too deep or too dear.",
    rationale: """
      A condition is at most 64 KiB long and 250 levels deep, and its cost is bounded, so that \
      no policy can make a decision slow.
      """,
    bad: [
      LintExample(
        files: [
          .init(
            "policy.yaml",
            "version: 1\npolicy: example\nrules:\n  - id: slide\n    never: extend\n    when: "
              + "⟦(⟧" + String(repeating: "(", count: 249) + "session.active"
              + String(repeating: ")", count: 250) + "\n")
        ])
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
