import PolicyDiagnostics
import PolicyTesting

extension LintRule {
  static let expectationNotMet = LintRule(
    .expectationNotMet, "A decision is not the one that a test expects.",
    rationale: """
      Found by `session-policy test`, which shows what was expected, what was decided, the rule \
      behind it with the values it saw, and a command that reproduces it. Either the policy or the \
      expectation is wrong.
      """,
    bad: [
      .suite(
        """
          - name: nothing is due
            session: ada
            expect: { outcome: ⟦sign_in⟧ }
        """)
    ],
    good: [.suite(LintExample.soundTest)],
    check: .testing)
}
