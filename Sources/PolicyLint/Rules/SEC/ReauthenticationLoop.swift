import Diagnostics

extension LintRule {
  static let reauthenticationLoop = LintRule(
    .reauthenticationLoop,
    "A `must: reauthenticate` rule limits the lifetime, which re-authenticating does not renew.",
    rationale: """
      Re-authenticating moves `authenticated_at` and never `issued_at`. Once the limit is reached, \
      the user proves themselves again, and is asked again at once, for ever. Ending the session \
      with `must: sign_in` begins a new one, with a new `issued_at`.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: confirm
            may: refresh
          - id: a-month-at-most
            must: reauthenticate
            ⟦max_lifetime⟧: 30d
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
          - id: a-month-at-most
            must: sign_in
            max_lifetime: 30d
        """)
    ],
    check: .loading)
}
