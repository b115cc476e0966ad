import PolicyDocuments
import PolicyJSON
import SessionPolicy

/// Writes field tables as JSON Schema, draft 7, which is what editors read.
///
/// A schema speaks of YAML as editors see it, where `2026` is a number and `true` a bool, while the
/// loader takes each scalar as text. So where text may stand, those may stand as well.
struct FieldSchema {
  /// The schemas of tables and kinds that others refer to, by name.
  private var definitions = JSONObject()

  /// The schema of a whole document.
  static func document(_ table: FieldTable, title: String) -> JSONValue {
    var writer = FieldSchema()
    var members: [(String, JSONValue)] = [
      ("$schema", "http://json-schema.org/draft-07/schema#"), ("title", .string(title)),
    ]
    members += writer.members(of: table)
    if !writer.definitions.isEmpty {
      members.append(("definitions", .object(writer.definitions)))
    }
    return .object(JSONObject(members))
  }

  // MARK: Tables

  /// The schema of a mapping.
  private mutating func members(of table: FieldTable) -> [(String, JSONValue)] {
    let properties = table.fields.map { field in
      (field.name, property(field, in: table))
    }
    let required = table.fields.filter(\.isRequired).map { JSONValue.string($0.name) }
    let dependencies = table.fields.compactMap { field in
      field.companions.map { (field.name, Self.beside($0)) }
    }
    var members: [(String, JSONValue)] = [
      ("type", "object"), ("properties", .object(JSONObject(properties))),
      ("additionalProperties", false),
    ]
    if !required.isEmpty { members.append(("required", .array(required))) }
    if !dependencies.isEmpty {
      members.append(("dependencies", .object(JSONObject(dependencies))))
    }
    let groups = table.groups.flatMap { Self.constraints(of: $0, in: table) }
    if !groups.isEmpty { members.append(("allOf", .array(groups))) }
    return members
  }

  private mutating func property(_ field: FieldTable.Field, in table: FieldTable) -> JSONValue {
    var schema = schema(of: field.kind)
    if table.removesByNull { schema = ["anyOf": [schema, ["type": "null"]]] }
    // Beside a reference, readers of draft 7 see nothing else.
    if schema["$ref"] != nil { schema = ["allOf": [schema]] }
    var members: [(String, JSONValue)] = [("description", .string(field.summary))]
    members += (schema.object?.members ?? []).map { ($0.key, $0.value) }
    return .object(JSONObject(members))
  }

  /// Demands one of some fields with one of its words.
  private static func beside(_ companions: [FieldTable.Companion]) -> JSONValue {
    let choices = companions.map { companion -> JSONValue in
      let choice: JSONValue = ["enum": .array(companion.words.map { .string($0) })]
      let property = JSONObject([(companion.field, choice)])
      return ["properties": .object(property), "required": [.string(companion.field)]]
    }
    return choices.count == 1 ? choices[0] : ["anyOf": .array(choices)]
  }

  /// Demands that so many fields of a group are there.
  private static func constraints(
    of group: FieldTable.Group, in table: FieldTable
  ) -> [JSONValue] {
    if group.names.count == table.fields.count {
      var bounds: [(String, JSONValue)] = [("minProperties", .number(group.count.lowerBound))]
      if group.count.upperBound < group.names.count {
        bounds.append(("maxProperties", .number(group.count.upperBound)))
      }
      return [.object(JSONObject(bounds))]
    }
    func required(_ names: [String]) -> JSONValue {
      ["required": .array(names.map { .string($0) })]
    }
    var constraints: [JSONValue] = []
    if group.count.lowerBound > 0 {
      constraints.append(["anyOf": .array(group.names.map { required([$0]) })])
    }
    if group.count.upperBound == 1 {
      for (index, first) in group.names.enumerated() {
        for second in group.names.dropFirst(index + 1) {
          constraints.append(["not": required([first, second])])
        }
      }
    }
    return constraints
  }

  // MARK: Kinds

  private mutating func schema(of kind: FieldTable.Kind) -> JSONValue {
    switch kind {
    case .choice(let words): return ["enum": .array(words.map { .string($0) })]
    case .texts:
      return [
        "type": "array", "minItems": 1, "uniqueItems": true, "items": Self.text,
      ]
    case .data: return data()
    case .dictionary(let kind):
      return ["type": "object", "additionalProperties": schema(of: kind)]
    case .record(let table): return reference(to: table)
    case .link(let table): return reference(to: table())
    case .records(let table):
      return ["type": "array", "minItems": 1, "items": reference(to: table)]
    case .list(let kind): return ["type": "array", "items": schema(of: kind)]
    case .items(let kind): return ["type": "array", "minItems": 1, "items": schema(of: kind)]
    case .either(let first, let second):
      return ["anyOf": [schema(of: first), schema(of: second)]]
    default: return Self.scalar(kind)
    }
  }

  /// A reference to the schema of a table, which is written once.
  private mutating func reference(to table: FieldTable) -> JSONValue {
    let name = Self.name(of: table)
    if definitions[name] == nil {
      definitions[name] = .null  // holds the place, for a table may lead back to itself
      definitions[name] = .object(JSONObject(members(of: table)))
    }
    return ["$ref": .string("#/definitions/\(name)")]
  }

  /// The name of a table's schema: its subject without article and marks.
  private static func name(of table: FieldTable) -> String {
    var words = table.subject.split(separator: " ").map { $0.filter { $0 != "`" } }
    if let first = words.first, ["a", "an"].contains(first) { words.removeFirst() }
    return words.joined(separator: "-")
  }

  /// Plain data, which may hold everything but `null`.
  private mutating func data() -> JSONValue {
    let reference: JSONValue = ["$ref": "#/definitions/data"]
    definitions["data"] = [
      "type": ["string", "number", "boolean", "array", "object"], "items": reference,
      "additionalProperties": reference,
    ]
    return reference
  }
}
