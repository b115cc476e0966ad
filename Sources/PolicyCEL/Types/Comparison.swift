/// An operator that compares two values of one kind.
package enum Comparison: UInt8, Hashable, Sendable {
  case equal, unequal, less, atMost, greater, atLeast

  /// The comparison an operator makes; `nil` for one that does not compare.
  package init?(_ operation: Operator) {
    switch operation {
    case .equal: self = .equal
    case .unequal: self = .unequal
    case .less: self = .less
    case .atMost: self = .atMost
    case .greater: self = .greater
    case .atLeast: self = .atLeast
    default: return nil
    }
  }

  /// The comparison with its sides exchanged.
  package var mirrored: Comparison {
    switch self {
    case .equal, .unequal: self
    case .less: .greater
    case .atMost: .atLeast
    case .greater: .less
    case .atLeast: .atMost
    }
  }

  /// What holds exactly where this does not.
  package var opposite: Comparison {
    switch self {
    case .equal: .unequal
    case .unequal: .equal
    case .less: .atLeast
    case .atMost: .greater
    case .greater: .atMost
    case .atLeast: .less
    }
  }

  /// Whether two things compare so.
  @inline(__always)
  package func holds<T: Comparable>(_ left: T, _ right: T) -> Bool {
    switch self {
    case .equal: left == right
    case .unequal: left != right
    case .less: left < right
    case .atMost: left <= right
    case .greater: left > right
    case .atLeast: left >= right
    }
  }
}
