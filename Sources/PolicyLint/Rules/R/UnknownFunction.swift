import PolicyDiagnostics

extension LintRule {
  static let unknownFunction = LintRule(
    .unknownFunction, "A condition calls a function that does not exist.",
    rationale: """
      Conditions have the functions of CEL's standard and of its extensions for strings, math \
      and optionals, and no others.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            never: extend
            when: request.action.⟦startWith⟧("settings.")
        """)
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            never: extend
            when: request.action.startsWith("settings.")
        """)
    ],
    check: .loading)
}
