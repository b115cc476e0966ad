import PolicyDiagnostics

extension LintRule {
  static let unreadableFile = LintRule(
    .unreadableFile, "A file cannot be read, or there is none.",
    rationale: """
      It may be missing, unreadable for this user, or no file at all. Nothing is checked then, \
      so the exit status is 2.
      """,
    bad: [
      LintExample(files: [.init("policy.yaml", "⟦⟧", role: .missing)], isMovable: false)
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
