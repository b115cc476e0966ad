package import PolicyDiagnostics
package import PolicyYAML

/// The keys at the top of a document, and where they stand.
package struct TopKeys {
  private var places: [Text: SourceLocation] = [:]

  /// Finds the keys; where the text could not be read as YAML, the words at the beginnings of its lines.
  package init(_ source: SourceFile, _ document: YAMLNode?) {
    if let document {
      for entry in document.mapping ?? [] {
        if let name = entry.key.scalar { note(name, at: entry.key.location) }
      }
      return
    }
    for number in 1...source.lineCount {
      let line = source.lineRange(number)
      let word = source.bytes[line.start..<line.end].prefix(Self.longest + 1).prefix {
        $0 != UInt8(ascii: ":")
      }
      guard word.count < line.length, word.count <= Self.longest else { continue }
      note(
        String(decoding: word, as: UTF8.self),
        at: SourceLocation(source, SourceRange(line.start, line.start + word.count)))
    }
  }

  private mutating func note(_ name: String, at place: SourceLocation) {
    if places[Text(name)] == nil { places[Text(name)] = place }
  }

  /// Where a key stands first; `nil` if there is none of that name.
  package subscript(name: String) -> SourceLocation? { places[Text(name)] }

  /// Whether a key has one of these names.
  package func contains(anyOf names: Set<String>) -> Bool { names.contains { self[$0] != nil } }

  /// The most bytes of a word that may be a key.
  private static let longest = 32
}
