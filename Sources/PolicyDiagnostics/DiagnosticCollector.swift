/// Gathers diagnostics in the order found and gives them back in the order of their places.
package struct DiagnosticCollector: Sendable {
  /// What was gathered, in the order found.
  package private(set) var diagnostics: [Diagnostic] = []

  /// Starts empty.
  package init() {}

  /// Whether anything gathered is an error.
  package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  /// Adds several.
  package mutating func report(contentsOf more: some Sequence<Diagnostic>) {
    diagnostics.append(contentsOf: more)
  }

  /// What was gathered in one file, as far as anybody reads it: of many, the first errors and then the
  /// first of the others, and a word about the rest.
  ///
  /// - Parameter limit: How many are given back without that word.
  package func sorted(atMost limit: Int, in source: SourceFile) -> [Diagnostic] {
    let sorted = sorted
    guard sorted.count > limit else { return sorted }
    let weighty =
      sorted.filter { $0.severity == .error } + sorted.filter { $0.severity != .error }
    return weighty.prefix(limit) + [Diagnostic](unlisted: sorted.count - limit, in: source)
  }

  /// Everything gathered, by file, offset and code; equal places keep the order found.
  package var sorted: [Diagnostic] { diagnostics.sorted(by: \.self) }
}

extension Sequence {
  /// The elements by the file, offset and code of their diagnostics; equal places keep their order.
  package func sorted(by diagnostic: (Element) -> Diagnostic) -> [Element] {
    enumerated().map { ($0, $1, diagnostic($1)) }.sorted { left, right in
      let (a, b) = (left.2, right.2)
      let (file, other) = (a.location.file.name, b.location.file.name)
      if !file.hasSameBytes(as: other) { return Text(file) < Text(other) }
      if a.location.range.start != b.location.range.start {
        return a.location.range.start < b.location.range.start
      }
      return a.code.id == b.code.id ? left.0 < right.0 : a.code.id < b.code.id
    }.map(\.1)
  }
}
