package import PolicyDiagnostics
import SessionPolicy

extension DiagnosticCode {
  /// A demand that does too little, or that nobody can meet.
  package static let weakOrImpossibleObligation = DiagnosticCode(
    "SEC005", "weak-or-impossible-obligation")
}

extension LintRule {
  static let weakOrImpossibleObligation = LintRule(
    .weakOrImpossibleObligation,
    "A demand is weaker than another one for the same request, or nobody can meet it.",
    rationale: """
      Demands join: the strictest holds. One that is weaker for the same actions is never felt, and \
      reads as if it were enough. One that asks for a second factor and names only methods that \
      Kratos counts as first factors is never met, so whoever it applies to is asked for ever or \
      signed out; so are demands that have no method in common.
      """,
    severity: .warning,
    fallsAway: "`aal3`, `aal0` and a limit of zero do not load.",
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: confirm
            may: refresh
          - id: dangerous
            must: reauthenticate
            when: request.action in ["payment.create", "payment.approve"]
            max_age: 5m
            because: Confirm it, please.
          - id: payments
            ⟦must: reauthenticate⟧
            when: request.action == "payment.create"
            max_age: 1h
            because: A payment needs a login from the last hour.
        """),
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: confirm
            may: refresh
          - id: second-factor
            must: reauthenticate
            aal: aal2
            methods: ⟦[password]⟧
            max_age: 1h
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
          - id: payments
            must: reauthenticate
            when: request.action == "payment.create"
            aal: aal2
            methods: [totp, webauthn]
            max_age: 1h
        """)
    ],
    check: .policy { document, findings in
      let comparable = document.comparable
      for scoped in comparable.rules { scoped.reportImpossible(to: &findings) }
      let demands = comparable.rules.filter { $0.rule.effect == .mustReauthenticate }
      var byAction: [String: [Int]] = [:]
      for (index, scoped) in demands.enumerated() {
        for action in scoped.actions { byAction[action, default: []].append(index) }
      }
      var pairs = 0
      for (index, scoped) in demands.enumerated() {
        let action = scoped.actions.min {
          byAction[$0, default: []].count < byAction[$1, default: []].count
        }
        for position in action.flatMap({ byAction[$0] }) ?? [] where position != index {
          pairs += 1
          guard pairs <= RuleComparison.budget else { break }
          scoped.reportWeak(beside: demands[position], to: &findings)
        }
      }
      let order = Dictionary(
        demands.enumerated().map { ($0.element.rule.path, $0.offset) },
        uniquingKeysWith: { first, _ in first })
      var told: Set<[Int]> = []
      for (index, scoped) in demands.enumerated() where !scoped.rule.methods.isEmpty {
        for other in comparable.wider(than: scoped) {
          guard let position = order[other.rule.path], position != index,
            told.insert([max(index, position), min(index, position)]).inserted
          else { continue }
          demands[max(index, position)].reportDisjoint(
            from: demands[min(index, position)], to: &findings)
        }
      }
    })
}

extension ScopedRule {
  fileprivate func reportImpossible(to findings: inout Findings) {
    // Where another alternative can be met, the rule is.
    let isMet = rule.alternatives.contains { !$0.asksForWhatNeverIs }
    let never = rule.written("methods") { $0.asksForWhatNeverIs ? $0.methods : nil }
    for methods in never {
      findings.report(
        "Kratos records none of these as a second factor, so "
          + "\(isMet ? "this alternative of " : "")`\(rule.qualifiedID)` is never met",
        at: methods.value.location, severity: isMet ? nil : .error, path: methods.path,
        help: "name second factors, such as `totp` or `webauthn`",
        related: methods.alternatives.first?.aal.map {
          [.init("the level it is asked for", at: $0.location)]
        } ?? [])
    }
  }

  /// Whether another demand holds for the same action and asks for more.
  fileprivate func reportWeak(beside other: ScopedRule, to findings: inout Findings) {
    guard rule.because != nil, rule.because?.value != other.rule.because?.value,
      rule.isDemanding, !actions.isEmpty, actions.isSubset(of: other.actions),
      keysBesidesAction.isSuperset(of: other.keysBesidesAction),
      other.rule.requiresAtLeast(rule),
      !rule.requiresAtLeast(other.rule),
      let action = actions.sorted().first
    else { return }
    findings.report(
      "`\(rule.qualifiedID)` is never felt for `\(action)`, of which "
        + "`\(other.rule.qualifiedID)` demands more",
      at: effectLocation, path: rule.path, help: "remove it, or demand more than the other rule",
      related: [.init("the stricter demand", at: other.effectLocation)])
  }

  /// Reports two rules that no method meets.
  fileprivate func reportDisjoint(from other: ScopedRule, to findings: inout Findings) {
    // Whichever alternatives are met, they have no method in common.
    let (all, others) = (rule.methods, other.rule.methods)
    guard let mine = all.first, let theirs = others.first,
      Set(all.flatMap(\.value)).isDisjoint(with: others.flatMap(\.value))
    else { return }
    findings.report(
      "no method meets both this and `\(other.rule.qualifiedID)`, so where both are due the session "
        + "ends",
      at: mine.location, path: rule.path + ".methods", help: "name a method in both",
      related: [.init("the other methods", at: theirs.location)])
  }
}

extension Rule {
  /// The methods that the alternatives name; none where one of them is met by any.
  fileprivate var methods: [Located<[String]>] {
    let named = alternatives.compactMap(\.methods)
    return named.count == alternatives.count ? named : []
  }
}

extension Requirement {
  /// Whether it asks for a fresh second factor by methods that Kratos counts as first ones alone.
  fileprivate var asksForWhatNeverIs: Bool {
    guard aal?.value == .aal2, maxAge != nil, let methods, !methods.value.isEmpty else {
      return false
    }
    return methods.value.allSatisfy { KnownMethod.named($0)?.second == .never }
  }
}
