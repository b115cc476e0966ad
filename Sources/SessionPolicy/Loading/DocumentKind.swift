package import PolicyDiagnostics
package import PolicyYAML

/// What a YAML file is, by the keys at its top; where the text could not be read as YAML, by the words
/// at the beginnings of its lines.
package enum DocumentKind {
  case policy
  case suite
  case kratos
  /// Nothing that this project reads.
  case unknown

  /// Looks at a file.
  package init(_ source: SourceFile, _ document: YAMLNode?) {
    let keys = TopKeys.of(source, document)
    if keys.contains("policy") {
      self = .policy
    } else if keys.contains("suite") {
      self = .suite
    } else if keys.contains("rules") {
      self = .policy
    } else {
      self = ForeignFile.isConfiguration(source, document) ? .kratos : .unknown
    }
  }
}

/// The keys at the top of a document.
enum TopKeys {
  /// The keys; where the text could not be read as YAML, the words at the beginnings of its lines.
  static func of(_ source: SourceFile, _ document: YAMLNode?) -> Set<String> {
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

extension KratosSettings {
  /// Whether a file looks like a configuration of Kratos, sound or not.
  package static func isConfigurationLike(_ file: SourceFile) -> Bool {
    let document = YAMLParser.parse(file, options: .lenient).value
    // One that says nothing leaves everything as Kratos has it.
    return document?.mapping?.isEmpty ?? false || DocumentKind(file, document) == .kratos
  }
}
