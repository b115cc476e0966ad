import PolicyDiagnostics

extension LintRule {
  static let invalidEncoding = LintRule(
    .invalidEncoding, "The bytes are no UTF-8 text.",
    rationale: """
      What the file says would depend on a guess about its encoding. Save it as UTF-8.
      """,
    bad: [
      LintExample(
        files: [
          .init(
            "policy.yaml",
            "version: 1\npolicy: example\n# f⟦\u{FC}⟧r\nrules:\n  - id: confirm\n    may: refresh\n",
            isLatin1: true)
        ], isMovable: false)
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
