extension Value {
  /// The type of this value at run time; elements of lists and maps are `dyn`.
  package var type: ValueType {
    switch self {
    case .null: .null
    case .bool: .bool
    case .int: .int
    case .uint: .uint
    case .double: .double
    case .string: .string
    case .bytes: .bytes
    case .timestamp: .timestamp
    case .duration: .duration
    case .ip: .ip
    case .cidr: .cidr
    case .list: .list(.dyn)
    case .map: .map(.dyn, .dyn)
    case .type: .type(.dyn)
    case .optional: .optional(.dyn)
    }
  }

  /// The kind in a sentence: `a string`, `null`.
  package var kindName: String {
    switch self {
    case .null: "null"
    case .int: "an int"
    case .optional: "an optional"
    case .ip: "an IP address"
    case .cidr: "a range of IP addresses"
    case .list: "a list"
    case .map: "a map"
    case .type: "a type"
    default: "a \(type)"
    }
  }

  /// The element of a list or the value of a key.
  package func element(at key: Value) throws(EvaluationError) -> Value {
    switch self {
    case .list(let elements):
      guard let index = Self.index(key) else {
        throw EvaluationError(.invalidIndex(key.description(limit: 60)))
      }
      guard elements.indices.contains(index) else {
        throw EvaluationError(.invalidIndex(key.description(limit: 60)))
      }
      return elements[index]
    case .map(let map):
      switch key {
      case .bool, .int, .uint, .double, .string: break
      default: throw EvaluationError(.invalidArgument("a map key cannot be \(key.kindName)"))
      }
      guard let value = map[key] else {
        throw EvaluationError(.noSuchKey(key.description(limit: 60)))
      }
      return value
    default:
      throw EvaluationError(.noSuchOverload(function: Operator.index.function))
    }
  }

  private static func index(_ value: Value) -> Int? {
    switch value {
    case .int(let number): Int(exactly: number)
    case .uint(let number): Int(exactly: number)
    case .double(let number): Int(exactly: number)
    default: nil
    }
  }
}

extension ValueType {
  /// The type as a CEL expression names it: `google.protobuf.Timestamp`, `null_type`, `list`.
  var celName: String {
    switch self {
    case .timestamp: "google.protobuf.Timestamp"
    case .duration: "google.protobuf.Duration"
    case .null: "null_type"
    case .list: "list"
    case .map: "map"
    case .type: "type"
    case .abstract(let name, _): name
    default: description
    }
  }

  /// The type without what a type value does not compare: the parameters.
  var erased: ValueType {
    switch self {
    case .list: .list(.dyn)
    case .map: .map(.dyn, .dyn)
    case .type: .type(.dyn)
    case .abstract(let name, _): .abstract(name, [])
    default: self
    }
  }
}
