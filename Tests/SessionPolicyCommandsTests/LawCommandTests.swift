import PolicyTestSupport
import Testing

@testable import SessionPolicyCommands

@Suite("Laws of a suite are proved, or answered with a session")
final class LawCommandTests {
  private let folder: TemporaryDirectory

  init() throws {
    folder = try TemporaryDirectory()
    try folder.write(
      """
      version: 1
      policy: p
      attributes:
        context.risk: { type: string, values: [low, medium, high] }
      rules:
        - { id: slide, may: extend, within: 6h, max_lifetime: 30d }
        - { id: confirm, may: refresh }
        - id: fresh
          must: reauthenticate
          when: { any: [ 'request.action == "pay"', 'context.risk == "high"' ] }
          aal: aal2
          max_age: 15m
        - id: odd
          must: sign_in
          when: request.action.matches("^admin.*x$") && session.id.endsWith(request.action)
      """, to: "p.yaml")
  }

  private func test(_ laws: String, _ options: String...) throws -> CommandRun {
    try folder.write(
      """
      version: 1
      suite: s
      policies: [p.yaml]
      now: 2026-03-01T09:00:00Z
      laws:
      \(laws)
      """, to: "s.yaml")
    return CommandRun(["test", folder.path + "/s.yaml", "--root", folder.path] + options)
  }

  @Test(arguments: [
    """
      - name: the new expiry stays within thirty days
        when: session.age + kratos.lifespan > duration("30d")
        never: { extend: true }
    """,
    """
      - name: a payment shows a second factor
        when: request.action == "pay" && session.aal == "aal1"
        always: { outcome: [reauthenticate, sign_in] }
    """,
    """
      - name: it is not older than fifteen minutes
        when:
          all:
            - request.action == "pay"
            - '!session.authentication_methods.exists(m, m.aal == "aal2" && now - m.completed_at < duration("15m"))'
        never: { outcome: proceed }
    """,
    """
      - name: reading is free at low risk
        when: context.risk == "low" && request.action == "read"
        always: { outcome: proceed, refresh: true }
    """,
    """
      - name: so is anything that is no pattern
        when: context.risk == "low" && request.action != "pay"
        assume: ['!request.action.matches("^admin.*x$")']
        always: { outcome: proceed }
    """,
  ])
  func whatHoldsOfEverySessionIsProved(law: String) throws {
    let run = try test(law)
    #expect(run.output.hasSuffix("1 passed, 0 failed, 0 skipped\n"), "\(run.output)\(run.errors)")
    #expect(run.status == .success)
  }

  @Test(arguments: [
    (
      """
        - { name: nobody pays, when: 'request.action == "pay"', always: { outcome: reauthenticate } }
      """, "for one session the outcome is `proceed`"
    ),
    (
      """
        - { name: no extension after a day, when: 'session.age > duration("1d")', never: { extend: true } }
      """, "for one session it may be extended"
    ),
    // `never` is said of each part by itself: a session that is refreshed breaks it, though it is not extended.
    (
      """
        - { name: over, when: 'session.age >= duration("30d")', never: { extend: true, refresh: true } }
      """, "for one session it may not be extended, and it may be refreshed"
    ),
    (
      """
        - { name: asked, when: 'request.action == "pay" && session.aal == "aal1"', never: { outcome: sign_in, extend: true, refresh: true } }
      """,
      "for one session the outcome is `reauthenticate`, and it may not be extended, and it may be refreshed"
    ),
    (
      """
        - { name: nobody, when: 'session.age < duration("0s")', never: { extend: true } }
      """, "no session is meant by `nobody`"
    ),
    (
      """
        - { name: free, when: 'context.risk == "low" && request.action != "pay"', always: { outcome: proceed } }
      """, ", `session.id.endsWith(request.action)`"
    ),
  ])
  func whatDoesNotIsAFailure(law: String, message: String) throws {
    let run = try test(law)
    #expect(run.status == .findings)
    #expect(run.output.contains(message), "\(run.output)")
    #expect(run.output.hasSuffix("0 passed, 1 failed, 0 skipped\n"))
  }

  /// Texts of which a pattern says what breaks a law are found by trying, and the evaluator says so.
  @Test(arguments: [
    #"request.action.matches("^admin.*x$")"#, #"request.action.matches("^(?i:adm[ij]n)[0-9]{3}$")"#,
    #"request.action.startsWith("admin.") && request.action.endsWith(".x")"#,
    #"size(request.action) > 40"#, #"!request.action.matches("^[a-z.]{3,20}$")"#,
    #"request.action.matches("^[a-m]") && request.action.matches("^[m-z]")"#,
    #"request.?action.orValue("none").startsWith("admin.")"#,
  ])
  func aLawIsBrokenByATextThatAPatternMatches(condition: String) throws {
    try folder.write(
      """
      version: 1
      policy: p
      rules:
        - { id: confirm, may: refresh }
        - { id: odd, must: sign_in, when: '\(condition)' }
      """, to: "p.yaml")
    let run = try test(
      """
        - { name: free, when: 'request.action != "pay"', always: { outcome: proceed } }
      """)
    #expect(run.status == .findings)
    #expect(run.output.contains("for one session the outcome is `sign_in`"), "\(run.output)")
  }

  @Test func theSessionThatBreaksALawIsDecidedSoByTheCommandThatIsShown() throws {
    let run = try test(
      """
        - { name: nobody goes on, always: { outcome: sign_in } }
      """)
    let lines = run.output.split(separator: "\n").map(String.init)
    let start = try #require(lines.firstIndex { $0.hasPrefix("session-policy explain") })
    let words = lines[start].split(separator: " ").dropFirst().dropLast().map(String.init)
    let again = CommandRun(words, input: lines[start + 1])
    #expect(again.status == .success)
    #expect(again.output.hasPrefix("proceed"))
  }

  /// A session that breaks a law is a case for a suite, which passes as it is until somebody sets it right.
  @Test(arguments: [
    "{ name: nobody goes on, always: { outcome: sign_in } }",
    "{ name: 'nobody: pays', when: 'request.action == \"pay\"', always: { outcome: reauthenticate } }",
    "{ name: nothing is extended, when: 'context.risk == \"medium\"', never: { extend: true, refresh: true } }",
  ])
  func theSessionThatBreaksALawIsASample(law: String) throws {
    let run = try test("  - " + law)
    #expect(run.status == .findings)
    let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex(of: "  as a sample:"), "\(run.output)")
    let sample = lines[(start + 2)...].prefix { $0.hasPrefix("  ") }.map { $0.dropFirst(2) }
    try folder.write(sample.joined(separator: "\n") + "\n", to: "sample.yaml")
    let again = CommandRun(["test", folder.path + "/sample.yaml", "--root", folder.path])
    #expect(again.status == .success, "\(sample)\n\(again.output)\(again.errors)")
  }

  /// After a second factor the level is another, whatever the session says now: the sign-in that follows
  /// leaves no way, so that the session is over at once.
  @Test func whatAPatternSaysOfTheLevelNowIsNotWhatItSaysAfterSteps() throws {
    try folder.write(
      """
      version: 1
      policy: p
      rules:
        - { id: confirm, may: refresh }
        - { id: both, must: reauthenticate, aal: aal2 }
        - { id: none, must: sign_in, when: 'session.aal.matches("2$")' }
      """, to: "p.yaml")
    let run = try test(
      """
        - name: nobody with one factor is signed out
          when: session.aal == "aal1"
          never: { outcome: sign_in }
      """)
    #expect(run.status == .findings, "\(run.output)")
  }

  @Test func anUndecidedLawPassesWithAReason() throws {
    let law = """
        - name: free
          when: context.risk == "low" && request.action != "pay"
          always: { outcome: proceed }
          undecided: allow
      """
    let allowed = try test(law + "\n    reason: nobody calls an action so")
    #expect(allowed.status == .success)
    #expect(allowed.output.contains("undecided  free: nobody calls an action so"))
    #expect(try test(law).output.contains("X610"))
  }

  @Test func programsReadTheFinding() throws {
    let json = try test(
      """
        - { name: nobody goes on, always: { outcome: sign_in } }
      """, "--format", "json")
    #expect(json.output.contains("\"laws\":[{"))
    #expect(json.output.contains("\"result\":\"failed\""))
    #expect(json.output.contains("\"witness\":{\"now\":"))
    let junit = try test(
      """
        - { name: nobody goes on, always: { outcome: sign_in } }
      """, "--format", "junit")
    #expect(junit.output.contains("law: nobody goes on"))
    #expect(junit.output.contains("failures=\"1\""))
  }

  @Test(arguments: [
    ("- { name: a }", "says nothing of any decision"),
    ("- { name: a, always: { extend: true }, never: { extend: true } }", "not both"),
    ("- { name: a, never: {} }", "empty"),
    ("- { name: a, never: { outcome: maybe } }", "maybe"),
    ("- { name: a, never: { extend: true }, when: session.agee > now }", "session.agee"),
    ("- { name: a, never: { extend: true }, when: session.age }", "bool"),
    ("- { name: a, never: { extend: true }, reason: because }", "without `undecided`"),
    (
      "- { name: a, never: { extend: true } }\n  - { name: a, never: { extend: true } }", "two laws"
    ),
  ])
  func aLawThatCannotBeMeantIsAnErrorOfTheSuite(law: String, message: String) throws {
    let run = try test("  " + law)
    #expect(run.status == .findings)
    #expect(run.output.contains(message), "\(run.output)")
  }
}
