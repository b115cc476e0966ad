import PolicyDiagnostics

extension LintRule {
  static let ambiguousNumber = LintRule(
    .ambiguousNumber, "A number that readers of YAML read differently.",
    rationale: """
      `010` is eight to one reader and ten to another, `1:30` is ninety minutes, ninety seconds \
      or text. A limit that is off by a factor of sixty is no limit.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            max_lifetime: ⟦1:30⟧
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
            max_lifetime: 30d
        """)
    ],
    check: .loading)
}
