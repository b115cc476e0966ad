import PolicyDiagnostics

extension LintRule {
  static let misplacedField = LintRule(
    .misplacedField, "A key means nothing where it stands.",
    rationale: """
      A `never` rule takes no requirements, and only an extension has a window. The limit would \
      not be held. In a configuration of Kratos, a session key at the top level is not read.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            never: extend
            ⟦max_idle⟧: 15m
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
