package import PolicyDiagnostics
import SessionPolicy

extension DiagnosticCode {
  /// Text that reads otherwise than it looks.
  package static let deceptiveText = DiagnosticCode("SEC017", "deceptive-text")
}

extension LintRule {
  static let deceptiveText = LintRule(
    .deceptiveText, "A file holds characters that make it read otherwise than it looks.",
    rationale: """
      Characters that turn the direction of text, that have no width, or that look like a letter of \
      another script let a reviewer see one condition while another one decides. Write them as \
      escapes in double quotes where they are meant.
      """,
    confidence: .likely,
    fallsAway: "Names of rules, policies and definitions are ASCII, so none looks like another.",
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: readers
            never: extend
            when: request.action == "re⟦\u{200B}⟧ad"
        """),
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: readers
            never: extend
            when: request.action == "⟦p\u{430}yment⟧"
        """),
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: readers # only ⟦\u{202E}⟧sredaer
            never: extend
            when: request.action == "read"
        """),
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: readers
            never: extend
            when: request.action in ["read", "чтение", "👩\u{200D}💻"]
        """)
    ],
    check: .set { subject, findings in
      let files =
        subject.documents.map(\.source) + subject.suites.map(\.source)
        + (subject.kratos?.parts.map(\.source) ?? [])
      for file in files where file.bytes.contains(where: { $0 >= 0x80 }) {
        for trap in DeceptiveTextScanner(file).traps {
          findings.report(
            trap.message, at: SourceLocation(file, trap.range), help: trap.help)
        }
      }
    })
}
