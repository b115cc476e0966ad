package import PolicyDiagnostics

extension DiagnosticCode {
  /// A comment that hides nothing.
  package static let staleSuppression = DiagnosticCode("M704", "stale-suppression")

  /// A comment that should hide findings and cannot.
  package static let badSuppression = DiagnosticCode("M705", "bad-suppression")
}

/// What the linter finds in the comments that speak to it, explained.
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

  static let badSuppression = LintRule(
    .badSuppression,
    "A comment that should hide a finding names no known check, gives no reason, or has expired.",
    rationale: """
      It hides nothing. The form is `# lint: ignore SEC001: reason`, or with a date \
      `# lint: ignore SEC001 until 2026-12-31: reason`; several checks stand with commas between \
      them. At the end of a line it speaks of that line, on a line of its own of what begins on the \
      next. A whole family cannot be named, nor an error that keeps a file from being loaded.
      """,
    fallsAway: "A comment cannot hide this finding, nor M704.",
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend # lint: ignore ⟦M7002⟧: its name says all there is to say
            max_lifetime: 30d
        """),
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            max_lifetime: 30d ⟦# lint: ignore SEC001⟧
        """),
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            max_lifetime: 30d # lint: ignore ⟦SEC⟧: sessions of machines live on
        """),
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          # lint: ignore SEC001 until 2999-12-31: sessions of machines live on
          - id: slide
            may: extend
        """)
    ],
    check: .linting)
}
