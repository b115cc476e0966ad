import PolicyLint
import Testing

/// Where the checks of logic and security speak, and where they must not.
@Suite struct LogicTests {
  private func policy(_ rules: String, definitions: String = "") -> [String] {
    lint("version: 1\npolicy: p\n\(definitions)rules:\n\(rules)\n").lines
  }

  @Test(arguments: [
    "max_lifetime: 30d", "max_age: 12h",
    #"when: session.age < duration("1h") && session.authentication_age < duration("1h")"#,
    #"when: "true"\n  - { id: end, never: extend, when: session.age >= duration('30d') }"#,
    #"when: "true"\n  - { id: end, must: sign_in, when: 'now - session.issued_at > duration("30d")' }"#,
    "within: 6h\n  - { id: end, must: sign_in, max_lifetime: 30d }",
    "within: 6h\n  - { id: end, must: reauthenticate, max_age: 12h }\n  - { id: c, may: refresh }",
  ])
  func boundOfAnyKindIsSeen(_ keys: String) {
    let text = "  - id: slide\n    may: extend\n    " + keys.replacing("\\n", with: "\n")
    #expect(!policy(text).contains { $0.hasPrefix("SEC001") }, "\(policy(text))")
  }

  @Test(arguments: [
    "within: 6h", "max_idle: 30m", #"when: session.age > duration("1h")"#,
    #"when: session.age < duration("1h") || request.action == "a""#,
    "within: 6h\n  - { id: end, must: sign_in, when: request.action == 'a', max_lifetime: 30d }",
    "within: 6h\n  - { id: end, never: extend, when: session.idle > duration('1h') }",
  ])
  func whatDoesNotBoundTheAgeIsNoBound(_ keys: String) {
    let text = "  - id: slide\n    may: extend\n    " + keys.replacing("\\n", with: "\n")
    #expect(policy(text).contains("SEC001 5"), "\(policy(text))")
  }

  @Test func conditionsThatAreSoundAreLeftAlone() {
    for condition in [
      #"has(request.country) && request.country == "DE""#,
      #"session.age > duration("1h") && session.age < duration("2h")"#,
      #"session.aal == "aal1" || session.age > duration("1h")"#,
      #"request.action != "a" && request.action != "b""#,
      #"request.action in ["a", "b"] && request.country != "DE""#,
      #"session.authentication_methods.exists(m, m.method == "totp" && m.aal == "aal2")"#,
    ] {
      #expect(policy("  - id: r\n    never: extend\n    when: \(condition)") == [], "\(condition)")
    }
  }

  @Test func definitionsThatShareAClauseAreNotRedundant() {
    let definitions = """
      definitions:
        here: has(request.country) && request.country == "DE"
        there: has(request.country) && session.aal == "aal2"

      """
    #expect(
      policy("  - id: r\n    never: extend\n    when: here && there", definitions: definitions)
        == [])
  }

  @Test func clashIsFoundAcrossDefinitionsListsAndTheGate() {
    let definitions = """
      definitions:
        first: session.aal == "aal1"

      """
    #expect(
      policy(
        "  - id: r\n    never: extend\n    when:\n      all:\n        - first\n        - any:\n"
          + "            - session.aal == \"aal2\"\n            - request.action == \"a\"",
        definitions: definitions) == ["L401 12"])
    #expect(
      lint(
        "version: 1\npolicy: p\nwhen: identity.schema_id == \"a\"\nrules:\n  - id: r\n"
          + "    never: extend\n    when: identity.schema_id == \"b\"\n"
      ).lines == ["L401 7"])
  }

  @Test func expressionThatDoublesWithEachDefinitionCostsLittle() {
    var definitions = "definitions:\n  d0: request.action == \"a\" || request.country == \"DE\"\n"
    for index in 1...25 { definitions += "  d\(index): d\(index - 1) && d\(index - 1)\n" }
    // Only that it ends; each level says twice what the one below says.
    _ = policy("  - id: r\n    never: extend\n    when: d25", definitions: definitions)
  }
}
