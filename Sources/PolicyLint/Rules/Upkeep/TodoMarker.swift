package import PolicyDiagnostics
import SessionPolicy

extension DiagnosticCode {
  /// A comment that says something is not done yet.
  package static let todoMarker = DiagnosticCode("M707", "todo-marker")
}

extension LintRule {
  static let todoMarker = LintRule(
    .todoMarker, "A comment says that something is still to be done.",
    rationale: """
      What is in force is the policy as it stands, not as it is meant to become. Selected before \
      a release, this finds what was put off.
      """,
    severity: .info, confidence: .heuristic, isOptIn: true,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          ⟦# TODO: lower this to a week⟧
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
          # Thirty days, as the handbook says. (A todo list is kept elsewhere.)
          - id: slide
            may: extend
            max_lifetime: 30d
        """)
    ],
    check: .policy { document, findings in
      let scanner = CommentScanner(document.source, document.document)
      for word in ["TODO", "FIXME", "XXX"] {
        for comment in scanner.comments(beginningWith: word) {
          findings.report(
            "something is still to be done here, and the policy is in force without it",
            at: SourceLocation(document.source, comment.range))
        }
      }
    })
}
