import PolicyDiagnostics
import PolicyYAML

/// Takes entries out of a section of a policy, each with its lines.
struct EntryRemovals {
  private let file: SourceFile
  private let entries: [YAMLNode.Entry]
  /// Where each entry stands in the section.
  private let places: [String: Int]

  init(from section: String, in document: LintedPolicy) {
    file = document.source
    entries = document.document[section]?.mapping ?? []
    places = Dictionary(
      entries.enumerated().compactMap { index, entry in entry.key.scalar.map { ($0, index) } },
      uniquingKeysWith: { first, _ in first })
  }

  /// The change; `nil` where the entry does not stand on lines of its own, or is the only one.
  func fix(of name: String) -> Fix? {
    guard entries.count > 1, let index = places[name], entries.indices.contains(index) else {
      return nil
    }
    let entry = entries[index]
    // What anchors a node that is used elsewhere has to stay.
    guard entry.value.alias == nil, entry.value.anchor == nil else { return nil }
    let first = file.line(at: entry.key.range.start)
    let last = file.line(at: entry.value.range.end)
    let start = file.lineRange(first).start
    let before = file.bytes[start..<entry.key.range.start]
    let end = last < file.lineCount ? file.lineRange(last + 1).start : file.bytes.count
    // Entries stand in the order of the text, so that only the next ones can share a line with it.
    let neighbours = [index - 1, index + 1].filter(entries.indices.contains).map { entries[$0] }
    let isAlone = !neighbours.contains { other in
      file.line(at: other.key.range.start) <= last && file.line(at: other.value.range.end) >= first
    }
    guard before.allSatisfy({ $0 == UInt8(ascii: " ") }), isAlone else { return nil }
    return Fix(
      "remove `\(name)`", isSafe: true,
      edits: [Fix.Edit(SourceLocation(file, SourceRange(start, end)), replacement: "")])
  }
}
