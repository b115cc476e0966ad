/// An operator that compares, under CEL's own name for it.
enum Comparison: String {
  case equal = "_==_"
  case unequal = "_!=_"
  case less = "_<_"
  case atMost = "_<=_"
  case greater = "_>_"
  case atLeast = "_>=_"

  /// What holds exactly where this does not.
  var opposite: Comparison {
    switch self {
    case .equal: .unequal
    case .unequal: .equal
    case .less: .atLeast
    case .atMost: .greater
    case .greater: .atMost
    case .atLeast: .less
    }
  }

  /// The same with its sides exchanged.
  var mirrored: Comparison {
    switch self {
    case .equal, .unequal: self
    case .less: .greater
    case .atMost: .atLeast
    case .greater: .less
    case .atLeast: .atMost
    }
  }

  /// Whether two things compare so.
  func holds<T: Comparable>(_ left: T, _ right: T) -> Bool {
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
