import PolicyDiagnostics
import PolicyLint
import Testing

@Suite struct RuleSelectionTests {
  private func codes(_ selection: RuleSelection) -> [String] {
    LintRule.all.filter(selection.contains).map(\.code.id)
  }

  @Test func checkIsSelectedByCodeNameOrFamily() throws {
    #expect(codes(try RuleSelection(select: ["l401"])) == ["L401"])
    #expect(codes(try RuleSelection(select: ["redundant-rule"])) == ["L403"])
    let family = codes(try RuleSelection(select: ["sec"]))
    #expect(family.count > 5 && family.allSatisfy { $0.hasPrefix("SEC") })
  }

  @Test func ignoringTakesAwayFromWhatIsSelected() throws {
    let selection = try RuleSelection(select: ["L"], ignore: ["L401"])
    #expect(!codes(selection).contains("L401"))
    #expect(codes(selection).contains("L402"))
  }

  @Test(arguments: ["SEC", "SEC001", "extension-without-absolute-cap"])
  func securityCannotBeIgnoredAsAWhole(_ word: String) {
    let mistake = #expect(throws: RuleSelection.Mistake.self) {
      try RuleSelection(select: [], ignore: [word])
    }
    #expect(mistake?.help?.hasPrefix("write `# lint: ignore SEC001: reason`") == true)
  }

  @Test func unknownWordIsRefusedWithASuggestion() {
    let mistake = #expect(throws: RuleSelection.Mistake.self) {
      try RuleSelection(select: ["redundant-ruel"])
    }
    #expect(mistake?.help == "did you mean `redundant-rule`?")
  }

  @Test func errorsOfLoadingAreToldWhateverIsSelected() throws {
    let result = lint(["p.yaml": "version: 1\n"], selection: try RuleSelection(select: ["SEC"]))
    #expect(result.lines.isEmpty == false)
  }
}
