/// What a call costs, in units of about one simple step; the figures are cel-go's.
struct FunctionCost: Sendable {
  /// How the cost follows from the sizes of the arguments.
  private enum Model: Sendable {
    /// One unit.
    case constant
    /// A tenth of the length of the first argument.
    case firstLength
    /// A tenth of the lengths of both.
    case bothLengths
    /// A tenth of the shorter of both.
    case shorterLength
    /// The number of elements of the second argument.
    case membership
    /// A tenth of the first times a tenth of the second.
    case search
    /// A tenth of the text times a quarter of the pattern.
    case match
  }

  private let model: Model

  /// The cost model of a function by its name.
  static func model(of name: String) -> FunctionCost {
    switch name {
    case "_+_": FunctionCost(model: .bothLengths)
    case "_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_", "startsWith", "endsWith":
      FunctionCost(model: .shorterLength)
    case "@in": FunctionCost(model: .membership)
    case "contains", "indexOf", "lastIndexOf", "split", "replace": FunctionCost(model: .search)
    case "matches": FunctionCost(model: .match)
    case "string", "bytes", "size", "lowerAscii", "upperAscii", "trim", "reverse", "join",
      "strings.quote", "substring", "charAt", "format":
      FunctionCost(model: .firstLength)
    default: FunctionCost(model: .constant)
    }
  }

  /// The cost of a call with one argument.
  func units(_ a: Value) -> UInt64 {
    if case .firstLength = model { return 1 + Self.tenth(a.size) }
    return 1
  }

  /// The cost of a call with two arguments.
  func units(_ a: Value, _ b: Value) -> UInt64 { 1 + units(a.size, b.size) }

  /// The cost of a call with any number of arguments.
  func units(_ values: [Value]) -> UInt64 {
    guard let first = values.first else { return 1 }
    guard values.count > 1 else { return units(first) }
    return 1 + units(first.size, values[1].size)
  }

  /// The cost beyond the call itself for arguments of two sizes.
  func units(_ a: UInt64, _ b: UInt64) -> UInt64 {
    switch model {
    case .constant: 0
    case .firstLength: Self.tenth(a)
    case .bothLengths: Self.tenth(a) + Self.tenth(b)
    case .shorterLength: Self.tenth(min(a, b))
    case .membership: b
    case .search: Self.tenth(a).multipliedSaturating(by: max(1, Self.tenth(b)))
    case .match: Self.tenth(a + 1).multipliedSaturating(by: max(1, (b + 3) / 4))
    }
  }

  private static func tenth(_ size: UInt64) -> UInt64 { size / 10 + (size % 10 == 0 ? 0 : 1) }
}

extension UInt64 {
  /// The product, or the largest number if it does not fit.
  func multipliedSaturating(by other: UInt64) -> UInt64 {
    let (product, overflow) = multipliedReportingOverflow(by: other)
    return overflow ? .max : product
  }
}

extension Value {
  /// The length that costs are counted by: bytes of strings, elements of lists and maps, else 0.
  var size: UInt64 {
    switch self {
    case .string(let text): UInt64(text.utf8.count)
    case .bytes(let bytes): UInt64(bytes.count)
    case .list(let elements): UInt64(elements.count)
    case .map(let map): UInt64(map.count)
    default: 0
    }
  }
}
