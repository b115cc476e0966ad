package import PolicyDiagnostics
import SessionPolicy

extension DiagnosticCode {
  /// A permission that something else always takes back.
  package static let shadowedRule = DiagnosticCode("L402", "shadowed-rule")
}

extension LintRule {
  static let shadowedRule = LintRule(
    .shadowedRule, "A permission is never granted, for another rule always takes it back.",
    rationale: """
      `never` beats `may`, and a `must` in force beats an extension. Where such a rule applies to \
      every session that the permission applies to, the permission is dead: nobody is extended or \
      refreshed by it, whatever its author meant.
      """,
    fallsAway: "Rules have no order, so none is hidden by one before it, and none depends on it.",
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            ⟦may: extend⟧
            when: request.action == "read"
            max_lifetime: 30d
          - id: no-sliding
            never: extend
        """),
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            ⟦may: extend⟧
            when: session.aal == "aal2" && request.action == "read"
            max_lifetime: 30d
          - id: readers-do-not-slide
            never: extend
            when: request.action == "read"
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
            max_lifetime: 30d
          - id: readers-do-not-slide
            never: extend
            when: request.action == "read"
        """)
    ],
    check: .policy { document, findings in
      for (scoped, other) in document.deadPermissions
      where scoped.key != other.key || other.rule.effect.verb != .never {
        findings.report(
          "`\(scoped.rule.qualifiedID)` never permits anything, for `\(other.rule.qualifiedID)` is "
            + "in force wherever it applies",
          at: scoped.effectLocation, path: scoped.rule.path,
          help: "remove one of them, or let the other one apply to fewer sessions",
          related: [.init("this takes it back", at: other.effectLocation)])
      }
    })
}

extension LintedPolicy {
  /// Permissions with the rule that is in force wherever they apply.
  var deadPermissions: [(permission: ScopedRule, other: ScopedRule)] {
    let rules = comparable
    return rules.rules.filter { $0.rule.effect.verb == .may }.compactMap { scoped in
      rules.wider(than: scoped).first { other in
        (other.rule.effect.verb == .never
          || other.rule.effect.verb == .must && !other.rule.isDemanding)
          && other.takesBack(scoped)
      }.map { (scoped, $0) }
    }
  }
}

extension ScopedRule {
  /// Whether it beats a permission where both apply.
  fileprivate func takesBack(_ other: ScopedRule) -> Bool {
    switch (rule.effect, other.rule.effect) {
    case (.neverExtend, .mayExtend), (.neverRefresh, .mayRefresh): true
    case (.mustReauthenticate, .mayExtend), (.mustSignIn, .mayExtend), (.mustSignIn, .mayRefresh):
      true
    default: false
    }
  }
}
