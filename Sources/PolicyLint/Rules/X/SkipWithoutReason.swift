import PolicyDiagnostics
import PolicyTesting

extension LintRule {
  static let skipWithoutReason = LintRule(
    .skipWithoutReason, "A test is skipped without saying why.",
    rationale: """
      Nobody knows when it can run again, so it never does.
      """,
    bad: [
      .suite(
        """
          - name: nothing is due
            ⟦skip⟧: true
            session: ada
            expect: { outcome: proceed }
          - name: refresh is permitted
            session: ada
            expect: { refresh: true }
        """)
    ],
    good: [.suite(LintExample.soundTest)],
    check: .loading)
}
