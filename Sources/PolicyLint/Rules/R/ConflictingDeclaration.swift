import PolicyDiagnostics

extension LintRule {
  static let conflictingDeclaration = LintRule(
    .conflictingDeclaration, "A declaration contradicts another one.",
    rationale: """
      An attribute is one input and has one type, in all policies that decide together; a name \
      that hid a built-in one would make a condition mean something else than it says.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        definitions:
          ⟦now⟧: request.action == "x"
        rules:
          - id: confirm
            may: refresh
        """)
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        definitions:
          reads: request.action == "x"
        rules:
          - id: slide
            never: extend
            when: reads
        """)
    ],
    check: .loading)
}
