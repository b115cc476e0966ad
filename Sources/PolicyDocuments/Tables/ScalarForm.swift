/// How a scalar is written that one language has and others do not.
package struct ScalarForm: Sendable, Equatable {
  /// Its name, by which forms are told apart.
  package let name: String
  /// The words that it may be.
  package let words: [String]
  /// What else it may be, as a regular expression for the whole of it.
  package let pattern: String
  /// What follows in help for those who left it out, such as `string` or another type.
  package let example: String?

  package init(_ name: String, words: [String] = [], pattern: String, example: String? = nil) {
    self.name = name
    self.words = words
    self.pattern = pattern
    self.example = example
  }

  package static func == (left: ScalarForm, right: ScalarForm) -> Bool { left.name == right.name }

  /// Whole numbers with units from the largest to the smallest, as a part of a regular expression.
  package static let span = ["w", "d", "h", "m", "s", "ms", "us", "ns"]
    .map { "([0-9]+\($0))?" }.joined()

  /// An instant in RFC 3339, as a part of a regular expression.
  package static let instant =
    "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?"
    + "([Zz]|[+-][0-9]{2}:[0-9]{2})"
}
