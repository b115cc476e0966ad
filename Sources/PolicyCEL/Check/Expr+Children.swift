extension Expr {
  /// The nodes directly under this one, in the order they are written.
  public var children: [Expr] {
    switch kind {
    case .literal, .identifier: []
    case .select(let operand, _, _), .has(let operand, _): [operand]
    case .index(let operand, let key, _): [operand, key]
    case .call(_, let target, let arguments): (target.map { [$0] } ?? []) + arguments
    case .list(let elements): elements.map(\.value)
    case .map(let entries), .message(_, let entries): entries.flatMap { [$0.key, $0.value] }
    case .comprehension(let comprehension):
      [comprehension.range] + (comprehension.filter.map { [$0] } ?? []) + [comprehension.body]
    }
  }

  /// The two operands of a binary operator, if this is a call of one.
  func operands(of names: String...) -> (left: Expr, right: Expr)? {
    guard case .call(let function, nil, let arguments) = kind, arguments.count == 2,
      names.contains(function.text)
    else { return nil }
    return (arguments[0], arguments[1])
  }
}
