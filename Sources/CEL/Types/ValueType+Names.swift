extension ValueType {
  /// The types that can be named as values, by their names; parameters are `dyn`.
  static let named: [String: ValueType] = [
    "int": .int, "uint": .uint, "double": .double, "bool": .bool, "string": .string,
    "bytes": .bytes, "list": .list(.dyn), "map": .map(.dyn, .dyn), "null_type": .null,
    "type": .type(.dyn), "google.protobuf.Timestamp": .timestamp,
    "google.protobuf.Duration": .duration, "optional_type": .optional(.dyn),
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
