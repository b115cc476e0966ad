import PolicyAnalysis
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
    severity: .warning,
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
    check: .survey { survey, subject, findings in
      // A rule that could not be read may be the one that asks for a fresh proof.
      let complete = subject.completeFiles
      var told: Set<String> = []
      for stale in survey.stale where complete.contains(Text(stale.rule.location.file.name)) {
        let rule = stale.rule
        guard let requirement = rule.alternatives.dropFirst(stale.alternative).first,
          // Of a method and a level the method is told; each place once.
          let place = requirement.methods?.location ?? requirement.aal?.location,
          told.insert("\(rule.qualifiedID) \(place.range.start)").inserted
        else { continue }
        findings.report(
          "a proof from long ago is enough for `\(stale.action)`, for nothing says how fresh it has "
            + "to be",
          at: place, path: rule.path, help: "add `max_age`, such as `max_age: 15m`",
          related: [.init("demanded here", at: rule.effectLocation)], shown: stale.showing)
      }
    })
}
