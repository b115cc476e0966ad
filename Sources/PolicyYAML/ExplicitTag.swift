import PolicyDiagnostics

/// What is said about `!word`, which YAML takes for a tag and authors often mean as text.
enum ExplicitTag {
  /// The diagnostic for a tag at a range.
  static func diagnostic(_ file: SourceFile, _ range: SourceRange) -> Diagnostic {
    let text = file.text(of: range)
    let line = file.lineRange(file.line(at: range.start))
    let value = file.shownText(of: SourceRange(range.start, min(line.end, range.start + 400)))
    let help =
      text.hasPrefix("!!")
      ? "leave the tag out; the field decides how its value is read"
      : "to write text that starts with `!`, put it in quotes: "
        + quotedForDisplay(quoted(value))
    return Diagnostic(
      .invalidYAML, .error, "\(quotedForDisplay(text)) is read as a YAML tag, not as a value",
      at: SourceLocation(file, range), help: help)
  }

  /// A text in the quotes that need no escapes, as far as there are any.
  private static func quoted(_ text: String) -> String {
    text.contains("\"")
      ? "'\(text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''"))'"
      : "\"\(text)\""
  }

  /// The tag with which the value before an offset starts on the same line, if it does.
  static func range(in file: SourceFile, before offset: Int) -> SourceRange? {
    let line = file.lineRange(file.line(at: offset))
    var index = line.start
    var isAtValue = true
    while index < min(offset, line.end) {
      let byte = file.bytes[index]
      if byte == UInt8(ascii: "!"), isAtValue {
        let end = file.bytes[index..<line.end].firstIndex(where: \.isBlank)
        return SourceRange(index, end ?? line.end)
      }
      let isBlank = byte.isBlank
      let previous = index > line.start ? file.bytes[index - 1] : 0
      isAtValue =
        isBlank && (isAtValue || previous == UInt8(ascii: ":"))
        || byte == UInt8(ascii: "-") && isAtValue
      index += 1
    }
    return nil
  }
}
