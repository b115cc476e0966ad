import PolicyDiagnostics
import PolicyJSON
import PolicyLint
import PolicyTestSupport
import Testing

@testable import SessionPolicyCommands

/// SARIF with everything that code scanning on GitHub requires or uses.
@Suite struct SarifReportTests {
  /// A suppressed finding, one that was mended before, one with a related place, and the same line twice.
  private static let source = SourceFile(
    name: "./policies/a b.yaml",
    text: """
      version: 1
      policy: p
      rules:
        # lint: ignore SEC001: only the [pilot](1)
        - id: slide
          may: extend
        - id: day
          may: extend
          max_lifetime: 30d
          when: session.age < duration("1h") && session.age < duration("2h")
      """)

  private static let broken = SourceFile(
    name: "/srv/broken.yaml",
    text: """
      version: 1
      policy: p
      rules:
        - id: slide
          may: extend
          max_liftime: 30d
        - id: slide
          may: refresh
          max_liftime: 30d
      """)

  private func run(_ sources: SourceFile...) throws -> JSONValue {
    let result = Linter().lint(LintInput(paths: [], sources: sources))
    let text = JSONWriter.text(of: SarifReport(result).json, .pretty)
    let read = try #require(JSONReader.parse(SourceFile(name: "r.sarif", text: text)).value)
    #expect(read["version"] == "2.1.0")
    #expect(read["$schema"]?.string?.hasSuffix("sarif-2.1.0.json") == true)
    let runs = try #require(read["runs"]?.array)
    #expect(runs.count == 1)
    return try #require(runs.first)
  }

  private func results(_ sources: SourceFile...) throws -> [JSONValue] {
    let result = Linter().lint(LintInput(paths: [], sources: sources))
    return try #require(SarifReport(result).json["runs"]?.array?.first?["results"]?.array)
  }

  @Test func toolAndRunAreDescribed() throws {
    let run = try run(Self.source)
    let driver = try #require(run["tool"]?["driver"])
    #expect(driver["name"] == "session-policy")
    #expect(driver["semanticVersion"]?.string == SessionPolicyCommand.version)
    #expect(run["columnKind"] == "utf16CodeUnits")
    #expect(run["automationDetails"]?["id"] == "session-policy/")
    #expect(run["originalUriBaseIds"]?["%SRCROOT%"] != nil)
  }

  @Test func everyRuleHasWhatIsRequired() throws {
    let rules = try #require(try run(Self.source)["tool"]?["driver"]?["rules"]?.array)
    #expect(rules.count >= LintRule.all.count)
    for rule in rules {
      let id = rule["id"]?.string ?? ""
      #expect(!id.isEmpty)
      for key in ["shortDescription", "fullDescription"] {
        let text = rule[key]?["text"]?.string ?? ""
        #expect(!text.isEmpty && text.utf16.count <= 1_024, "\(id) \(key)")
      }
      for key in ["text", "markdown"] {
        #expect(rule["help"]?[key]?.string?.isEmpty == false, "\(id) help.\(key)")
      }
      let level = rule["defaultConfiguration"]?["level"]?.string ?? ""
      #expect(["error", "warning", "note"].contains(level), "\(id)")
      let properties = try #require(rule["properties"])
      let precision = properties["precision"]?.string ?? ""
      #expect(["very-high", "high", "medium"].contains(precision), "\(id)")
      let isSecurity = properties["tags"]?.array?.contains("security") == true
      #expect(isSecurity == (properties["security-severity"]?.string != nil), "\(id)")
      #expect(isSecurity == id.hasPrefix("SEC"), "\(id)")
    }
  }

  @Test func everyResultNamesItsRuleAndPlace() throws {
    let run = try run(Self.source, Self.broken)
    let rules = try #require(run["tool"]?["driver"]?["rules"]?.array)
    let results = try #require(run["results"]?.array)
    #expect(results.count >= 4)
    for entry in results {
      let index = Int(try #require(entry["ruleIndex"]?.number?.int64))
      #expect(rules[index]["id"] == entry["ruleId"])
      #expect(entry["message"]?["text"]?.string?.isEmpty == false)
      let locations = try #require(entry["locations"]?.array)
      #expect(locations.count == 1)
      let region = try #require(locations.first?["physicalLocation"]?["region"])
      for key in ["startLine", "startColumn", "endLine", "endColumn"] {
        #expect((region[key]?.number?.int64 ?? 0) >= 1, "\(key)")
      }
    }
  }

  @Test func pathsAreRelativeToTheFolderUnlessTheyAreAbsolute() throws {
    func artifact(_ source: SourceFile) throws -> JSONValue? {
      try results(source).first?["locations"]?.array?.first?["physicalLocation"]?[
        "artifactLocation"]
    }
    #expect(
      try artifact(Self.source) == ["uri": "policies/a%20b.yaml", "uriBaseId": "%SRCROOT%"])
    #expect(try artifact(Self.broken) == ["uri": "file:///srv/broken.yaml"])
  }

  @Test func suppressedFindingSaysWhy() throws {
    let suppressed = try results(Self.source).filter { $0["suppressions"] != nil }
    #expect(suppressed.map { $0["ruleId"]?.string } == ["SEC001"])
    let suppression = suppressed.first?["suppressions"]?.array?.first
    #expect(suppression == ["kind": "inSource", "justification": "only the [pilot](1)"])
  }

  @Test func fixReplacesTheMarkedRegion() throws {
    let entry = try results(Self.broken).first { $0["ruleId"] == "S101" }
    let change = try #require(entry?["fixes"]?.array?.first?["artifactChanges"]?.array?.first)
    #expect(change["artifactLocation"]?["uri"] == "file:///srv/broken.yaml")
    let replacement = try #require(change["replacements"]?.array?.first)
    #expect(replacement["insertedContent"]?["text"] == "max_lifetime")
    #expect(
      replacement["deletedRegion"] == [
        "startLine": 6, "startColumn": 5, "endLine": 6, "endColumn": 16,
      ])
  }

  @Test func relatedPlaceIsLinkedFromTheMessage() throws {
    let entry = try #require(try results(Self.broken).first { $0["ruleId"] == "S103" })
    #expect(entry["message"]?["text"]?.string?.hasSuffix("[`slide` is here](1)") == true)
    let related = try #require(entry["relatedLocations"]?.array?.first)
    #expect(related["id"] == 1)
    #expect(related["physicalLocation"]?["region"]?["startLine"] == 4)
  }

  @Test func fingerprintFollowsTheLineAndTellsEqualLinesApart() throws {
    func prints(_ source: SourceFile) throws -> [String] {
      try results(source).filter { $0["ruleId"] == "S101" }.compactMap {
        $0["partialFingerprints"]?["primaryLocationLineHash"]?.string
      }
    }
    let before = try prints(Self.broken)
    #expect(before.count == 2 && Set(before).count == 2)
    #expect(before.map { $0.suffix(2) } == [":1", ":2"])
    let text = String(decoding: Self.broken.bytes, as: UTF8.self)
    let moved = SourceFile(name: Self.broken.name, text: "# a line more\n" + text)
    #expect(try prints(moved) == before)
    let other = SourceFile(name: Self.broken.name, text: text.replacing("30d", with: "31d"))
    #expect(try prints(other) != before)
  }

  /// Of configurations of Kratos values are put out, so that other lines than before would look like them.
  @Test func fingerprintTellsLinesApartThatMayNotBeShown() throws {
    let folder = try CommandFolder()
    func prints(_ admin: String) throws -> [String: String] {
      let text = "serve:\n  public:\n    base_url: [abc]\n  admin:\n    base_url: \(admin)\n"
      try folder.directory.write(text, to: "kratos.yml")
      let run = CommandRun(
        [
          "lint", "\(folder.path)/p.yaml", "--kratos", "\(folder.path)/kratos.yml", "--format",
          "sarif",
        ])
      let report = try #require(JSONReader.parse(SourceFile(name: "", text: run.output)).value)
      let results = report["runs"]?[0]?["results"]?.array ?? []
      return Dictionary(
        results.compactMap { entry in
          guard let text = entry["message"]?["text"]?.string,
            let print = entry["partialFingerprints"]?["primaryLocationLineHash"]?.string
          else { return nil }
          return (text, String(print.prefix { $0 != ":" }))
        }, uniquingKeysWith: { first, _ in first })
    }
    let both = try prints("[xyz]")
    #expect(both.count == 2 && Set(both.values).count == 2, "\(both)")
    // Nothing is to be guessed by it: another value of the same kind has the same.
    #expect(try prints("[xyy]") == both)
  }

  /// Brackets make links, so a policy that writes them could point a reader anywhere.
  @Test func linksOfAPolicyAreNone() throws {
    let source = SourceFile(
      name: "p.yaml",
      text: "version: 1\npolicy: p\nrules:\n  - id: a\n    may: refresh\n    '[x](1)': 1\n")
    let text = try #require(try results(source).first?["message"]?["text"]?.string)
    #expect(text.contains(#"\[x\](1)"#))
  }
}
