import PolicyDiagnostics
import SessionPolicy
import Testing

/// Conditions that cost much: refused when they are loaded, or told when inputs make them dear, and
/// never worked on without end.
@Suite struct CostlyConditionTests {
  private static let now = "2026-03-01T09:00:00Z"

  private static func load(_ rest: String) -> (policies: PolicySet?, problems: [String]) {
    let text = "version: 1\npolicy: p\nattributes: { context.s: string }\n\(rest)"
    let loaded = PolicySet.load([SourceFile(name: "p.yaml", text: text)])
    return (loaded.value, loaded.diagnostics.map(\.message))
  }

  private static func snapshot(_ text: String) throws -> Snapshot {
    let document = SourceFile(
      name: "s.json",
      text: """
        {"now": "\(now)", "context": {"s": "\(text)"}, "session": {"id": "s", "active": true,
         "expires_at": "2026-03-02T09:00:00Z", "issued_at": "2026-03-01T08:00:00Z",
         "authenticated_at": "2026-03-01T08:00:00Z", "authenticator_assurance_level": "aal1",
         "authentication_methods": [{"method": "password", "aal": "aal1",
         "completed_at": "2026-03-01T08:00:00Z"}],
         "identity": {"id": "x", "schema_id": "default", "state": "active"}}}
        """)
    return try #require(SessionReader.read(document).value)
  }

  @Test func definitionsThatDoubleOneAnotherAreRefusedWhereNobodyCouldPayThem() {
    let definitions = (1...25).map { "  d\($0): d\($0 - 1) && d\($0 - 1)\n" }.joined()
    let (policies, problems) = Self.load(
      """
      definitions:
        d0: context.s == "a"
      \(definitions)rules:
        - { id: r, must: sign_in, when: d25 }
      """)
    #expect(policies == nil)
    #expect(problems.contains { $0.contains("above the limit of 2000000") }, "\(problems)")
  }

  @Test(.timeLimit(.minutes(1)))
  func fewerOfThemDecideAsTheyEvaluate() throws {
    let definitions = (1...14).map { "  d\($0): d\($0 - 1) && d\($0 - 1)\n" }.joined()
    let (policies, problems) = Self.load(
      """
      definitions:
        d0: context.s == "a"
      \(definitions)rules:
        - { id: r, must: sign_in, when: d14 }
      """)
    let loaded = try #require(policies, "\(problems)")
    #expect(try loaded.decide(Self.snapshot("a")).outcome == .signIn)
    #expect(try loaded.decide(Self.snapshot("b")).outcome == .proceed)
    let explained = try loaded.explain(Self.snapshot("a"))
    #expect(explained.rules[0].clauses.map(\.values.count) == [1])
  }

  @Test func aPatternThatNobodyCouldPayIsRefused() {
    let (policies, problems) = Self.load(
      """
      rules:
        - { id: r, must: sign_in, when: 'context.s.matches("(?:a?a?a?a?a?a?a?a?){1000}b")' }
      """)
    #expect(policies == nil)
    #expect(problems.count == 1 && problems[0].contains("units"), "\(problems)")
  }

  @Test(.timeLimit(.minutes(1)))
  func aLongTextIsNotFollowedThroughALargePattern() throws {
    let (policies, problems) = Self.load(
      """
      rules:
        - { id: r, must: sign_in, when: 'context.s.matches("(?:a?a?a?a?a?a?a?a?){900}b")' }
      """)
    let loaded = try #require(policies, "\(problems)")
    let long = try Self.snapshot(String(repeating: "a", count: 20_000))
    // Nobody knows whether it matches, so the rule stays in force.
    #expect(loaded.decide(long).outcome == .signIn)
    let result = loaded.explain(long).rules[0].clauses[0].result
    #expect(throws: (any Error).self) { try result.get() }
    #expect(try loaded.decide(Self.snapshot("aaa")).outcome == .proceed)
    #expect(try loaded.decide(Self.snapshot("aaab")).outcome == .signIn)
  }

  @Test(.timeLimit(.minutes(1)))
  func choicesWithinTheConditionsOfChoicesLoadAndDecide() throws {
    let text = (0..<60).reduce("context.s == \"a\"") { text, _ in
      "(\(text) ? context.s != \"b\" : context.s == \"c\")"
    }
    let (policies, problems) = Self.load(
      "rules:\n  - { id: r, must: sign_in, when: '\(text)' }\n")
    let loaded = try #require(policies, "\(problems)")
    #expect(try loaded.decide(Self.snapshot("a")).outcome == .signIn)
    #expect(try loaded.decide(Self.snapshot("b")).outcome == .proceed)
  }
}
