import PolicyDiagnostics
import PolicyTesting

extension LintRule {
  static let duplicateTest = LintRule(
    .duplicateTest, "Two tests of a suite have one name, or a test has none.",
    rationale: """
      A failure would not tell which of the two it is.
      """,
    bad: [
      .suite(
        """
          - name: nothing is due
            session: ada
            expect: { outcome: proceed }
          - name: ⟦nothing is due⟧
            session: ada
            expect: { refresh: true }
        """)
    ],
    good: [.suite(LintExample.soundTest)],
    check: .loading)
}
