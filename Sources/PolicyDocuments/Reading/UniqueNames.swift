package import PolicyDiagnostics

/// Names by which things are cited, of which no two may be the same.
package struct UniqueNames {
  private let kind: String
  private let consequence: String
  private let code: DiagnosticCode
  private let foldsCase: Bool
  private var places: [Text: Located<String>] = [:]

  /// Begins with no names.
  ///
  /// - Parameters:
  ///   - kind: What is named, in the plural: `rules`.
  ///   - consequence: What follows from two of one name.
  ///   - code: What it is to have two.
  ///   - foldsCase: Whether names that differ by their case alone count as the same.
  package init(
    of kind: String, _ consequence: String, code: DiagnosticCode = .duplicateID,
    foldsCase: Bool = true
  ) {
    self.kind = kind
    self.consequence = consequence
    self.code = code
    self.foldsCase = foldsCase
  }

  /// Takes a name; what is wrong with it if it is taken already.
  package mutating func claim(_ name: Located<String>, path: String) -> Diagnostic? {
    let key = Text(foldsCase ? name.value.lowercased() : name.value)
    guard let first = places[key] else {
      places[key] = name
      return nil
    }
    let (shown, known) = (quotedForDisplay(name.value), quotedForDisplay(first.value))
    return Diagnostic(
      code, .error, "two \(kind) are named \(shown), so \(consequence)",
      at: name.location, path: path,
      help: Text(first.value) == Text(name.value)
        ? "rename one of them" : "rename one of them; upper and lower case are not told apart",
      related: [.init("\(known) is here", at: first.location)])
  }
}
