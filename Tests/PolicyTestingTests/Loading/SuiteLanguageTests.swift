import PolicyCEL
import PolicyDiagnostics
import PolicyTestSupport
import PolicyTesting
import PolicyTime
import SessionPolicy
import Testing

/// What suites can say, by suites that pass and suites that fail.
@Suite struct SuiteLanguageTests {
  @Test func aSuitePassesWhenEveryExpectationIsMet() throws {
    let outcome = try SuiteFolder.run(
      """
        - name: everything a decision says
          session: ada
          request: pay
          at: 10m
          expect:
            outcome: reauthenticate
            extend: { allowed: false, reasons: [reauthentication_due], rules: [], expires_at: none }
            refresh: { allowed: true, rules: [shop/confirm] }
            reauthentication: { missing: [max_age_exceeded], rules: [shop/pay] }
            aal: aal2
            methods: none
            max_age: 15m
            steps: [second]
            rules: [shop/pay]
            reasons: [{ code: max_age_exceeded, rule: shop/pay }]
            deadlines: { expires_at: +22h, sign_in_at: +22h, reauthenticate_at: none }
            valid_until: +22h
            indeterminate: []
            calls: []
            session: { active: true, aal: aal2, methods: [password, totp], issued_at: -2h }
      """)
    #expect(outcome.messages == [])
    #expect(outcome.diagnostics.isEmpty)
    #expect(outcome.run.summary.passed == 1)
  }

  /// Every part of a decision can fail.
  @Test(arguments: [
    ("outcome: sign_in", "outcome", "reauthenticate"), ("extend: true", "extend.allowed", "false"),
    ("extend: { reasons: [forbidden] }", "extend.reasons", "reauthentication_due"),
    ("extend: { not_before: +1h }", "extend.not_before", "none"),
    ("refresh: false", "refresh.allowed", "true"),
    ("refresh: { rules: [] }", "refresh.rules", "shop/confirm"),
    ("reauthentication: none", "reauthentication", "due"), ("aal: none", "aal", "aal2"),
    ("methods: [totp]", "methods", "none"), ("max_age: 5m", "max_age", "15m"),
    ("steps: [first, second]", "steps", "second"), ("rules: []", "rules", "shop/pay"),
    ("reasons: [idle_timeout]", "reasons", "max_age_exceeded"),
    ("deadlines: { sign_in_at: none }", "deadlines.sign_in_at", "2026-03-02T07:00:00Z"),
    ("valid_until: +1h", "valid_until", "2026-03-02T07:00:00Z"),
    ("indeterminate: [context.risk]", "indeterminate", "[]"), ("calls: [revoke]", "calls", "[]"),
    ("session: { aal: aal1 }", "session.aal", "aal2"),
    ("session: { methods: [totp, password] }", "session.methods", "password, totp"),
  ])
  func everyPartOfADecisionCanFail(_ expect: String, _ part: String, _ actual: String) throws {
    let outcome = try SuiteFolder.run(
      "  - { name: a, session: ada, request: pay, at: 10m, expect: { \(expect) } }")
    let failure = try #require(outcome.failures.first, "\(outcome.diagnostics)")
    #expect(failure.part == part)
    #expect(failure.actual.contains(actual))
    #expect(failure.path.hasPrefix("$.tests[0].expect."))
    #expect(failure.evidence?.reproduction.isEmpty == false)
    #expect(outcome.run.summary.failed == 1)
  }

  @Test func settingAuthenticatedAtMovesEveryCompletionAlong() throws {
    let outcome = try SuiteFolder.run(
      """
        - { name: a, session: moved, request: pay, expect: { outcome: reauthenticate } }
        - { name: b, session: named, request: pay, expect: { outcome: proceed } }
      """,
      sessions: """
          moved: { from: sessions/ada.json, set: { issued_at: -3h, authenticated_at: -15m } }
          named: { extends: moved, set: { completed: { totp: -14m59s } } }
        """)
    #expect(outcome.messages == [])
    #expect(outcome.run.summary.passed == 2)
  }

  @Test func nullRemovesAField() throws {
    let outcome = try SuiteFolder.run(
      "  - { name: a, session: bare, expect: { outcome: sign_in, indeterminate: [session.expires_at] } }",
      sessions: "  bare: { extends: ada, set: { expires_at: null } }")
    #expect(outcome.messages == [])
    #expect(outcome.run.summary.passed == 1)
  }

  @Test func aSessionCanBeWrittenWithoutADocument() throws {
    let outcome = try SuiteFolder.run(
      """
        - name: a
          session: made
          expect: { outcome: proceed, session: { aal: aal1, identity: someone } }
      """,
      sessions: """
          made:
            set:
              issued_at: -1h
              authenticated_at: -1h
              expires_at: +1h
              authentication_methods: [{ method: password, aal: aal1, completed_at: -1h }]
              identity: { id: someone, state: active, metadata_public: { tier: gold } }
        """)
    #expect(outcome.messages == [])
    #expect(outcome.run.summary.passed == 1)
  }

  @Test func aProductRunsEveryCombination() throws {
    let outcome = try SuiteFolder.run(
      """
        - name: a
          sessions: [ada, old]
          requests: [read, pay]
          expect:
            - { session: ada, outcome: proceed }
            - { session: old, request: read, outcome: proceed }
            - { session: old, request: pay, outcome: reauthenticate }
      """, sessions: "  old: { extends: ada, set: { issued_at: -3h, authenticated_at: -20m } }")
    #expect(outcome.messages == [])
    #expect(outcome.run.summary.passed == 4)
  }

  @Test func aSkippedCaseIsCountedWithItsReason() throws {
    let outcome = try SuiteFolder.run(
      """
        - { name: a, session: ada, skip: { reason: waits for the shop }, expect: { outcome: sign_in } }
        - { name: b, session: ada, skip: true, reason: too, expect: { outcome: sign_in } }
        - { name: c, session: ada, skip: false, expect: { outcome: proceed } }
      """)
    #expect(outcome.run.summary.skipped == 2)
    #expect(outcome.run.summary.passed == 1)
    #expect(
      outcome.suites.flatMap(\.tests).compactMap(\.skipReason) == ["waits for the shop", "too"])
  }

  @Test func aLinkOutOfTheFolderIsNotFollowed() throws {
    let suite = SuiteFolder.suite(
      "  - { name: a, session: eve, expect: { outcome: proceed } }",
      sessions: "  eve: { from: sessions/eve.json }")
    let folder = try SuiteFolder(suite)
    let other = try TemporaryDirectory()
    try other.write(SuiteFolder.session, to: "secret.json")
    try folder.directory.link("suites/sessions/eve.json", to: other.path + "/secret.json")
    let found = folder.run().diagnostics
    #expect(found.map(\.code) == [.unreadableFile])
    #expect(found.first?.message.contains("outside of the folder") == true)
  }

  /// What attributes there are, the policies would have said.
  @Test func lawsAddNothingWherePoliciesCannotBeRead() throws {
    let suite = SuiteFolder.suite("  - { name: a, session: ada, expect: { outcome: proceed } }")
      .replacing("../policies/shop.yaml", with: "../policies/nowhere.yaml")
    let law = """

      laws:
        - { name: b, when: context.risk == "high", never: { extend: true } }
      """
    #expect(try SuiteFolder(suite + law).run().diagnostics.map(\.code) == [.unreadableFile])
  }

  @Test func whatWasNotExpectedComesWithTheRulesAndTheirClauses() throws {
    let outcome = try SuiteFolder.run(
      "  - { name: a, session: ada, request: pay, at: 10m, expect: { outcome: proceed } }")
    let evidence = try #require(outcome.failures.first?.evidence)
    let rule = try #require(evidence.rules.first)
    #expect(rule.rule.qualifiedID == "shop/pay")
    #expect(rule.clauses.map(\.text) == ["has(request.action)", "request.action == \"pay\""])
    #expect(rule.clauses.last?.values.first?.value == "\"pay\"")
    #expect(evidence.decision.validUntil == Timestamp(rfc3339: "2026-03-02T07:00:00Z"))
  }
}
