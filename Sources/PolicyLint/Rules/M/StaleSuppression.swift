package import PolicyDiagnostics

extension DiagnosticCode {
  /// A comment that hides nothing.
  package static let staleSuppression = DiagnosticCode("M704", "stale-suppression")
}

extension LintRule {
  static let staleSuppression = LintRule(
    .staleSuppression, "A comment says that a finding is to be ignored, and there is none.",
    rationale: """
      The next finding of that kind at this place would be hidden for a reason that was given for \
      another one. Only comments about checks of this run are looked at.
      """,
    severity: .warning,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          # lint: ignore ⟦SEC001⟧: sessions of machines live on
          - id: slide
            may: extend
            max_lifetime: 30d
        """)
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          # lint: ignore SEC001: sessions of machines live on
          - id: slide
            may: extend
        """)
    ],
    check: .linting)
}
