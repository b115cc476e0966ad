import Foundation
import Testing

/// The rooms of a module have doors in one direction.
///
/// Between modules `Package.swift` sees to it; between the folders of one, nothing does but this.
@Suite struct FolderTests {
  @Test(arguments: try SourceTree.modules())
  func noFolderNeedsOneThatNeedsIt(module: String) throws {
    #expect(try SourceTree(module: module).circles() == [])
  }

  @Test func theTreeIsRead() throws {
    let tree = try SourceTree(module: "SessionPolicy")
    #expect(tree.declared["Deciding"]?.contains("PolicySet") == true)
    #expect(tree.imports(of: "Deciding", from: "Policy")["Condition"] != nil)
    #expect(tree.imports(of: "Policy", from: "Deciding").isEmpty)
  }

  @Test func wordsInCommentsAndStringsAreNone() {
    let source = """
      // Comment
      /* Another */ struct First { let text = "Quoted \\(Used("Inner")) end", raw = #"Raw "x" \\(No)"# }
      enum Second { case one(Decision.Outcome) }
      let long = \"""
        Long "text" \\(Third.self)
        \"""
      """
    let words = SourceWords(Array(source.utf8)).words
    let names = words.filter { $0.text.first?.isUppercase == true && !$0.isMember }.map(\.text)
    #expect(names == ["First", "Used", "Second", "Decision", "Third"])
    #expect(words.first { $0.text == "text" }?.depth == 1)
    #expect(words.first { $0.text == "long" }?.depth == 0)
  }

  /// Foundation costs more at start-up than a decision takes.
  @Test func onlyTheBridgeImportsFoundation() throws {
    for module in try SourceTree.modules() where module != "SessionPolicyFoundation" {
      for (path, text) in try SourceTree.files(of: module) {
        #expect(!text.contains("import Foundation"), "\(path)")
      }
    }
  }

  /// Tests stand in the same tree as the sources. Two folders hold tests that go through several: those of
  /// a specification, and those from a file to what is said of it.
  @Test func testsStandWhereTheirSourcesDo() throws {
    for (module, tests) in try SourceTree.tests {
      for folder in try SourceTree.folders(below: tests)
      where !folder.hasSuffix("Goldens") && !["Conformance", "WholeWay"].contains(folder) {
        let sources = try SourceTree.folders(below: "Sources/\(module)")
        #expect(sources.contains(folder), "\(tests)/\(folder)")
      }
    }
  }

  /// Whoever looks for a place finds it in CONTRIBUTING, and nothing there that is gone.
  @Test(arguments: try SourceTree.modules())
  func theLayoutNamesEachFolder(module: String) throws {
    let text = try String(
      contentsOf: SourceTree.root.appending(path: "CONTRIBUTING.md"), encoding: .utf8)
    let row = try #require(
      text.split(separator: "\n").first { line in
        line.hasPrefix("| ") && line.split(separator: "|")[0].contains("`\(module)`")
      })
    guard !row.contains("a folder for each subcommand") else { return }
    for folder in try SourceTree.folders(below: "Sources/\(module)")
    where !folder.contains("/") && !folder.hasSuffix(".docc") {
      #expect(row.contains("`\(folder)`"), "Sources/\(module)/\(folder)")
    }
  }

  /// What no product shows is for the package alone.
  @Test(arguments: ["PolicyDocuments", "PolicyRegex", "PolicyYAML"])
  func modulesWithoutAProductShowNothing(module: String) throws {
    let files = try SourceTree.files(of: module)
    #expect(!files.isEmpty)
    for (path, text) in files {
      let words = SourceWords(Array(text.utf8)).words
      #expect(!words.contains { $0.text == "public" }, "\(path)")
    }
  }
}
