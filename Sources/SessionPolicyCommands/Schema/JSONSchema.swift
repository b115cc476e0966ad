import JSON
import SessionPolicy

/// The schema of a document, made from the table it is read by.
///
/// It says what a table says, and no more: what an expression means, or whether a name is declared,
/// only lint knows.
struct JSONSchema {
  private let table: FieldTable

  init(_ table: FieldTable) { self.table = table }

  /// The schema, in the draft that editors read.
  var json: JSONValue {
    var members: [(String, JSONValue)] = [
      ("$schema", "http://json-schema.org/draft-07/schema#"), ("title", .string(table.subject)),
      ("definitions", ["condition": Self.condition]),
    ]
    members += Self.members(of: table)
    return .object(JSONObject(members))
  }

  // MARK: Tables

  private static func record(_ table: FieldTable) -> JSONValue {
    .object(JSONObject(members(of: table)))
  }

  private static func members(of table: FieldTable) -> [(String, JSONValue)] {
    let properties = table.fields.map { field in
      (field.name, described(kind(field.kind), field.summary))
    }
    let required = table.fields.filter(\.isRequired).map { JSONValue.string($0.name) }
    var members: [(String, JSONValue)] = [
      ("type", "object"), ("properties", .object(JSONObject(properties))),
      ("additionalProperties", false),
    ]
    if !required.isEmpty { members.append(("required", .array(required))) }
    return members + effects(table)
  }

  /// A rule has one effect, and each effect has fields of its own.
  private static func effects(_ table: FieldTable) -> [(String, JSONValue)] {
    let bound = table.fields.filter { $0.effects != nil }
    guard !bound.isEmpty else { return [] }
    let one = Effect.Verb.allCases.map { verb -> JSONValue in
      ["required": [.string(verb.rawValue)]]
    }
    let each = Effect.allCases.map { effect -> JSONValue in
      let verb = effect.verb.rawValue
      let foreign = bound.filter { $0.effects?.contains(effect) == false }
      return [
        "if": [
          "properties": .object(
            JSONObject([(verb, JSONValue.object(["const": .string(effect.object.rawValue)]))])),
          "required": [.string(verb)],
        ],
        "then": [
          "properties": .object(JSONObject(foreign.map { ($0.name, .bool(false)) }))
        ],
      ]
    }
    return [("oneOf", .array(one)), ("allOf", .array(each))]
  }

  private static func described(_ schema: JSONValue, _ summary: String) -> JSONValue {
    // Beside a reference nothing else is read.
    guard schema["$ref"] == nil else {
      return ["description": .string(summary), "allOf": [schema]]
    }
    var schema = schema
    schema["description"] = .string(summary)
    return schema
  }

  // MARK: Kinds

  private static func kind(_ kind: FieldTable.Kind) -> JSONValue {
    switch kind {
    case .version: ["enum": [1, .string(FieldTable.version)]]
    case .name:
      ["type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$", "maxLength": 200]
    case .text, .path, .typeName: scalarText
    case .flag: ["type": "boolean"]
    case .duration: text(matching: "^\(duration)$")
    case .instant: text(matching: "^\(instant)$")
    case .moment: text(matching: "^([+-]\(duration)|[+-]0s|\(instant))$")
    case .offset: text(matching: "^[+]?(\(duration)|0s)$")
    case .choice(let words): ["enum": .array(words.map { .string($0) })]
    case .texts: ["type": "array", "items": scalarText, "minItems": 1, "uniqueItems": true]
    case .condition: reference
    case .conditions: conditions
    case .data: ["not": ["type": "null"]]
    case .expression: ["type": ["string", "boolean", "number"]]
    case .dictionary(let values):
      ["type": "object", "additionalProperties": self.kind(values)]
    case .record(let table): record(table)
    case .either(let first, let second): ["anyOf": [self.kind(first), self.kind(second)]]
    case .records(let table): ["type": "array", "items": record(table), "minItems": 1]
    case .list(let items): ["type": "array", "items": self.kind(items)]
    }
  }

  private static let reference: JSONValue = ["$ref": "#/definitions/condition"]
  private static let conditions: JSONValue = ["type": "array", "items": reference, "minItems": 1]

  /// A condition: an expression, or a joint that has conditions again.
  private static let condition: JSONValue = {
    var joint = record(.joint)
    joint["minProperties"] = 1
    joint["maxProperties"] = 1
    return ["anyOf": [["type": ["string", "boolean"], "minLength": 1], joint]]
  }()

  /// Text that is not blank. Readers of YAML may take a text without quotes for a number.
  private static let scalarText: JSONValue = [
    "type": ["string", "number", "boolean"], "pattern": "\\S",
  ]

  private static func text(matching pattern: String) -> JSONValue {
    ["type": "string", "pattern": .string(pattern)]
  }

  private static let duration =
    "(?=[^1-9]*[1-9])([0-9]+w)?([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?"
  private static let instant =
    "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})"
}
