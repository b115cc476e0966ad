package import PolicyDiagnostics

/// Something that a rule requires, where it is written.
package struct Written<Value> {
  /// Its key, such as `max_age`.
  package let key: String
  /// What is written, and where.
  package let value: Located<Value>
  /// Where that is in the document, such as `$.rules[2].one_of[0].max_age`.
  package let path: String
  /// The alternatives it holds for: one of them, or all where it stands beside `one_of`.
  package fileprivate(set) var alternatives: [Requirement]
}

extension Rule {
  /// What the alternatives say under a key, each place once: what stands beside `one_of` stands in all of
  /// them.
  ///
  /// - Parameter value: What is looked for in an alternative; `nil` to leave it out.
  package func written<Value>(
    _ key: String, _ value: (Requirement) -> Located<Value>?
  ) -> [Written<Value>] {
    var found: [Written<Value>] = []
    var places: [SourceRange: Int] = [:]
    for (number, alternative) in alternatives.enumerated() {
      guard let value = value(alternative) else { continue }
      if let place = places[value.location.range] {
        found[place].alternatives.append(alternative)
        continue
      }
      places[value.location.range] = found.count
      found.append(
        Written(
          key: key, value: value, path: path(of: key, inAlternative: number),
          alternatives: [alternative]))
    }
    return found
  }

  /// The limits as they are written, each once, in the order of their keys.
  package var writtenLimits: [Written<Duration>] {
    LimitKey.allCases.flatMap { key in written(key.rawValue) { $0[key] } }
  }

  /// The path of a key of an alternative.
  package func path(of key: String, inAlternative number: Int) -> String {
    hasAlternatives && !isBesideAlternatives(key)
      ? "\(path).one_of[\(number)].\(key)" : "\(path).\(key)"
  }

  private func isBesideAlternatives(_ key: String) -> Bool {
    switch key {
    case "aal": requirement.aal != nil
    case "methods": requirement.methods != nil
    default: LimitKey(rawValue: key).map { requirement[$0] != nil } ?? false
    }
  }
}
