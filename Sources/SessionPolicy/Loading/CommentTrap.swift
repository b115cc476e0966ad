import PolicyCEL
import PolicyDiagnostics
import PolicyDocuments
import PolicyYAML

/// A condition without quotes that YAML cut short where it saw a comment.
struct CommentTrap {
  let diagnostic: Diagnostic

  /// Finds the trap: the text and the comment after it make an expression, the text alone does not.
  init?(_ node: DocumentNode, text: String) {
    guard node.node.scalarStyle == .plain else { return nil }
    let file = node.node.location.file
    let end = node.node.range.end
    let line = file.lineRange(file.line(at: end))
    guard end < line.end else { return nil }
    let rest = file.text(of: SourceRange(end, line.end))
    let blank = rest.utf8.prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    guard !blank.isEmpty, rest.utf8.dropFirst(blank.count).first == UInt8(ascii: "#"),
      ExpressionParser.parse(text + rest).value != nil
    else { return nil }
    diagnostic = Diagnostic(
      .whitespaceTrap,
      .error, "the rest of the line is a comment to YAML, so the expression ends before it",
      at: SourceLocation(file, SourceRange(end + blank.count, line.end)), path: node.path,
      help: "put the whole expression in quotes, or on the next line after `|`",
      related: [.init("the expression begins here", at: node.node.location)])
  }

  /// Warns where a text without quotes ends at a comment that may have been a part of it.
  ///
  /// A comment that speaks to the linter was meant as one.
  static func warning(aboutTextOf node: DocumentNode) -> Diagnostic? {
    guard node.node.scalarStyle == .plain, node.node.alias == nil, node.node.range.length > 0 else {
      return nil
    }
    let file = node.node.location.file
    let end = node.node.range.end
    let line = file.lineRange(file.line(at: end))
    guard end < line.end else { return nil }
    let rest = file.text(of: SourceRange(end, line.end)).drop { $0 == " " || $0 == "\t" }
    guard rest.hasPrefix("#"),
      !rest.dropFirst().drop(while: { $0 == " " }).hasPrefix("lint:")
    else { return nil }
    return Diagnostic(
      .whitespaceTrap, .warning,
      "the rest of the line is a comment to YAML, so the text ends before it",
      at: SourceLocation(file, SourceRange(line.end - rest.utf8.count, line.end)), path: node.path,
      help: "put the whole text in quotes, or the comment on a line of its own",
      related: [.init("the text", at: node.node.location)])
  }

  /// Explains a `#` that was meant as a comment where it is a part of the text.
  static func explain(_ diagnostic: Diagnostic, in node: DocumentNode) -> Diagnostic {
    let place = diagnostic.location
    let bytes = place.file.bytes
    guard node.node.scalarStyle != .plain, bytes.indices.contains(place.range.start),
      bytes[place.range.start] == UInt8(ascii: "#")
    else { return diagnostic }
    var diagnostic = diagnostic
    diagnostic.help = "inside quotes and blocks a comment begins with `//`"
    return diagnostic
  }
}
