import PolicyAnalysis
import PolicyCEL
package import PolicyDiagnostics
import SessionPolicy

extension DiagnosticCode {
  /// A value that two rules leave out between them.
  package static let boundaryGap = DiagnosticCode("L405", "boundary-gap")
}

extension LintRule {
  static let boundaryGap = LintRule(
    .boundaryGap,
    "One rule takes what is below a value and another what is above it, and none the value itself.",
    rationale: """
      At exactly that value neither rule applies. A session that reaches it is extended, or not \
      asked, for one instant; with whole seconds or levels it is more than an instant. Write `<=` or \
      `>=` in one of the two.
      """,
    severity: .warning,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            when: session.idle < duration("15m")
            max_lifetime: 30d
          - id: confirm
            may: refresh
          - id: away
            must: sign_in
            when: ⟦session.idle > duration("15m")⟧
        """)
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            when: session.idle < duration("15m")
            max_lifetime: 30d
          - id: confirm
            may: refresh
          - id: away
            must: sign_in
            when: session.idle >= duration("15m")
        """)
    ],
    check: .survey { survey, subject, findings in
      // A rule that could not be read may be the one that has the value.
      guard subject.isComplete else { return }
      for gap in survey.gaps {
        guard let first = gap.sides.first, let last = gap.sides.last else { continue }
        let (early, late) = (Clause(first.clause), Clause(last.clause))
        findings.report(
          "neither `\(late.reading)` nor `\(early.reading)` holds at exactly that value, so "
            + "neither rule applies to a session that has it",
          at: late.location, path: last.rule.path, help: "write `<=` or `>=` in one of them",
          related: [.init("the other side", at: early.location)], shown: gap.showing)
      }
    })
}
