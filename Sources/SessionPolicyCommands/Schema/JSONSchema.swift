import PolicyJSON

/// Pieces of JSON Schema, draft 2020-12, which is what programs validate documents with.
enum JSONSchema {
  static let dialect: JSONValue = "https://json-schema.org/draft/2020-12/schema"

  /// An object of which the members are described, and in which others may stand unless it is closed.
  static func object(
    _ properties: [(String, JSONValue)], required: [String] = [], isClosed: Bool = false,
    _ summary: String? = nil
  ) -> JSONValue {
    var members: [(String, JSONValue)] = [("type", "object")]
    if let summary { members.append(("description", .string(summary))) }
    members.append(("properties", .object(JSONObject(properties))))
    if !required.isEmpty { members.append(("required", .array(required.map { .string($0) }))) }
    if isClosed { members.append(("additionalProperties", false)) }
    return .object(JSONObject(members))
  }

  /// An object in which everything is always written but what may be left out.
  static func record(
    _ properties: [(String, JSONValue)], leavingOut optional: Set<String> = [], _ summary: String
  ) -> JSONValue {
    object(
      properties, required: properties.map(\.0).filter { !optional.contains($0) }, summary)
  }

  static func array(_ items: JSONValue) -> JSONValue { ["type": "array", "items": items] }

  /// One of some words.
  static func words(_ words: [String]) -> JSONValue { ["enum": .array(words.map { .string($0) })] }

  /// A value, or null.
  static func nullable(_ schema: JSONValue) -> JSONValue { ["anyOf": [schema, ["type": "null"]]] }

  static func reference(_ name: String) -> JSONValue { ["$ref": .string("#/$defs/" + name)] }

  /// The same with a sentence about it in front.
  static func described(_ summary: String, _ schema: JSONValue) -> JSONValue {
    .object(
      JSONObject(
        [("description", .string(summary))]
          + (schema.object?.members ?? []).map { ($0.key, $0.value) }
      ))
  }

  static let text: JSONValue = ["type": "string"]
  static let flag: JSONValue = ["type": "boolean"]
  /// How many there are.
  static let count: JSONValue = ["type": "integer", "minimum": 0]
  /// A range of a file: both ends from 1, columns in UTF-16 code units.
  static let range = record(
    [("start", position), ("end", position)], "A range of a file, without its end.")
  private static let position = record(
    ["line", "column"].map { ($0, ["type": "integer", "minimum": 1]) },
    "A place in a file, from 1; columns are counted in UTF-16 code units.")
  /// RFC 3339.
  static let instant: JSONValue = ["type": "string", "format": "date-time"]
}
