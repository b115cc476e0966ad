import PolicyDiagnostics
import PolicyLint
import Testing

@Suite("What rules make of each other is decided over all sessions and all files")
struct RelationTests {
  private func found(_ rules: String) -> [String] {
    lint("version: 1\npolicy: p\nrules:\n  - { id: confirm, may: refresh }\n" + rules).lines
  }

  @Test func aUnionOfRulesMakesAnotherNeedless() {
    let pair =
      "  - { id: a, never: extend, when: 'session.aal == \"aal1\"' }\n"
      + "  - { id: b, never: extend, when: 'session.aal == \"aal2\"' }\n"
    #expect(
      found(pair + "  - { id: c, never: extend, when: request.action == \"x\" }\n") == ["L403 7"])
    // Where the action is not sent, only this one speaks: the others know the level always.
    let half = pair.replacing("== \"aal2\"", with: "== \"aal2\" && request.country == \"DE\"")
    #expect(found(half + "  - { id: c, never: extend, when: request.action == \"x\" }\n") == [])
  }

  @Test func aRuleIsHeldAgainstItsOwnEffectAlone() {
    // It is never felt, and still no needless one: it would be missed once the demand for everybody is gone.
    let rules =
      "  - { id: all, must: sign_in, max_age: 1h }\n"
      + "  - { id: pay, must: reauthenticate, max_age: 8h, when: request.action == \"pay\" }\n"
    #expect(found(rules) == ["SEC005 6"])
  }

  @Test func whatTellsPeopleSomethingElseStays() {
    let rules = "  - { id: a, must: sign_in, max_age: 1h }\n"
    #expect(found(rules + "  - { id: b, must: sign_in, max_age: 2h }\n") == ["L403 6"])
    #expect(
      found(rules + "  - { id: b, must: sign_in, max_age: 2h, because: Once more. }\n") == [])
  }

  @Test func aShorterExtensionIsNeedlessBesideALongerOne() {
    let rules =
      "  - { id: long, may: extend, by: 24h, max_lifetime: 30d }\n"
      + "  - { id: short, may: extend, by: 1h, max_lifetime: 30d }\n"
    // The longer one gains nothing, or passes the cap, where the shorter one still does.
    #expect(found(rules) == [])
    let same = rules.replacing("by: 1h", with: "by: 24h, within: 2h")
    #expect(found(same) == ["L403 6"])
  }

  @Test func otherFilesCountAndAreOnlyRemarked() {
    let one = "version: 1\npolicy: one\nrules:\n  - { id: a, never: refresh }\n"
    let two = "version: 1\npolicy: two\nrules:\n  - { id: b, may: refresh }\n"
    let found = lint(["one.yaml": one, "two.yaml": two])
    #expect(found.lines == ["L404 4"] || found.lines == ["L402 4"], "\(found.lines)")
    #expect(found.open.map(\.diagnostic.severity) == [.info])
  }

  @Test func everyCheckLeavesAPermissionThatSomebodyGets() {
    #expect(
      found(
        "  - { id: slide, may: extend, max_lifetime: 30d }\n"
          + "  - { id: a, never: extend, when: 'session.age > duration(\"8h\")' }\n"
          + "  - { id: b, must: sign_in, max_age: 10h }\n") == [])
  }

  @Test func whatAlwaysIsMetIsNeverInForce() {
    #expect(found("  - { id: a, must: reauthenticate, aal: aal1 }\n") == ["L411 5"])
  }

  @Test func whatHangsOnSettingsIsNotTold() {
    #expect(
      found(
        "  - { id: a, never: extend, when: 'kratos.required_aal == \"aal1\"' }\n"
          + "  - { id: b, never: extend, when: 'kratos.required_aal != \"aal1\"' }\n"
      ).filter { $0.hasPrefix("T305") || $0.hasPrefix("L401") } == [])
  }
}
