import PolicyDiagnostics

extension LintRule {
  static let invalidJSON = LintRule(
    .invalidJSON, "The text is no JSON.",
    rationale: """
      A session document that cannot be read is no session, and a suite that names one tests \
      nothing.
      """,
    bad: [.suite(LintExample.soundTest, session: "{ \"id\": ⟦,⟧ }\n")],
    good: [.suite(LintExample.soundTest)],
    check: .loading)
}
