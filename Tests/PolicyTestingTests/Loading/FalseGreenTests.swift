import PolicyDiagnostics
import PolicyTestSupport
import PolicyTesting
import Testing

/// A test that cannot fail is worse than one that does. Each way to one is refused.
@Suite struct FalseGreenTests {
  /// A way to a test that cannot fail, and the code that stops it.
  struct Way: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var tests = "  - { name: a, session: ada, expect: { outcome: proceed } }"
    var sessions = ""
    var requests = ""
    var code: DiagnosticCode
    /// The text that the finding stands at.
    var place: String
  }

  static let ways: [Way] = [
    Way(
      testDescription: "an unknown session",
      tests: "  - { name: a, session: adda, expect: { outcome: proceed } }",
      code: .undefinedDefinition, place: "adda"),
    Way(
      testDescription: "an unknown request",
      tests: "  - { name: a, session: ada, request: pya, expect: { outcome: proceed } }",
      code: .undefinedDefinition, place: "pya"),
    Way(
      testDescription: "an unknown rule",
      tests: "  - { name: a, session: ada, expect: { rules: [shop/month-at-most] } }",
      code: .undefinedDefinition, place: "shop/month-at-most"),
    Way(
      testDescription: "a rule without its policy",
      tests: "  - { name: a, session: ada, expect: { rules: [month] } }",
      code: .undefinedDefinition, place: "month"),
    Way(
      testDescription: "an unknown outcome",
      tests: "  - { name: a, session: ada, expect: { outcome: allow } }",
      code: .valueOutsideDomain, place: "allow"),
    Way(
      testDescription: "an unknown reason",
      tests: "  - { name: a, session: ada, expect: { reasons: [too_old] } }",
      code: .valueOutsideDomain, place: "too_old"),
    Way(
      testDescription: "an unknown key of an expectation",
      tests: "  - { name: a, session: ada, expect: { outcome: proceed, extendable_to: 1h } }",
      code: .unknownField, place: "extendable_to"),
    Way(
      testDescription: "an empty expectation",
      tests: "  - { name: a, session: ada, expect: {} }", code: .nothingExpected, place: "expect"),
    Way(
      testDescription: "no expectation", tests: "  - { name: a, session: ada }",
      code: .nothingExpected, place: "a"),
    Way(
      testDescription: "an empty part of an expectation",
      tests: "  - { name: a, session: ada, expect: { extend: {} } }", code: .nothingExpected,
      place: "extend"),
    Way(
      testDescription: "a combination without an expectation",
      tests: """
          - name: a
            session: ada
            requests: [read, pay]
            expect:
              - { request: read, outcome: proceed }
        """, code: .incompleteProduct, place: "expect"),
    Way(
      testDescription: "a combination that is expected twice",
      tests: """
          - name: a
            session: ada
            requests: [read, pay]
            expect:
              - { request: read, outcome: proceed }
              - { requests: [read, pay], outcome: proceed }
        """, code: .incompleteProduct, place: "requests"),
    Way(
      testDescription: "an expectation of a request that the test does not make",
      tests: """
          - name: a
            session: ada
            requests: [read]
            expect:
              - { request: read, outcome: proceed }
              - { request: pay, outcome: proceed }
        """, code: .undefinedDefinition, place: "pay"),
    Way(
      testDescription: "two tests with one name",
      tests: """
          - { name: a, session: ada, expect: { outcome: proceed } }
          - { name: a, session: ada, expect: { outcome: proceed } }
        """, code: .duplicateOrUnnamedTest, place: "a"),
    Way(
      testDescription: "a test without a name",
      tests: "  - { session: ada, expect: { outcome: proceed } }", code: .missingField,
      place: "session"),
    Way(
      testDescription: "a skip without a reason",
      tests: "  - { name: a, session: ada, skip: true, expect: { outcome: proceed } }",
      code: .skipWithoutReason, place: "skip"),
    Way(
      testDescription: "a timeline that expects nothing",
      tests: "  - { name: a, session: ada, timeline: [{ at: 1m, do: activity }] }",
      code: .nothingExpected, place: "timeline"),
    Way(
      testDescription: "a timeline that runs backwards",
      tests: """
          - name: a
            session: ada
            timeline: [{ at: 2m, expect: { outcome: proceed } }, { at: 1m, do: extend }]
        """, code: .impossibleStep, place: "1m"),
    Way(
      testDescription: "a repetition that never happens",
      tests: """
          - name: a
            session: ada
            timeline: [{ every: 2d, until: 1d, do: extend }]
        """, code: .impossibleStep, place: "1d"),
    Way(
      testDescription: "a repetition without an end",
      tests: "  - { name: a, session: ada, timeline: [{ every: 2d, do: extend }] }",
      code: .missingField, place: "every"),
    Way(
      testDescription: "an unknown action",
      tests: "  - { name: a, session: ada, timeline: [{ at: 1m, do: extent }] }",
      code: .valueOutsideDomain, place: "extent"),
    Way(
      testDescription: "a session that expires before it was issued",
      sessions: "  bad: { extends: ada, set: { expires_at: -3h } }", code: .impossibleFixture,
      place: "bad"),
    Way(
      testDescription: "a session authenticated before it was issued",
      sessions: "  bad: { extends: ada, set: { issued_at: -1m } }", code: .impossibleFixture,
      place: "bad"),
    Way(
      testDescription: "a session from the future",
      sessions: "  bad: { extends: ada, set: { authenticated_at: +1h } }", code: .impossibleFixture,
      place: "bad"),
    Way(
      testDescription: "aal2 by a password alone",
      sessions:
        "  bad: { extends: ada, set: { authentication_methods: [{ method: password, aal: aal1 }] } }",
      code: .impossibleFixture, place: "bad"),
    Way(
      testDescription: "idle for longer than the session is old",
      tests: "  - { name: a, session: ada, request: old, expect: { outcome: proceed } }",
      requests: "  old: { last_active_at: -3h }", code: .impossibleFixture, place: "old"),
    Way(
      testDescription: "active after the request",
      tests: "  - { name: a, session: ada, request: new, expect: { outcome: proceed } }",
      requests: "  new: { last_active_at: +3h }", code: .impossibleFixture, place: "new"),
    Way(
      testDescription: "a misspelt key of the context",
      requests: "  bad: { context: { riks: low } }", code: .unknownAttribute, place: "riks"),
    Way(
      testDescription: "a value of the context that is never sent",
      requests: "  bad: { context: { risk: medium } }", code: .valueOutsideDomain, place: "medium"),
    Way(
      testDescription: "a value of the context of another type",
      requests: "  bad: { context: { score: high } }", code: .typeMismatch, place: "high"),
    Way(
      testDescription: "a misspelt key of a session",
      sessions: "  bad: { extends: ada, set: { authenticated: -1h } }", code: .unknownField,
      place: "authenticated"),
    Way(
      testDescription: "a method that was never completed",
      sessions: "  bad: { extends: ada, set: { completed: { webauthn: -1h } } }",
      code: .undefinedDefinition, place: "webauthn"),
    Way(
      testDescription: "sessions that extend each other",
      sessions: "  one: { extends: two }\n  two: { extends: one }", code: .cyclicDefinition,
      place: "one"),
    Way(
      testDescription: "a session that says nothing", sessions: "  bad: { description: x }",
      code: .missingField, place: "bad"),
    Way(
      testDescription: "a document that is not there",
      sessions: "  bad: { from: sessions/eve.json }",
      code: .unreadableFile, place: "sessions/eve.json"),
    Way(
      testDescription: "a document outside the folder",
      sessions: "  bad: { from: ../../secret.json }",
      code: .unreadableFile, place: "../../secret.json"),
    Way(
      testDescription: "an absolute path", sessions: "  bad: { from: /etc/hostname }",
      code: .unreadableFile, place: "/etc/hostname"),
  ]

  @Test(arguments: ways) func aTestThatCannotFailIsRefused(_ way: Way) throws {
    let outcome = try SuiteFolder.run(way.tests, sessions: way.sessions, requests: way.requests)
    let finding = try #require(
      outcome.diagnostics.first { $0.code == way.code }, "\(outcome.diagnostics)")
    #expect(finding.location.file.text(of: finding.location.range) == way.place)
    #expect(finding.severity == .error)
    #expect(finding.help?.isEmpty == false || finding.message.contains("must be"))
    #expect(outcome.diagnostics.count == 1, "one cause, one message")
    #expect(outcome.run.summary.errors == 1)
    #expect(!outcome.run.summary.isSuccess)
    #expect(outcome.suites.allSatisfy { $0.tests.isEmpty })
  }

  @Test func aSuiteWithoutTestsIsRefused() throws {
    let suite = SuiteFolder.suite("").replacing("tests:\n", with: "tests: []\n")
    let outcome = try SuiteFolder(suite).run()
    #expect(outcome.diagnostics.map(\.code) == [.emptyCollection])
  }

  @Test(arguments: ["", "now: today\n", "now: 2026-03-01\n"])
  func aSuiteThatDependsOnTheDayIsRefused(now: String) throws {
    let suite = SuiteFolder.suite("  - { name: a, session: ada, expect: { outcome: proceed } }")
      .replacing("now: 2026-03-01T09:00:00Z\n", with: now)
    let outcome = try SuiteFolder(suite).run()
    #expect(outcome.diagnostics.count == 1)
    #expect(!outcome.run.summary.isSuccess)
  }

  @Test func aRunWithoutSuitesIsRefused() throws {
    let folder = try SuiteFolder(SuiteFolder.suite("  - {}"), named: "elsewhere/shop.yaml")
    let outcome = folder.run("policies")
    #expect(outcome.suites.isEmpty)
    #expect(outcome.problems.map(\.code) == [.unreadableFile])
    #expect(!outcome.run.summary.isSuccess)
  }

  @Test func aFilterThatFitsNothingIsNoSuccess() throws {
    let folder = try SuiteFolder(
      SuiteFolder.suite("  - { name: a, session: ada, expect: { outcome: proceed } }"))
    #expect(folder.run(filter: "SHOP").run.summary.isSuccess)
    #expect(!folder.run(filter: "nothing like it").run.summary.isSuccess)
  }

  @Test func aPolicyThatDoesNotLoadIsReportedOnceAndNothingPasses() throws {
    let suite = SuiteFolder.suite("  - { name: a, session: ada, expect: { outcome: proceed } }")
    let folder = try SuiteFolder(suite, policy: SuiteFolder.policy + "\n    max_idel: 1h\n")
    try folder.directory.write(suite, to: "suites/again.yaml")
    let outcome = folder.run()
    #expect(outcome.diagnostics.map(\.code) == [.unknownField, .unreadableFile])
    #expect(outcome.run.summary.errors == 2)
  }

  @Test func aRuleThatNoTestComesNearIsNotCovered() throws {
    let skipped = try SuiteFolder.run(
      """
        - { name: later, session: ada, request: pay, skip: true, reason: ticket 7, expect: { outcome: proceed } }
      """)
    #expect(skipped.problems.isEmpty)
    #expect(skipped.run.summary.skipped == 1, "\(skipped.messages)")
    #expect(skipped.run.coverage.covered == 0)
    #expect(
      skipped.run.coverage.rules.map(\.rule) == [
        "shop/confirm", "shop/month", "shop/pay", "shop/slide",
      ])
    // Firing and not firing of each, but `confirm` cannot but fire; two clauses and five requirements.
    #expect(skipped.run.coverage.conditions.count == 2)
    #expect(skipped.run.coverage.requirements.count == 5)
    #expect(skipped.run.coverage.total == 7 + 2 * (2 + 5))
  }
}
