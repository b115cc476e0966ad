import PolicyDiagnostics
import PolicyTesting

/// What reading suites and running them finds, explained.
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

  static let duplicateOrUnnamedTest = LintRule(
    .duplicateOrUnnamedTest, "Two tests of a suite have one name, or a test has none.",
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

  static let lawBroken = LintRule(
    .lawBroken, "A law of a suite does not hold, means nobody or cannot be decided.",
    rationale: """
      Found by `session-policy test`, which shows a session for which the law does not hold, as the       evaluator decides it. A law that no session meets says nothing, and one that hangs on a pattern,       a calendar or a loop over data is not proved: `assume` what settles it, or say \
      `undecided: allow` with a `reason`.
      """,
    bad: [
      .suite(
        """
          - name: nothing is due
            session: ada
            expect: { outcome: proceed }
        laws:
          - name: everybody signs in
            ⟦always⟧: { outcome: sign_in }
        """)
    ],
    good: [.suite(LintExample.soundTest)],
    check: .testing)
}
