import PolicyAnalysis
package import PolicyDiagnostics
import SessionPolicy

extension DiagnosticCode {
  /// A rule that changes nothing beside another one.
  package static let redundantRule = DiagnosticCode("L403", "redundant-rule")
}

extension LintRule {
  static let redundantRule = LintRule(
    .redundantRule, "A rule says no more than others of its effect.",
    rationale: """
      Wherever it speaks, one of the others says at least as much: without it every session would be \
      treated alike. Usually it was copied and then half changed, so that what was meant is missing. Only \
      rules of its effect count, not what takes a permission back, and none that tells people less than \
      its `because`. What rules of other files say counts as far as they are loaded together, and is \
      only remarked.
      """,
    severity: .warning,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: confirm
            may: refresh
          - id: fresh
            must: reauthenticate
            when: request.action in ["read", "write"]
            aal: aal2
            max_age: 15m
          - id: ⟦fresh-too⟧
            must: reauthenticate
            when: request.action in ["read", "write"] && session.age > duration("1h")
            aal: aal2
            max_age: 1h
        """),
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            max_lifetime: 30d
          - id: ⟦slide-again⟧
            may: extend
            max_lifetime: 30d
        """),
      // Neither of the two others says as much by itself.
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: young
            never: extend
            when: session.age < duration("8h")
          - id: old
            never: extend
            when: session.age >= duration("4h")
          - id: ⟦payments⟧
            never: extend
            when: request.action == "payment.create"
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
          - id: fresh
            must: reauthenticate
            when: session.age > duration("1h")
            aal: aal2
            max_age: 15m
          - id: everybody
            must: reauthenticate
            aal: aal2
            max_age: 1h
        """)
    ],
    check: .survey { survey, _, findings in
      for remark in survey.rules where remark.kind == .redundant {
        let others = remark.others.map { "`\($0.qualifiedID)`" }
        findings.report(
          "`\(remark.rule.qualifiedID)` changes nothing, for \(others.inSentence) "
            + (others.count == 1 ? "says as much and more" : "together say as much and more"),
          at: remark.rule.id.location, severity: remark.isAcrossFiles ? .info : nil,
          path: remark.rule.path, help: "remove it, or change what it was to say",
          related: remark.others.map { .init("this says as much", at: $0.id.location) })
      }
    })
}

extension RuleRemark {
  /// Whether it is so by a rule of another file, so that it is not where that one is not loaded too.
  var isAcrossFiles: Bool {
    others.contains { $0.id.location.file !== rule.id.location.file }
  }
}
