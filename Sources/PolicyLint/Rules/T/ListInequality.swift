import PolicyDiagnostics

extension LintRule {
  static let listInequality = LintRule(
    .listInequality,
    "A list is compared as a whole by `!=`, where leaving out one value was probably meant.",
    rationale: """
      It holds for nearly every list, also for one that has the value among others: so the \
      exception is none.
      """,
    severity: .warning, confidence: .likely,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        attributes:
          context.groups: list(string)
        rules:
          - id: slide
            never: extend
            when: ⟦context.groups != ["staff"]⟧
        """)
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        attributes:
          context.groups: list(string)
        rules:
          - id: slide
            never: extend
            when: '!("staff" in context.groups)'
        """)
    ],
    check: .loading)
}
