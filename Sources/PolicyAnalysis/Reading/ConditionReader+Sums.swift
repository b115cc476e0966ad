import PolicyCEL
import PolicyDiagnostics
import PolicyTime
import SessionPolicy

/// Instants, spans and numbers as sums of quantities.
extension ConditionReader {
  typealias ReadSum = (sum: Sum, premises: [Term])

  mutating func sums(
    _ left: Expr, _ right: Expr, _ checked: CheckedExpression
  ) -> (left: ReadSum, right: ReadSum)? {
    guard checked.type(of: left) == checked.type(of: right), let first = sum(left, checked),
      let second = sum(right, checked)
    else { return nil }
    return (first, second)
  }

  /// An expression as a sum, and what has to hold for it to have a value.
  mutating func sum(_ expr: Expr, _ checked: CheckedExpression) -> ReadSum? {
    let type = checked.type(of: expr)
    if let value = constant(expr, checked) {
      return Self.constant(value, type).map { (Sum(constant: $0), []) }
    }
    if checked.isNow(expr) { return (Sum(SessionSpace.now), []) }
    if let completion, completion.field(readBy: expr, checked) == "completed_at" {
      return (Sum(shown(completion.value).instant), [])
    }
    if let path = checked.attribute(of: expr) { return sum(of: path, type, checked) }
    guard case .binary(let operation, let left, let right) = expr.kind,
      operation == .add || operation == .subtract, type == .timestamp || type == .duration,
      let (first, firstPremises) = sum(left, checked),
      let (second, secondPremises) = sum(right, checked),
      let total = operation == .add ? first.plus(second) : first.minus(second)
    else { return nil }
    // What lies beyond has no value, on the way as well as in the end.
    guard let difference = total.difference else { return nil }
    let isBetweenInstants = checked.type(of: right) == .timestamp
    let isWithin = isWithin(Self.range(of: type, isBetweenInstants: isBetweenInstants), difference)
    return (total, firstPremises + secondPremises + isWithin)
  }

  /// Between what sums have a value: instants end with the calendar, spans after ten thousand years, and of two
  /// instants CEL holds the difference in 64 bits of nanoseconds.
  private static func range(
    of type: ValueType, isBetweenInstants: Bool
  ) -> ClosedRange<Int128> {
    if isBetweenInstants { return Int128(Int64.min)...Int128(Int64.max) }
    return type == .timestamp
      ? Timestamp.minimum.nanosecondsSinceEpoch...Timestamp.maximum.nanosecondsSinceEpoch
      : -Duration.maximumNanoseconds...Duration.maximumNanoseconds
  }

  /// That a difference lies in a range.
  private mutating func isWithin(
    _ range: ClosedRange<Int128>, _ difference: (left: Int, right: Int, constant: Int128)
  ) -> [Term] {
    let (left, right, constant) = difference
    return [
      holds(.atLeast, (left, right, constant - range.lowerBound)),
      holds(.atMost, (left, right, constant - range.upperBound)),
    ]
  }

  private mutating func sum(
    of read: AttributePath, _ type: ValueType, _ checked: CheckedExpression
  ) -> ReadSum? {
    switch checked.field(at: read)?.derivation {
    case .elapsed(let start):
      let (instant, premises) = instant(SessionSchema.canonicalPath(start))
      return Sum(SessionSpace.now).minus(instant).map { ($0, premises) }
    case .remaining(let end):
      let (instant, premises) = instant(SessionSchema.canonicalPath(end))
      return instant.minus(Sum(SessionSpace.now)).map { ($0, premises) }
    case nil: break
    }
    guard [.timestamp, .duration, .int, .uint, .double].contains(type) else { return nil }
    let path = SessionSchema.canonicalPath(read)
    // Of very many numbers the last ones are not looked into.
    guard space.hasRoom(for: .attribute(path, type)) else { return nil }
    if type == .timestamp { return instant(path) }
    let quantity = space.number(of: .attribute(path, type))
    return (Sum(quantity), [space.isPresent(path, type)])
  }

  /// An instant, and what has to hold for it to be there.
  mutating func instant(_ path: AttributePath) -> (sum: Sum, premises: [Term]) {
    if renewal != nil {
      switch path {
      case .authenticatedAt, .lastActiveAt: return (Sum(SessionSpace.now), [])
      case .expiresAt:
        var expiry = Sum(SessionSpace.now)
        expiry.constant = space.lifespan
        return (expiry, [])
      default: break
      }
    }
    return (
      Sum(space.number(of: .attribute(path, .timestamp))), [space.isPresent(path, .timestamp)]
    )
  }

  /// Where a method was shown at a level, and when it last was.
  mutating func shown(_ completion: Completion) -> (isShown: Term, instant: Int) {
    if let renewal, renewal.contains(completion) { return (.always, SessionSpace.now) }
    return (
      space.term(.completion(completion), isIn: [.yes]),
      space.number(of: .completionTime(completion))
    )
  }

  /// Where the level is one of some.
  mutating func isLevel(_ levels: [AssuranceLevel]) -> Term {
    let isOne = space.term(.value(.aal, .string), isIn: levels.map { .text(Text($0.name)) })
    guard let renewal, !renewal.isEmpty else { return isOne }
    // Steps only ever raise the level: to two factors where a second one is among them.
    return renewal.contains(where: \.isSecondFactor)
      ? levels.contains(.aal2) ? .always : .never : isOne
  }

  /// The whole number that stands for a value where values of a type are compared.
  static func constant(_ value: Value, _ type: ValueType) -> Int128? {
    switch (value, type) {
    case (.int(let number), .int): Int128(number)
    case (.uint(let number), .uint): Int128(number)
    case (.double(let number), .double): number.isNaN ? nil : place(of: number)
    case (.duration(let span), .duration): span.wholeNanoseconds
    case (.timestamp(let instant), .timestamp): instant.nanosecondsSinceEpoch
    default: nil
    }
  }

  /// The place of a double among all doubles: IEEE 754 orders the bits of each sign like numbers.
  private static func place(of number: Double) -> Int128 {
    let magnitude = Int128(number.magnitude.bitPattern)
    return number < 0 ? -magnitude : magnitude
  }
}
