import PolicyDiagnostics
import PolicyLint
import Testing

/// Comments that keep findings from counting.
@Suite struct SuppressionTests {
  private func policy(_ before: String = "", after: String = "") -> String {
    """
    version: 1
    policy: p
    rules:
      \(before)
      - id: slide
        may: extend \(after)
    """
  }

  @Test(arguments: [
    ("# lint: ignore SEC001: machines live on", ""),
    ("# lint: ignore extension-without-absolute-cap: machines live on", ""),
    ("#lint: ignore sec001, L401: machines live on", "M704"),
    ("# lint: ignore SEC001 until 2026-03-01: until the migration", ""),
  ])
  func commentHidesWhatItNames(_ comment: String, _ others: String) {
    for text in [policy(comment), policy(after: comment)] {
      let result = lint(text, now: "2026-03-01T23:59:59Z")
      #expect(result.open.map(\.diagnostic.code.id) == (others.isEmpty ? [] : [others]))
      #expect(result.suppressedCount == 1)
    }
  }

  @Test(arguments: [
    ("# lint: ignore SEC001", "the comment gives no reason"),
    ("# lint: ignore: because", "names no check"),
    ("# lint: ignore SEC: because", "hide a whole family"),
    ("# lint: ignore SEC0001: because", "there is no check `SEC0001`"),
    ("# lint: ignore M705: because", "cannot hide what is wrong with comments"),
    ("# lint: ignore M704: because", "cannot hide what is wrong with comments"),
    ("# lint: ignore SEC001 until 2026-02-30: because", "takes one date"),
    ("# lint: ignore SEC001 until: because", "takes one date"),
    ("# lint: ignore SEC001 until 2026-02-28: because", "hides nothing any more"),
    ("# lint: disable SEC001: because", "says nothing that can be done"),
  ])
  func commentWithAMistakeHidesNothing(_ comment: String, _ message: String) {
    let result = lint(policy(comment), now: "2026-03-01T00:00:00Z")
    #expect(result.lines == ["M705 4", "SEC001 6"])
    #expect(result.open.first?.diagnostic.message.contains(message) == true)
    #expect(result.suppressedCount == 0)
  }

  @Test func misspeltCheckIsSuggested() {
    let result = lint(policy("# lint: ignore extension-without-absolut-cap: because"))
    #expect(
      result.open.first?.diagnostic.help == "did you mean `extension-without-absolute-cap`?")
  }

  @Test func withoutAnInstantNoDateIsCompared() {
    #expect(lint(policy("# lint: ignore SEC001 until 2000-01-01: because")).lines == [])
  }

  @Test func commentInsideATextIsText() {
    let text = policy().replacing(
      "may: extend", with: "may: extend\n    because: 'so # lint: ignore SEC001: no'")
    #expect(lint(text).lines == ["SEC001 6"])
  }

  @Test func commentSpeaksOfTheNextRuleAlone() {
    let text =
      policy("# lint: ignore SEC001: machines")
      + "\n  - id: other\n    may: extend\n    within: 1h\n"
    #expect(lint(text).lines.contains("SEC001 8"))
    #expect(!lint(text).lines.contains("SEC001 6"))
  }

  @Test func staleCommentIsReportedOnlyForChecksThatRan() throws {
    let text = """
      version: 1
      policy: p
      rules:
        # lint: ignore SEC001: machines live on
        - id: confirm
          may: refresh
      """
    #expect(lint(text).lines == ["M704 4"])
    let selection = try RuleSelection(select: ["L", "M"])
    #expect(lint(["p.yaml": text], selection: selection).lines == [])
  }

  /// It is about a run with that profile, and other runs name another one or none.
  @Test func commentAboutAProfileIsNeverCalledStale() {
    let text = """
      version: 1
      # lint: ignore SEC010: our auditor has agreed
      policy: p
      rules:
        - id: confirm
          may: refresh
      """
    #expect(lint(text).lines == [])
  }

  /// It is about a run with that configuration, and other runs compare with none.
  @Test func commentAboutAConfigurationIsStaleOnlyWhereThereIsOne() {
    let text = """
      version: 1
      policy: p
      rules:
        # lint: ignore K803: they are about to change it
        - id: slide
          may: extend
          by: 1h
          max_lifetime: 30d
      """
    #expect(lint(text).lines == [])
    func lines(_ lifespan: String) -> [String] {
      lint(["p.yaml": text, "kratos.yml": "session: { lifespan: \(lifespan) }\n"]).lines
    }
    #expect(lines("2h") == [])
    #expect(lines("1h") == ["M704 4"])
  }

  @Test func commentInAFileThatDoesNotLoadIsNotCalledStale() {
    let text = """
      version: 1
      policy: p
      rules:
        # lint: ignore SEC001: machines live on
        - id: slide
          may: extend
        - id: other
          may: extnd
      """
    #expect(lint(text).lines == ["T304 8"])
  }

  @Test func commentsOfOtherToolsAreLeftAlone() {
    #expect(lint(policy("# yamllint disable-line # lint")).lines == ["SEC001 6"])
  }
}
