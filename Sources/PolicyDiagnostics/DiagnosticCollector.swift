/// Gathers diagnostics in the order found and gives them back in the order of their places.
package struct DiagnosticCollector: Sendable {
  /// What was gathered, in the order found.
  package private(set) var diagnostics: [Diagnostic] = []

  /// Starts empty.
  package init() {}

  /// Whether anything gathered is an error.
  package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  /// Adds one.
  package mutating func report(_ diagnostic: Diagnostic) {
    diagnostics.append(diagnostic)
  }

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
    let end = SourceRange(source.bytes.count, source.bytes.count)
    return weighty.prefix(limit) + [
      Diagnostic(
        .resourceLimit, .info, "\(sorted.count - limit) more problems in this file not listed",
        at: SourceLocation(source, end))
    ]
  }

  /// Everything gathered, by file, offset and code; equal places keep the order found.
  package var sorted: [Diagnostic] {
    diagnostics.enumerated().sorted { left, right in
      let (a, b) = (left.element, right.element)
      if a.location.file.name != b.location.file.name {
        return a.location.file.name < b.location.file.name
      }
      if a.location.range.start != b.location.range.start {
        return a.location.range.start < b.location.range.start
      }
      if a.code.id != b.code.id { return a.code.id < b.code.id }
      return left.offset < right.offset
    }.map(\.element)
  }
}
