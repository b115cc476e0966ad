package import PolicyDiagnostics
import SessionPolicy

extension DiagnosticCode {
  /// Something that looks like a credential.
  package static let secretInFile = DiagnosticCode("SEC018", "secret-in-file")
}

extension LintRule {
  static let secretInFile = LintRule(
    .secretInFile, "A policy or suite holds what looks like a token, a cookie or a key.",
    rationale: """
      Policies and samples are read by many and kept for ever. A token in one of them may still open \
      a session. Revoke it, and put a made-up value in its place.
      """,
    severity: .warning, confidence: .heuristic,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: mine
            may: refresh
            when: session.id == "⟦ory_st_\("MV7YQ3xkT2p9aBcD")⟧"
        """)
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: mine
            may: refresh
            when: session.id == "ory_st_example"
        """)
    ],
    check: .set { subject, findings in
      for file in subject.documents.map(\.source) + subject.suites.map(\.source) {
        for secret in SecretScanner(file).secrets {
          findings.report(
            "this looks like \(secret.kind), which opens something to everybody who reads the file",
            at: SourceLocation(file, secret.range),
            help: "revoke it, and write a made-up value instead")
        }
      }
    })
}
