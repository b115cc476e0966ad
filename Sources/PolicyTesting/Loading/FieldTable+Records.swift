package import PolicyDocuments
import SessionPolicy

// What suites say of sessions and requests, by the tables of the records themselves.

extension FieldTable {
  /// What is set in a session, under Kratos' own names.
  package static let sessionChange = FieldTable(
    "`set`",
    changesOf(.session) + [
      Field(
        "completed", .dictionary(.moment),
        "When each of the session's methods was last completed.", synonyms: ["completed_at"])
    ],
    removesByNull: true)

  /// A request that tests name.
  package static let requestFixture = FieldTable(
    "a request",
    [Field("description", .text, "What is special about it.")] + changesOf(.request) + [
      Field("context", .dictionary(.data), "The inputs below `context` that the policies declare.")
    ])

  /// The fields of a record that suites can set.
  private static func changesOf(_ record: Record) -> [Field] {
    record.fields.filter(\.isSettable).map { Field($0, isRequired: false) }
  }

  /// A record of Kratos as a whole, or, with none of its fields required, what is set in one.
  fileprivate init(_ record: Record, isChange: Bool, removesByNull: Bool) {
    self.init(
      record.subject,
      record.fields.filter(\.isSettable).map { Field($0, isRequired: $0.isRequired && !isChange) },
      removesByNull: removesByNull)
  }
}

extension FieldTable.Field {
  fileprivate init(_ field: Record.Field, isRequired: Bool) {
    self.init(
      field.name, FieldTable.Kind(field.kind), isRequired: isRequired, field.summary,
      synonyms: field.synonyms)
  }
}

extension FieldTable.Kind {
  /// How a field is written in YAML: instants may be relative, and what Kratos only keeps is data.
  fileprivate init(_ kind: Record.Kind) {
    switch kind {
    case .text, .derived, .elsewhere: self = .text
    case .word(let words), .choice(let words): self = .choice(words)
    case .level: self = .choice(AssuranceLevel.allCases.map(\.name))
    case .flag: self = .flag
    case .instant: self = .moment
    case .texts: self = .list(.text)
    case .json, .open: self = .data
    case .object: self = .dictionary(.data)
    case .record(let record):
      self = .record(
        FieldTable(record, isChange: true, removesByNull: record !== Record.client))
    case .records(let record, _):
      self =
        record === Record.method
        ? .records(FieldTable(record, isChange: false, removesByNull: true)) : .data
    }
  }
}
