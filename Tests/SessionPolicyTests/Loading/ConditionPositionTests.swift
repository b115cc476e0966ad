import PolicyCEL
import PolicyDiagnostics
import PolicyTestSupport
import Testing

@testable import SessionPolicy

@Suite("a message about a condition stands under the very token, however the condition is written")
struct ConditionPositionTests {
  /// What follows `when:`; the mark is where the unknown name stands in the file.
  @Test(arguments: [
    " session.active && «nope»",
    "    session.active\n      && «nope» # why",
    " '\"it''s\" == session.id && «nope»'",
    " \"\\\"a\\\\\\\"b\\\" == session.id && «nope»\"",
    " \"\\u00e9 \\x21\\x3d 1 || «nope»\"".replacing("\\u00e9 ", with: "1 "),
    " |\n      session.active &&\n        «nope»",
    " |-\n      // a comment\n      «nope»",
    " >\n      session.active\n      && «nope»",
    " >\n      session.active\n\n        && «nope»\n      || session.active",
    " session.id == \"🦊👩‍👩‍👧‍👦\" && «nope»",
    " '\t«nope»'",
    " \"session.id == \\\"\\U0001F98A\\\" && «nope»\"",
    " \"session.active \\\n      && «nope»\"",
    "\n      all:\n        - session.active\n        - any: [ 'session.active', \"«nope»\" ]",
  ]) func unknownName(_ text: String) {
    for lineBreak in ["\n", "\r\n"] {
      let source = MarkedText(
        "version: 1\npolicy: p\nrules:\n  - id: r # 🦊\n    may: refresh\n    when:\(text)\n"
          .replacing("\n", with: lineBreak))
      let found = PolicySet.load([source.file]).diagnostics
      #expect(found.map(\.code) == [.undefinedDefinition], "\(found.map(\.message))")
      #expect(found.first?.marked == "nope")
      #expect(found.first?.location.range == source.range)
    }
  }

  @Test func pathsLeadToTheCondition() {
    let file = SourceFile(
      name: "p.yaml",
      text: "version: 1\npolicy: p\nrules:\n  - id: r\n    may: refresh\n    when:\n      none:\n"
        + "        - session.active\n        - all: [session.active, nope]\n")
    let found = PolicySet.load([file]).diagnostics
    #expect(found.map(\.path) == ["$.rules[0].when.none[1].all[1]"])
  }

  @Test func aCommentSignInsideABlockIsExplained() {
    let file = SourceFile(
      name: "p.yaml",
      text: "version: 1\npolicy: p\nwhen: |\n  session.active # always\n"
        + "rules:\n  - { id: r, may: refresh }\n")
    let found = PolicySet.load([file]).diagnostics
    #expect(found.map(\.help) == ["inside quotes and blocks a comment begins with `//`"])
  }

  @Test func aBrokenConditionUsedTwiceIsToldOnce() {
    let file = SourceFile(
      name: "p.yaml",
      text: "version: 1\npolicy: p\nrules:\n  - { id: a, may: refresh, when: &c nope }\n"
        + "  - { id: b, may: extend, when: *c }\n")
    #expect(PolicySet.load([file]).diagnostics.count == 1)
  }

  @Test func aDefinitionUsedAsAConditionMustBeABoolAllTheSame() {
    let file = SourceFile(
      name: "p.yaml",
      text: "version: 1\npolicy: p\ndefinitions: { a: &a session.id }\n"
        + "rules:\n  - { id: a, may: refresh, when: *a }\n")
    #expect(PolicySet.load([file]).diagnostics.map(\.code) == [.typeMismatch])
  }
}
