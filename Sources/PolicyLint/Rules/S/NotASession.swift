import PolicyDiagnostics

extension LintRule {
  static let notASession = LintRule(
    .notASession, "A document holds no session.",
    rationale: """
      A session of Kratos stands alone, as whoami answers, or within the response to a login or \
      a snapshot. What a suite tests with something else is nothing.
      """,
    bad: [.suite(LintExample.soundTest, session: "⟦{⟧}\n")],
    good: [.suite(LintExample.soundTest)],
    check: .loading)
}
