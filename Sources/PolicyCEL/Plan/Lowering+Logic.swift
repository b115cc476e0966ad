/// The operators and macros that do not evaluate all their operands.
extension Lowering {
  /// Plans a chain of `&&` (decided by false) or `||` (decided by true).
  ///
  /// A deciding operand wins over an error or a value of another kind on either side; only then does
  /// the first error count. An overrun budget is never absorbed.
  mutating func lowerLogic(_ expr: Expr, _ operation: Operator) -> Run {
    let deciding = operation == .or
    let name = operation.function
    let runs = expr.operands(ofChain: operation).map { (run: lower($0), id: $0.id) }
    return { frame throws(EvaluationError) in
      var failure: EvaluationError?
      for operand in runs {
        do throws(EvaluationError) {
          guard case .bool(let value) = try operand.run(&frame) else {
            failure = failure ?? EvaluationError(.noSuchOverload(function: name), at: operand.id)
            continue
          }
          if value == deciding { return .bool(deciding) }
        } catch {
          if error.kind == .budgetExceeded { throw error }
          failure = failure ?? error
        }
      }
      if let failure { throw failure }
      return .bool(!deciding)
    }
  }

  /// Plans `condition ? a : b`.
  mutating func lowerChoice(_ condition: Expr, _ yes: Expr, _ no: Expr) -> Run {
    let error = EvaluationError(
      .noSuchOverload(function: Operator.choice.function), at: condition.id)
    let (condition, first, second) = (lower(condition), lower(yes), lower(no))
    return { frame throws(EvaluationError) in
      guard case .bool(let value) = try condition(&frame) else { throw error }
      return value ? try first(&frame) : try second(&frame)
    }
  }

  /// Plans `optional.or(other)` and `optional.orValue(other)`, of which the other is evaluated only
  /// where it is needed.
  mutating func lowerAlternative(_ expr: Expr, _ name: String, _ operands: [Expr]) -> Run? {
    guard name == "or" || name == "orValue", operands.count == 2 else { return nil }
    let (first, second) = (lower(operands[0]), lower(operands[1]))
    let isOptional = name == "or"
    let error = EvaluationError(.noSuchOverload(function: name), at: expr.id)
    return { frame throws(EvaluationError) in
      guard case .optional(let wrapped) = try first(&frame) else { throw error }
      try frame.spend(1)
      if let wrapped { return isOptional ? .optional(wrapped) : wrapped }
      let value = try second(&frame)
      guard isOptional else { return value }
      guard case .optional = value else { throw error }
      return value
    }
  }

  /// Plans a macro that binds a variable.
  mutating func lowerComprehension(_ expr: Expr, _ comprehension: Expr.Comprehension) -> Run {
    let range = lower(comprehension.range)
    let index = locals.count
    locals.append(comprehension.variable.text)
    depth = max(depth, locals.count)
    if comprehension.macro == .bind { failing.insert(index) }
    let filter = comprehension.filter.map { lower($0) }
    let body = lower(comprehension.body)
    locals.removeLast()
    failing.remove(index)

    let loop = Loop(
      macro: comprehension.macro, index: index, id: expr.id, filter: filter, body: body)
    switch comprehension.macro {
    case .bind:
      // A value that nobody reads fails nobody, as where the macro is expanded.
      return { frame throws(EvaluationError) in
        do throws(EvaluationError) {
          frame.locals[index] = try range(&frame)
          if !frame.failures.isEmpty { frame.failures[index] = nil }
        } catch {
          if error.kind == .budgetExceeded { throw error }
          frame.failures[index] = error
        }
        return try body(&frame)
      }
    case .optMap, .optFlatMap:
      return { frame throws(EvaluationError) in try loop.runOptional(try range(&frame), &frame) }
    case .all, .exists:
      return { frame throws(EvaluationError) in try loop.runQuantifier(try range(&frame), &frame) }
    case .existsOne, .map, .filter:
      return { frame throws(EvaluationError) in try loop.runStrict(try range(&frame), &frame) }
    }
  }
}

/// A planned macro over a list, the keys of a map, or an optional.
private struct Loop: Sendable {
  let macro: Expr.Comprehension.Macro
  let index: Int
  let id: Int
  let filter: Run?
  let body: Run

  /// What a range goes through.
  private func elements(of range: Value) throws(EvaluationError) -> [Value] {
    switch range {
    case .list(let elements): return elements
    case .map(let map): return map.keys
    default: throw EvaluationError(.noSuchOverload(function: macro.rawValue), at: id)
    }
  }

  /// `all` and `exists`, which absorb errors as `&&` and `||` do.
  func runQuantifier(_ range: Value, _ frame: inout Frame) throws(EvaluationError) -> Value {
    let deciding = macro == .exists
    var failure: EvaluationError?
    for element in try elements(of: range) {
      try frame.spend(1)
      frame.locals[index] = element
      do throws(EvaluationError) {
        guard case .bool(let value) = try body(&frame) else {
          failure = failure ?? EvaluationError(.noSuchOverload(function: macro.rawValue), at: id)
          continue
        }
        if value == deciding { return .bool(deciding) }
      } catch {
        if error.kind == .budgetExceeded { throw error }
        failure = failure ?? error
      }
    }
    if let failure { throw failure }
    return .bool(!deciding)
  }

  /// `exists_one`, `map` and `filter`: any error is the result.
  func runStrict(_ range: Value, _ frame: inout Frame) throws(EvaluationError) -> Value {
    var results: [Value] = []
    var count = 0
    for element in try elements(of: range) {
      try frame.spend(1)
      frame.locals[index] = element
      if let filter, try !truth(of: filter, &frame) { continue }
      if macro == .map {
        results.append(try body(&frame))
      } else if try truth(of: body, &frame) {
        count += 1
        if macro == .filter { results.append(element) }
      }
    }
    return macro == .existsOne ? .bool(count == 1) : .list(results)
  }

  /// `optMap` and `optFlatMap`.
  func runOptional(_ range: Value, _ frame: inout Frame) throws(EvaluationError) -> Value {
    guard case .optional(let wrapped) = range else {
      throw EvaluationError(.noSuchOverload(function: macro.rawValue), at: id)
    }
    guard let wrapped else { return .optional(nil) }
    frame.locals[index] = wrapped
    let value = try body(&frame)
    if macro == .optMap { return .optional(value) }
    guard case .optional = value else {
      throw EvaluationError(.noSuchOverload(function: macro.rawValue), at: id)
    }
    return value
  }

  private func truth(of run: Run, _ frame: inout Frame) throws(EvaluationError) -> Bool {
    guard case .bool(let value) = try run(&frame) else {
      throw EvaluationError(.noSuchOverload(function: macro.rawValue), at: id)
    }
    return value
  }
}
