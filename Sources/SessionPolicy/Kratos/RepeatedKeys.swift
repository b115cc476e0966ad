import PolicyDiagnostics
import PolicyYAML

/// Finds keys that stand twice in one mapping: each an error, for Kratos does not start with it.
///
/// Kratos reads every file that its `-c` names by gopkg.in/yaml.v3, which refuses a mapping that has a
/// key twice, at every depth and whatever stands below the two. So there is no reading of such a file
/// that Kratos would agree with, and none is made.
///
/// One repeat is let pass with a warning: `selfservice.methods`, where the second has none of the
/// methods of the first, in a configuration that lacks `selfservice.default_browser_return_url`. Kratos
/// asks for that key, so this is only a part, for another program to join with the rest before Kratos
/// reads anything; and a table of methods in two halves, each method in one of them, is the same table
/// to every program that joins it. Kratos' own end-to-end profiles are such parts, joined by `yq`.
struct RepeatedKeys {
  private var findings: CappedList<Diagnostic>
  /// Whether this is a part that Kratos does not start with, all others of the call counted.
  private let isPartial: Bool

  /// Gives back the document with each key once, and what was found.
  static func joined(
    _ document: YAMLNode, isPartial: Bool
  ) -> (document: YAMLNode, diagnostics: [Diagnostic]) {
    var keys = RepeatedKeys(isPartial: isPartial)
    let joined = keys.joined(document, at: .top)
    return (joined, keys.findings.diagnostics(in: document.location.file))
  }

  /// Whether a document has what Kratos asks for and nothing else supplies.
  static func isStartable(_ document: YAMLNode) -> Bool {
    document["selfservice"]?["default_browser_return_url"] != nil
  }

  private init(isPartial: Bool) {
    findings = CappedList<Diagnostic>(limit: 100)
    self.isPartial = isPartial
  }

  /// Where a node stands, as far as it matters.
  private enum Place {
    case top, selfservice, elsewhere

    /// Where the value of a key stands.
    func below(_ key: String?) -> Place {
      if case .top = self, key == "selfservice" { .selfservice } else { .elsewhere }
    }
  }

  private mutating func joined(_ node: YAMLNode, at place: Place) -> YAMLNode {
    switch node.content {
    case .scalar: return node
    case .sequence(let items):
      return node.replacing(.sequence(items.map { joined($0, at: .elsewhere) }))
    case .mapping(let entries):
      var unique: [YAMLNode.Entry] = []
      var places: [Text: Int] = [:]
      for entry in entries {
        let text = entry.key.scalar
        let value = joined(entry.value, at: place.below(text))
        guard let text, let index = places[Text(text)] else {
          if let text { places[Text(text)] = unique.count }
          unique.append(YAMLNode.Entry(key: entry.key, value: value))
          continue
        }
        let first = unique[index]
        let isHalf =
          isPartial && place == .selfservice && text == "methods"
          && Self.haveNothingInCommon(first.value, value)
        report(text, at: entry.key, after: first.key, isHalf ? .warning : .error)
        if isHalf {
          unique[index] = YAMLNode.Entry(key: first.key, value: first.value.merged(with: value))
        }
      }
      return node.replacing(.mapping(unique))
    }
  }

  private static func haveNothingInCommon(_ first: YAMLNode, _ other: YAMLNode) -> Bool {
    guard let mine = first.mapping, let theirs = other.mapping else { return false }
    let keys = { (entry: YAMLNode.Entry) in entry.key.scalar.map(Text.init) }
    return Set(mine.compactMap(keys)).isDisjoint(with: theirs.compactMap(keys))
  }

  private mutating func report(
    _ key: String, at place: YAMLNode, after first: YAMLNode, _ severity: Diagnostic.Severity
  ) {
    findings.append(
      Diagnostic(
        .duplicateKey, severity,
        "key \(quotedForDisplay(key)) appears twice in one mapping, so Kratos refuses the file",
        at: place.occurrence, label: "appears again here",
        help: severity == .error ? "keep one of them" : "join what stands below the two",
        related: [.init("first here", at: first.occurrence)]))
  }
}

extension Diagnostic {
  /// Whether it says that Kratos refuses a configuration which is used all the same.
  package var isOfJoinedKeys: Bool { severity == .warning && code == .duplicateKey }
}
