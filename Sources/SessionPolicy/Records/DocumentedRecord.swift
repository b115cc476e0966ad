import PolicyJSON
import PolicyTime

/// A record whose fields live in its JSON document, and nowhere else.
///
/// Reading a field decodes its member, setting one writes it, so that the typed fields and the
/// document cannot differ and whatever else was read is kept. A field that is `nil` has no member.
/// Readers have checked what they read against its ``Record``; a member of another kind, which only
/// code can have written, reads as `nil`.
protocol DocumentedRecord: FieldValue {
  /// The record as JSON.
  var document: JSONValue { get set }
  /// Takes a document as it is.
  init(document: JSONValue)
}

extension DocumentedRecord {
  /// The value of a field by its name in JSON.
  subscript<Value: FieldValue>(name: String) -> Value? {
    get { document[name].flatMap(Value.init(field:)) }
    set { document[name] = newValue?.field }
  }

  /// The records of a field that is an array; without elements it has no member.
  subscript<Value: DocumentedRecord>(name: String) -> [Value] {
    get { document[name]?.array?.compactMap(Value.init(field:)) ?? [] }
    set { document[name] = newValue.isEmpty ? nil : .array(newValue.map(\.document)) }
  }

  init?(field: JSONValue) {
    guard field.object != nil else { return nil }
    self.init(document: field)
  }

  var field: JSONValue { document }
}

/// What a field of a record can hold.
protocol FieldValue {
  /// Reads a member; `nil` for null, which is as good as absent, and for another kind.
  init?(field: JSONValue)
  /// The member.
  var field: JSONValue { get }
}

extension String: FieldValue {
  init?(field: JSONValue) {
    guard let text = field.string else { return nil }
    self = text
  }

  var field: JSONValue { .string(self) }
}

extension Bool: FieldValue {
  init?(field: JSONValue) {
    guard let flag = field.bool else { return nil }
    self = flag
  }

  var field: JSONValue { .bool(self) }
}

extension Timestamp: FieldValue {
  /// The zero time means that nobody knows.
  init?(field: JSONValue) {
    guard let text = field.string, let instant = Timestamp(document: text), instant != .minimum
    else { return nil }
    self = instant
  }

  var field: JSONValue { .string(rfc3339) }
}

extension Array: FieldValue where Element == String {
  init?(field: JSONValue) {
    guard let elements = field.array else { return nil }
    self = elements.compactMap(\.string)
  }

  var field: JSONValue { .array(map { .string($0) }) }
}

extension JSONValue: FieldValue {
  init?(field: JSONValue) {
    guard !field.isNull else { return nil }
    self = field
  }

  var field: JSONValue { self }
}

extension JSONObject: FieldValue {
  init?(field: JSONValue) {
    guard let object = field.object else { return nil }
    self = object
  }

  var field: JSONValue { .object(self) }
}
