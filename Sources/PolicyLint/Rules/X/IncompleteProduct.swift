import PolicyDiagnostics
import PolicyTesting

extension LintRule {
  static let incompleteProduct = LintRule(
    .incompleteProduct, "A combination of sessions and requests has no expectation, or has two.",
    rationale: """
      Every combination is expected, so that none is passed over by mistake.
      """,
    bad: [
      .suite(
        """
          - name: nothing is due
            sessions: [ada, bob]
            ⟦expect⟧:
              - { session: ada, outcome: proceed }
        """, sessions: "ada: { from: ada.json }\n  bob: { extends: ada }")
    ],
    good: [.suite(LintExample.soundTest)],
    check: .loading)
}
