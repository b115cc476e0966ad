/// A text in YAML, line by line, with its comments in lines that are not too long.
struct CommentedText {
  private(set) var text = ""
  private static let width = 100

  /// Adds lines as they are.
  mutating func add(_ lines: String) { text += lines + "\n" }

  /// Adds an empty line.
  mutating func gap() { text += "\n" }

  /// Adds a comment, broken between words.
  ///
  /// - Parameters:
  ///   - indent: Where its mark stands.
  ///   - inset: How far its first line is set in, and `hanging` how far the others are.
  mutating func comment(_ words: String, indent: Int = 0, inset: Int = 0, hanging: Int = 0) {
    let margin = String(repeating: " ", count: indent) + "# "
    fill(
      words, first: margin + String(repeating: " ", count: inset),
      next: margin + String(repeating: " ", count: hanging))
  }

  /// Adds a text behind a key, folded where it has no room there. It is one that is plain in YAML.
  mutating func value(_ key: String, _ words: String, indent: Int) {
    let line = String(repeating: " ", count: indent) + "\(key): \(words)"
    if line.count <= Self.width { add(line) } else { folded(key, words, indent: indent) }
  }

  /// Adds a folded text below a key.
  mutating func folded(_ key: String, _ words: String, indent: Int) {
    let margin = String(repeating: " ", count: indent)
    add("\(margin)\(key): >-")
    fill(words, first: margin + "  ", next: margin + "  ")
  }

  /// Adds a table of comments: three columns, the last one as long as it likes.
  mutating func table(_ rows: [(String, String, String)]) {
    let first = rows.map(\.0.count).max() ?? 0
    let second = rows.map(\.1.count).max() ?? 0
    for row in rows {
      let left = "#   " + row.0.padded(to: first) + "  "
      add(row.2.isEmpty ? left + row.1 : left + row.1.padded(to: second) + "  " + row.2)
    }
  }

  private mutating func fill(_ words: String, first: String, next: String) {
    for line in words.wrapped(at: Self.width, behind: first, margin: next) { add(line) }
  }
}
