package import PolicyDiagnostics
import PolicyDocuments
package import PolicyYAML

/// What a YAML file is, by the keys at its top; where the text could not be read as YAML, by the words
/// that look like keys.
package enum DocumentKind: Sendable {
  case policy
  case suite
  case kratos
  /// Nothing that this project reads.
  case unknown

  /// Looks at a file.
  package init(_ source: SourceFile, _ document: YAMLNode?) {
    let keys = TopKeys(source, document)
    if keys["policy"] != nil {
      self = .policy
    } else if keys["suite"] != nil {
      self = .suite
    } else if keys["rules"] != nil {
      self = .policy
    } else {
      self = ForeignFile.isConfiguration(source, document) ? .kratos : .unknown
    }
  }
}

extension KratosSettings {
  /// Whether a file looks like a configuration of Kratos, sound or not.
  package static func isConfigurationLike(_ file: SourceFile) -> Bool {
    let document = YAMLParser.parse(file, options: .lenient).value
    // One that says nothing leaves everything as Kratos has it.
    return document?.mapping?.isEmpty ?? false || DocumentKind(file, document) == .kratos
  }
}
