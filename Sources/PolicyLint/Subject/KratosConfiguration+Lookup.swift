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

  /// A place that shows what a setting is; none where the configuration leaves it out.
  func related(_ message: String, _ path: String...) -> [Diagnostic.Related] {
    value(path).map { [.init(message, at: $0.occurrence)] } ?? []
  }
}
