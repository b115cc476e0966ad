/// A planned expression whose value is a line through now.
typealias MovingRun = @Sendable (inout Frame) throws(EvaluationError) -> Moving

/// Expressions that move with time.
///
/// A comparison of moving values, or a calendar field of one, yields its value and notes in the frame
/// when it flips. Anything else that reads a moving value notes the next nanosecond: early, never late.
extension Lowering {
  /// Plans a node that turns moving values into one that stands still; `nil` for any other node.
  mutating func lowerTimed(_ expr: Expr) -> Run? {
    guard case .call(let function, let target, let arguments) = expr.kind else { return nil }
    if let comparison = Comparison(function: function.text), arguments.count == 2,
      isTime(arguments[0]), isTime(arguments[1]),
      moves(arguments[0]) || moves(arguments[1])
    {
      return lowerComparison(comparison, arguments[0], arguments[1])
    }
    if let target, moves(target), let accessor = CalendarAccessor(rawValue: function.text) {
      return lowerAccessor(expr, accessor, of: target, zone: arguments.first)
    }
    if isTime(expr), moves(expr) {
      let line = lowerMoving(expr)
      let isTimestamp = checked.types[expr.id] == .timestamp
      return { frame throws(EvaluationError) in
        let now = try line(&frame)
        if now.rate != 0 { frame.mayChangeAtOnce() }
        frame.mayChange(at: now.bendsAt)
        return now.value(isTimestamp: isTimestamp)
      }
    }
    return nil
  }

  /// Whether a node is a timestamp or a duration for certain.
  private func isTime(_ expr: Expr) -> Bool {
    checked.types[expr.id] == .timestamp || checked.types[expr.id] == .duration
  }

  /// Whether a timestamp or duration changes as time passes.
  func moves(_ expr: Expr) -> Bool {
    switch checked.references[expr.id] {
    case .variable(let name):
      if case .now = checked.environment.variables[name]?.origin { return true }
      return false
    case .attribute(let path):
      return field(path)?.derivation != nil
    default: break
    }
    guard case .call(let function, nil, let arguments) = expr.kind, isTime(expr) else {
      return false
    }
    switch function.text {
    case "_+_", "_-_": return arguments.contains { moves($0) }
    case "_?_:_": return arguments.dropFirst().contains { moves($0) }
    default: return false
    }
  }

  /// Plans a timestamp or duration as a line.
  mutating func lowerMoving(_ expr: Expr) -> MovingRun {
    switch checked.references[expr.id] {
    case .variable(let name):
      if case .now = checked.environment.variables[name]?.origin {
        return { frame in Moving(nanoseconds: frame.input.now.nanosecondsSinceEpoch, rate: 1) }
      }
    case .attribute(let path):
      if field(path)?.derivation != nil { return lowerDerived(path, at: expr.id) }
    default: break
    }
    if case .call(let function, nil, let arguments) = expr.kind, moves(expr) {
      switch (function.text, arguments.count) {
      case ("_+_", 2), ("_-_", 2):
        return lowerSum(expr, arguments, isDifference: function.text == "_-_")
      case ("_?_:_", 3):
        let condition = lower(arguments[0])
        let (first, second) = (lowerMoving(arguments[1]), lowerMoving(arguments[2]))
        let error = EvaluationError(.noSuchOverload(function: "_?_:_"), at: arguments[0].id)
        return { frame throws(EvaluationError) in
          guard case .bool(let value) = try condition(&frame) else { throw error }
          return value ? try first(&frame) : try second(&frame)
        }
      default: break
      }
    }
    let run = lower(expr)
    let error = EvaluationError(.noSuchOverload(function: "time"), at: expr.id)
    return { frame throws(EvaluationError) in
      switch try run(&frame) {
      case .timestamp(let instant): return Moving(nanoseconds: instant.nanosecondsSinceEpoch)
      case .duration(let span):
        guard let nanoseconds = span.wholeNanoseconds else { throw error }
        return Moving(nanoseconds: nanoseconds)
      default: throw error
      }
    }
  }

  private mutating func lowerSum(
    _ expr: Expr, _ arguments: [Expr], isDifference: Bool
  ) -> MovingRun {
    let (first, second) = (lowerMoving(arguments[0]), lowerMoving(arguments[1]))
    let isTimestamp = checked.types[expr.id] == .timestamp
    let isSpan = arguments.allSatisfy { checked.types[$0.id] == .timestamp }
    let range = Moving.range(isTimestamp: isTimestamp, isSpan: isSpan)
    let id = expr.id
    return { frame throws(EvaluationError) in
      let left = try first(&frame)
      let right = try second(&frame)
      try frame.spend(1)
      let sum = isDifference ? left - right : left + right
      // A sum runs out of its range, or back into it, by time alone.
      frame.mayChange(at: sum.bendsAt)
      if let steps = sum.crossing(of: range) {
        frame.mayChange(at: frame.input.now.nanosecondsSinceEpoch + steps)
      }
      guard range.contains(sum.nanoseconds) else {
        throw EvaluationError(.overflow(isTimestamp ? "timestamp" : "duration"), at: id)
      }
      return sum
    }
  }

  /// Plans a derived attribute: the time since or until an instant.
  mutating func lowerDerived(_ path: AttributePath, at id: Int) -> MovingRun {
    let error = EvaluationError(.missingAttribute(base(of: path)), at: id)
    let slot = context.layout.slot(of: base(of: path))
    let isElapsed: Bool
    if case .elapsed = field(path)?.derivation { isElapsed = true } else { isElapsed = false }
    return { frame throws(EvaluationError) in
      try frame.spend(1)
      guard case .timestamp(let instant) = frame.input.value(slot) else { throw error }
      let anchor = instant.nanosecondsSinceEpoch
      let now = frame.input.now.nanosecondsSinceEpoch
      guard isElapsed else { return Moving(nanoseconds: anchor - now, rate: -1) }
      return now < anchor
        ? Moving(nanoseconds: 0, rate: 0, bendsAt: anchor)
        : Moving(nanoseconds: now - anchor, rate: 1)
    }
  }

  private mutating func lowerComparison(
    _ comparison: Comparison, _ left: Expr, _ right: Expr
  ) -> Run {
    let (first, second) = (lowerMoving(left), lowerMoving(right))
    return { frame throws(EvaluationError) in
      let difference = try first(&frame) - second(&frame)
      try frame.spend(1)
      frame.mayChange(at: difference.bendsAt)
      if let steps = difference.flip(of: comparison) {
        frame.mayChange(at: frame.input.now.nanosecondsSinceEpoch + steps)
      }
      return .bool(comparison.holds(difference.nanoseconds))
    }
  }

  /// Plans a calendar field of a moving timestamp or a part of a moving duration.
  private mutating func lowerAccessor(
    _ expr: Expr, _ accessor: CalendarAccessor, of target: Expr, zone: Expr?
  ) -> Run {
    let line = lowerMoving(target)
    let zone = zone.map { lower($0) }
    let isTimestamp = checked.types[target.id] == .timestamp
    let id = expr.id
    guard
      let implementation = checked.environment.functions[accessor.rawValue]?
        .implementations[zone == nil ? 1 : 2]
    else { return lower(target) }
    return { frame throws(EvaluationError) in
      let moving = try line(&frame)
      let zone = try zone?(&frame)
      try frame.spend(1)
      frame.mayChange(at: moving.bendsAt)
      let now = frame.input.now.nanosecondsSinceEpoch
      let value = moving.value(isTimestamp: isTimestamp)
      if moving.rate == 1, case .timestamp(let instant) = value {
        var rules: ZoneRules?
        if case .string(let name) = zone { rules = ZoneRules.named(name) }
        if let change = accessor.nextChange(after: instant, in: rules) {
          frame.mayChange(at: now + change.nanosecondsSinceEpoch - moving.nanoseconds)
        }
      } else if moving.rate != 0 {
        frame.mayChangeAtOnce()
      }
      return try located(id) { () throws(EvaluationError) in
        switch implementation {
        case .unary(let function): return try function(value)
        case .binary(let function): return try function(value, zone ?? .null)
        default: throw EvaluationError(.noSuchOverload(function: accessor.rawValue))
        }
      }
    }
  }
}

extension Moving {
  /// The present value.
  func value(isTimestamp: Bool) -> Value {
    guard isTimestamp else { return .duration(Duration(nanosecondCount: nanoseconds)) }
    return .timestamp(Timestamp(nanosecondsSinceEpoch: nanoseconds) ?? .maximum)
  }

  /// The values that can be represented; the span between two instants is one of 64 bits.
  static func range(isTimestamp: Bool, isSpan: Bool) -> ClosedRange<Int128> {
    if isTimestamp {
      return Timestamp.minimum.nanosecondsSinceEpoch...Timestamp.maximum.nanosecondsSinceEpoch
    }
    if isSpan { return Int128(Int64.min)...Int128(Int64.max) }
    return -Duration.maximumNanoseconds...Duration.maximumNanoseconds
  }
}
