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
          failure = failure?.joined(with: error) ?? error
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
}
