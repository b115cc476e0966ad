import PolicyDiagnostics
import PolicyYAML

/// Finds keys that stand twice in one mapping, which Kratos' reader of YAML refuses.
///
/// Below the top level two mappings without a key in common are only warned of, and joined: fragments
/// are written so, in Kratos' own repository too, that another tool joins before Kratos reads them.
struct RepeatedKeys {
  /// What was found.
  private(set) var diagnostics: [Diagnostic] = []

  /// The most findings that are listed.
  private static let listed = 100

  /// Gives back the document with each key once.
  mutating func joined(_ node: YAMLNode, isTop: Bool = true) -> YAMLNode {
    switch node.content {
    case .scalar: return node
    case .sequence(let items):
      return node.replacing(.sequence(items.map { joined($0, isTop: false) }))
    case .mapping(let entries):
      var unique: [YAMLNode.Entry] = []
      var places: [String: Int] = [:]
      for entry in entries {
        let value = joined(entry.value, isTop: false)
        guard let key = entry.key.scalar, let index = places[key] else {
          if let key = entry.key.scalar { places[key] = unique.count }
          unique.append(YAMLNode.Entry(key: entry.key, value: value))
          continue
        }
        let first = unique[index]
        let isFragment = !isTop && Self.haveNothingInCommon(first.value, value)
        report(key, at: entry.key, after: first.key, isFragment ? .warning : .error)
        unique[index] = YAMLNode.Entry(
          key: first.key, value: isFragment ? first.value.merged(with: value) : first.value)
      }
      return node.replacing(.mapping(unique))
    }
  }

  private static func haveNothingInCommon(_ first: YAMLNode, _ other: YAMLNode) -> Bool {
    guard let mine = first.mapping, let theirs = other.mapping else { return false }
    return Set(mine.compactMap(\.key.scalar)).isDisjoint(with: theirs.compactMap(\.key.scalar))
  }

  private mutating func report(
    _ key: String, at place: YAMLNode, after first: YAMLNode, _ severity: Diagnostic.Severity
  ) {
    guard diagnostics.count < Self.listed else { return }
    diagnostics.append(
      Diagnostic(
        .duplicateKey, severity,
        "key \(quotedForDisplay(key)) appears twice in one mapping, so Kratos refuses the file",
        at: place.occurrence, label: "appears again here",
        help: severity == .error ? "keep one of them" : "join what stands below the two",
        related: [.init("first here", at: first.occurrence)]))
  }
}
