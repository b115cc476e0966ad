extension ValueType: CustomStringConvertible {
  /// The type as people write it: `list(string)`, `optional_type(int)`, or a record's name.
  package var description: String {
    switch self {
    case .null: "null"
    case .bool: "bool"
    case .int: "int"
    case .uint: "uint"
    case .double: "double"
    case .string: "string"
    case .bytes: "bytes"
    case .timestamp: "timestamp"
    case .duration: "duration"
    case .list(let element): "list(\(element))"
    case .map(let key, let value): "map(\(key), \(value))"
    case .type(let denoted): "type(\(denoted))"
    case .abstract(let name, let parameters):
      parameters.isEmpty
        ? name : "\(name)(\(parameters.map(\.description).joined(separator: ", ")))"
    case .object(let name): name
    case .parameter(let name): name
    case .dyn: "dyn"
    case .error: "error"
    }
  }
}

extension ValueType {
  /// The types that can be named as values, by their names; parameters are `dyn`.
  static let named: [String: ValueType] = [
    "int": .int, "uint": .uint, "double": .double, "bool": .bool, "string": .string,
    "bytes": .bytes, "list": .list(.dyn), "map": .map(.dyn, .dyn), "null_type": .null,
    "type": .type(.dyn), "google.protobuf.Timestamp": .timestamp,
    "google.protobuf.Duration": .duration, "optional_type": .optional(.dyn),
    "net.IP": .ip, "net.CIDR": .cidr,
  ]

  /// What an optional holds; `nil` for any other type.
  var wrapped: ValueType? {
    guard case .abstract("optional_type", let parameters) = self else { return nil }
    return parameters.first
  }

  /// Whether values of the type are numbers.
  var isNumber: Bool { self == .int || self == .uint || self == .double }

  /// Whether values of the type are instants or spans of time.
  var isTime: Bool { self == .timestamp || self == .duration }
}
