import PolicyDiagnostics

extension LintRule {
  static let duplicateKey = LintRule(
    .duplicateKey, "A mapping has the same key twice.",
    rationale: """
      Most readers of YAML keep the last one and say nothing, so a condition or a limit is lost \
      that everybody who reads the file sees.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            max_lifetime: 1d
            ⟦max_lifetime⟧: 30d
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
