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

  /// Every entry of every mapping, with the keys that lead to it.
  func entries() -> [(path: [String], entry: YAMLNode.Entry)] {
    var found: [(path: [String], entry: YAMLNode.Entry)] = []
    func visit(_ node: YAMLNode, _ path: [String]) {
      guard node.alias == nil else { return }
      for entry in node.mapping ?? [] {
        guard let key = entry.key.scalar else { continue }
        found.append((path + [key], entry))
        visit(entry.value, path + [key])
      }
      for item in node.sequence ?? [] { visit(item, path + ["[]"]) }
    }
    visit(document, [])
    return found
  }

  /// A place that shows what a setting is; none where the configuration leaves it out.
  func related(_ message: String, _ path: String...) -> [Diagnostic.Related] {
    value(path).map { [.init(message, at: $0.occurrence)] } ?? []
  }
}
