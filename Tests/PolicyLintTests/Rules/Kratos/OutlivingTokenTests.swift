import PolicyDiagnostics
import PolicyLint
import Testing

/// Whether a token outlives what a rule asks for is asked of all sessions, however the rule is written.
@Suite("Tokens are held against what rules ask for while they are good")
struct OutlivingTokenTests {
  private static func found(_ rules: String, _ templates: String) throws -> [Diagnostic] {
    let policy = """
      version: 1
      policy: p
      attributes: { context.risk: string }
      rules:
        - { id: confirm, may: refresh }
      \(rules)

      """
    let kratos =
      "session: { lifespan: 24h, whoami: { tokenizer: { templates: { \(templates) } } } }\n"
    return try ExampleDirectory.lint(policy, kratos: kratos, optingInto: "K817")
      .filter { $0.code.id == "K817" }
  }

  @Test(arguments: [
    ("must: sign_in, max_idle: 30m", "1h", "the `30m` of `p/a` holds"),
    ("must: sign_in, max_idle: 30m", "30m1s", "the `30m` of `p/a` holds"),
    ("must: reauthenticate, max_age: 15m", "20m", "the `15m` of `p/a` holds"),
    ("must: reauthenticate, aal: aal2, max_age: 15m", "20m", "the `15m` of `p/a` holds"),
    ("must: reauthenticate, methods: [passkey], max_age: 15m", "20m", "the `15m` of `p/a` holds"),
    ("must: sign_in, max_lifetime: 12h", "13h", "the `12h` of `p/a` holds"),
    (#"must: sign_in, when: 'session.idle > duration("30m")'"#, "1h", "`p/a`, which asks after"),
    (#"must: sign_in, when: '!(session.age < duration("30m"))'"#, "1h", "after `30m`, holds"),
    (
      #"must: sign_in, when: 'now - session.authenticated_at >= duration("30m")'"#, "1h",
      "after `30m`, holds"
    ),
    // It holds only a while of all that the token is good.
    (
      #"must: sign_in, max_idle: 30m, when: 'session.age < duration("12h")'"#, "13h",
      "the `30m` of `p/a` holds"
    ),
    // A session that is older has been used just now.
    (
      #"must: sign_in, max_idle: 30m, when: 'session.age > duration("2h")'"#, "1h",
      "the `30m` of `p/a` holds"
    ),
    (#"must: sign_in, max_idle: 30m, when: 'request.action == "pay"'"#, "1h", "`30m`"),
    (#"must: sign_in, max_idle: 30m, when: 'request.action.matches("^pay")'"#, "1h", "`30m`"),
    ("must: sign_in, one_of: [{ max_idle: 30m }, { aal: aal2, max_idle: 1h }]", "40m", "`30m`"),
  ])
  func aLimitThatATokenOutlives(_ rule: String, _ life: String, _ words: String) throws {
    let found = try Self.found("  - { id: a, \(rule) }", "api: { ttl: \(life) }")
    #expect(found.count == 1)
    #expect(found.first?.message.contains(words) == true, "\(found.map(\.message))")
    #expect(found.first?.evidence?.isProved == true)
  }

  @Test(arguments: [
    ("must: sign_in, max_idle: 30m", "30m"),
    ("must: sign_in, max_idle: 30m", "10m"),
    (#"must: sign_in, when: 'session.idle > duration("30m")'"#, "30m"),
    // Nobody is asked.
    (
      #"must: sign_in, max_idle: 30m, when: 'session.aal == "aal1" && session.aal == "aal2"'"#, "1h"
    ),
    (#"must: sign_in, max_idle: 30m, when: 'session.age < duration("10m")'"#, "1h"),
    // It is a limit on what comes later, and on nothing that passes.
    (#"must: sign_in, when: 'session.idle < duration("5m")'"#, "1h"),
    (#"must: sign_in, when: 'now > timestamp("2026-06-01T00:00:00Z")'"#, "1h"),
    ("must: reauthenticate, aal: aal2", "20h"),
    ("may: extend, max_idle: 30m, max_lifetime: 12h", "13h"),
    // The session has ended by then.
    ("must: sign_in, one_of: [{ max_idle: 30m }, { aal: aal2 }, { aal: aal1 }]", "1h"),
  ])
  func whatNoTokenOutlives(_ rule: String, _ life: String) throws {
    let found = try Self.found("  - { id: a, \(rule) }", "api: { ttl: \(life) }")
    #expect(found.map(\.message) == [])
  }

  @Test(arguments: [
    "must: reauthenticate, max_age: 15m, when: now.getHours() >= 18",
    #"must: sign_in, max_idle: 15m, when: 'request.action.startsWith(context.risk)'"#,
  ])
  func whatIsNotLookedIntoIsPossible(_ rule: String) throws {
    let found = try Self.found("  - { id: a, \(rule) }", "api: { ttl: 20m }")
    #expect(found.count == 1)
    #expect(found.first?.evidence?.isProved == false, "\(found.map(\.evidence))")
    #expect(found.first?.evidence?.text.hasPrefix("it hangs on `") == true)
  }

  /// Each is told of the rule that it outlives, and those that are good for a shorter time of none.
  @Test func everyTokenIsLookedAt() throws {
    let rules = """
        - { id: day, must: sign_in, max_lifetime: 12h }
        - { id: pause, must: sign_in, max_idle: 30m, when: 'request.action == "pay"' }
      """
    let lives = (1...40).map { "t\($0): { ttl: \($0 * 10)m }" }.joined(separator: ", ")
    let found = try Self.found(rules, lives)
    #expect(found.count == 37)
    #expect(found.allSatisfy { $0.message.contains("`p/pause`") })
    #expect(found.allSatisfy { $0.evidence?.isProved == true })
    // A proof is told before what is only possible.
    let hanging = rules.replacing(#"request.action == "pay""#, with: "now.getHours() >= 18")
    let told = try Self.found(hanging, "a: { ttl: 20m }, b: { ttl: 1h }, c: { ttl: 13h }")
    #expect(told.map { $0.evidence?.isProved } == [false, true])
    #expect(told.last?.message.contains("the `12h` of `p/day`") == true)
  }

  @Test func aTokenOutlivesTheSessionItself() throws {
    let found = try Self.found("  - { id: a, must: sign_in, max_idle: 30m }", "api: { ttl: 25h }")
    #expect(
      found.map(\.message) == [
        "a token of `api` is good for `25h`, longer than a session lives, `24h`"
      ])
    #expect(found.first?.evidence == .proved("of every session that nobody extends"))
  }
}
