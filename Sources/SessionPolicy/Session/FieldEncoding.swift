import PolicyCEL
import PolicyJSON

extension JSONValue {
  /// An instant in RFC 3339.
  static func instant(_ instant: Timestamp) -> JSONValue { .string(instant.rfc3339) }
}

/// A record whose typed fields and whose JSON document say the same at all times.
///
/// Setting a field writes it through to its member of the document, so that whatever else was read
/// is kept. A field that is `nil` has no member.
protocol DocumentedRecord {
  /// The fields, by their names in JSON.
  associatedtype Field: RawRepresentable<String>, CaseIterable

  /// The record as JSON.
  var document: JSONValue { get set }
  /// The JSON of one field.
  func encoded(_ field: Field) -> JSONValue?
}

extension DocumentedRecord {
  /// Brings the document's member up to a field that was set.
  mutating func write(_ field: Field) { document[field.rawValue] = encoded(field) }

  /// The document of a record that was built in code.
  func generatedDocument() -> JSONValue {
    var object = JSONObject()
    for field in Field.allCases { object[field.rawValue] = encoded(field) }
    return .object(object)
  }
}
