import PolicyTime

/// A planned expression whose value is a line through now.
typealias MovingRun = @Sendable (inout Frame) throws(EvaluationError) -> Moving

/// Expressions that move with time.
///
/// A comparison of moving values, or of a number that goes up in steps, yields its value and notes in the
/// frame when it flips. Anything else that reads a moving value notes the next nanosecond: early, never
/// late.
extension Lowering {
  /// Plans a node that turns moving values into one that stands still; `nil` for any other node.
  mutating func lowerTimed(_ expr: Expr) -> Run? {
    switch expr.kind {
    case .binary(let operation, let left, let right):
      if let comparison = Comparison(operation), isTime(left), isTime(right),
        moves(left) || moves(right)
      {
        return lowerComparison(comparison, left, right)
      }
      if let run = lowerStepComparison(operation, left, right) { return run }
      if let run = lowerStep(expr) { return run }
    case .call:
      if let run = lowerStep(expr) ?? lowerField(expr) { return run }
    case .choice: break
    case .identifier, .select:
      // A name for what moves; now itself and derived attributes are read as values.
      guard checked.definition(of: expr) != nil else { return nil }
    default: return nil
    }
    if isTime(expr), moves(expr) {
      let line = lowerMoving(expr)
      let isTimestamp = checked.type(of: expr) == .timestamp
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
  func isTime(_ expr: Expr) -> Bool {
    checked.type(of: expr) == .timestamp || checked.type(of: expr) == .duration
  }

  /// Whether a timestamp or duration changes as time passes.
  func moves(_ expr: Expr) -> Bool {
    if checked.isNow(expr) { return true }
    if let path = checked.attribute(of: expr) { return isMade(path) }
    guard isTime(expr) else { return false }
    if mayBeCompanion(expr) { return true }
    if let (name, definition) = checked.definition(of: expr) {
      if let known = context.movingDefinitions[name] { return known }
      let answer = Lowering(definition, context: context).moves(definition.expression.root)
      context.movingDefinitions[name] = answer
      return answer
    }
    switch expr.kind {
    case .binary(.add, let left, let right), .binary(.subtract, let left, let right),
      .choice(_, let left, let right):
      return moves(left) || moves(right)
    default: return false
    }
  }

  /// Plans a timestamp or duration as a line.
  mutating func lowerMoving(_ expr: Expr) -> MovingRun {
    if checked.isNow(expr) {
      return { frame in Moving(nanoseconds: frame.input.now.nanosecondsSinceEpoch, rate: 1) }
    }
    if let path = checked.attribute(of: expr), isMade(path) {
      return lowerMade(path, at: expr.id)
    }
    if moves(expr) {
      if let (_, definition) = checked.definition(of: expr) { return lowerMoving(definition) }
      switch expr.kind {
      case .binary(let operation, let left, let right):
        return lowerSum(expr, left, right, isDifference: operation == .subtract)
      case .choice(let condition, let yes, let no):
        let error = EvaluationError(
          .noSuchOverload(function: Operator.choice.function), at: condition.id)
        let condition = lower(condition)
        let (first, second) = (lowerMoving(yes), lowerMoving(no))
        return { frame throws(EvaluationError) in
          guard case .bool(let value) = try condition(&frame) else { throw error }
          return value ? try first(&frame) : try second(&frame)
        }
      default: break
      }
    }
    let run = lower(expr)
    let error = EvaluationError(.noSuchOverload(function: "time"), at: expr.id)
    let mayBeCompanion = mayBeCompanion(expr)
    return { frame throws(EvaluationError) in
      switch try run(&frame) {
      case .timestamp(NowCompanion.instant) where mayBeCompanion:
        return Moving(nanoseconds: frame.input.now.nanosecondsSinceEpoch, rate: 1)
      case .timestamp(let instant): return Moving(nanoseconds: instant.nanosecondsSinceEpoch)
      case .duration(let span):
        guard let nanoseconds = span.wholeNanoseconds else { throw error }
        return Moving(nanoseconds: nanoseconds)
      default: throw error
      }
    }
  }

  /// Plans a definition that moves.
  private func lowerMoving(_ definition: CheckedExpression) -> MovingRun {
    var lowering = Lowering(definition, context: context)
    let run = lowering.lowerMoving(definition.expression.root)
    let locals = lowering.depth
    return { frame throws(EvaluationError) in
      try frame.spend(1)
      return try frame.enter(locals) { frame throws(EvaluationError) in try run(&frame) }
    }
  }

  private mutating func lowerSum(
    _ expr: Expr, _ left: Expr, _ right: Expr, isDifference: Bool
  ) -> MovingRun {
    let (first, second) = (lowerMoving(left), lowerMoving(right))
    let isTimestamp = checked.type(of: expr) == .timestamp
    let isSpan = checked.type(of: left) == .timestamp && checked.type(of: right) == .timestamp
    let range = Moving.range(isTimestamp: isTimestamp, isSpan: isSpan)
    let id = expr.id
    return { frame throws(EvaluationError) in
      let (left, right) = try both(first, second, &frame)
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

  /// Whether an attribute is none of the input: it follows from another, or from now.
  func isMade(_ path: AttributePath) -> Bool {
    checked.field(at: path)?.derivation != nil || companion(path) != nil
  }

  /// Whether a node is an instant of a list's element, which may stand for now.
  func mayBeCompanion(_ expr: Expr) -> Bool {
    guard !context.companions.isEmpty, case .select(_, _, false) = expr.kind,
      checked.attribute(of: expr) == nil, checked.type(of: expr) == .timestamp
    else { return false }
    return checked.field(of: expr) != nil
  }

  /// What an attribute is to now, if it keeps a distance from it.
  func companion(_ path: AttributePath) -> NowCompanion? {
    context.companions.isEmpty ? nil : context.companions[context.layout.canonicalForm(of: path)]
  }

  /// Plans an attribute that is none of the input.
  mutating func lowerMade(_ path: AttributePath, at id: Int) -> MovingRun {
    guard let companion = companion(base(of: path)) else { return lowerDerived(path, at: id) }
    let span = lowerDistance(of: companion, at: id)
    let derivation = checked.field(at: path)?.derivation
    return { frame throws(EvaluationError) in
      try frame.spend(1)
      let ahead = try span(&frame)
      switch derivation {
      // Both ends move, so the time between them does not.
      case .elapsed: return Moving(nanoseconds: max(0, -ahead))
      case .remaining: return Moving(nanoseconds: ahead)
      case nil:
        return Moving(nanoseconds: frame.input.now.nanosecondsSinceEpoch + ahead, rate: 1)
      }
    }
  }

  /// Plans how far ahead of now a companion is, in nanoseconds.
  private mutating func lowerDistance(
    of companion: NowCompanion, at id: Int
  ) -> @Sendable (inout Frame) throws(EvaluationError) -> Int128 {
    guard case .ahead(let path) = companion else { return { _ in 0 } }
    let slot = context.layout.slot(of: path)
    let error = EvaluationError(.missingAttribute(path), at: id)
    return { frame throws(EvaluationError) in
      guard case .duration(let span) = try frame.input.value(slot, path),
        let nanoseconds = span.wholeNanoseconds
      else { throw error }
      return nanoseconds
    }
  }

  /// Plans a derived attribute: the time since or until an instant.
  private mutating func lowerDerived(_ derived: AttributePath, at id: Int) -> MovingRun {
    let path = base(of: derived)
    let error = EvaluationError(.missingAttribute(path), at: id)
    let slot = context.layout.slot(of: path)
    let isElapsed: Bool
    if case .elapsed = checked.field(at: derived)?.derivation {
      isElapsed = true
    } else {
      isElapsed = false
    }
    return { frame throws(EvaluationError) in
      try frame.spend(1)
      guard case .timestamp(let instant) = try frame.input.value(slot, path) else { throw error }
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
      let (left, right) = try both(first, second, &frame)
      let difference = left - right
      try frame.spend(1)
      frame.mayChange(at: difference.bendsAt)
      if let steps = difference.flip(of: comparison) {
        frame.mayChange(at: frame.input.now.nanosecondsSinceEpoch + steps)
      }
      return .bool(comparison.holds(difference.nanoseconds, 0))
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
