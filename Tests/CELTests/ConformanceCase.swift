import CEL
import Diagnostics
import JSON

/// One case of the conformance suite, as its JSON line has it.
struct ConformanceCase {
  let id: String
  let expression: String
  let isChecked: Bool
  let isOnlyChecked: Bool
  let hasMacros: Bool
  let environment: Environment
  let bindings: [String: Value]
  let expectation: JSONValue

  /// Reads a case; `nil` for one that speaks of something this project does not have.
  init?(_ json: JSONValue) {
    guard let id = json["id"]?.string, let expression = json["expr"]?.string,
      let expectation = json["expect"]
    else { return nil }
    self.id = id
    self.expression = expression
    self.expectation = expectation
    isChecked = json["disable_check"]?.bool != true
    isOnlyChecked = json["check_only"]?.bool == true
    hasMacros = json["disable_macros"]?.bool != true
    var environment = Environment(container: json["container"]?.string ?? "")
    for entry in json["type_env"]?.array ?? [] {
      guard let name = entry["name"]?.string else { return nil }
      if let type = entry["type"] {
        guard let type = Self.type(type) else { return nil }
        environment.variables[name] = Variable(type)
      }
      var overloads: [FunctionDeclaration.Overload] = []
      for overload in entry["overloads"]?.array ?? [] {
        let parameters = (overload["params"]?.array ?? []).compactMap(Self.type)
        guard let result = overload["result"].flatMap(Self.type) else { return nil }
        overloads.append(
          .init(
            overload["id"]?.string ?? name, isMember: overload["member"]?.bool == true, parameters,
            result))
      }
      if !overloads.isEmpty {
        environment.functions.add(FunctionDeclaration(name, overloads, implementations: [:]))
      }
    }
    var bindings: [String: Value] = [:]
    for member in json["bindings"]?.object?.members ?? [] {
      guard let value = Self.value(member.value) else { return nil }
      bindings[member.key] = value
      if environment.variables[member.key] == nil { environment.variables[member.key] = Variable(.dyn) }
    }
    self.bindings = bindings
    self.environment = environment
  }

  /// A type as the cases write it.
  static func type(_ json: JSONValue) -> ValueType? {
    if let name = json.string {
      let names: [String: ValueType] = [
        "int": .int, "uint": .uint, "double": .double, "bool": .bool, "string": .string,
        "bytes": .bytes, "null_type": .null, "null": .null, "timestamp": .timestamp,
        "google.protobuf.Timestamp": .timestamp, "duration": .duration,
        "google.protobuf.Duration": .duration, "dyn": .dyn, "type": .type(.dyn),
      ]
      return names[name]
    }
    if let element = json["list"] { return type(element).map { .list($0) } }
    if let map = json["map"]?.array, map.count == 2 {
      guard let key = type(map[0]), let value = type(map[1]) else { return nil }
      return .map(key, value)
    }
    if let denoted = json["type"] { return type(denoted).map { .type($0) } }
    if let parameter = json["type_param"]?.string { return .parameter(parameter) }
    if let abstract = json["abstract"], let name = abstract["name"]?.string {
      return .abstract(name, (abstract["params"]?.array ?? []).compactMap(type))
    }
    return nil
  }

  /// A value as the cases write it.
  static func value(_ json: JSONValue) -> Value? {
    guard let member = json.object?.members.first else { return nil }
    let content = member.value
    switch member.key {
    case "null": return .null
    case "bool": return content.bool.map { .bool($0) }
    case "int": return content.string.flatMap { Int64($0) }.map { .int($0) }
    case "uint": return content.string.flatMap { UInt64($0) }.map { .uint($0) }
    case "double": return content.string.flatMap { Double($0) }.map { .double($0) }
    case "string": return content.string.map { .string($0) }
    case "bytes": return content.string.flatMap(bytes).map { .bytes($0) }
    case "timestamp": return content.string.flatMap { Timestamp(rfc3339: $0) }.map { .timestamp($0) }
    case "duration": return content.string.flatMap { Duration(celText: $0) }.map { .duration($0) }
    case "list": return content.array.map { .list($0.compactMap(value)) }
    case "map":
      let pairs = (content.array ?? []).compactMap { pair -> (key: Value, value: Value)? in
        guard let pair = pair.array, pair.count == 2, let key = value(pair[0]),
          let value = value(pair[1])
        else { return nil }
        return (key, value)
      }
      return (try? MapValue(pairs)).map { .map($0) }
    case "type": return content.string.map { .type(namedType($0)) }
    default: return nil
    }
  }

  private static func namedType(_ name: String) -> ValueType {
    switch name {
    case "list": .list(.dyn)
    case "map": .map(.dyn, .dyn)
    case "optional_type": .abstract("optional_type", [])
    default: type(.string(name)) ?? .abstract(name, [])
    }
  }

  /// Base64, or hexadecimal with a mark in front.
  private static func bytes(_ text: String) -> [UInt8]? {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var bits: UInt32 = 0
    var count = 0
    var result: [UInt8] = []
    for byte in text.utf8 where byte != UInt8(ascii: "=") {
      guard let digit = alphabet.firstIndex(of: byte) else { return nil }
      bits = bits << 6 | UInt32(digit)
      count += 6
      if count >= 8 {
        count -= 8
        result.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    return result
  }
}
