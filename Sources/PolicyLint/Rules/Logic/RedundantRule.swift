package import PolicyDiagnostics
import SessionPolicy

extension DiagnosticCode {
  /// A rule that changes nothing beside another one.
  package static let redundantRule = DiagnosticCode("L403", "redundant-rule")
}

extension LintRule {
  static let redundantRule = LintRule(
    .redundantRule, "A rule says no more than another one of the same policy.",
    rationale: """
      Without it every session would be treated alike. Usually it was copied and then half changed, \
      so that what was meant is missing. A rule that tells people something else by its `because` is \
      not counted.
      """,
    severity: .warning, confidence: .likely,
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
    check: .policy { document, findings in
      let comparable = document.comparable
      let order = Dictionary(
        comparable.rules.enumerated().map { ($0.element.rule.path, $0.offset) },
        uniquingKeysWith: { first, _ in first })
      for (index, scoped) in comparable.rules.enumerated() {
        let other = comparable.wider(than: scoped).first { other in
          guard other.rule.effect == scoped.rule.effect, let position = order[other.rule.path]
          else { return false }
          // Of two that are the same the first one stays.
          return position != index && scoped.addsNothing(to: other)
            && (position < index || !other.addsNothing(to: scoped))
        }
        guard let other else { continue }
        findings.report(
          "`\(scoped.rule.qualifiedID)` changes nothing, for `\(other.rule.qualifiedID)` says as "
            + "much and more",
          at: scoped.rule.id.location, path: scoped.rule.path,
          help: "remove it, or change what it was to say",
          related: [.init("this says as much", at: other.rule.id.location)])
      }
    })
}

extension ScopedRule {
  /// Whether no session would be treated differently without it, as long as another is there.
  fileprivate func addsNothing(to other: ScopedRule) -> Bool {
    guard rule.because == nil || rule.because?.value == other.rule.because?.value,
      isWithin(other)
    else { return false }
    switch rule.effect.verb {
    case .never: return true
    case .must:
      return other.rule.isDemanding == rule.isDemanding && other.rule.requiresAtLeast(rule)
    case .may:
      guard rule.by?.value == other.rule.by?.value,
        rule.requiresAtLeast(other.rule)
      else { return false }
      guard let window = other.rule.within?.value else { return true }
      return rule.within.map { $0.value <= window } ?? false
    }
  }
}
