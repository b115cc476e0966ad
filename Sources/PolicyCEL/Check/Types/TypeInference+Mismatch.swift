import PolicyDiagnostics

// What to say about arguments that no overload takes.

extension TypeInference {
  /// The problem with a call whose operands fit no overload.
  func mismatch(
    _ name: String, _ operands: [Expr], _ overloads: [FunctionDeclaration.Overload]
  ) -> CheckProblem {
    let described = operands.map(describe)
    guard let operation = Operator(rawValue: name), let first = described.first else {
      return .noOverload(name, operands: described, signatures: signatures(of: name, overloads))
    }
    guard described.count == 2 else { return .signMismatch(operation.symbol, first) }
    let (left, right) = (described[0], described[1])
    if operation != .in, operation.precedence != .multiplication {
      if left.type.isTime, right.isNumberLiteral {
        return .missingUnit(quantity: left, number: right)
      }
      if right.type.isTime, left.isNumberLiteral {
        return .missingUnit(quantity: right, number: left)
      }
    }
    return .operatorMismatch(operation.symbol, left: left, right: right)
  }

  /// The place of a problem with a call: the operand that has to change, if one stands out.
  func place(
    of problem: CheckProblem, _ operands: [Expr], in call: Expr
  ) -> SourceRange {
    let whole = call.range
    switch problem {
    case .missingUnit(_, let number):
      return number.range
    case .operatorMismatch(_, let left, let right):
      if left.isRelation || (left.literal == nil) == (right.literal == nil) { return whole }
      return left.literal == nil ? right.range : left.range
    case .noOverload:
      return operands.count == 1 ? operands[0].range : whole
    default:
      return whole
    }
  }

  /// The problem with comparing a declared attribute with `null`, which it never is.
  func comparisonWithNull(_ expr: Expr) -> CheckProblem? {
    guard case .binary(let operation, let left, let right) = expr.kind,
      operation == .equal || operation == .unequal
    else { return nil }
    for (attribute, other) in [(left, right), (right, left)] {
      guard case .literal(.null) = other.kind, case .attribute = references[attribute.id] else {
        continue
      }
      return .comparedWithNull(describe(attribute), isEqual: operation == .equal)
    }
    return nil
  }
}

extension CheckProblem.Operand {
  /// Whether the operand is a number that was written down.
  var isNumberLiteral: Bool { literal != nil && type.isNumber }

  /// The text that was written down, if the operand is a string literal.
  var writtenText: String? {
    guard case .string(let text) = literal else { return nil }
    return text
  }
}
