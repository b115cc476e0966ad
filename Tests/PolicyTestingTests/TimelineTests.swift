import PolicyDiagnostics
import PolicyTestSupport
import PolicyTesting
import Testing

/// What each operation does to a session, by the table of what Kratos changes.
@Suite struct TimelineTests {
  private static let sessions = """
      eve:
        from: sessions/ada.json
        set:
          issued_at: -2h
          authenticated_at: -5m
          completed: { password: -2h }
          identity: { id: 0d3f6a1e-1c57-4a7c-9a0d-6a3d7b1f5e33 }
      ready: { extends: ada, set: { expires_at: +6h } }
      one-factor:
        extends: ada
        set:
          authenticator_assurance_level: aal1
          authentication_methods: [{ method: password, aal: aal1, completed_at: -5m }]
    """

  /// An operation at +1h, and what the session says afterwards. The lifespan is a day.
  @Test(arguments: [
    (
      "an extension moves the expiry alone", "ready", "do: extend",
      "{ new: false, active: true, issued_at: -2h, authenticated_at: -5m, expires_at: +25h, aal: aal2, methods: [password, totp] }"
    ),
    (
      "a refresh", "ada", "do: refresh, with: password",
      "{ new: false, active: true, issued_at: -2h, authenticated_at: +1h, expires_at: +25h, aal: aal2, methods: [password, totp, password] }"
    ),
    (
      "a step-up", "one-factor", "do: step_up, with: totp",
      "{ new: false, issued_at: -2h, authenticated_at: +1h, expires_at: +25h, aal: aal2, methods: [password, totp] }"
    ),
    (
      "a second factor shown again", "ada", "do: step_up",
      "{ new: false, issued_at: -2h, authenticated_at: +1h, expires_at: +25h, aal: aal2, methods: [password, totp, totp] }"
    ),
    (
      "a refresh by a provider begins a new session", "ada", "do: refresh, with: oidc",
      "{ new: true, issued_at: +1h, authenticated_at: +1h, expires_at: +25h, aal: aal1, methods: [oidc] }"
    ),
    (
      "a refresh by somebody else begins theirs", "ada", "do: refresh, with: password, as: eve",
      "{ new: true, issued_at: +1h, aal: aal1, methods: [password], identity: 0d3f6a1e-1c57-4a7c-9a0d-6a3d7b1f5e33 }"
    ),
    (
      "a login begins a new session", "ada", "do: sign_in, with: passkey",
      "{ new: true, issued_at: +1h, authenticated_at: +1h, expires_at: +25h, aal: aal1, methods: [passkey] }"
    ),
    (
      "reading changes nothing", "ada", "do: whoami",
      "{ new: false, issued_at: -2h, authenticated_at: -5m, expires_at: +22h, aal: aal2, methods: [password, totp] }"
    ),
    (
      "activity changes nothing that Kratos keeps", "ada", "do: activity",
      "{ new: false, issued_at: -2h, authenticated_at: -5m, expires_at: +22h, methods: [password, totp] }"
    ),
    (
      "setting up a factor adds it", "one-factor", "do: enrol, with: totp",
      "{ new: false, issued_at: -2h, authenticated_at: -5m, expires_at: +22h, aal: aal2, methods: [password, totp] }"
    ),
    ("a logout", "ada", "do: revoke", "{ new: false, active: false, expires_at: +22h }"),
    (
      "a disabled identity", "ada", "do: disable", "{ new: false, active: false, expires_at: +22h }"
    ),
    ("an identity enabled again", "ada", "do: [disable, enable]", "{ new: false, active: true }"),
  ])
  func anOperationChangesWhatKratosChanges(
    _ name: String, _ session: String, _ action: String, _ expected: String
  ) throws {
    let outcome = try SuiteFolder.run(
      """
        - name: a
          session: \(session)
          timeline: [{ at: 1h, \(action), then: { session: \(expected) } }]
      """, sessions: Self.sessions)
    #expect(outcome.messages == [], "\(name)")
    #expect(outcome.diagnostics.isEmpty)
    #expect(outcome.run.summary.passed == 1)
  }

  @Test func whatThePolicyDoesNotAllowFails() throws {
    let outcome = try SuiteFolder.run(
      "  - { name: a, session: ada, timeline: [{ at: 1h, do: extend }] }")
    #expect(outcome.messages == ["`do: extend` is not allowed here: `extend_window_not_open`"])
    let failure = try #require(outcome.failures.first)
    #expect(failure.location.file.text(of: failure.location.range) == "extend")
  }

  @Test func whatThePolicyDoesNotAllowIsNotDoneWhereThatIsExpected() throws {
    let outcome = try SuiteFolder.run(
      """
        - name: a
          session: ada
          timeline:
            - { at: 1h, do: extend, expect: { extend: false }, then: { session: { expires_at: +22h } } }
      """)
    #expect(outcome.messages == [])
  }

  @Test func aDeadSessionCannotBeRefreshed() throws {
    let outcome = try SuiteFolder.run(
      "  - { name: a, session: ada, timeline: [{ at: 1h, do: [revoke, refresh] }] }")
    #expect(outcome.messages == ["`do: refresh` is not allowed here: `session_inactive`"])
  }

  @Test func anOperationWithoutEffectFails() throws {
    let outcome = try SuiteFolder.run(
      """
        - name: a
          session: ada
          timeline: [{ at: 1h, do: enable, then: { outcome: proceed } }]
      """)
    #expect(outcome.messages == ["`do: enable` has no effect here: there is nothing to change"])
  }

  @Test func everyRepeatsUpToUntilAndTheLastInstantCounts() throws {
    let outcome = try SuiteFolder.run(
      """
        - name: lives while it is extended
          session: ready
          timeline:
            - { at: 0s, every: 18h, until: 27d, do: extend }
            - { at: 27d, then: { session: { expires_at: +28d } }, do: whoami }
            - { at: 28d, expect: { outcome: sign_in, reasons: [session_expired] } }
      """, sessions: Self.sessions)
    #expect(outcome.messages == [])
  }

  @Test func activityIsWhatIdlenessCountsFrom() throws {
    let policy =
      SuiteFolder.policy + """

          - id: idle
            must: sign_in
            max_idle: 30m
        """
    let suite = SuiteFolder.suite(
      """
        - name: a
          session: ada
          request: now
          timeline:
            - { at: 29m59s, expect: { outcome: proceed } }
            - { at: 29m59s, do: activity }
            - { at: 59m58s, expect: { outcome: proceed } }
            - { at: 59m59s, expect: { outcome: sign_in, rules: [shop/idle] } }
      """, requests: "  now: { last_active_at: 0s }")
    #expect(try SuiteFolder(suite, policy: policy).run().messages == [])
  }
}
