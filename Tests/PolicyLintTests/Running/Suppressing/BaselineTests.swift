import PolicyDiagnostics
import PolicyJSON
import PolicyLint
import Testing

@Suite struct BaselineTests {
  private let text = """
    version: 1
    policy: p
    rules:
      - id: slide
        may: extend
    """

  private func read(_ baseline: Baseline) throws -> Baseline {
    let file = SourceFile(name: "baseline.json", text: JSONWriter.text(of: baseline.json, .pretty))
    return try #require(Baseline.read(file).value)
  }

  @Test func whatWasThereBeforeDoesNotCount() throws {
    let baseline = try read(Baseline(lint(text).findings))
    let result = lint(["p.yaml": text], baseline: baseline)
    #expect(result.lines == [])
    #expect(result.findings.map(\.suppression) == [.baseline])
  }

  @Test func findingIsKnownAgainOnAnotherLine() throws {
    let baseline = try read(Baseline(lint(text).findings))
    #expect(lint(["p.yaml": "# moved\n\n" + text], baseline: baseline).lines == [])
  }

  @Test func secondFindingOfTheKindCounts() throws {
    let baseline = try read(Baseline(lint(text).findings))
    let more = text + "\n  - id: other\n    may: extend\n    within: 1h\n"
    #expect(lint(["p.yaml": more], baseline: baseline).lines.contains("SEC001 7"))
  }

  @Test func errorThatKeepsAFileFromLoadingAlwaysCounts() throws {
    let broken = text.replacing("may: extend", with: "may: extend\n    within: 6")
    let baseline = try read(Baseline(lint(broken).findings))
    #expect(baseline.count == 0)
    #expect(lint(["p.yaml": broken], baseline: baseline).lines == ["T301 6"])
  }

  @Test func somethingElseIsNoBaseline() {
    let result = Baseline.read(SourceFile(name: "b.json", text: "[1]"))
    #expect(result.value == nil)
    #expect(result.diagnostics.count == 1)
  }
}
