import PolicyDiagnostics

/// The text of an expression, cut up for messages.
struct ExpressionText: Sendable {
  /// A quotation is cut after so many characters.
  private static let excerptLimit = 60

  private let bytes: [UInt8]

  /// Keeps a text.
  init(_ text: String) { bytes = Array(text.utf8) }

  /// Exactly what stands at a range.
  func verbatim(_ range: SourceRange) -> String {
    String(decoding: self[range], as: UTF8.self)
  }

  /// What stands at a range on one line, shortened when it is long.
  func excerpt(_ range: SourceRange) -> String {
    let words = verbatim(range).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return words.count <= Self.excerptLimit ? words : words.prefix(Self.excerptLimit - 1) + "…"
  }

  /// The text between the quotation marks of a string literal that holds no escapes; else `nil`.
  func content(ofLiteral range: SourceRange, value: String) -> SourceRange? {
    let literal = self[range]
    guard let open = literal.firstIndex(where: { $0 == 0x22 || $0 == 0x27 }) else { return nil }
    let quote = literal[open]
    let marks = literal.dropFirst(open - literal.startIndex).prefix(3).allSatisfy { $0 == quote }
    let length = marks && literal.endIndex - open >= 6 ? 3 : 1
    let content = SourceRange(open + length, literal.endIndex - length)
    return self[content].elementsEqual(value.utf8) ? content : nil
  }

  private subscript(range: SourceRange) -> ArraySlice<UInt8> {
    let start = min(max(range.start, 0), bytes.count)
    return bytes[start..<min(max(range.end, start), bytes.count)]
  }
}
