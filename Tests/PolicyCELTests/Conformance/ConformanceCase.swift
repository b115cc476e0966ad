import PolicyCEL
import PolicyDiagnostics
import PolicyJSON
import PolicyTime

/// One case of the converted conformance suite.
struct ConformanceCase: Sendable {
  /// What an expression is to give.
  enum Expectation: Sendable {
    /// A value.
    case value(Value)
    /// A deduced type, and a value where it is evaluated too.
    case typed(ValueType, Value?)
    /// An error, at whatever stage.
    case error
  }

  var id: String
  var expression: String
  var disablesMacros: Bool
  var disablesCheck: Bool
  var checksOnly: Bool
  var bindings: [String: Value]
  var environment: Environment
  var expectation: Expectation

  /// Reads a case; throws the reason why it cannot be run.
  init(_ json: JSONValue) throws(ConformanceSkip) {
    guard let id = json["id"]?.string, let expression = json["expr"]?.string else {
      throw ConformanceSkip(id: json["id"]?.string ?? "?", reason: "it has no `id` or no `expr`")
    }
    self.id = id
    self.expression = expression
    disablesMacros = json["disable_macros"]?.bool ?? false
    disablesCheck = json["disable_check"]?.bool ?? false
    checksOnly = json["check_only"]?.bool ?? false
    do throws(UnknownNotation) {
      bindings = [:]
      for member in json["bindings"]?.object?.members ?? [] {
        bindings[member.key] = try Value(conformance: member.value)
      }
      environment = try Environment(conformance: json)
      expectation = try Expectation(json["expect"])
    } catch {
      throw ConformanceSkip(id: id, reason: "the runner does not know `\(error.text)`")
    }
  }
}

/// Why a case was not run.
struct ConformanceSkip: Error {
  var id: String
  var reason: String
}

/// A piece of a case in a notation that the runner has no meaning for.
struct UnknownNotation: Error {
  var text: String

  init(_ json: JSONValue?) {
    text = json.map { JSONWriter.text(of: $0) } ?? "nothing"
  }
}

extension ConformanceCase.Expectation {
  fileprivate init(_ json: JSONValue?) throws(UnknownNotation) {
    if let value = json?["value"] {
      self = .value(try Value(conformance: value))
    } else if let typed = json?["typed_result"], let type = typed["type"] {
      var value: Value?
      if let written = typed["value"] { value = try Value(conformance: written) }
      self = .typed(try ValueType(conformance: type), value)
    } else if json?["error"]?.bool == true {
      self = .error
    } else {
      throw UnknownNotation(json)
    }
  }
}

extension Environment {
  /// The declarations of a case; without a check, what is bound counts as declared.
  init(conformance json: JSONValue) throws(UnknownNotation) {
    var variables: [String: Variable] = [:]
    var functions = FunctionTable.standard
    if json["disable_check"]?.bool == true {
      for member in json["bindings"]?.object?.members ?? [] {
        variables[member.key] = Variable(.dyn)
      }
    }
    for entry in json["type_env"]?.array ?? [] {
      guard let name = entry["name"]?.string else { throw UnknownNotation(entry) }
      switch entry["kind"]?.string {
      case "var": variables[name] = Variable(try ValueType(conformance: entry["type"]))
      case "function":
        var overloads: [FunctionDeclaration.Overload] = []
        for overload in entry["overloads"]?.array ?? [] {
          var parameters: [ValueType] = []
          for parameter in overload["params"]?.array ?? [] {
            parameters.append(try ValueType(conformance: parameter))
          }
          overloads.append(
            .init(
              overload["id"]?.string ?? "", isMember: overload["member"]?.bool ?? false,
              parameters, try ValueType(conformance: overload["result"])))
        }
        functions.add(FunctionDeclaration(name, overloads, implementations: [:]))
      default: throw UnknownNotation(entry)
      }
    }
    self.init(
      container: json["container"]?.string ?? "", variables: variables, functions: functions)
  }
}

extension ValueType {
  private static let conformanceNames: [String: ValueType] = [
    "int": .int, "uint": .uint, "double": .double, "bool": .bool, "string": .string,
    "bytes": .bytes, "null_type": .null, "timestamp": .timestamp, "duration": .duration,
    "google.protobuf.Timestamp": .timestamp, "google.protobuf.Duration": .duration,
    "dyn": .dyn, "list": .list(.dyn), "map": .map(.dyn, .dyn), "type": .type(.dyn),
    "optional_type": .optional(.dyn), "optional": .optional(.dyn), "net.IP": .ip,
    "net.CIDR": .cidr,
  ]

  /// A type in the notation of the converted suite.
  init(conformance json: JSONValue?) throws(UnknownNotation) {
    if let name = json?.string, let type = Self.conformanceNames[name] {
      self = type
    } else if let element = json?["list"] {
      self = .list(try ValueType(conformance: element))
    } else if let pair = json?["map"]?.array, pair.count == 2 {
      self = .map(try ValueType(conformance: pair[0]), try ValueType(conformance: pair[1]))
    } else if let denoted = json?["type"] {
      self = .type(try ValueType(conformance: denoted))
    } else if let name = json?["type_param"]?.string {
      self = .parameter(name)
    } else if let name = json?["abstract"]?["name"]?.string {
      var parameters: [ValueType] = []
      for parameter in json?["abstract"]?["params"]?.array ?? [] {
        parameters.append(try ValueType(conformance: parameter))
      }
      self = .abstract(name, parameters)
    } else {
      throw UnknownNotation(json)
    }
  }
}

extension Value {
  /// A value in the notation of the converted suite.
  init(conformance json: JSONValue) throws(UnknownNotation) {
    guard let member = json.object?.members.first, json.object?.count == 1 else {
      throw UnknownNotation(json)
    }
    let text = member.value.string
    let value: Value? =
      switch member.key {
      case "null": .null
      case "bool": member.value.bool.map { .bool($0) }
      case "int": text.flatMap { Int64($0) }.map { .int($0) }
      case "uint": text.flatMap { UInt64($0) }.map { .uint($0) }
      case "double": text.flatMap { Double($0) }.map { .double($0) }
      case "string": text.map { .string($0) }
      case "bytes": text.flatMap { [UInt8](base64: $0) }.map { .bytes($0) }
      case "timestamp": text.flatMap { Timestamp(rfc3339: $0) }.map { .timestamp($0) }
      case "duration": text.flatMap { Duration(celText: $0) }.map { .duration($0) }
      case "ip": text.flatMap { try? IPAddress($0) }.map { .ip($0) }
      case "cidr": text.flatMap { try? CIDR($0) }.map { .cidr($0) }
      case "optional": try Self.wrapped(member.value)
      case "type": .type(try ValueType(conformance: member.value))
      case "list": try Self.elements(member.value).map { .list($0) }
      case "map": try Self.entries(member.value).map { .map($0) }
      default: nil
      }
    guard let value else { throw UnknownNotation(json) }
    self = value
  }

  private static func wrapped(_ json: JSONValue) throws(UnknownNotation) -> Value {
    if json.isNull { return .optional(nil) }
    return .optional(try Value(conformance: json))
  }

  private static func elements(_ json: JSONValue) throws(UnknownNotation) -> [Value]? {
    guard let array = json.array else { return nil }
    var elements: [Value] = []
    for element in array { elements.append(try Value(conformance: element)) }
    return elements
  }

  private static func entries(_ json: JSONValue) throws(UnknownNotation) -> MapValue? {
    guard let array = json.array else { return nil }
    var entries: [(key: Value, value: Value)] = []
    for entry in array {
      guard let pair = entry.array, pair.count == 2 else { return nil }
      entries.append((try Value(conformance: pair[0]), try Value(conformance: pair[1])))
    }
    do throws(EvaluationError) {
      return try MapValue(entries)
    } catch {
      return nil
    }
  }
}

extension [UInt8] {
  /// Reads base64; `nil` for anything else.
  fileprivate init?(base64 text: String) {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var bits: UInt32 = 0
    var count = 0
    self = []
    for character in text.utf8 where character != UInt8(ascii: "=") {
      guard let digit = alphabet.firstIndex(of: character) else { return nil }
      bits = bits << 6 | UInt32(digit)
      count += 6
      if count >= 8 {
        count -= 8
        append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
  }
}
