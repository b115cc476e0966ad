package import PolicyCEL

/// A record of a snapshot: the one place that knows its fields.
///
/// The same table drives the full reader, the one-pass scanner, the types that conditions are checked
/// against, what suites may set, and the schemas for editors. A field is added in one line.
package final class Record: Sendable {
  /// A field and what is known about it.
  package struct Field: Sendable {
    /// The key in JSON.
    package let name: String
    /// What it takes, besides null, which is as good as absent.
    package let kind: Kind
    /// What deciding needs it for, besides conditions.
    let role: Role
    /// Whether a document cannot do without it.
    package let isRequired: Bool
    /// Whether even a complete document may lack it, so that conditions have to ask first.
    package let isOptional: Bool
    /// Whether it tells a session from other objects; `id` alone would fit too much.
    let isMarker: Bool
    /// Whether suites can set it.
    package let isSettable: Bool
    /// Whether conditions can name it.
    let isVisible: Bool
    /// The path by which policies know it, if not its own below the record.
    package let alias: [String]?
    /// What it means, in one sentence.
    package let summary: String
    /// Keys that other tools have for the same.
    package let synonyms: [String]

    init(
      _ name: String, _ kind: Kind, _ summary: String, role: Role = .none,
      isRequired: Bool = false, isOptional: Bool = false, isMarker: Bool = false,
      isSettable: Bool = true, isVisible: Bool = true, alias: [String]? = nil,
      synonyms: [String] = []
    ) {
      self.name = name
      self.kind = kind
      self.role = role
      self.isRequired = isRequired
      self.isOptional = isOptional
      self.isMarker = isMarker
      self.isSettable = isSettable
      self.isVisible = isVisible
      self.alias = alias
      self.summary = summary
      self.synonyms = synonyms
    }

    /// A field that no document has, because it follows from another and from the present.
    static func derived(
      _ name: String, _ derivation: ObjectType.Field.Derivation, _ summary: String
    ) -> Field {
      Field(name, .derived(derivation), summary, isSettable: false)
    }

    /// A key that only other documents than a plain snapshot have.
    static func elsewhere(_ name: String, _ summary: String) -> Field {
      Field(name, .elsewhere, summary, isSettable: false, isVisible: false)
    }
  }

  /// What a field takes.
  package enum Kind: Sendable {
    /// Any JSON.
    case json
    /// Any JSON, below which policies declare what they read.
    case open
    /// A string of at most so many bytes, as far as costs are estimated.
    case text(limit: Int)
    /// A string that conditions know to be one of these; documents may say otherwise.
    case word([String])
    /// One of these, or nothing; documents may not say otherwise.
    case choice([String])
    /// `true` or `false`.
    case flag
    /// RFC 3339 in a string; the zero time is as good as absent.
    case instant
    /// The name of an assurance level, or nothing; documents may not say otherwise.
    case level
    /// An array of strings.
    case texts(limit: Int)
    /// An object with any members.
    case object
    /// A record.
    case record(Record)
    /// An array of records.
    case records(Record, limit: Int)
    /// What follows from another field and from the present.
    case derived(ObjectType.Field.Derivation)
    /// Whatever it is, the document is no plain snapshot.
    case elsewhere

    /// A string of the usual length.
    static let text = text(limit: 255)
  }

  /// A field whose value says more than what conditions read.
  enum Role: UInt8 {
    case none
    case snapshotID, snapshotNow, session
    case sessionID, active, expiresAt, level, methods
    case identity, identityState
    case method, methodLevel, methodCompletion
    case cookieIssuedAt
    /// An instant that lies in the past by its meaning.
    case past
    /// What tells which methods the user has set up.
    case enrolment
    /// What only the development head of Kratos writes.
    case ofHead

    /// Whether it makes a difference that it is there, whatever its value.
    @inline(__always)
    var isNoted: Bool { rawValue >= Role.enrolment.rawValue }
  }

  /// The name by which types know it.
  package let name: String
  /// What an object of these fields is, with its article: `a completed method`.
  package let subject: String
  /// Whether members that are no field here are passed over in silence, as in what Kratos writes.
  package let isOpen: Bool
  /// The fields, in the order in which they are written.
  package let fields: [Field]
  /// The numbers of those that a document cannot do without.
  let required: [Int]

  init(_ name: String, _ subject: String, isOpen: Bool = true, _ fields: [Field]) {
    self.name = name
    self.subject = subject
    self.isOpen = isOpen
    self.fields = fields
    required = fields.indices.filter { fields[$0].isRequired }
  }

  /// The field of a name.
  package subscript(name: String) -> Field? { number(of: name).map { fields[$0] } }

  /// The number of a field by its name, looked for from a number on and then from the first.
  ///
  /// Names are of letters to which no other text is equivalent, so that Swift's `==` compares bytes here.
  func number(of name: String, from start: Int = 0) -> Int? {
    for number in start..<max(start, fields.count) where fields[number].name == name {
      return number
    }
    for number in 0..<min(start, fields.count) where fields[number].name == name {
      return number
    }
    return nil
  }
}
