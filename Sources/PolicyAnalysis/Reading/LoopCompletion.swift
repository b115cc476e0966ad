import PolicyCEL

/// The completion that a loop over a session's methods looks at, `session.authentication_methods.exists(m, …)`.
struct LoopCompletion {
  /// The variable of the loop.
  let name: String
  /// What it stands for.
  let value: Completion

  /// Whether a later completion can only make a body true that was false.
  func isMonotone(_ body: Expr, _ checked: CheckedExpression) -> Bool {
    switch body.kind {
    case .binary(let operation, let left, let right) where operation.isLogical:
      return isMonotone(left, checked) && isMonotone(right, checked)
    case .binary(let operation, let left, let right):
      guard let comparison = Comparison(operation) else { return !readsTime(body, checked) }
      let isLeft = readsTime(left, checked)
      guard isLeft || readsTime(right, checked) else { return true }
      guard isLeft != readsTime(right, checked) else { return false }
      // `m.completed_at > x`, and `now - m.completed_at < x`.
      let side = isLeft ? left : right
      let isLater = isLeft ? comparison : comparison.mirrored
      if field(readBy: side, checked) != nil { return [.greater, .atLeast].contains(isLater) }
      guard case .binary(.subtract, let now, let instant) = side.kind,
        !readsTime(now, checked), field(readBy: instant, checked) != nil
      else { return false }
      return [.less, .atMost].contains(isLater)
    default: return !readsTime(body, checked)
    }
  }

  /// Whether an expression reads when the completion was.
  func readsTime(_ expr: Expr, _ checked: CheckedExpression) -> Bool {
    if let field = field(readBy: expr, checked) { return field == "completed_at" }
    return expr.children.contains { readsTime($0, checked) }
  }

  /// The field of the completion that a node reads.
  func field(readBy expr: Expr, _ checked: CheckedExpression) -> String? {
    guard case .select(let operand, let field, isOptional: false) = expr.kind,
      case .local(name) = checked.references[operand.id]
    else { return nil }
    return field.text
  }
}
