/// Turns formulas into predicates.
///
/// Code is made from its end to its beginning, so that every jump leads to code that exists already.
struct PredicateCompiler {
  let context: PlanContext
  /// Instructions, last first.
  private(set) var code: [Instruction] = []
  private(set) var sets = SymbolSets()
  /// Expressions that no single test covers.
  private(set) var expressions: [Routine] = []

  init(context: PlanContext) { self.context = context }

  /// Makes code for a formula; gives the place of its first instruction.
  mutating func compile(_ formula: Formula, onTrue: Int32, onFalse: Int32) -> Int32 {
    switch formula {
    case .all(let parts):
      return parts.reversed().reduce(onTrue) { compile($1, onTrue: $0, onFalse: onFalse) }
    case .any(let parts):
      return parts.reversed().reduce(onFalse) { compile($1, onTrue: onTrue, onFalse: $0) }
    case .none(let parts):
      return parts.reversed().reduce(onTrue) { compile($1, onTrue: onFalse, onFalse: $0) }
    case .expression(let checked):
      return compile(
        checked.expression.root, in: Lowering(checked, context: context), onTrue: onTrue,
        onFalse: onFalse)
    }
  }

  private mutating func compile(
    _ expr: Expr, in lowering: Lowering, onTrue: Int32, onFalse: Int32
  ) -> Int32 {
    if case .call(let function, nil, let arguments) = expr.kind {
      switch (function.text, arguments.count) {
      case ("_&&_", 2):
        return lowering.operands(of: expr, name: "_&&_").reversed().reduce(onTrue) {
          compile($1, in: lowering, onTrue: $0, onFalse: onFalse)
        }
      case ("_||_", 2):
        return lowering.operands(of: expr, name: "_||_").reversed().reduce(onFalse) {
          compile($1, in: lowering, onTrue: onTrue, onFalse: $0)
        }
      case ("!_", 1):
        return compile(arguments[0], in: lowering, onTrue: onFalse, onFalse: onTrue)
      default: break
      }
    }
    if case .bool(let value) = lowering.constant(expr) { return value ? onTrue : onFalse }
    if let definition = definition(expr, in: lowering) {
      return compile(
        definition.expression.root, in: Lowering(definition, context: context), onTrue: onTrue,
        onFalse: onFalse)
    }
    var instruction = test(expr, in: lowering) ?? expression(expr, in: lowering)
    instruction.onTrue = onTrue
    instruction.onFalse = onFalse
    code.append(instruction)
    return Int32(code.count - 1)
  }

  /// The definition a name stands for, unless there is so much code that a copy would be too dear.
  private func definition(_ expr: Expr, in lowering: Lowering) -> CheckedExpression? {
    guard case .variable(let name) = lowering.checked.references[expr.id],
      case .definition(let checked) = lowering.checked.environment.variables[name]?.origin,
      code.count < 256
    else { return nil }
    return checked
  }

  /// An instruction for an expression of any form: one that time does not move is a fact.
  private mutating func expression(_ expr: Expr, in lowering: Lowering) -> Instruction {
    var lowering = lowering
    if lowering.isTimeless(expr) {
      let text = lowering.readsOnlyInputs(expr) ? expr.formatted : nil
      // Planning may find new slots, so the layout is not held meanwhile.
      let run = lowering.lower(expr)
      let depth = lowering.depth
      let test = factTest(expr, in: lowering)
      let number = context.layout.fact(text) {
        Fact(routine: Routine(run: run, locals: depth), test: test)
      }
      return Instruction(operation: .fact, slot: Int32(clamping: number))
    }
    let run = lowering.lower(expr)
    expressions.append(Routine(run: run, locals: lowering.depth))
    return Instruction(operation: .expression, operand: Int64(expressions.count - 1))
  }

  /// The single test that an expression amounts to, if one does.
  private mutating func test(_ expr: Expr, in lowering: Lowering) -> Instruction? {
    if case .has(let operand, let field) = expr.kind {
      guard let path = lowering.attribute(operand),
        case .object = lowering.checked.types[operand.id]
      else { return nil }
      return Instruction(
        operation: .presence, slot: slot(lowering.base(of: path.appending(field.text))))
    }
    if lowering.checked.types[expr.id] == .bool, let slot = storedSlot(expr, in: lowering) {
      return Instruction(operation: .flag, slot: slot)
    }
    guard case .call(let function, nil, let arguments) = expr.kind, arguments.count == 2 else {
      return nil
    }
    if function.text == "@in" { return membership(arguments, in: lowering) }
    guard let comparison = Comparison(function: function.text) else { return nil }
    return self.comparison(comparison, arguments[0], arguments[1], in: lowering)
      ?? self.comparison(comparison.mirrored, arguments[1], arguments[0], in: lowering)
  }

  /// `left ⋚ right`, with an attribute on the left and a constant on the right.
  private mutating func comparison(
    _ comparison: Comparison, _ left: Expr, _ right: Expr, in lowering: Lowering
  ) -> Instruction? {
    if let test = timeTest(comparison, left, right, in: lowering) { return test }
    guard let constant = lowering.constant(right) else { return nil }
    let type = lowering.checked.types[left.id]
    switch (constant, type) {
    case (.string(let text), .string) where comparison == .equal || comparison == .notEqual:
      guard let slot = storedSlot(left, in: lowering) else { return nil }
      context.layout.compare(slot: Int(slot))
      return Instruction(
        operation: .symbol, comparison: comparison, slot: slot, operand: context.layout.symbol(text)
      )
    case (.bool(let value), .bool) where comparison == .equal || comparison == .notEqual:
      guard let slot = storedSlot(left, in: lowering) else { return nil }
      return Instruction(
        operation: .number, comparison: comparison, slot: slot, operand: value ? 1 : 0)
    case (.int(let number), .int):
      guard let slot = storedSlot(left, in: lowering) else { return nil }
      return Instruction(operation: .number, comparison: comparison, slot: slot, operand: number)
    case (.duration(let span), .duration):
      guard let slot = storedSlot(left, in: lowering),
        let operand = span.wholeNanoseconds.flatMap(Cell.fit)
      else { return nil }
      return Instruction(operation: .number, comparison: comparison, slot: slot, operand: operand)
    case (.timestamp(let instant), .timestamp):
      guard let slot = storedSlot(left, in: lowering), let operand = Cell.nanoseconds(instant)
      else { return nil }
      return Instruction(operation: .number, comparison: comparison, slot: slot, operand: operand)
    default: return nil
    }
  }

  /// A comparison in which now takes part.
  private mutating func timeTest(
    _ comparison: Comparison, _ left: Expr, _ right: Expr, in lowering: Lowering
  ) -> Instruction? {
    // now ⋚ instant
    if lowering.isNow(left), let slot = storedSlot(right, in: lowering),
      lowering.checked.types[right.id] == .timestamp
    {
      return Instruction(operation: .difference, comparison: comparison, slot: slot)
    }
    guard case .duration(let span) = lowering.constant(right),
      let limit = span.wholeNanoseconds.flatMap(Cell.fit)
    else { return nil }
    // session.age ⋚ constant, session.remaining ⋚ constant
    if let path = lowering.attribute(left) {
      switch lowering.field(path)?.derivation {
      case .elapsed(let base):
        guard limit > 0 else { return nil }
        return Instruction(
          operation: .elapsed, comparison: comparison, slot: slot(base), operand: limit)
      case .remaining(let base):
        return Instruction(
          operation: .difference, comparison: comparison.mirrored, slot: slot(base), operand: -limit
        )
      case nil: return nil
      }
    }
    // now - instant ⋚ constant, instant - now ⋚ constant
    guard case .call(let function, nil, let arguments) = left.kind, function.text == "_-_",
      arguments.count == 2, lowering.checked.types[left.id] == .duration
    else { return nil }
    if lowering.isNow(arguments[0]), let slot = instantSlot(arguments[1], in: lowering) {
      return Instruction(
        operation: .difference, comparison: comparison, slot: slot, operand: limit)
    }
    if lowering.isNow(arguments[1]), let slot = instantSlot(arguments[0], in: lowering) {
      return Instruction(
        operation: .difference, comparison: comparison.mirrored, slot: slot, operand: -limit)
    }
    return nil
  }

  /// `attribute in [constants]`.
  private mutating func membership(_ arguments: [Expr], in lowering: Lowering) -> Instruction? {
    guard lowering.checked.types[arguments[0].id] == .string,
      let slot = storedSlot(arguments[0], in: lowering),
      let place = sets.insert(lowering.constant(arguments[1]), &context.layout)
    else { return nil }
    context.layout.compare(slot: Int(slot))
    return Instruction(operation: .symbols, slot: slot, operand: place)
  }

  /// What an expression demands of a string, if it is an equality or a membership.
  mutating func symbolGuard(of expr: Expr, in lowering: Lowering) -> SymbolGuard? {
    guard let instruction = test(expr, in: lowering) else { return nil }
    switch instruction.operation {
    case .symbol where instruction.comparison == .equal:
      return SymbolGuard(slot: Int(instruction.slot), symbols: [instruction.operand])
    case .symbols:
      return SymbolGuard(
        slot: Int(instruction.slot), symbols: sets.removeLast(at: Int(instruction.operand)))
    default: return nil
    }
  }

  private func instantSlot(_ expr: Expr, in lowering: Lowering) -> Int32? {
    lowering.checked.types[expr.id] == .timestamp ? storedSlot(expr, in: lowering) : nil
  }

  /// The slot of an attribute that the host supplies as it is.
  func storedSlot(_ expr: Expr, in lowering: Lowering) -> Int32? {
    guard let path = lowering.attribute(expr), lowering.field(path)?.derivation == nil else {
      return nil
    }
    return slot(path)
  }

  private func slot(_ path: AttributePath) -> Int32 {
    Int32(clamping: context.layout.slot(of: path))
  }
}

extension Lowering {
  /// Whether time alone can never change what an expression gives.
  func isTimeless(_ expr: Expr) -> Bool {
    switch checked.references[expr.id] {
    case .variable(let name):
      switch checked.environment.variables[name]?.origin {
      case .now, nil: return false
      case .definition(let definition):
        return Lowering(definition, context: context).isTimeless(definition.expression.root)
      case .constant, .input: return true
      }
    case .attribute(let path): return field(path)?.derivation == nil
    case .local, .type: return true
    case nil: break
    }
    if case .has(let operand, let name) = expr.kind, let path = attribute(operand) {
      return field(path.appending(name.text))?.derivation == nil
    }
    return expr.children.allSatisfy { isTimeless($0) }
  }

  /// Whether an expression names nothing but inputs, so that its text tells what it means anywhere.
  func readsOnlyInputs(_ expr: Expr) -> Bool {
    switch checked.references[expr.id] {
    case .variable(let name):
      if case .input = checked.environment.variables[name]?.origin { return true }
      return false
    case .attribute, .local, .type: return true
    case nil: return expr.children.allSatisfy { readsOnlyInputs($0) }
    }
  }

  /// Whether a node is the instant of evaluation.
  func isNow(_ expr: Expr) -> Bool {
    guard case .variable(let name) = checked.references[expr.id],
      case .now = checked.environment.variables[name]?.origin
    else { return false }
    return true
  }
}
