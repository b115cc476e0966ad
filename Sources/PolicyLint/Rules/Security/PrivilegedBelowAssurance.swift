package import PolicyDiagnostics
import SessionPolicy

extension DiagnosticCode {
  /// A level that is demanded for an action, however long ago it was reached.
  package static let privilegedBelowAssurance = DiagnosticCode(
    "SEC004", "privileged-below-assurance")
}

extension LintRule {
  static let privilegedBelowAssurance = LintRule(
    .privilegedBelowAssurance,
    "A level or a method is demanded for certain actions, but no fresh proof of it.",
    rationale: """
      An assurance level never grows old in Kratos: a session that showed a second factor last month \
      is at `aal2` today, and after a login with a password alone it still is. Whoever holds the \
      session then passes for every dangerous action. `max_age` beside `aal` counts from the newest \
      second factor.
      """,
    severity: .warning, confidence: .likely,
    fallsAway: """
      There are no wildcards for clients (SEC015), and a rule cannot be switched off or only report \
      (SEC016). A refresh cannot raise the level by itself (SEC008): Kratos counts it from what was \
      shown.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: confirm
            may: refresh
          - id: payments
            must: reauthenticate
            when: request.action in ["payment.create", "settings.password"]
            aal: ⟦aal2⟧
        """)
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
            when: request.action in ["payment.create", "settings.password"]
            aal: aal2
            max_age: 15m
        """)
    ],
    check: .policy { document, findings in
      guard document.isComplete else { return }
      let comparable = document.comparable
      let demands = comparable.rules.filter { $0.rule.effect == .mustReauthenticate }
      for scoped in demands {
        // Of a method and a level the method is told; each place once.
        let methods = scoped.rule.written("methods") { $0.maxAge == nil ? $0.methods : nil }
        let levels = scoped.rule.written("aal") {
          $0.maxAge == nil && $0.methods == nil && $0.aal?.value != .aal1 ? $0.aal : nil
        }
        let stale =
          methods.map { ($0.value.location, $0.alternatives) }
          + levels.map { ($0.value.location, $0.alternatives) }
        guard !stale.isEmpty, let action = scoped.actions.sorted().first else { continue }
        for (place, alternatives) in stale {
          // Another rule may ask for the freshness.
          let isFresh = comparable.wider(than: scoped).contains { other in
            other.rule.effect == .mustReauthenticate
              && other.rule.alternatives.allSatisfy { freshness in
                freshness.maxAge != nil
                  && (freshness.aal != nil || alternatives.allSatisfy { $0.aal == nil })
              }
          }
          guard !isFresh else { continue }
          findings.report(
            "a proof from long ago is enough for `\(action)`, for nothing says how fresh it has to be",
            at: place, path: scoped.rule.path, help: "add `max_age`, such as `max_age: 15m`",
            related: [.init("demanded here", at: scoped.effectLocation)])
        }
      }
    })
}
