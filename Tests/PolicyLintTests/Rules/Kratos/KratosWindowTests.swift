import PolicyDiagnostics
import PolicyLint
import Testing

/// What Kratos makes of permissions to extend is asked of all sessions, however a permission is bounded.
@Suite("Kratos' window and lifespan are held against permissions to extend")
struct KratosWindowTests {
  private static func found(_ rules: String, _ kratos: String = usual) throws -> [String] {
    let policy = """
      version: 1
      policy: p
      attributes: { context.risk: string }
      rules:
        - { id: confirm, may: refresh }
      \(rules)

      """
    return try ExampleDirectory.lint(policy, kratos: kratos + "\n", optingInto: "K801")
      .filter { ["K801", "K803"].contains($0.code.id) }
      .map { "\($0.code.id) \($0.evidence?.name ?? "")" }
  }

  private static let usual = "session: { lifespan: 24h, earliest_possible_extend: 1h }"

  @Test(arguments: [
    ("within: 6h", true), ("within: 1h1s", true), ("within: 1h", false), ("within: 30m", false),
    ("max_idle: 10m", true), (#"when: 'session.remaining < duration("1h")'"#, false),
    (#"when: 'session.remaining <= duration("61m")'"#, true),
    (#"when: '!(session.remaining > duration("1h"))'"#, false),
    (#"when: 'session.expires_at - now < duration("1h")'"#, false),
    (#"within: 6h, when: 'session.aal == "aal1" && session.aal == "aal2"'"#, false),
    (#"within: 6h, when: 'session.age > duration("23h")'"#, true),
  ])
  func aWindowThatOpensLater(_ keys: String, _ isFound: Bool) throws {
    let found = try Self.found("  - { id: a, may: extend, max_lifetime: 30d, \(keys) }")
    #expect(found == (isFound ? ["K801 proved"] : []))
  }

  @Test func whatAnotherRuleTakesBackIsNoPermission() throws {
    let slide = "  - { id: a, may: extend, max_lifetime: 30d }\n"
    let rule =
      #"  - { id: n, never: extend, when: 'session.remaining > duration("HOURS")' }"#
    #expect(try Self.found(slide + rule.replacing("HOURS", with: "1h")) == [])
    #expect(try Self.found(slide + rule.replacing("HOURS", with: "2h")) == ["K801 proved"])
    let other = "  - { id: b, may: extend, max_lifetime: 30d, by: 12h, within: 1h }\n"
    #expect(try Self.found(other + "  - { id: n, never: extend }") == [])
  }

  @Test(arguments: [
    ("by: 24h", []), ("by: 12h", ["K803 proved"]), ("by: 48h", ["K803 proved"]),
    (#"by: 12h, when: 'session.aal == "aal1" && session.aal == "aal2"'"#, []),
    (#"by: 12h, when: 'request.action.startsWith(context.risk)'"#, ["K803 possible"]),
  ])
  func anExtensionByAnotherTime(_ keys: String, _ expected: [String]) throws {
    let found = try Self.found("  - { id: a, may: extend, max_lifetime: 30d, within: 1h, \(keys) }")
    #expect(found == expected)
  }
}
