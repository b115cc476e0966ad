import PolicyDiagnostics

extension LintRule {
  static let invalidYAML = LintRule(
    .invalidYAML, "The text is no YAML.",
    rationale: """
      Nothing of the file can be read, so nothing of it is in force. A condition that begins \
      with `!`, `*` or `[` needs quotes.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            never: extend
            when: ⟦!session.active⟧
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
            when: "!(request.action == 'a')"
        """)
    ],
    check: .loading)
}
