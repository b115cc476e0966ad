import Foundation
import PolicyDiagnostics
import PolicyLint
import Testing

@Suite struct RegistryTests {
  /// Every code declared anywhere in the sources has a rule, so that `rule CODE` explains it.
  @Test func everyDeclaredCodeIsExplained() throws {
    var declared: Set<String> = []
    for (_, text) in try sources(below: "") {
      for match in text.matches(of: /DiagnosticCode\(\s*"([A-Z]+[0-9]+)", "[a-z0-9-]+"\)/) {
        declared.insert(String(match.1))
      }
    }
    #expect(declared.count > 60)
    let explained = Set(LintRule.all.map(\.code.id))
    #expect(declared.subtracting(explained) == [])
  }

  @Test func everyRuleSpeaksInSentences() {
    for rule in LintRule.all {
      #expect(rule.summary.hasSuffix("."), "\(rule.code.id)")
      #expect(rule.rationale.hasSuffix("."), "\(rule.code.id)")
      #expect(!rule.rationale.contains("\n"), "\(rule.code.id)")
    }
  }

  /// A check has one name: that of its code, of its declaration and of its file, and it stands in the
  /// folder of its family. Checks that only explain stand together in a file of that folder.
  @Test func fileRuleAndCodeHaveOneName() throws {
    let folders = [
      "Y": "YAML", "S": "Structure", "R": "Names", "T": "Types", "L": "Logic", "SEC": "Security",
      "X": "Samples", "K": "Kratos", "M": "Upkeep",
    ]
    var count = 0
    for (path, text) in try sources(below: "PolicyLint/Rules/") {
      let file = path.dropLast(".swift".count)
      let family = file.split(separator: "/").first.map(String.init) ?? ""
      let declared = text.matches(of: /static let (\w+) = LintRule\(\s*\.(\w+),/)
      for match in declared {
        count += 1
        #expect(match.1 == match.2, "\(path)")
        let rule = LintRule.all.first {
          $0.code.name.replacing("-", with: "") == match.1.lowercased()
        }
        guard let rule else {
          Issue.record("no code is named as `\(match.1)` of \(path)")
          continue
        }
        #expect(folders[rule.family] == family, "\(path): \(rule.code.id)")
        let name = rule.readsNothing ? family + "Explanations" : capitalized(match.1)
        #expect(file == family + "/" + name)
      }
    }
    #expect(count == LintRule.all.count)
  }

  /// What stands in a folder knows only of what stands in the same and in earlier ones.
  @Test func foldersHaveAnOrder() throws {
    let order = ["Subject", "Analysis", "Rules", "Running"]
    let files = try sources(below: "PolicyLint/").map { path, text in
      let code = text.split(separator: "\n").filter {
        !$0.drop { $0 == " " }.hasPrefix("//")
      }.joined(separator: "\n")
      return (path: path, folder: String(path.prefix { $0 != "/" }), code: code)
    }
    #expect(Set(files.map(\.folder)) == Set(order))
    for (rank, folder) in order.enumerated() {
      let types = Set(
        files.filter { $0.folder == folder }.flatMap { file in
          file.code.matches(of: /(?m)^(?:package |public )?(?:struct|enum|class) (\w+)/).map(\.1)
        })
      for file in files where order[..<rank].contains(file.folder) {
        let words = Set(file.code.split { !$0.isLetter && !$0.isNumber })
        #expect(words.intersection(types).isEmpty, "\(file.path) knows of \(folder)")
      }
    }
  }

  private func capitalized(_ name: Substring) -> String {
    name.prefix(1).uppercased() + name.dropFirst()
  }

  /// The Swift files below a folder of the sources, by their paths from there.
  private func sources(below folder: String) throws -> [(path: String, text: String)] {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Sources/" + folder)
    let names = try FileManager.default.subpathsOfDirectory(atPath: root.path)
    return try names.filter { $0.hasSuffix(".swift") }.map {
      ($0, try String(contentsOf: root.appendingPathComponent($0), encoding: .utf8))
    }
  }
}

extension LintRule {
  /// Whether it only explains what others find.
  fileprivate var readsNothing: Bool {
    switch check {
    case .loading, .testing, .linting: true
    case .policy, .set, .survey, .coverage, .kratos: false
    }
  }
}
