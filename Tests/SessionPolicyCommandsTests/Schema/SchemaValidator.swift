import PolicyJSON
import PolicyTime

/// Checks values against the parts of JSON Schema, drafts 7 and 2020-12, that this project writes.
///
/// A keyword it does not know is a problem like any other, so that nothing passes unchecked.
struct SchemaValidator {
  let schema: JSONValue
  /// Whether a member that is not described is a problem even in an object that is open.
  var isStrict = false

  /// What is wrong with a value; empty if nothing is.
  func problems(with value: JSONValue) -> [String] { problems(value, schema, at: "$") }

  private func problems(_ value: JSONValue, _ schema: JSONValue, at path: String) -> [String] {
    if let allowed = schema.bool { return allowed ? [] : ["\(path) may not be there"] }
    guard let members = schema.object?.members else { return ["\(path): no schema"] }
    return members.flatMap { check(value, $0.key, $0.value, schema, path) }
  }

  private func check(
    _ value: JSONValue, _ keyword: String, _ operand: JSONValue, _ schema: JSONValue,
    _ path: String
  ) -> [String] {
    func problem(_ isRight: Bool) -> [String] {
      isRight ? [] : ["\(path) breaks \(keyword) \(JSONWriter.text(of: operand))"]
    }
    func fits(_ schema: JSONValue) -> Bool { problems(value, schema, at: path).isEmpty }
    let schemas = operand.array ?? []
    switch keyword {
    case "$schema", "title", "description", "definitions", "$defs": return []
    case "$ref":
      let steps = (operand.string ?? "").split(separator: "/").dropFirst().map(String.init)
      guard let target = steps.reduce(self.schema as JSONValue?, { $0?[$1] }) else {
        return ["no \(steps)"]
      }
      return problems(value, target, at: path)
    case "type":
      let types = operand.array ?? [operand]
      return problem(types.contains { Self.hasType(value, $0.string ?? "") })
    case "format":
      guard let text = value.string else { return [] }
      return problem(operand == "date-time" && Timestamp(rfc3339: text) != nil)
    case "minimum": return problem((value.number?.int64 ?? 0) >= Self.count(operand))
    case "enum": return problem(schemas.contains(value))
    case "pattern":
      guard let text = value.string else { return [] }
      guard let regex = try? Regex(operand.string ?? "") else { return ["bad pattern"] }
      return problem(text.firstMatch(of: regex) != nil)
    case "maxLength":
      return problem((value.string?.unicodeScalars.count ?? 0) <= Self.count(operand))
    case "minItems": return problem(value.array.map { $0.count >= Self.count(operand) } ?? true)
    case "uniqueItems":
      let items = value.array ?? []
      return problem(items.indices.allSatisfy { !items[..<$0].contains(items[$0]) })
    case "items":
      return (value.array ?? []).enumerated().flatMap { index, item in
        problems(item, operand, at: "\(path)[\(index)]")
      }
    case "minProperties":
      return problem(value.object.map { $0.count >= Self.count(operand) } ?? true)
    case "maxProperties": return problem((value.object?.count ?? 0) <= Self.count(operand))
    case "required":
      guard let object = value.object else { return [] }
      return problem(schemas.allSatisfy { object[$0.string ?? ""] != nil })
    case "properties":
      return (value.object?.members ?? []).flatMap { member in
        operand[member.key].map { problems(member.value, $0, at: path + "." + member.key) }
          ?? (isStrict ? ["\(path).\(member.key) is not described"] : [])
      }
    case "additionalProperties":
      return (value.object?.members ?? []).flatMap { member in
        schema["properties"]?[member.key] == nil
          ? problems(member.value, operand, at: path + "." + member.key) : []
      }
    case "dependencies":
      guard let object = value.object else { return [] }
      return (operand.object?.members ?? []).flatMap { member in
        object[member.key] == nil ? [] : problems(value, member.value, at: path)
      }
    case "allOf": return schemas.flatMap { problems(value, $0, at: path) }
    case "anyOf": return problem(schemas.contains(where: fits))
    case "not": return problem(!fits(operand))
    default: return ["\(path): the validator does not know \(keyword)"]
    }
  }

  private static func count(_ operand: JSONValue) -> Int {
    Int(operand.number?.text ?? "") ?? 0
  }

  private static func hasType(_ value: JSONValue, _ type: String) -> Bool {
    switch value.kind {
    case .null: type == "null"
    case .bool: type == "boolean"
    case .number: type == "number" || type == "integer" && value.number?.int64 != nil
    case .string: type == "string"
    case .array: type == "array"
    case .object: type == "object"
    }
  }
}
