import PolicyDiagnostics

extension LintRule {
  static let anchorOrMerge = LintRule(
    .anchorOrMerge, "An anchor, an alias or a merge key that is not allowed where it stands.",
    rationale: """
      Merge keys bring in fields that a reviewer does not see, and readers disagree about which \
      one wins. An anchor that nobody uses, or an alias of nothing, is a mistake.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            ⟦<<⟧: { max_lifetime: 30d }
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
