import PolicyDiagnostics
import PolicyYAML

/// The text that a comment speaks of.
///
/// At the end of a line it is that line. On a line of its own it is what begins on the next line: a
/// key with its value, or an item of a list with everything in it.
struct SuppressionScope {
  let range: SourceRange

  init(_ comment: CommentScanner.Comment, in source: SourceFile, _ document: YAMLNode) {
    let line = source.line(at: comment.range.start)
    guard !comment.isTrailing else {
      range = source.lineRange(line)
      return
    }
    let next = Self.contentLine(after: line, in: source)
    range = Self.outermost(beginningOn: next, in: source, document) ?? source.lineRange(next)
  }

  /// The next line with more than blanks and a comment.
  private static func contentLine(after line: Int, in source: SourceFile) -> Int {
    var next = line + 1
    while next < source.lineCount {
      let range = source.lineRange(next)
      let text = source.bytes[range.start..<range.end].drop(while: CommentScanner.isBlank)
      if let first = text.first, first != UInt8(ascii: "#") { break }
      next += 1
    }
    return next
  }

  /// The largest entry or item that begins on a line.
  private static func outermost(
    beginningOn line: Int, in source: SourceFile, _ node: YAMLNode
  ) -> SourceRange? {
    for part in parts(of: node) where part.node.alias == nil {
      if source.line(at: part.range.start) == line { return part.range }
      guard source.line(at: part.range.start) < line, source.line(at: part.range.end) >= line
      else { continue }
      return outermost(beginningOn: line, in: source, part.node)
    }
    return nil
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
