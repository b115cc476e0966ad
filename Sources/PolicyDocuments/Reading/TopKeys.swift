package import PolicyDiagnostics
package import PolicyYAML

/// The keys at the top of a document.
package enum TopKeys {
  /// The keys; where the text could not be read as YAML, the words at the beginnings of its lines.
  package static func of(_ source: SourceFile, _ document: YAMLNode?) -> Set<String> {
    if let document { return Set(document.mapping?.compactMap(\.key.scalar) ?? []) }
    var keys: Set<String> = []
    for number in 1...source.lineCount {
      let line = source.lineRange(number)
      let word = source.bytes[line.start..<line.end].prefix(longest + 1).prefix {
        $0 != UInt8(ascii: ":")
      }
      guard word.count < line.length, word.count <= longest else { continue }
      keys.insert(String(decoding: word, as: UTF8.self))
    }
    return keys
  }

  /// The most bytes of a word that may be a key.
  private static let longest = 32
}
