import PolicyDiagnostics
import PolicyYAML
import SessionPolicy

extension KratosConfiguration {
  /// The value at a path; `nil` where there is none.
  func value(_ path: String...) -> YAMLNode? { value(path) }

  /// The value at a path; `nil` where there is none.
  func value(_ path: [String]) -> YAMLNode? {
    path.reduce(document) { $0?[$1] }
  }

  /// The kinds of tokens that are made of sessions, each with how long one is good.
  var tokens: [(name: String, life: Duration, node: YAMLNode)] {
    let templates = value("session", "whoami", "tokenizer", "templates")?.mapping ?? []
    return templates.compactMap { template in
      guard let name = template.key.scalar, let node = template.value["ttl"],
        let life = node.scalar.flatMap(KratosSettings.duration)
      else { return nil }
      return (name, life, node)
    }
  }

  /// A place that shows what a setting is; none where the configuration leaves it out.
  func related(_ message: String, _ path: String...) -> [Diagnostic.Related] {
    value(path).map { [.init(message, at: $0.occurrence)] } ?? []
  }
}
