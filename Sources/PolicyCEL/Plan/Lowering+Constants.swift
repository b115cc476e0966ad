import PolicyRegex

/// Parts of an expression that no input changes.
extension Lowering {
  /// The value of an expression that reads no input, when it has one.
  func constant(_ expr: Expr) -> Value? {
    guard isConstant(expr) else { return nil }
    if case .literal(let value) = expr.kind { return value }
    var lowering = Lowering(checked, context: PlanContext(layout: InputLayout()))
    lowering.isFolding = true
    let run = lowering.lower(expr)
    let nothing = Input(layout: InputLayout(), now: .minimum) { _ in nil }
    var frame = Frame(input: nothing, locals: lowering.depth, budget: 100_000)
    do throws(EvaluationError) {
      return try run(&frame)
    } catch {
      return nil
    }
  }

  /// Whether a node reads nothing but constants.
  private func isConstant(_ expr: Expr) -> Bool {
    switch checked.references[expr.id] {
    case .type: return true
    case .variable(let name):
      if case .constant = checked.environment.variables[name]?.origin { return true }
      return false
    case .attribute, .local: return false
    case nil: break
    }
    switch expr.kind {
    case .literal: return true
    case .identifier, .message, .comprehension: return false
    case .call: return checked.call(of: expr)?.operands.allSatisfy { isConstant($0) } ?? false
    case .select, .has, .index, .unary, .binary, .choice, .list, .map:
      return expr.children.allSatisfy { isConstant($0) }
    }
  }

  /// Plans `x in [constants]` over many strings as a look-up.
  mutating func lowerMembership(_ expr: Expr, _ name: String, _ operands: [Expr]) -> Run? {
    guard name == Operator.in.function, operands.count == 2,
      case .list(let elements) = constant(operands[1]), elements.count > 16
    else { return nil }
    var texts: Set<Text> = []
    for element in elements {
      guard case .string(let text) = element else { return nil }
      texts.insert(Text(text))
    }
    let run = lower(operands[0])
    let set = texts
    return { frame throws(EvaluationError) in
      let value = try run(&frame)
      try frame.spend(1)
      guard case .string(let text) = value else { return .bool(false) }
      return .bool(set.contains(Text(text)))
    }
  }

  /// Plans a match with a constant pattern, which is compiled now and not at every evaluation.
  mutating func lowerMatch(_ expr: Expr, _ name: String, _ operands: [Expr]) -> Run? {
    guard name == "matches", operands.count == 2, let constant = constant(operands[1]),
      case .string(let text) = constant, let pattern = try? Pattern(text)
    else { return nil }
    let run = lower(operands[0])
    let cost = FunctionCost.model(of: name)
    let error = EvaluationError(.noSuchOverload(function: name), at: expr.id)
    return { frame throws(EvaluationError) in
      let subject = try run(&frame)
      guard case .string(let text) = subject else { throw error }
      try frame.spend(cost.units(subject, constant))
      return .bool(pattern.matches(in: text))
    }
  }
}
