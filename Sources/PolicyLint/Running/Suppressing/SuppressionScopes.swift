import PolicyDiagnostics
import PolicyYAML

/// The texts that the comments of a file speak of.
///
/// At the end of a line it is that line. On a line of its own it is what begins on the next line: a
/// key with its value, or an item of a list with everything in it. The file is gone through once,
/// however many comments it has.
struct SuppressionScopes {
  private let source: SourceFile
  /// The largest entry or item that begins on each line.
  private var outermost: [Int: SourceRange] = [:]
  /// For each line, from 0, the first from it on with more than blanks and a comment.
  private var contentLines: [Int] = []

  init(_ source: SourceFile, _ document: YAMLNode) {
    self.source = source
    collect(document)
    let count = source.lineCount
    contentLines = Array(repeating: count, count: count + 2)
    for line in stride(from: count - 1, through: 1, by: -1) {
      contentLines[line] = hasContent(line) ? line : contentLines[line + 1]
    }
  }

  /// The text that a comment speaks of.
  func range(of comment: CommentScanner.Comment) -> SourceRange {
    let line = source.line(at: comment.range.start)
    guard !comment.isTrailing else { return source.lineRange(line) }
    let next = line + 1 < contentLines.count ? contentLines[line + 1] : line + 1
    return outermost[next] ?? source.lineRange(next)
  }

  private func hasContent(_ line: Int) -> Bool {
    let range = source.lineRange(line)
    let text = source.bytes[range.start..<range.end].drop(while: \.isBlank)
    return text.first.map { $0 != UInt8(ascii: "#") } ?? false
  }

  /// Notes where entries and items begin, the outer ones first.
  private mutating func collect(_ node: YAMLNode) {
    for part in Self.parts(of: node) where part.node.alias == nil {
      let line = source.line(at: part.range.start)
      if outermost[line] == nil { outermost[line] = part.range }
      collect(part.node)
    }
  }

  private static func parts(of node: YAMLNode) -> [(range: SourceRange, node: YAMLNode)] {
    switch node.content {
    case .scalar: []
    case .sequence(let items): items.map { ($0.range, $0) }
    case .mapping(let entries):
      entries.map { ($0.key.range.union($0.value.occurrence.range), $0.value) }
    }
  }
}
