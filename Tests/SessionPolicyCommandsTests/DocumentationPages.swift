import Foundation

/// The README and the articles, and what they show.
enum DocumentationPages {
  /// A command as it stands on a page, and the lines that it is said to write.
  struct Shown {
    let page: String
    let words: [String]
    let output: String
  }

  /// A block of code, and its language.
  struct Block {
    let page: String
    let language: String
    let text: String
  }

  private static let catalogue = "Sources/SessionPolicy/Documentation.docc"

  /// Every page by its name.
  static func all() throws -> [(name: String, text: String)] {
    let names = try FileManager.default.subpathsOfDirectory(
      atPath: CommandRun.root + "/" + catalogue
    ).filter { $0.hasSuffix(".md") }.sorted()
    return try (["README.md"] + names.map { catalogue + "/" + $0 }).map { name in
      (name, try String(contentsOfFile: CommandRun.root + "/" + name, encoding: .utf8))
    }
  }

  /// Every block of code.
  static func blocks() throws -> [Block] {
    try all().flatMap { page in
      let parts = page.text.components(separatedBy: "```")
      return stride(from: 1, to: parts.count, by: 2).map { index in
        let (language, text) =
          parts[index].split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
          .map(String.init).firstTwo
        return Block(page: page.name, language: language, text: text)
      }
    }
  }

  /// The commands that are shown with what they write.
  static func shown() throws -> [Shown] {
    try blocks().compactMap { block in
      guard block.text.hasPrefix("$ session-policy ") else { return nil }
      let whole = block.text.dropFirst("$ session-policy ".count).replacing("\\\n", with: " ")
      let lines = whole.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      guard lines.count == 2 else { return nil }
      return Shown(
        page: block.page, words: lines[0].split(separator: " ").map(String.init),
        output: String(lines[1]))
    }
  }

  /// The pictures that pages say how to draw, in comments such as `<!-- life.svg: timeline … -->`: where each
  /// stands, and the words of the call.
  static func pictures() throws -> [(path: String, words: [String])] {
    let files = try FileManager.default.subpathsOfDirectory(
      atPath: CommandRun.root + "/" + catalogue)
    return try all().flatMap { page in
      page.text.components(separatedBy: "<!-- ").dropFirst().compactMap { text in
        let comment = text.components(separatedBy: " -->")[0].split(separator: ": ", maxSplits: 1)
        guard comment.count == 2, comment[0].hasSuffix(".svg"),
          let file = files.first(where: { $0.hasSuffix("/" + comment[0]) })
            ?? files.first(where: { $0 == comment[0] })
        else { return nil }
        // What stands between quotes is one word.
        let pieces = comment[1].split(separator: "\"", omittingEmptySubsequences: false)
        let words = pieces.enumerated().flatMap { place, piece in
          place % 2 == 1 ? [String(piece)] : piece.split(separator: " ").map(String.init)
        }
        return (
          "\(CommandRun.root)/\(catalogue)/\(file)",
          words.map { word in
            let isFile = [".json", ".yaml"].contains { word.hasSuffix($0) }
            return isFile ? CommandRun.root + "/" + word : word
          }
        )
      }
    }
  }

  /// Every line that calls the command, whether or not it says what that writes.
  static func calls() throws -> [(page: String, words: [String])] {
    try blocks().filter { ["", "sh"].contains($0.language) }.flatMap { block in
      block.text.replacing("\\\n", with: " ").split(separator: "\n").flatMap { line in
        line.split(separator: "&&").flatMap { $0.split(separator: "|") }.compactMap { part in
          var words = part.split(separator: " ").map(String.init)
          if words.first == "$" { words.removeFirst() }
          guard words.first == "session-policy", words.count > 1 else { return nil }
          return (block.page, Array(words.dropFirst()))
        }
      }
    }
  }
}

extension [String] {
  /// The first two, empty where there are fewer.
  fileprivate var firstTwo: (String, String) {
    (first ?? "", count > 1 ? self[1] : "")
  }
}
