extension ValueType: CustomStringConvertible {
  /// The type as people write it: `list(string)`, `optional_type(int)`, or a record's name.
  public var description: String {
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
