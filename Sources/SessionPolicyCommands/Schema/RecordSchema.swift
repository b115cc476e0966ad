import PolicyJSON
import SessionPolicy

/// Writes what callers send as JSON Schema: a snapshot, or any of the documents that stand for one.
///
/// The tables of records drive it, as they drive the reader. Null is as good as absent everywhere.
struct RecordSchema {
  /// The schemas of records that others refer to, by name.
  private var definitions: [(String, JSONValue)] = []

  /// The schema of a snapshot.
  static var snapshot: JSONValue {
    var writer = RecordSchema()
    let session = writer.reference(to: .session)
    let noSession: JSONValue = JSONSchema.object(
      [
        (
          "error",
          JSONSchema.object([("code", ["enum": [401]])], required: ["code"])
        )
      ], required: ["error"], "What whoami answers where there is no session.")
    writer.definitions.append(("no_session", noSession))
    // What native clients get has the session below a key, and a token or further steps beside it.
    writer.definitions.append(
      (
        "login_response",
        [
          "type": "object", "properties": ["session": session], "required": ["session"],
          "anyOf": [["required": ["session_token"]], ["required": ["continue_with"]]],
        ]
      ))
    let wrapped = JSONSchema.reference("login_response")
    let snapshot = JSONSchema.object(
      Record.snapshot.fields.filter(\.isSettable).map { field in
        guard field.name == "session" else { return (field.name, writer.property(field)) }
        let choices: JSONValue = [
          "anyOf": [session, wrapped, JSONSchema.reference("no_session"), ["type": "null"]]
        ]
        return (field.name, JSONSchema.described(field.summary, choices))
      }, required: ["session"], isClosed: true)
    writer.definitions.append(("snapshot", snapshot))
    return [
      "$schema": JSONSchema.dialect, "title": "What session-policy decides about",
      "description": .string(
        "A snapshot, or a session as Kratos writes it, alone; also the answer to a request that has "
          + "none."),
      "anyOf": [
        JSONSchema.reference("snapshot"), session, wrapped, JSONSchema.reference("no_session"),
      ],
      "$defs": .object(JSONObject(writer.definitions)),
    ]
  }

  private mutating func reference(to record: Record) -> JSONValue {
    let name = record.name.replacing(".", with: "_")
    if !definitions.contains(where: { $0.0 == name }) {
      definitions.append((name, .null))  // holds the place, for a record may lead back to itself
      let place = definitions.count - 1
      definitions[place].1 = schema(of: record)
    }
    return JSONSchema.reference(name)
  }

  private mutating func schema(of record: Record) -> JSONValue {
    var properties: [(String, JSONValue)] = []
    for field in record.fields {
      switch field.kind {
      case .derived, .elsewhere: continue
      default: properties.append((field.name, property(field)))
      }
    }
    return JSONSchema.object(
      properties, required: record.fields.filter(\.isRequired).map(\.name),
      isClosed: !record.isOpen)
  }

  private mutating func property(_ field: Record.Field) -> JSONValue {
    JSONSchema.described(field.summary, schema(of: field.kind))
  }

  private mutating func schema(of kind: Record.Kind) -> JSONValue {
    switch kind {
    case .json, .open, .derived, .elsewhere: [:]
    case .text, .word: ["type": ["string", "null"]]
    case .choice(let words): ["enum": .array(words.map { .string($0) } + [.null])]
    case .flag: ["type": ["boolean", "null"]]
    case .instant: ["type": ["string", "null"], "format": "date-time"]
    case .level:
      ["enum": .array(AssuranceLevel.allCases.map { .string($0.name) } + ["", .null])]
    case .texts: JSONSchema.nullable(JSONSchema.array(JSONSchema.text))
    case .object: ["type": ["object", "null"]]
    case .record(let record): JSONSchema.nullable(reference(to: record))
    case .records(let record, _): JSONSchema.nullable(JSONSchema.array(reference(to: record)))
    }
  }
}
