import PolicyDiagnostics
import PolicyTesting

extension LintRule {
  static let impossibleStep = LintRule(
    .impossibleStep, "Something in a timeline cannot happen.",
    rationale: """
      Time only moves forward, and a session that is over is not used. A timeline that says \
      otherwise tests no session that there could be.
      """,
    bad: [
      .suite(
        """
          - name: nothing is due
            session: ada
            timeline:
              - { at: 2h, expect: { outcome: proceed } }
              - { at: ⟦1h⟧, expect: { outcome: proceed } }
        """)
    ],
    good: [.suite(LintExample.soundTest)],
    check: .loading)
}
