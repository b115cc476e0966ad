import PolicyTime

/// A planned whole number that time moves in steps.
typealias StepRun = @Sendable (inout Frame) throws(EvaluationError) -> Step

/// Whole numbers that time moves: parts of durations, seconds since 1970, fields of the calendar.
///
/// Those that go up in even steps are compared exactly, see ``Step``. Fields of the calendar come again
/// every minute, day or year; their boundaries are followed one by one, up to a bound after which the
/// last one is noted: early, never late.
extension Lowering {
  /// How many boundaries of the calendar a comparison looks at: a minute and a day are below it.
  private static let boundaryLimit = 64

  // MARK: Even steps

  /// Plans a number that goes up in even steps, as a value; `nil` for any other node.
  mutating func lowerStep(_ expr: Expr) -> Run? {
    guard let run = lowerEvenStep(expr) else { return nil }
    let id = expr.id
    return { frame throws(EvaluationError) in
      let step = try run(&frame)
      if let steps = step.nextStep {
        frame.mayChangeAgain(
          at: frame.input.now.nanosecondsSinceEpoch + steps, every: Int64(clamping: step.unit))
      }
      return .int(try step.number(at: id))
    }
  }

  /// Plans a number that goes up in even steps, perhaps with another added to it.
  private mutating func lowerEvenStep(_ expr: Expr) -> StepRun? {
    switch expr.kind {
    case .call:
      guard let (name, operands) = checked.call(of: expr), operands.count == 1,
        moves(operands[0]), let unit = Self.unit(of: name, checked.type(of: operands[0]))
      else { return nil }
      let line = lowerMoving(operands[0])
      let isFloored = checked.type(of: operands[0]) == .timestamp
      return { frame throws(EvaluationError) in
        let moving = try line(&frame)
        try frame.spend(1)
        frame.mayChange(at: moving.bendsAt)
        return Step(line: moving, unit: unit, isFloored: isFloored)
      }
    case .binary(let operation, let left, let right) where operation.precedence == .addition:
      guard checked.type(of: left) == .int, checked.type(of: right) == .int else { return nil }
      let (isLeft, isRight) = (isEvenStep(left), isEvenStep(right))
      guard isLeft != isRight, let step = lowerEvenStep(isLeft ? left : right) else { return nil }
      let other = lower(isLeft ? right : left)
      let id = expr.id
      return { frame throws(EvaluationError) in
        var result = try step(&frame)
        guard case .int(let number) = try other(&frame) else {
          throw EvaluationError(.noSuchOverload(function: operation.function), at: id)
        }
        try frame.spend(1)
        _ = try result.number(at: id)
        if operation == .add {
          result.offset += Int128(number)
        } else if isLeft {
          result.offset -= Int128(number)
        } else {
          (result.sign, result.offset) = (-result.sign, Int128(number) - result.offset)
        }
        return result
      }
    default: return nil
    }
  }

  /// Whether a node is a number that goes up in even steps.
  private func isEvenStep(_ expr: Expr) -> Bool {
    switch expr.kind {
    case .call:
      guard let (name, operands) = checked.call(of: expr), operands.count == 1 else { return false }
      return moves(operands[0]) && Self.unit(of: name, checked.type(of: operands[0])) != nil
    case .binary(let operation, let left, let right) where operation.precedence == .addition:
      return checked.type(of: expr) == .int && isEvenStep(left) != isEvenStep(right)
    default: return false
    }
  }

  /// The nanoseconds of a step of a function, for those that go up evenly.
  private static func unit(of function: String, _ type: ValueType) -> Int128? {
    switch (function, type) {
    case ("int", .timestamp): 1_000_000_000
    case ("getHours", .duration): 3_600_000_000_000
    case ("getMinutes", .duration): 60_000_000_000
    case ("getSeconds", .duration): 1_000_000_000
    default: nil
    }
  }

  /// Plans a comparison of a number that moves in steps with one that does not; `nil` for any other.
  mutating func lowerStepComparison(
    _ operation: Operator, _ left: Expr, _ right: Expr
  ) -> Run? {
    guard let comparison = Comparison(operation), checked.type(of: left) == .int,
      checked.type(of: right) == .int
    else { return nil }
    return lowerStepComparison(comparison, left, right, isMirrored: false)
      ?? lowerStepComparison(comparison.mirrored, right, left, isMirrored: true)
  }

  private mutating func lowerStepComparison(
    _ comparison: Comparison, _ moving: Expr, _ still: Expr, isMirrored: Bool
  ) -> Run? {
    guard isTimeless(still) else { return nil }
    let error = EvaluationError(.noSuchOverload(function: "int"), at: still.id)
    if let step = lowerEvenStep(moving) {
      let other = lower(still)
      let id = moving.id
      return { frame throws(EvaluationError) in
        let early: Value? = isMirrored ? try other(&frame) : nil
        let step = try step(&frame)
        let value = try step.number(at: id)
        let limit = if let early { early } else { try other(&frame) }
        guard case .int(let limit) = limit else { throw error }
        try frame.spend(1)
        if let steps = step.flip(of: comparison, with: limit) {
          frame.mayChange(at: frame.input.now.nanosecondsSinceEpoch + steps)
        }
        return .bool(comparison.holds(value, limit))
      }
    }
    guard let field = field(moving) else { return nil }
    let other = lower(still)
    return { frame throws(EvaluationError) in
      let early: Value? = isMirrored ? try other(&frame) : nil
      let (reading, value) = try field.read(&frame)
      let limit = if let early { early } else { try other(&frame) }
      guard case .int(let limit) = limit else { throw error }
      try frame.spend(1)
      let holds = comparison.holds(value, limit)
      reading.note(&frame, boundaries: Self.boundaryLimit) {
        comparison.holds($0, limit) != holds
      }
      return .bool(holds)
    }
  }

  // MARK: Fields of the calendar

  /// Plans a field of a moving timestamp, or the milliseconds of a moving duration, as a value.
  mutating func lowerField(_ expr: Expr) -> Run? {
    guard let field = field(expr) else { return nil }
    return { frame throws(EvaluationError) in
      let (reading, value) = try field.read(&frame)
      reading.note(&frame, boundaries: 1) { _ in true }
      return .int(value)
    }
  }

  private mutating func field(_ expr: Expr) -> CalendarField? {
    guard case .call(let function, let target?, let arguments) = expr.kind, moves(target),
      let accessor = CalendarAccessor(rawValue: function.text),
      let implementation = checked.environment.functions[accessor.rawValue]?
        .implementations[arguments.count + 1]
    else { return nil }
    return CalendarField(
      accessor: accessor, line: lowerMoving(target),
      isTimestamp: checked.type(of: target) == .timestamp,
      zone: arguments.first.map { lower($0) }, implementation: implementation, id: expr.id)
  }
}

extension Step {
  /// The number as a value of CEL.
  fileprivate func number(at node: Int) throws(EvaluationError) -> Int64 {
    guard let number = Int64(exactly: value) else {
      throw EvaluationError(.overflow("int"), at: node)
    }
    return number
  }
}

/// A field of the calendar, or a part of a duration, of something that moves.
private struct CalendarField: Sendable {
  let accessor: CalendarAccessor
  let line: MovingRun
  let isTimestamp: Bool
  let zone: Run?
  let implementation: FunctionImplementation
  let id: Int

  /// What was read, so that its boundaries can be found.
  struct Reading {
    let accessor: CalendarAccessor
    let line: Moving
    let isTimestamp: Bool
    /// The instant, if it moves as time does.
    let instant: Timestamp?
    let zone: ZoneRules?
  }

  /// Reads the field now.
  func read(_ frame: inout Frame) throws(EvaluationError) -> (Reading, Int64) {
    let moving = try line(&frame)
    let name = try zone?(&frame)
    try frame.spend(1)
    frame.mayChange(at: moving.bendsAt)
    let value = moving.value(isTimestamp: isTimestamp)
    let found = try located(id) { () throws(EvaluationError) -> Value in
      switch implementation {
      case .unary(let function): try function(value)
      case .binary(let function): try function(value, name ?? .null)
      default: throw EvaluationError(.noSuchOverload(function: accessor.rawValue))
      }
    }
    guard case .int(let number) = found else {
      throw EvaluationError(.noSuchOverload(function: accessor.rawValue), at: id)
    }
    var rules: ZoneRules?
    if case .string(let name) = name { rules = ZoneRules.named(name) }
    var instant: Timestamp?
    if moving.rate == 1, case .timestamp(let now) = value { instant = now }
    let reading = Reading(
      accessor: accessor, line: moving, isTimestamp: isTimestamp, instant: instant, zone: rules)
    return (reading, number)
  }
}

extension CalendarField.Reading {
  /// Notes the first boundary at which something becomes of the field, or the last one looked at.
  func note(_ frame: inout Frame, boundaries: Int, _ isFlip: (Int64) -> Bool) {
    guard line.rate != 0 else { return }
    let now = frame.input.now.nanosecondsSinceEpoch
    guard let instant else {
      // What does not move as time does keeps its fields for a millisecond at least.
      if let steps = Step(line: line, unit: 1_000_000, isFloored: isTimestamp).nextStep {
        frame.mayChangeAgain(at: now + steps, every: 1_000_000)
      }
      return
    }
    var found = instant
    for _ in 0..<boundaries {
      guard let next = accessor.nextChange(after: found, in: zone) else { return }
      found = next
      if isFlip(accessor.value(of: next, in: zone)) { break }
    }
    frame.mayChangeAgain(
      at: now + found.nanosecondsSinceEpoch - instant.nanosecondsSinceEpoch,
      every: accessor.distance)
  }
}
