extension Expr {
  /// The nodes directly under this one, in the order they are written.
  package var children: [Expr] {
    switch kind {
    case .literal, .identifier: []
    case .select(let operand, _, _), .has(let operand, _), .unary(_, let operand): [operand]
    case .index(let operand, let key, _): [operand, key]
    case .binary(_, let left, let right): [left, right]
    case .choice(let condition, let yes, let no): [condition, yes, no]
    case .call(_, let target, let arguments): (target.map { [$0] } ?? []) + arguments
    case .list(let elements): elements.map(\.value)
    case .map(let entries), .message(_, let entries): entries.flatMap { [$0.key, $0.value] }
    case .comprehension(let comprehension):
      [comprehension.range] + (comprehension.filter.map { [$0] } ?? []) + [comprehension.body]
    }
  }

  /// The operator that this node is, if it is one.
  package var operation: Operator? {
    switch kind {
    case .unary(let operation, _), .binary(let operation, _, _): operation
    case .choice: .choice
    default: nil
    }
  }

  /// The list whose elements this one has, or some of them, perhaps in another order.
  var rearrangedList: Expr? {
    switch kind {
    case .comprehension(let comprehension) where comprehension.macro == .sortBy:
      comprehension.range
    case .call(let function, let target?, _)
    where ["distinct", "reverse", "slice", "sort"].contains(function.text):
      target
    default: nil
    }
  }

  /// The operands of a chain of one logic operator, in the order written, whatever its shape.
  ///
  /// - Complexity: O(*n*) for *n* operands; the stack does not grow with the chain.
  package func operands(ofChain operation: Operator) -> [Expr] {
    var operands: [Expr] = []
    var rest = [self]
    while let expr = rest.popLast() {
      if case .binary(operation, let left, let right) = expr.kind {
        rest.append(right)
        rest.append(left)
      } else {
        operands.append(expr)
      }
    }
    return operands
  }
}
