import PolicyDiagnostics

extension LintRule {
  static let unknownZone = LintRule(
    .unknownZone, "A time zone is named that the system does not know.",
    rationale: """
      The condition fails for every session: a `may` never grants, a `never` and a `must` always hold. \
      It is a warning, for another machine may have another database of zones. Write names of the IANA \
      database such as `Europe/Berlin`: abbreviations such as `CET` know no summer time everywhere.
      """,
    severity: .warning,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: office-hours
            never: extend
            when: now.getHours(⟦"Europe/Berln"⟧) >= 18
        """)
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: office-hours
            never: extend
            when: now.getHours("Europe/Berlin") >= 18
        """)
    ],
    check: .loading)
}
