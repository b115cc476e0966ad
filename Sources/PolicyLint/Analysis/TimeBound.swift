import PolicyCEL
import SessionPolicy

/// What keeps a session from being extended for ever, where a clause does.
enum TimeBound {
  /// A constant span after the session was issued or authenticated.
  case constant
  /// As long as some data says: an attribute of the caller or of the identity.
  case data
}

/// A comparison of times as a sum that is at most zero.
///
/// Instants and spans are added up with the factors that they have once everything stands on one side:
/// `session.age + duration("24h") <= duration("30d")` is *now − issued_at + 24h − 30d ≤ 0*. While a
/// session is used and extended, `now`, its expiry and its last activity move on together, and nothing
/// else does, for only a login moves `authenticated_at`. So a sum in which those three have a positive
/// factor in all is exceeded at some time, and one in which it is negative is met from some time on.
private struct TimeSum {
  /// The factor of all that moves on with time.
  private(set) var growth = 0
  /// Whether anything is in it that only data tell.
  private(set) var hasData = false

  /// Reads one side of a comparison, and the other with opposite signs; `nil` for what is no time.
  init?(_ left: Expr, minus right: Expr, in checked: CheckedExpression) {
    guard add(left, 1, checked, depth: 0), add(right, -1, checked, depth: 0) else { return nil }
  }

  private mutating func add(
    _ expr: Expr, _ factor: Int, _ checked: CheckedExpression, depth: Int
  ) -> Bool {
    guard depth < 32, [.timestamp, .duration].contains(checked.type(of: expr)) else { return false }
    if checked.constant(of: expr) != nil { return true }
    if checked.isNow(expr) {
      growth += factor
      return true
    }
    if let path = checked.attribute(of: expr).map({ SessionSchema.canonicalPath($0) }) {
      switch checked.field(of: expr)?.derivation {
      case .elapsed(let start):
        growth += factor
        add(start, -factor)
      case .remaining(let end):
        growth -= factor
        add(end, factor)
      case nil: add(path, factor)
      }
      return true
    }
    if case .binary(let operation, let left, let right) = expr.kind,
      operation == .add || operation == .subtract
    {
      return add(left, factor, checked, depth: depth + 1)
        && add(right, operation == .add ? factor : -factor, checked, depth: depth + 1)
    }
    hasData = true
    return true
  }

  private mutating func add(_ path: AttributePath, _ factor: Int) {
    switch path.description {
    case "session.expires_at", "request.last_active_at": growth += factor
    case "session.issued_at", "session.authenticated_at": break
    default: hasData = true
    }
  }
}

extension Clause {
  /// What bounds the time in which a session can be used and extended while the clause holds.
  var boundsExtending: TimeBound? { bound { $0 > 0 } }

  /// What says from when on the clause holds, if it holds from some time on.
  var beginsForGood: TimeBound? { bound { $0 < 0 } }

  private func bound(_ isMeant: (Int) -> Bool) -> TimeBound? {
    guard case .binary(let operation, let left, let right) = expr.kind,
      let written = Comparison(operation)
    else { return nil }
    let sum: TimeSum?
    switch isNegated ? written.opposite : written {
    case .less, .atMost: sum = TimeSum(left, minus: right, in: checked)
    case .greater, .atLeast: sum = TimeSum(right, minus: left, in: checked)
    // An equality holds at one instant, before which and after which it does not.
    case .equal:
      guard let equal = TimeSum(left, minus: right, in: checked), equal.growth != 0, isMeant(1)
      else { return nil }
      return equal.hasData ? .data : .constant
    case .unequal: return nil
    }
    guard let sum, isMeant(sum.growth) else { return nil }
    return sum.hasData ? .data : .constant
  }
}
