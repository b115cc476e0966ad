import PolicyCEL
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
        let requirement = scoped.rule.requirement
        guard requirement.maxAge == nil, !scoped.actions.isEmpty,
          let place = requirement.methods?.location ?? requirement.aal?.location,
          requirement.methods != nil || requirement.aal?.value != .aal1
        else { continue }
        // Another rule may ask for the freshness.
        let isFresh = comparable.wider(than: scoped).contains { other in
          other.rule.effect == .mustReauthenticate && other.rule.requirement.maxAge != nil
            && (requirement.aal == nil || other.rule.requirement.aal != nil)
        }
        guard !isFresh, let action = scoped.actions.sorted().first else { continue }
        findings.report(
          "a proof from long ago is enough for `\(action)`, for nothing says how fresh it has to be",
          at: place, path: scoped.rule.path, help: "add `max_age`, such as `max_age: 15m`",
          related: [.init("demanded here", at: scoped.effectLocation)])
      }
    })
}
