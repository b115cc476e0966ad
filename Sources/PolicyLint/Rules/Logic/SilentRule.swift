import PolicyAnalysis
package import PolicyDiagnostics
import SessionPolicy

extension DiagnosticCode {
  /// A rule that says nothing in any session.
  package static let silentRule = DiagnosticCode("L411", "silent-rule")
}

extension LintRule {
  static let silentRule = LintRule(
    .silentRule, "A rule says nothing in any session, though its condition can hold.",
    rationale: """
      Wherever the condition holds, what the rule requires is met if it is a demand, and not met if it \
      is a permission. It reads like a protection, or like a promise, and is none. Usually a limit \
      was turned round.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: confirm
            may: refresh
          - id: old-logins
            ⟦must: sign_in⟧
            when: session.authentication_age < duration("8h")
            max_age: 8h
        """),
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            ⟦may: extend⟧
            when: session.age > duration("30d")
            max_lifetime: 30d
        """),
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: confirm
            may: refresh
          - id: old-logins
            must: sign_in
            max_age: 8h
        """)
    ],
    check: .survey { survey, _, findings in
      for remark in survey.rules where remark.kind == .silent {
        let rule = remark.rule
        let (says, why) =
          switch rule.effect.verb {
          case .may: ("never permits anything", "misses what it requires")
          case .never: ("never forbids anything", "is out of its reach")
          case .must: ("is never in force", "shows what it requires")
          }
        findings.report(
          "`\(rule.qualifiedID)` \(says), for every session that it applies to \(why)",
          at: rule.effectLocation, path: rule.path, help: "remove it, or turn its condition round")
      }
    })
}
