import PolicyDiagnostics
import PolicyTesting

extension LintRule {
  static let impossibleFixture = LintRule(
    .impossibleFixture,
    "A session or a request of a suite cannot exist, so a test on it tests nothing.",
    rationale: """
      Time that a session was idle cannot be longer than it is old, and a second factor cannot \
      be there without the level. Kratos would never answer so, and what the policy says about \
      it says nothing about real sessions.
      """,
    bad: [
      .suite(
        LintExample.soundTest,
        sessions: "⟦ada⟧: { from: ada.json, set: { issued_at: -2h, authenticated_at: -3h } }")
    ],
    good: [.suite(LintExample.soundTest)],
    check: .loading)
}
