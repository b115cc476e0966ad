import PolicyDiagnostics
import PolicyYAML

/// Finds the comments of a file that speak to the linter.
struct CommentScanner {
  /// A comment: its place from the `#` on, and whether something else stands before it on its line.
  struct Comment {
    let range: SourceRange
    let isTrailing: Bool
  }

  private let source: SourceFile
  private var scalars: [SourceRange] = []

  init(_ source: SourceFile, _ document: YAMLNode) {
    self.source = source
    collect(document)
    scalars.sort { $0.start < $1.start }
  }

  /// The comments that begin with a word.
  func comments(beginningWith word: String) -> [Comment] {
    (1...source.lineCount).compactMap { number in
      comment(in: source.lineRange(number), beginningWith: Array(word.utf8))
    }
  }

  private func comment(in line: SourceRange, beginningWith word: [UInt8]) -> Comment? {
    let bytes = source.bytes
    var isTrailing = false
    for offset in line.start..<line.end {
      let isBlank = offset == line.start || bytes[offset - 1].isBlank
      if bytes[offset] == UInt8(ascii: "#"), isBlank, !isText(offset) {
        let rest = bytes[(offset + 1)..<line.end].drop(while: \.isBlank)
        guard rest.starts(with: word) else { return nil }
        return Comment(range: SourceRange(offset, line.end), isTrailing: isTrailing)
      }
      if !bytes[offset].isBlank { isTrailing = true }
    }
    return nil
  }

  /// Whether a byte is a part of some text of the document.
  private func isText(_ offset: Int) -> Bool {
    let next = scalars.partitioningIndex { $0.end > offset }
    return next < scalars.count && scalars[next].start <= offset
  }

  private mutating func collect(_ node: YAMLNode) {
    guard node.alias == nil else { return }
    switch node.content {
    case .scalar: if node.range.length > 0 { scalars.append(node.range) }
    case .sequence(let items): for item in items { collect(item) }
    case .mapping(let entries):
      for entry in entries {
        collect(entry.key)
        collect(entry.value)
      }
    }
  }
}
