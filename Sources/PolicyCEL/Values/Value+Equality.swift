import PolicyDiagnostics

extension Value: Equatable {
  /// CEL's `==`: total, across number kinds, with other kinds simply unequal.
  package static func == (left: Value, right: Value) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let a), .bool(let b)): a == b
    case (.string(let a), .string(let b)): a.hasSameBytes(as: b)
    case (.bytes(let a), .bytes(let b)): a == b
    case (.timestamp(let a), .timestamp(let b)): a == b
    case (.duration(let a), .duration(let b)): a == b
    case (.ip(let a), .ip(let b)): a == b
    case (.cidr(let a), .cidr(let b)): a == b
    case (.type(let a), .type(let b)): a.erased == b.erased
    case (.list(let a), .list(let b)): a == b
    case (.map(let a), .map(let b)): same(a, b)
    case (.optional(let a), .optional(let b)): a == b
    default: numberOrder(left, right) == .equal
    }
  }

  private static func same(_ left: MapValue, _ right: MapValue) -> Bool {
    guard left.count == right.count else { return false }
    return left.entries.allSatisfy { key, value in right[key] == value }
  }
}

/// How two values compare.
package enum ValueOrder: Sendable {
  /// The first is less.
  case less
  /// Both are equal.
  case equal
  /// The first is greater.
  case greater
  /// Neither, because one of them is not a number.
  case unordered

  init<T: Comparable>(_ left: T, _ right: T) {
    if left < right {
      self = .less
    } else if left > right {
      self = .greater
    } else if left == right {
      self = .equal
    } else {
      self = .unordered
    }
  }
}

extension Value {
  /// CEL's order within a kind and across number kinds; `nil` where CEL has no overload.
  static func order(_ left: Value, _ right: Value) -> ValueOrder? {
    switch (left, right) {
    case (.bool(let a), .bool(let b)): ValueOrder(a ? 1 : 0, b ? 1 : 0)
    case (.string(let a), .string(let b)): ValueOrder(Text.order(a, b), 0)
    case (.bytes(let a), .bytes(let b)):
      a == b ? .equal : a.lexicographicallyPrecedes(b) ? .less : .greater
    case (.timestamp(let a), .timestamp(let b)): ValueOrder(a, b)
    case (.duration(let a), .duration(let b)): ValueOrder(a, b)
    default: numberOrder(left, right)
    }
  }

  /// The order of two numbers of any kinds; `nil` if one is not a number kind.
  static func numberOrder(_ left: Value, _ right: Value) -> ValueOrder? {
    switch (left, right) {
    case (.int(let a), .int(let b)): ValueOrder(a, b)
    case (.uint(let a), .uint(let b)): ValueOrder(a, b)
    case (.double(let a), .double(let b)): ValueOrder(a, b)
    case (.int(let a), .uint(let b)): ValueOrder(Int128(a), Int128(b))
    case (.uint(let a), .int(let b)): ValueOrder(Int128(a), Int128(b))
    case (.int(let a), .double(let b)): order(Double(a), b, in: -0x1p63...0x1p63)
    case (.uint(let a), .double(let b)): order(Double(a), b, in: 0...0x1p64)
    case (.double(let a), .int(let b)): order(Double(b), a, in: -0x1p63...0x1p63).reversed
    case (.double(let a), .uint(let b)): order(Double(b), a, in: 0...0x1p64).reversed
    default: nil
    }
  }

  /// An integer and a double, compared as doubles once the double is known to be in the integer's range.
  ///
  /// The conformance suite asks for this: 2^63 as a double is no greater than the largest int.
  private static func order(
    _ integer: Double, _ number: Double, in range: ClosedRange<Double>
  ) -> ValueOrder {
    if number > range.upperBound { return .less }
    if number < range.lowerBound { return .greater }
    return ValueOrder(integer, number)
  }
}

extension ValueOrder {
  /// The order with its sides exchanged.
  var reversed: ValueOrder {
    switch self {
    case .less: .greater
    case .greater: .less
    case .equal, .unordered: self
    }
  }
}
