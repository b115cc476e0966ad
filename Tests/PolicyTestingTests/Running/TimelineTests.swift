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
      fresh: { extends: one-factor, set: { authenticated_at: +10s } }
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
      "a login begins a new session", "ada", "do: [revoke, sign_in], with: passkey",
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
      "a recovery begins a new session, over a live one too", "ada", "do: recover",
      "{ new: true, issued_at: +1h, authenticated_at: +1h, expires_at: +25h, aal: aal1, methods: [code_recovery] }"
    ),
    (
      "setting up a factor adds it", "fresh", "do: enrol, with: totp",
      "{ new: false, issued_at: -2h, authenticated_at: 10s, expires_at: +22h, aal: aal2, methods: [password, totp] }"
    ),
    (
      "setting a password adds nothing", "fresh", "do: enrol, with: password",
      "{ new: false, issued_at: -2h, authenticated_at: 10s, expires_at: +22h, aal: aal1, methods: [password] }"
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
            - { at: 0s, every: 18h, until: 27d, do: [extend, whoami] }
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

  // MARK: What Kratos refuses

  /// What is done at +2h, and how Kratos answers. The session is live, and privileged until 55m.
  @Test(arguments: [
    ("ada", "do: enrol, with: lookup_secret", "403 `session_refresh_required`"),
    ("ada", "do: sign_in, with: password", "400 `session_already_available`"),
    ("ada", "do: refresh, with: totp", "400, for no strategy is responsible: `totp`"),
    (
      "ada", "do: refresh, with: pasword", "400, for no strategy is responsible: it knows no method"
    ),
    ("ada", "do: step_up, with: password", "400, for no strategy is responsible: `password`"),
    ("ada", "do: step_up, with: code_recovery", "400, for no strategy is responsible"),
    ("ada", "do: enrol, with: code", "400, for no strategy is responsible: `code`"),
    ("ada", "attempt: refresh, with: totp", "400, for no strategy is responsible: `totp`"),
  ])
  func whatKratosRefusesFailsAndSaysWhatItAnswers(
    _ session: String, _ action: String, _ answer: String
  ) throws {
    let outcome = try SuiteFolder.run(
      """
        - name: a
          session: \(session)
          timeline: [{ at: 2h, \(action), then: { session: { active: true } } }]
      """)
    let failure = try #require(outcome.failures.first, "\(outcome.diagnostics)")
    #expect(outcome.failures.count == 1)
    #expect(failure.message.contains("is refused here: Kratos answers \(answer)"))
    #expect(failure.path.hasPrefix("$.tests[0].timeline[0]."))
    #expect(failure.evidence?.reproduction.contains("session-policy explain") == true)
    #expect(outcome.run.summary.failed == 1)
  }

  /// An extension is not enough: without one whoami its cookie dies, and Kratos answers 401.
  @Test(arguments: [
    (
      "do: whoami", "",
      ["`do: whoami` is refused here: Kratos answers 401, for the cookie can no longer be decoded"]
    ),
    ("attempt: whoami", "", []), ("do: whoami", "client: native", []),
  ])
  func anExtensionWithoutAWhoamiLosesTheBrowser(
    _ action: String, _ client: String, _ messages: [String]
  ) throws {
    let outcome = try SuiteFolder.run(
      """
        - name: a
          session: ready
          \(client)
          timeline:
            - { at: 1s, do: extend }
            - { at: 23h56m, \(action), then: { session: { expires_at: +24h1s } } }
      """, sessions: Self.sessions)
    #expect(outcome.messages == messages)
    #expect(outcome.diagnostics.isEmpty)
  }

  @Test func aWhoamiInTimeKeepsTheBrowser() throws {
    let outcome = try SuiteFolder.run(
      """
        - name: a
          session: ready
          timeline:
            - { at: 1s, do: extend }
            - { at: 23h55m, do: whoami }
            - { at: 24h, do: whoami, then: { session: { active: true } } }
      """, sessions: Self.sessions)
    #expect(outcome.messages == [])
  }

  @Test func theClientOfTheRequestLivesThroughTheTimeline() throws {
    let tests = """
        - name: a
          session: ready
          request: app
          timeline: [{ at: 1s, do: extend }, { at: 24h, do: whoami }]
      """
    let native = try SuiteFolder.run(
      tests, sessions: Self.sessions, requests: "  app: { client: { type: native } }")
    #expect(native.messages == [])
    let browser = try SuiteFolder.run(
      tests, sessions: Self.sessions, requests: "  app: { client: { type: browser } }")
    #expect(browser.run.summary.failed == 1)
    let both = try SuiteFolder.run(
      tests.replacing("request: app", with: "request: app\n    client: browser"),
      sessions: Self.sessions, requests: "  app: { client: { type: native } }")
    #expect(both.diagnostics.map(\.code) == [.conflictingFields])
  }

  // MARK: Attempts

  @Test func anAttemptDoesWhatIsPermittedAndNothingOtherwise() throws {
    let outcome = try SuiteFolder.run(
      """
        - name: a
          session: ada
          timeline:
            - { at: 1h, attempt: extend, then: { session: { expires_at: +22h } } }
            - { at: 17h, attempt: [extend, whoami], then: { session: { expires_at: +41h } } }
            - { at: 42h, attempt: [activity, extend, refresh, step_up], then: { outcome: sign_in } }
      """)
    #expect(outcome.messages == [])
    #expect(outcome.diagnostics.isEmpty)
  }

  @Test func nothingButAttemptsCannotFail() throws {
    let outcome = try SuiteFolder.run(
      "  - { name: a, session: ada, timeline: [{ at: 1h, attempt: [extend, whoami] }] }")
    #expect(outcome.diagnostics.map(\.code) == [.nothingExpected])
  }

  @Test func aStepDoesOrAttempts() throws {
    let outcome = try SuiteFolder.run(
      "  - { name: a, session: ada, timeline: [{ at: 1h, do: extend, attempt: whoami }] }")
    #expect(outcome.diagnostics.map(\.code) == [.conflictingFields])
  }

  // MARK: Releases

  /// Setting up a factor is an authentication at the head alone.
  @Test(arguments: [
    ("v1.3", "10s"), ("v25.4", "10s"), ("v26.2", "10s"), ("head", "1h"),
  ])
  func aSuiteChoosesTheRelease(_ release: String, _ authenticated: String) throws {
    let suite = SuiteFolder.suite(
      """
        - name: a
          session: fresh
          timeline:
            - { at: 1h, do: enrol, with: totp, then: { session: { authenticated_at: \(authenticated) } } }
      """, sessions: Self.sessions
    ).replacing("now: 2026", with: "kratos_release: \(release)\nnow: 2026")
    let outcome = try SuiteFolder(suite).run()
    #expect(outcome.messages == [])
    #expect(outcome.run.summary.passed == 1)
  }

  /// An organization's own lifespan is known to the head alone, and so selects it.
  @Test(arguments: [
    ("", "48h1s"), ("kratos_release: head", "48h1s"), ("kratos_release: v26.2", "24h1s"),
  ])
  func anOrganizationHasALifespanOfItsOwn(_ release: String, _ expiry: String) throws {
    let suite = SuiteFolder.suite(
      """
        - name: a
          session: member
          timeline: [{ at: 1s, do: extend, then: { session: { expires_at: +\(expiry) } } }]
      """,
      sessions: """
          member:
            extends: ada
            set:
              expires_at: +5h
              authenticator_assurance_level: aal1
              authentication_methods:
                - method: oidc
                  aal: aal1
                  completed_at: -5m
                  organization: 7F3C9A4E-5B1D-4C2A-9E8F-0A1B2C3D4E5F
        """
    ).replacing("now: 2026", with: "kratos: kratos.json\n\(release)\nnow: 2026")
    let folder = try SuiteFolder(suite)
    try folder.directory.write(
      """
      {"selfservice": {"methods": {"b2b": {"config": {"organizations": [
        {"id": "7f3c9a4e-5b1d-4c2a-9e8f-0a1b2c3d4e5f", "session_lifespan": "48h"}]}}}}}
      """, to: "suites/kratos.json")
    let outcome = folder.run()
    #expect(outcome.messages == [])
    #expect(outcome.run.summary.passed == 1, "\(outcome.diagnostics)")
  }

  @Test func aReleaseThatDoesNotExistIsRefused() throws {
    let suite = SuiteFolder.suite(
      "  - { name: a, session: ada, expect: { outcome: proceed } }"
    ).replacing("now: 2026", with: "kratos_release: v27\nnow: 2026")
    #expect(try SuiteFolder(suite).run().diagnostics.map(\.code) == [.valueOutsideDomain])
  }

  // MARK: Configurations

  @Test func aConfigurationSaysWhichMethodsThereAre() throws {
    let tests = """
        - name: a
          session: one-factor
          timeline: [{ at: 1h, do: step_up, with: totp }]
      """
    let suite = SuiteFolder.suite(tests, sessions: Self.sessions)
      .replacing("now: 2026", with: "kratos: kratos.json\nnow: 2026")
    let folder = try SuiteFolder(suite)
    try folder.directory.write(
      #"{ "session": { "lifespan": "24h" } }"#, to: "suites/kratos.json")
    #expect(
      folder.run().messages == [
        "`do: step_up` is refused here: Kratos answers 400, for no strategy is responsible: `totp` "
          + "is not enabled below `selfservice.methods`"
      ])
    try folder.directory.write(
      #"{ "selfservice": { "methods": { "totp": { "enabled": true } } } }"#,
      to: "suites/kratos.json")
    #expect(folder.run().messages == [])
  }

  /// A window opens a nanosecond after the instant, and a suite can say so.
  @Test func instantsCanBeWrittenToTheNanosecond() throws {
    let outcome = try SuiteFolder.run(
      """
        - name: a
          session: unset
          expect: { extend: { not_before: +1h } }
        - name: b
          session: unset
          expect: { extend: { not_before: +1h1ns } }
        - name: c
          session: unset
          timeline:
            - { at: 1h, attempt: extend, then: { session: { expires_at: +25h } } }
            - { at: 1h1ns, do: extend, then: { session: { expires_at: +25h1ns } } }
      """, sessions: "  unset: { extends: ada, set: { expires_at: +25h } }",
      policy: SuiteFolder.policy.replacing("    within: 6h\n", with: ""))
    #expect(
      outcome.messages == [
        "`extend.not_before` is `2026-03-01T10:00:00.000000001Z`, and `2026-03-01T10:00:00Z` was expected"
      ])
  }
}
