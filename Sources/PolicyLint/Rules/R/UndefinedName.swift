import PolicyDiagnostics

extension LintRule {
  static let undefinedName = LintRule(
    .undefinedName, "A condition uses a name that nothing declares.",
    rationale: """
      Names are those of attributes, constants and definitions of the same file.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        definitions:
          managed: has(request.device.managed) && request.device.managed
        rules:
          - id: slide
            never: extend
            when: "!managed || ⟦manged⟧"
        """)
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        definitions:
          managed: has(request.device.managed) && request.device.managed
        rules:
          - id: slide
            never: extend
            when: "!managed"
        """)
    ],
    check: .loading)
}
