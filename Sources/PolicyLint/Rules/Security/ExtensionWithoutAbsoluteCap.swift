import PolicyAnalysis
package import PolicyDiagnostics
import SessionPolicy

extension DiagnosticCode {
  /// An extension that can be repeated for ever.
  package static let extensionWithoutAbsoluteCap = DiagnosticCode(
    "SEC001", "extension-without-absolute-cap")
}

extension LintRule {
  static let extensionWithoutAbsoluteCap = LintRule(
    .extensionWithoutAbsoluteCap, "A session can be extended for ever, for nothing bounds its age.",
    rationale: """
      Activity renews an idle limit with every request, so it bounds nothing. A stolen session that \
      is used now and then stays alive for years. NIST SP 800-63B-4 asks for a definite overall \
      timeout at every level. `max_lifetime` or `max_age` in the rule is such a bound, and so is a \
      condition, a `must` or a `never` that ends extending at some age, however it is written. A bound \
      in another file counts as far as that is loaded too, and is remarked.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            ⟦may: extend⟧
            within: 6h
            max_idle: 30m
        """),
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            ⟦may: extend⟧
          - id: a-month-at-most
            must: sign_in
            when: request.action == "payment.create"
            max_lifetime: 30d
        """),
      // The data bound it, and nothing bounds the data.
      LintExample(
        """
        version: 1
        policy: example
        attributes:
          context.provider_session_ends: { type: timestamp }
        rules:
          - id: slide
            ⟦may: extend⟧
            when: now + duration("8h") <= context.provider_session_ends
        """),
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            within: 6h
            max_idle: 30m
            max_lifetime: 30d
        """),
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
          - id: a-month-at-most
            must: sign_in
            max_lifetime: 30d
        """),
      // Any sum that says the same is a bound.
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            by: 24h
            when: session.age + duration("24h") <= duration("30d")
        """),
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            by: 24h
            when: now + duration("24h") <= session.issued_at + duration("30d")
        """),
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
          - id: over
            must: sign_in
            when: now >= session.issued_at + duration("30d")
        """),
    ],
    check: .survey { survey, subject, findings in
      // A rule that could not be read may be the one that bounds it.
      let complete = subject.completeFiles
      for endless in survey.extensions
      where complete.contains(Text(endless.rule.location.file.name)) {
        let rule = endless.rule
        let sessions = "sessions that `\(rule.qualifiedID)` applies to can be extended"
        switch endless.bound {
        case .data:
          findings.report(
            "\(sessions) as long as the data says", at: rule.effectLocation, severity: .info,
            path: rule.path,
            help: endless.remedy("the longest time that any data may grant"),
            witness: endless.witness)
        case .otherFiles(let others):
          findings.report(
            "\(sessions) for ever where "
              + "\(others.map { "`\($0.qualifiedID)`" }.inSentence) of other files "
              + "\(others.count == 1 ? "is" : "are") not loaded",
            at: rule.effectLocation, severity: .info, path: rule.path,
            help: "add `max_lifetime`, which holds wherever this file is loaded",
            related: others.map { .init("this ends it", at: $0.effectLocation) },
            evidence: .proved("of this file by itself"))
        case .none where !endless.hangsOn.isEmpty:
          let unknown = endless.hangsOn.map { "`\($0)`" }.inSentence
          findings.report(
            "\(sessions) for ever, unless \(unknown) ends that", at: rule.effectLocation,
            severity: .warning, confidence: .likely, path: rule.path,
            help: endless.remedy("the longest time that a session may live"),
            hangsOn: endless.hangsOn)
        case .none:
          findings.report(
            "\(sessions) for ever", at: rule.effectLocation,
            confidence: endless.witness == nil ? .likely : nil, path: rule.path,
            help: endless.remedy(
              "the longest time that a session may live, such as `max_lifetime: 30d`"),
            related: rule.written(LimitKey.maxIdle.rawValue) { $0[.maxIdle] }.map {
              .init("only bounds inactivity, which every request resets", at: $0.value.location)
            }, witness: endless.witness)
        }
      }
    })
}

extension EndlessExtension {
  /// What to do: a cap of the rule, or where a login would pass that, the end of sessions (SEC019).
  fileprivate func remedy(_ longest: String) -> String {
    isLengthenedByLogin
      ? "add a rule with `must: sign_in` and, as `max_lifetime`, \(longest)"
      : "add `max_lifetime` with \(longest)"
  }
}
