import PolicyDiagnostics
import PolicyTesting

extension LintRule {
  static let nothingExpected = LintRule(
    .nothingExpected, "A test expects nothing, so it could never fail.",
    rationale: """
      It is green whatever the policy says.
      """,
    bad: [
      .suite(
        """
          - name: nothing is due
            session: ada
            ⟦expect⟧: {}
        """)
    ],
    good: [.suite(LintExample.soundTest)],
    check: .loading)
}
