import PolicyAnalysis
package import PolicyDiagnostics
import SessionPolicy

extension DiagnosticCode {
  /// Something demanded that no session can do.
  package static let unreachableOutcome = DiagnosticCode("L409", "unreachable-outcome")
}

extension LintRule {
  static let unreachableOutcome = LintRule(
    .unreachableOutcome,
    "Re-authentication is demanded, and no rule permits the refresh by which it is done.",
    rationale: """
      Where re-authentication is due and refresh is not permitted, the outcome is `sign_in`: the \
      user loses the session instead of confirming who they are. Write a `may: refresh` rule, or say \
      `must: sign_in` if that is meant. Rules of all policies that are linted together count.
      """,
    severity: .warning,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: fresh
            ⟦must: reauthenticate⟧
            max_age: 12h
        """)
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: fresh
            must: reauthenticate
            max_age: 12h
          - id: confirm
            may: refresh
        """)
    ],
    check: .survey { survey, subject, findings in
      // A rule that could not be read may be the one that permits it.
      guard subject.isComplete else { return }
      let isNowhere = !subject.policies.flatMap(\.rules).contains { $0.effect == .mayRefresh }
      var told: Set<String> = []
      for rule in survey.deadEnds {
        // One missing rule, one finding for each file.
        guard !isNowhere || told.insert(rule.location.file.name).inserted else { continue }
        findings.report(
          "`\(rule.qualifiedID)` asks for re-authentication, and no rule permits a refresh"
            + (isNowhere ? "" : " wherever it does") + ", so the session ends instead",
          at: rule.effectLocation, path: rule.path,
          help: "add a rule with `may: refresh`, or write `must: sign_in`")
      }
    })
}
