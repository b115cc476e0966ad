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
      `must` or a `never` of the same policy that ends extending at some age wherever the rule \
      applies. A bound in another policy does not count, for it protects only where that is loaded \
      too.
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
    check: .policy { document, findings in
      // A rule that could not be read may be the one that bounds it.
      guard document.isComplete else { return }
      let rules = document.comparable
      for scoped in rules.rules where scoped.rule.effect == .mayExtend {
        let cap = scoped.cap(among: rules)
        if cap == .data {
          findings.report(
            "sessions that `\(scoped.rule.qualifiedID)` applies to can be extended as long as the "
              + "data says",
            at: scoped.effectLocation, severity: .info, confidence: .likely,
            path: scoped.rule.path,
            help: "add `max_lifetime` with the longest time that any data may grant")
        }
        guard cap == nil else { continue }
        findings.report(
          "sessions that `\(scoped.rule.qualifiedID)` applies to can be extended for ever",
          at: scoped.effectLocation, path: scoped.rule.path,
          help: "add `max_lifetime` with the longest time that a session may live, such as "
            + "`max_lifetime: 30d`",
          related: scoped.rule.written(LimitKey.maxIdle.rawValue) { $0[.maxIdle] }.map {
            .init("only bounds inactivity, which every request resets", at: $0.value.location)
          })
      }
    })
}
