import PolicyDiagnostics
import PolicyLint
import Testing

/// What people get wrong first is answered with what they meant.
@Suite struct MessageTests {
  private func help(_ rule: String) -> [String] {
    lint("version: 1\npolicy: p\nrules:\n  - { id: c, may: refresh }\n  - { id: a, \(rule) }\n")
      .open
      .map { "\($0.diagnostic.code.id) \($0.diagnostic.help ?? "")" }
  }

  @Test(arguments: [
    ("must: reauth, max_age: 1h", "T304 did you mean `reauthenticate`?"),
    ("must: reauthenticate, aal: 2, max_age: 1h", "T304 did you mean `aal2`?"),
    ("must: reauthenticate, aal: AAL2, max_age: 1h", "T304 did you mean `aal2`?"),
    ("may: ext, max_lifetime: 1d", "T304 did you mean `extend`?"),
    ("never: ref", "T304 did you mean `refresh`?"),
    (
      "never: extend, when: request.inter",
      "R201 did you mean `interactive`?"
    ),
    (
      "must: reauthenticate, when: session.aal == \"aal1\"",
      "SEC006 to ask for a second factor, write `aal: aal2` in place of the condition"
    ),
  ])
  func mistakeHasItsRemedy(_ rule: String, _ expected: String) {
    #expect(help(rule) == [expected])
  }

  @Test func limitThatIsWrittenAsItShouldBeIsNotMended() {
    #expect(help("must: sign_in, max_lifetime: 1000h") == [])
    #expect(help("must: sign_in, max_age: 7200m").map { $0.prefix(4) } == ["T302"])
  }

  @Test(arguments: ["because", "description"])
  func textThatEndsAtACommentIsTold(_ key: String) {
    func lines(_ value: String) -> [String] {
      lint(
        "version: 1\npolicy: p\nrules:\n  - id: c\n    may: refresh\n    \(key): \(value)\n"
      ).lines
    }
    #expect(lines("text # more") == ["Y007 6"])
    #expect(lines("'text # more'") == [])
    #expect(lines("'text' # more") == [])
    #expect(lines("text#more") == [])
    #expect(lines("text # lint: ignore Y007: no").contains("Y007 6") == false)
  }

  /// All the spellings in which a missing input permits something.
  @Test(arguments: [
    "!has(context.risk)",
    "has(context.risk) ? context.risk == \"low\" : true",
    "context.?risk.orValue(\"low\") == \"low\"",
    "!(context.?risk.hasValue())",
    "context.?risk == optional.none()",
    "!(\"bad\" in context.?flags.orValue([]))",
    "has(context.risk) == false || has(context.risk) && context.risk == \"low\"",
    "!has(context.risk) || context.?risk.orValue(\"\") == \"low\"",
    "(has(context.risk) && context.risk == \"high\") != true",
    "size(context.?flags.orValue([])) == 0",
  ])
  func everySpellingOfAPermissionThatFailsOpenIsFound(_ condition: String) {
    #expect(codes(condition).contains("SEC007"), "\(codes(condition))")
  }

  @Test(arguments: [
    "has(context.risk) && context.risk == \"low\"",
    "context.?risk.orValue(\"high\") == \"low\"",
    "has(context.risk) && !(\"bad\" in context.?flags.orValue([\"bad\"]))",
    "has(context.risk) ? context.risk == \"low\" : false",
    "has(context.risk) && (!has(context.risk) || context.risk == \"low\")",
    "session.aal == \"aal2\"",
  ])
  func permissionThatAsksForItsInputIsLeftAlone(_ condition: String) {
    #expect(!codes(condition).contains("SEC007"))
  }

  private func codes(_ condition: String) -> [String] {
    lint(
      """
      version: 1
      policy: p
      attributes:
        context.risk: { type: string, values: [low, high], optional: true }
        context.flags: { type: list(string), optional: true }
      rules:
        - id: slide
          may: extend
          when: >-
            \(condition)
          max_lifetime: 30d
      """
    ).open.map(\.diagnostic.code.id)
  }

  @Test func fileCannotSelectSecurityAway() throws {
    let selection = try RuleSelection(select: ["Y"], keepingSecurity: true)
    let text = "version: 1\npolicy: p\nrules:\n  - { id: slide, may: extend }\n"
    #expect(lint(["p.yaml": text], selection: selection).lines == ["SEC001 4"])
    #expect(lint(["p.yaml": text], selection: try RuleSelection(select: ["Y"])).lines == [])
  }
}
