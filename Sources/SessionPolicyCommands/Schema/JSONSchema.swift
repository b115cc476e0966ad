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
  /// RFC 3339.
  static let instant: JSONValue = ["type": "string", "format": "date-time"]
}
