package import PolicyDiagnostics

/// Names by which things are cited, of which no two may differ by their case alone.
package struct UniqueNames {
  private let kind: String
  private let consequence: String
  private var places: [String: Located<String>] = [:]

  /// Begins with no names.
  ///
  /// - Parameters:
  ///   - kind: What is named, in the plural: `rules`.
  ///   - consequence: What follows from two of one name.
  package init(of kind: String, _ consequence: String) {
    self.kind = kind
    self.consequence = consequence
  }

  /// Takes a name; what is wrong with it if it is taken already.
  package mutating func claim(_ name: Located<String>, path: String) -> Diagnostic? {
    let key = name.value.lowercased()
    guard let first = places[key] else {
      places[key] = name
      return nil
    }
    return Diagnostic(
      .duplicateID, .error, "two \(kind) are named `\(name.value)`, so \(consequence)",
      at: name.location, path: path,
      help: first.value == name.value
        ? "rename one of them" : "rename one of them; upper and lower case are not told apart",
      related: [.init("`\(first.value)` is here", at: first.location)])
  }
}
