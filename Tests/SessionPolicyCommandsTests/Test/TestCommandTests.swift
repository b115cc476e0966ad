import Foundation
import PolicyDiagnostics
import PolicyJSON
import PolicyTestSupport
import Testing

@testable import SessionPolicyCommands

/// `session-policy test`, as it is called.
@Suite struct TestCommandTests {
  private let folder: TemporaryDirectory

  init() throws {
    folder = try TemporaryDirectory()
    try folder.write(
      """
      version: 1
      policy: p
      rules:
        - { id: confirm, may: refresh }
        - id: fresh
          must: reauthenticate
          when: has(request.action) && request.action == "pay"
          max_age: 15m
      """, to: "p.yaml")
    try write(outcome: "reauthenticate")
  }

  private func write(outcome: String) throws {
    try folder.write(
      """
      version: 1
      suite: s
      policies: [p.yaml]
      now: 2026-03-01T09:00:00Z
      sessions:
        ada:
          set: { id: a1, issued_at: -1h, authenticated_at: -20m, expires_at: +1h }
      requests:
        pay: { action: pay }
        read: { action: read }
      tests:
        - name: payments need a fresh login
          session: ada
          requests: [pay, read]
          expect:
            - { request: pay, outcome: \(outcome) }
            - { request: read, outcome: proceed }
        - { name: later, session: ada, skip: { reason: not yet }, expect: { outcome: proceed } }
      """, to: "s.yaml")
  }

  private func test(_ more: String..., waits: @escaping () -> Bool = { false }) -> CommandRun {
    CommandRun(["test", folder.path, "--root", folder.path] + more, waits: waits)
  }

  /// Setting up a factor is an authentication at the development head alone.
  @Test func theReleaseCanBeChosen() throws {
    try folder.write(
      """
      version: 1
      suite: s
      policies: [p.yaml]
      now: 2026-03-01T09:00:00Z
      sessions:
        ada:
          set:
            id: a1
            issued_at: -1h
            authenticated_at: -20m
            expires_at: +1h
            authentication_methods: [{ method: password, aal: aal1, completed_at: -20m }]
            identity: { id: i1, state: active }
      requests:
        pay: { action: pay }
      tests:
        - name: who has set up a factor has just proved themselves
          session: ada
          request: pay
          timeline: [{ at: 10m, do: enrol, with: totp, then: { outcome: proceed } }]
      """, to: "s.yaml")
    #expect(test("--kratos-release", "head").output.hasSuffix("\n1 passed, 0 failed, 0 skipped\n"))
    for release in ["v1.3", "v25.4", "v26.2"] {
      let run = test("--kratos-release", release)
      #expect(run.output.hasSuffix("\n0 passed, 1 failed, 0 skipped\n"))
      #expect(run.output.contains("--kratos-release \(release) <<'SNAPSHOT'"))
    }
    #expect(test().status == .findings)
    #expect(test("--kratos-release", "v27").status == .failure)
  }

  @Test func successEndsWithTheCounts() {
    let run = test()
    #expect(run.status == .success)
    #expect(run.output.hasSuffix("\n2 passed, 0 failed, 1 skipped\n"))
    #expect(run.errors.isEmpty)
  }

  @Test func aFailureShowsAllThatItsAuthorNeeds() throws {
    try write(outcome: "proceed")
    let run = test()
    #expect(run.status == .findings)
    let expected = """
      FAILED  s  1 passed, 1 failed, 1 skipped  (FOLDER/s.yaml)
        skipped  later [session ada]: not yet

      FAILED  payments need a fresh login [session ada, request pay]
      error[X620] expectation-not-met: `outcome` is `reauthenticate`, and `proceed` was expected
        --> FOLDER/s.yaml:16:34
         |
      16 |       - { request: pay, outcome: proceed }
         |                                  ^^^^^^^

        decided  reauthenticate, for 2026-03-01T09:00:00Z
        until    2026-03-01T10:00:00Z (in 1h), when the answer changes

        p/fresh  must: reauthenticate  → in force  (FOLDER/p.yaml:5)
          true     has(request.action)
                     request.action = "pay"
          true     request.action == "pay"
                     request.action = "pay"
          not met  max_age: 15m  20m since 2026-03-01T08:40:00Z
          not met: max_age_exceeded

        to see it again:

      session-policy explain - --policies FOLDER/p.yaml <<'SNAPSHOT'
      {"now":"2026-03-01T09:00:00Z","session":{"id":"a1","active":true,"expires_at":"2026-03-01T10:00:00Z","authenticated_at":"2026-03-01T08:40:00Z","issued_at":"2026-03-01T08:00:00Z"},"request":{"action":"pay"},"context":{}}
      SNAPSHOT

      1 passed, 1 failed, 1 skipped

      """
    #expect(run.output == expected.replacing("FOLDER", with: folder.path))
  }

  /// What is not permitted is told with its reasons, and with the rules behind everything that failed.
  @Test(arguments: [
    (
      "extend: true", "  extend   no, forbidden (p/stays)", ["p/stays", "p/slide"],
      "{ id: stays, never: extend }"
    ),
    ("extend: true", "  extend   no, no_matching_permit", [], "{ id: other, may: refresh }"),
    (
      "extend: { expires_at: +2h }", "  extend   no, max_age_exceeded (p/short)", ["p/short"],
      "{ id: short, may: extend, max_age: 5m }"
    ),
    (
      "refresh: true", "  refresh  no, idle_timeout (p/idle)", ["p/idle"],
      "{ id: idle, may: refresh, max_idle: 5m }"
    ),
    (
      "outcome: sign_in, refresh: true, extend: true",
      "  extend   no, reauthentication_due (p/now)",
      ["p/now", "p/slide"],
      "{ id: now, must: reauthenticate, max_age: 5m }\n  - { id: confirm, may: refresh }"
    ),
  ])
  func whatIsNotPermittedIsToldWithItsReasons(
    expectation: String, row: String, rules: [String], rule: String
  ) throws {
    let slide = rules.contains("p/slide") ? "\n  - { id: slide, may: extend }" : ""
    try folder.write("version: 1\npolicy: p\nrules:\n  - \(rule)\(slide)\n", to: "p.yaml")
    try folder.write(
      """
      version: 1
      suite: s
      policies: [p.yaml]
      now: 2026-03-01T09:00:00Z
      sessions:
        ada:
          set:
            id: a1
            issued_at: -1h
            authenticated_at: -20m
            expires_at: +1h
            identity: { id: i1, state: active }
      requests: { idle: { action: x, last_active_at: -20m } }
      tests: [{ name: t, session: ada, request: idle, expect: { \(expectation) } }]
      """, to: "s.yaml")
    for run in [test(), test("--format", "junit")] {
      #expect(run.status == .findings)
      #expect(run.output.contains("\n\(row)\n"), "\(run.output)")
      for rule in rules { #expect(run.output.contains("\n  \(rule)  "), "\(run.output)") }
    }
  }

  @Test func theCommandInAFailureMakesTheSameDecision() throws {
    try write(outcome: "proceed")
    let lines = test().output.split(separator: "\n").map(String.init)
    let start = try #require(lines.firstIndex { $0.hasPrefix("session-policy explain") })
    let words = lines[start].split(separator: " ").dropFirst().dropLast().map(String.init)
    let again = CommandRun(words, input: lines[start + 1])
    #expect(again.status == .success)
    #expect(again.output.hasPrefix("reauthenticate:"))
    #expect(again.output.contains("p/fresh  must: reauthenticate  → in force"))
  }

  @Test func resultsForProgramsHaveTheAgreedShape() throws {
    try write(outcome: "proceed")
    let run = test("--format", "json")
    #expect(run.status == .findings)
    let json = try #require(JSONReader.parse(SourceFile(name: "", text: run.output)).value)
    #expect(json["version"]?.number?.int64 == 1)
    let suite = try #require(json["suites"]?.array?.first)
    let test = try #require(suite["tests"]?.array?.first)
    #expect(test["case"] == ["session": "ada", "request": "pay"])
    #expect(test["outcome"] == "failed")
    let failure = try #require(test["failures"]?.array?.first)
    #expect(failure["path"] == "$.tests[0].expect[0].outcome")
    #expect(failure["expected"] == "proceed")
    #expect(failure["actual"] == "reauthenticate")
    #expect(failure["range"]?["start"] == ["line": 16, "column": 34])
    let rule = try #require(json["coverage"]?["rules"]?.array?.last)
    #expect(rule["rule"] == "p/fresh" && rule["fired"] == 1 && rule["not_fired"] == 1)
    let condition = try #require(json["coverage"]?["conditions"]?.array?.last)
    #expect(condition["path"] == "$.rules[1].when")
    #expect(condition["true"] == 1 && condition["false"] == 1 && condition["error"] == 0)
    #expect(
      json["summary"]
        == ["suites": 1, "passed": 1, "failed": 1, "errors": 0, "skipped": 1])
  }

  @Test func aReportForBuildServersCountsWhatItHolds() throws {
    try write(outcome: "proceed")
    let output = test("--format", "junit").output
    #expect(
      output.contains(
        "<testsuites name=\"session-policy\" tests=\"3\" failures=\"1\" errors=\"0\" skipped=\"1\">"
      ))
    #expect(output.components("<testcase ") == 3)
    #expect(output.components("<failure ") == 1)
    #expect(output.components("<skipped message=\"not yet\"/>") == 1)
    #expect(output.contains("line=\"16\""))
  }

  @Test func hostileTextCannotBreakOutOfAReport() throws {
    try folder.write(
      """
      version: 1
      suite: "]]><x a=\\"'&\\e[31m\\u0001"
      policies: [p.yaml]
      now: 2026-03-01T09:00:00Z
      sessions: { "a\\"<b>": { set: { issued_at: -1h, expires_at: +1h } } }
      tests: [{ name: "::error::x\\n]]>", session: "a\\"<b>", expect: { outcome: sign_in } }]
      """, to: "s.yaml")
    let junit = test("--format", "junit").output
    #expect(!junit.contains("]]>"))
    #expect(!junit.contains("<x") && !junit.contains("<b>") && !junit.contains("\u{1B}"))
    let text = test().output
    #expect(!text.contains("\u{1B}"))
    #expect(!text.split(separator: "\n").contains { $0.hasPrefix("::error") })
    let json = test("--format", "json").output
    #expect(JSONReader.parse(SourceFile(name: "", text: json)).value != nil)
  }

  /// Seven of nine: every request of the suite names its action, and no session is young enough.
  @Test(arguments: [("100", false), ("77.777", true), ("77.778", false), ("0", true)])
  func coverageIsComparedAsCounts(_ least: String, _ isEnough: Bool) {
    let run = test("--coverage", "--min-coverage", least)
    #expect(run.output.contains("coverage: 7 of 9\n"))
    #expect(run.output.contains("!  true 2, false 0  has(request.action)  ($.rules[1].when)"))
    #expect(run.status == (isEnough ? .success : .findings))
    #expect(run.errors == (isEnough ? "" : "error: 7 of 9 is below \(least) %\n"))
  }

  @Test func aThresholdThatIsNoShareIsRefused() {
    for word in ["101", "-1", "x", "99.9999", "100.001", "1.2.3"] {
      #expect(test("--min-coverage=\(word)").status == .failure, "\(word)")
    }
  }

  @Test func onlyCasesWithTheTextInTheirNameAreRun() {
    #expect(test("--filter", "PAY").output.hasSuffix("1 passed, 0 failed, 0 skipped\n") == false)
    #expect(test("--filter", "read").output.hasSuffix("1 passed, 0 failed, 0 skipped\n"))
    let none = test("--filter", "unheard of")
    #expect(none.status == .failure)
    #expect(none.errors.contains("no case has `unheard of` in its name"))
  }

  @Test func nothingToRunIsAFailureOfTheCommand() throws {
    try folder.remove("s.yaml")
    let run = test()
    #expect(run.status == .failure)
    #expect(run.errors.contains("there is no test suite below"))
    #expect(run.output.hasSuffix("0 passed, 0 failed, 0 skipped\n"))
  }

  @Test func aSuiteWithAMistakeIsNotRun() throws {
    try write(outcome: "allow")
    let run = test()
    #expect(run.status == .findings)
    #expect(
      run.output.contains("`outcome` must be `proceed`, `reauthenticate` or `sign_in`, not `allow`")
    )
    #expect(run.output.hasSuffix("1 suite could not be run\n0 passed, 1 failed, 0 skipped\n"))
  }

  @Test func aFailureListsNoRulesOfPoliciesThatDoNotApply() throws {
    for (name, gate) in [
      ("staff", #"session.id == "b" || session.id == "c""#), ("none", #"session.id != "a1""#),
      ("open", #"session.id == "b" || session.id == "a1""#),
    ] {
      try folder.write(
        """
        version: 1
        policy: \(name)
        when: '\(gate)'
        rules: [{ id: over, must: sign_in, when: request.action == "leave" }]
        """, to: "more/\(name).yaml")
    }
    try write(outcome: "proceed")
    let suite = try String(contentsOfFile: folder.path + "/s.yaml", encoding: .utf8)
    try folder.write(
      suite.replacing("[p.yaml]", with: "[p.yaml, more]"), to: "s.yaml")
    let run = test()
    #expect(run.status == .findings)
    #expect(run.output.contains("p/fresh") && run.output.contains("open/over"), "\(run.output)")
    #expect(!run.output.contains("staff/over") && !run.output.contains("none/over"))
    #expect(run.output.contains("--policies \(folder.path)/p.yaml --policies \(folder.path)/more"))
  }

  @Test func theCommandThatRepeatsAFailureTakesAnyName() throws {
    try write(outcome: "proceed")
    let suite = try String(contentsOfFile: folder.path + "/s.yaml", encoding: .utf8)
    let policy = try String(contentsOfFile: folder.path + "/p.yaml", encoding: .utf8)
    for (name, quoted) in [
      ("a b'c.yaml", #"/a b'\''c.yaml'"#), ("a\u{202E}b%.yaml", #"/a\342\200\256b%%.yaml')""#),
    ] {
      try folder.write(policy, to: name)
      try folder.write(suite.replacing("[p.yaml]", with: "[\"\(name)\"]"), to: "s.yaml")
      let run = test()
      #expect(run.output.contains(quoted), "\(run.output)")
    }
  }

  @Test func watchingRunsAgainWhenAFileChanges() throws {
    var rounds = 0
    let run = test("--watch") {
      rounds += 1
      if rounds == 2 { try? write(outcome: "proceed") }
      return rounds < 4
    }
    #expect(run.output.components("2 passed, 0 failed, 1 skipped") == 1)
    #expect(run.output.components("1 passed, 1 failed, 1 skipped\n") == 1)
    #expect(run.status == .findings)
  }

  @Test func anEditWhileARunIsUnderWayStartsAnother() throws {
    var isEdited = false
    let run = CommandRun(
      ["test", folder.path, "--root", folder.path, "--watch"],
      writes: {
        guard !isEdited else { return }
        isEdited = true
        try? self.write(outcome: "proceed")
      })
    #expect(run.output.components("2 passed, 0 failed, 1 skipped") == 1, "\(run.output)")
    #expect(run.output.components("1 passed, 1 failed, 1 skipped\n") == 1, "\(run.output)")
    #expect(run.status == .findings)
  }

  @Test func settingsOfTheCommandLineHoldWhereASuiteNamesNone() throws {
    try folder.write("session:\n  lifespan: 1h\n", to: "kratos.yml")
    try folder.write(
      """
      version: 1
      suite: settings
      policies: [q.yaml]
      now: 2026-03-01T09:00:00Z
      sessions: { ada: { set: { id: a1, issued_at: -1h, authenticated_at: -1h, expires_at: +30m,
        identity: { state: active } } } }
      tests: [{ name: t, session: ada, expect: { extend: { allowed: true, expires_at: +1h } } }]
      """, to: "t/s.yaml")
    try folder.write(
      "version: 1\npolicy: q\nrules:\n  - { id: slide, may: extend }\n", to: "t/q.yaml")
    let suites = "\(folder.path)/t"
    #expect(CommandRun(["test", suites, "--root", suites]).status == .findings)
    let run = CommandRun([
      "test", suites, "--root", suites, "--kratos", "\(folder.path)/kratos.yml",
    ])
    #expect(run.status == .success, "\(run.output)\(run.errors)")
    let missing = CommandRun([
      "test", suites, "--root", suites, "--kratos", "\(folder.path)/nowhere.yml",
    ])
    #expect(missing.status == .failure)
    #expect(missing.errors.contains("there is no file or directory"), "\(missing.errors)")
  }

  @Test func watchingSeesThatAPolicyElsewhereWasMended() throws {
    let policy = "version: 1\npolicy: q\nrules:\n  - { id: confirm, may: "
    try folder.write(policy + "refrsh }\n", to: "policies/q.yaml")
    try folder.write(
      """
      version: 1
      suite: elsewhere
      policies: [../policies/q.yaml]
      now: 2026-03-01T09:00:00Z
      sessions: { ada: { set: { id: a1, issued_at: -1h, authenticated_at: -1h, expires_at: +1h } } }
      tests: [{ name: t, session: ada, expect: { refresh: true } }]
      """, to: "suites/s.yaml")
    var rounds = 0
    let run = CommandRun(["test", "\(folder.path)/suites", "--root", folder.path, "--watch"]) {
      rounds += 1
      if rounds == 2 { try? folder.write(policy + "refresh }\n", to: "policies/q.yaml") }
      return rounds < 4
    }
    #expect(run.output.components("0 passed, 1 failed, 0 skipped\n") == 1, "\(run.output)")
    #expect(run.output.components("1 passed, 0 failed, 0 skipped\n") == 1, "\(run.output)")
    #expect(run.status == .success)
  }
}

extension String {
  /// How often a text stands in this one.
  fileprivate func components(_ part: String) -> Int { ranges(of: part).count }
}
