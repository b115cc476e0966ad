import PolicyDiagnostics

extension LintRule {
  static let resourceLimit = LintRule(
    .resourceLimit, "A document is larger or deeper than is read.",
    rationale: """
      A policy has at most 1 MiB, 64 levels and 100 000 nodes, and aliases multiply it at most \
      tenfold. More is refused before it costs time or memory.
      """,
    bad: [
      LintExample(
        files: [
          .init(
            "policy.yaml",
            "version: 1\npolicy: example\ndescription: "
              + String(repeating: "[", count: 63) + "⟦[⟧" + String(repeating: "]", count: 64)
              + "\nrules:\n  - id: confirm\n    may: refresh\n")
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
