import PolicyCEL

/// The values that a clause leaves to an attribute.
enum Constraint {
  /// `true` or `false`.
  case flag(Bool)
  /// These texts, or all but these.
  case texts(Set<String>, isComplement: Bool)
  /// What compares so with a number, a duration or an instant.
  case between(Comparison, Value)

  /// The same, with the texts counted out where all are known.
  func narrowed(to domain: Domain) -> Constraint {
    guard case .texts(let texts, isComplement: let isComplement) = self,
      case .texts(let all) = domain.values
    else { return self }
    guard isComplement else { return self }
    // Counting out what is left of very many takes as long as they are, for every clause.
    return all.count > 256 ? self : .texts(all.subtracting(texts), isComplement: false)
  }

  /// Whether no value is left by both.
  func excludes(_ other: Constraint) -> Bool {
    switch (self, other) {
    case (.flag(let a), .flag(let b)): a != b
    case (.texts(let a, false), .texts(let b, false)): a.isDisjoint(with: b)
    case (.texts(let a, false), .texts(let b, true)): a.isSubset(of: b)
    case (.texts(let a, true), .texts(let b, false)): b.isSubset(of: a)
    case (.between(let a, let x), .between(let b, let y)):
      Span(a, x).flatMap { left in Span(b, y).map { left.excludes($0) } } ?? false
    default: false
    }
  }

  /// Whether every value is left by this or by another.
  func completes(_ other: Constraint, in domain: Domain) -> Bool {
    if case .texts(let all) = domain.values, case .texts(let a, false) = self,
      case .texts(let b, false) = other
    {
      return all.isSubset(of: a.union(b))
    }
    return opposite.implies(other)
  }

  private var opposite: Constraint {
    switch self {
    case .flag(let flag): .flag(!flag)
    case .texts(let texts, let isComplement): .texts(texts, isComplement: !isComplement)
    case .between(let comparison, let value): .between(comparison.opposite, value)
    }
  }

  /// Whether every value that this leaves is left by another too.
  func implies(_ other: Constraint) -> Bool {
    switch (self, other) {
    case (.flag(let a), .flag(let b)): a == b
    case (.texts(let a, false), .texts(let b, false)): a.isSubset(of: b)
    case (.texts(let a, false), .texts(let b, true)): a.isDisjoint(with: b)
    case (.texts(let a, true), .texts(let b, true)): b.isSubset(of: a)
    case (.between(let a, let x), .between(let b, let y)):
      Span(a, x).flatMap { left in Span(b, y).map { left.isWithin($0) } } ?? false
    default: false
    }
  }
}

/// An interval of numbers, durations or instants.
struct Span {
  private struct Bound {
    let value: Value
    let isOpen: Bool
  }

  private var low: Bound?
  private var high: Bound?

  /// The values that compare so with another; `nil` for "unequal", which leaves two intervals.
  init?(_ comparison: Comparison, _ value: Value) {
    switch comparison {
    case .equal:
      (low, high) = (Bound(value: value, isOpen: false), Bound(value: value, isOpen: false))
    case .unequal: return nil
    case .less: high = Bound(value: value, isOpen: true)
    case .atMost: high = Bound(value: value, isOpen: false)
    case .greater: low = Bound(value: value, isOpen: true)
    case .atLeast: low = Bound(value: value, isOpen: false)
    }
  }

  /// Whether they have no value in common.
  func excludes(_ other: Span) -> Bool {
    Self.isAbove(low, other.high) || Self.isAbove(other.low, high)
  }

  /// Whether every value of this one is in another.
  func isWithin(_ other: Span) -> Bool {
    Self.covers(low, other.low, isLow: true) && Self.covers(high, other.high, isLow: false)
  }

  private static func isAbove(_ low: Bound?, _ high: Bound?) -> Bool {
    guard let low, let high, let order = order(low.value, high.value) else { return false }
    return order > 0 || order == 0 && (low.isOpen || high.isOpen)
  }

  /// Whether a bound is at least as narrow as another.
  private static func covers(_ mine: Bound?, _ other: Bound?, isLow: Bool) -> Bool {
    guard let other else { return true }
    guard let mine, let order = order(mine.value, other.value) else { return false }
    if order == 0 { return mine.isOpen || !other.isOpen }
    return isLow ? order > 0 : order < 0
  }

  /// How two values of one kind compare: below zero, zero or above it.
  static func order(_ left: Value, _ right: Value) -> Int? {
    func compare<T: Comparable>(_ a: T, _ b: T) -> Int { a < b ? -1 : a == b ? 0 : 1 }
    return switch (left, right) {
    case (.int(let a), .int(let b)): compare(a, b)
    case (.double(let a), .double(let b)) where !a.isNaN && !b.isNaN: compare(a, b)
    case (.duration(let a), .duration(let b)): compare(a, b)
    case (.timestamp(let a), .timestamp(let b)): compare(a, b)
    default: nil
    }
  }
}
