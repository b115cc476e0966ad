package import PolicyDiagnostics
package import PolicyYAML

/// The keys at the top of a document, and where they stand.
package struct TopKeys {
  private var places: [Text: SourceLocation] = [:]

  /// Finds the keys; where the text could not be read as YAML, the words that look like keys.
  package init(_ source: SourceFile, _ document: YAMLNode?) {
    if let document {
      for entry in document.mapping ?? [] {
        if let name = entry.key.scalar { note(name, at: entry.key.location) }
      }
      return
    }
    places = TopWords(source.bytes).ranges.mapValues { SourceLocation(source, $0) }
  }

  private mutating func note(_ name: String, at place: SourceLocation) {
    if places[Text(name)] == nil { places[Text(name)] = place }
  }

  /// Where a key stands first; `nil` if there is none of that name.
  package subscript(name: String) -> SourceLocation? { places[Text(name)] }

  /// Whether a key has one of these names.
  package func contains(anyOf names: Set<String>) -> Bool { names.contains { self[$0] != nil } }
}
