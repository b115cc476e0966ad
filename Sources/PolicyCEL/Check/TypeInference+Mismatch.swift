import PolicyDiagnostics

// What to say about arguments that no overload takes.

extension TypeInference {
  /// Operators that compare; their result is a bool even when an operand is wrong.
  static let relations: Set<String> = ["_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_", "@in"]
  private static let arithmetic: Set<String> = ["_+_", "_-_", "_*_", "_/_", "_%_"]

  /// An operator as it is written.
  static func symbol(of function: String) -> String {
    function == "@in" ? "in" : function.filter { $0 != "_" }
  }

  /// The problem with a call whose operands fit no overload.
  func mismatch(
    _ name: String, _ operands: [Expr], _ overloads: [FunctionDeclaration.Overload]
  ) -> CheckProblem {
    let described = operands.map(describe)
    if name == "-_" || name == "!_", let operand = described.first {
      return .signMismatch(Self.symbol(of: name), operand)
    }
    guard Self.relations.contains(name) || Self.arithmetic.contains(name), described.count == 2
    else {
      return .noOverload(name, operands: described, signatures: signatures(of: name, overloads))
    }
    let (left, right) = (described[0], described[1])
    if name != "@in", name != "_*_", name != "_/_", name != "_%_" {
      if left.type.isTime, right.isNumberLiteral {
        return .missingUnit(quantity: left, number: right)
      }
      if right.type.isTime, left.isNumberLiteral {
        return .missingUnit(quantity: right, number: left)
      }
    }
    return .operatorMismatch(Self.symbol(of: name), left: left, right: right)
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
  func comparisonWithNull(_ name: String, _ operands: [Expr]) -> CheckProblem? {
    guard name == "_==_" || name == "_!=_", operands.count == 2 else { return nil }
    for (attribute, other) in [(operands[0], operands[1]), (operands[1], operands[0])] {
      guard case .literal(.null) = other.kind, case .attribute = references[attribute.id] else {
        continue
      }
      return .comparedWithNull(describe(attribute), isEqual: name == "_==_")
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
