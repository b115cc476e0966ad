import PolicyDiagnostics

/// What a mapping of a document may contain: the one place that knows its keys.
///
/// The same table drives reading, suggestions for misspelt keys, errors about missing ones, and the
/// schema for editors.
package struct FieldTable: Sendable {
  /// A key and what is known about it.
  package struct Field: Sendable {
    /// The key.
    package let name: String
    /// What stands under it.
    package let kind: Kind
    /// Whether it must be there.
    package let isRequired: Bool
    /// What it may stand beside: at least one of these; `nil` for everywhere.
    package let companions: [Companion]?
    /// What it means, in one sentence.
    package let summary: String
    /// Keys that other languages have for the same.
    package let synonyms: [String]

    package init(
      _ name: String, _ kind: Kind, isRequired: Bool = false, beside companions: [Companion]? = nil,
      _ summary: String, synonyms: [String] = []
    ) {
      self.name = name
      self.kind = kind
      self.isRequired = isRequired
      self.companions = companions
      self.summary = summary
      self.synonyms = synonyms
    }
  }

  /// A field with one of some words, beside which another field has a meaning.
  package struct Companion: Sendable {
    /// The key.
    package let field: String
    /// The words.
    package let words: [String]

    package init(_ field: String, _ words: [String]) {
      self.field = field
      self.words = words
    }
  }

  /// The kinds of values that stand under keys.
  package indirect enum Kind: Sendable {
    /// The version of a language, which is this one.
    case version(String)
    /// A name by which something is cited: letters, digits, `.`, `_` and `-`.
    case name
    /// Text for people.
    case text
    /// `true` or `false`.
    case flag
    /// A duration above zero.
    case duration
    /// An instant in RFC 3339.
    case instant
    /// The path of a file, relative to the document's own.
    case path
    /// One of these words.
    case choice([String])
    /// A list of texts that is not empty.
    case texts
    /// A scalar that a language declares for itself.
    case own(ScalarForm)
    /// Plain data: text, number, bool, list or mapping.
    case data
    /// An expression of any type.
    case expression
    /// A mapping from names to values.
    case dictionary(Kind)
    /// A mapping with these fields.
    case record(FieldTable)
    /// A mapping with the fields of a table that leads back to itself.
    case link(@Sendable () -> FieldTable)
    /// A value of one of two kinds.
    case either(Kind, Kind)
    /// A list of mappings that is not empty.
    case records(FieldTable)
    /// A list of values of one kind, which may be empty.
    case list(Kind)
    /// A list of values of one kind that is not empty.
    case items(Kind)
  }

  /// Fields of which only so many stand together.
  package struct Group: Sendable {
    /// The fields.
    package let names: [String]
    /// How many of them there are at least, and at most.
    package let count: ClosedRange<Int>

    package init(_ count: ClosedRange<Int>, of names: [String]) {
      self.count = count
      self.names = names
    }
  }

  /// What a mapping with these fields is, with its article: `a rule`. No two tables share it.
  package let subject: String
  /// The fields, in the order in which people write them.
  package let fields: [Field]
  /// Which fields need or exclude each other.
  package let groups: [Group]
  /// Whether `null` may stand under every field, to remove what is there.
  package let removesByNull: Bool

  package init(
    _ subject: String, _ fields: [Field], groups: [Group] = [], removesByNull: Bool = false
  ) {
    self.subject = subject
    self.fields = fields
    self.groups = groups
    self.removesByNull = removesByNull
  }

  /// A table of which at least one field has to be there.
  package static func notEmpty(_ subject: String, _ fields: [Field]) -> FieldTable {
    FieldTable(
      subject, fields, groups: [Group(1...max(1, fields.count), of: fields.map(\.name))])
  }

  /// The field of a name.
  package subscript(name: String) -> Field? {
    fields.first { $0.name.hasSameBytes(as: name) }
  }

  /// Whether there is a field of a name.
  func has(_ name: String) -> Bool { fields.contains { $0.name.hasSameBytes(as: name) } }

  /// The fields that a key, which is none of them, may have meant, best first.
  func fieldsNear(_ key: String) -> [String] {
    if let field = fields.first(where: { $0.synonyms.contains(key) }) { return [field.name] }
    return nearestNames(to: key, among: fields.map(\.name))
  }
}
