import PolicyAnalysis
package import PolicyDiagnostics
import SessionPolicy

extension DiagnosticCode {
  /// A limit beyond what a chosen standard allows.
  package static let exceedsProfile = DiagnosticCode("SEC010", "exceeds-profile")
}

extension LintRule {
  static let exceedsProfile = LintRule(
    .exceedsProfile, "A limit is beyond what the chosen standard allows, or is not there.",
    rationale: """
      Chosen by `--profile`, such as `--profile nist-63b-4`. What the standard requires (SHALL) is an \
      error, what it recommends (SHOULD) a warning. A policy that demands `aal2` of everybody is held \
      against the numbers for AAL2, any other against those for AAL1. A limit holds if no session to \
      which the policy applies is beyond it and goes on, by whichever rules; where a standard ends the \
      session, only `must: sign_in` does. Where nothing ends sessions, the limit on the overall time \
      holds if none is extended past it. An exception that the standard knows is ignored with its \
      reason: `# lint: ignore SEC010: reason`.
      """,
    fallsAway: "Kratos has no AAL3, so what standards ask of that is not looked at.",
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: confirm
            may: refresh
          - id: two-factors
            must: reauthenticate
            aal: aal2
          - id: overall
            must: sign_in
            max_age: ⟦48h⟧
          - id: idle
            must: reauthenticate
            max_idle: 1h
        """, profile: "nist-63b-4"),
      LintExample(
        """
        version: 1
        policy: ⟦example⟧
        rules:
          - id: confirm
            may: refresh
          - id: overall
            must: reauthenticate
            max_age: 12h
        """, profile: "pci-dss-4"),
      // A cap is a limit, and longer than the standard's.
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: confirm
            may: refresh
          - id: slide
            may: extend
            max_age: ⟦30d⟧
          - id: two-factors
            must: reauthenticate
            aal: aal2
          - id: idle
            must: sign_in
            max_idle: 30m
        """, profile: "nist-63b-3"),
      // The session is to end, not to go on after a login.
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: confirm
            may: refresh
          - id: administrators
            must: sign_in
            max_idle: 10m
            when: has(request.client.id) && request.client.id == "console"
          - id: idle
            must: sign_in
            max_idle: ⟦20m⟧
        """, profile: "dod-stig-asd"),
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: confirm
            may: refresh
          - id: idle
            ⟦must: reauthenticate⟧
            max_idle: 15m
        """, profile: "hipaa"),
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: confirm
            may: refresh
          - id: two-factors
            must: reauthenticate
            aal: aal2
          - id: overall
            must: sign_in
            max_age: 24h
          - id: idle
            must: reauthenticate
            max_idle: 1h
        """, profile: "nist-63b-4")
    ],
    check: .survey { survey, subject, findings in
      guard let profile = subject.profile else { return }
      for document in subject.documents where document.isComplete {
        guard let policy = document.policy else { continue }
        ProfileComparison(policy, with: profile, survey, subject.kratos).report(to: &findings)
      }
    })
}
