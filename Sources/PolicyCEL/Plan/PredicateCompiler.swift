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
    switch expr.kind {
    case .binary(.and, _, _):
      return expr.operands(ofChain: .and).reversed().reduce(onTrue) {
        compile($1, in: lowering, onTrue: $0, onFalse: onFalse)
      }
    case .binary(.or, _, _):
      return expr.operands(ofChain: .or).reversed().reduce(onFalse) {
        compile($1, in: lowering, onTrue: onTrue, onFalse: $0)
      }
    case .unary(.not, let operand):
      return compile(operand, in: lowering, onTrue: onFalse, onFalse: onTrue)
    default: break
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
    code.count < 256 ? lowering.checked.definition(of: expr)?.expression : nil
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
    if let path = lowering.checked.attribute(askedForBy: expr) {
      return Instruction(operation: .presence, slot: slot(lowering.base(of: path)))
    }
    if lowering.checked.type(of: expr) == .bool, let slot = storedSlot(expr, in: lowering) {
      return Instruction(operation: .flag, slot: slot)
    }
    guard case .binary(let operation, let left, let right) = expr.kind else { return nil }
    if operation == .in { return membership(left, in: right, lowering) }
    guard let comparison = Comparison(operation) else { return nil }
    return self.comparison(comparison, left, right, in: lowering)
      ?? self.comparison(comparison.mirrored, right, left, in: lowering)
  }

  /// `left ⋚ right`, with an attribute on the left and a constant on the right.
  private mutating func comparison(
    _ comparison: Comparison, _ left: Expr, _ right: Expr, in lowering: Lowering
  ) -> Instruction? {
    if let test = timeTest(comparison, left, right, in: lowering) { return test }
    guard let constant = lowering.constant(right) else { return nil }
    let type = lowering.checked.type(of: left)
    switch (constant, type) {
    case (.string(let text), .string) where comparison == .equal || comparison == .unequal:
      guard let slot = storedSlot(left, in: lowering) else { return nil }
      context.layout.compare(slot: Int(slot))
      return Instruction(
        operation: .symbol, comparison: comparison, slot: slot, operand: context.layout.symbol(text)
      )
    case (.bool(let value), .bool) where comparison == .equal || comparison == .unequal:
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
    if lowering.checked.isNow(left), let slot = instantSlot(right, in: lowering) {
      return Instruction(operation: .difference, comparison: comparison, slot: slot)
    }
    guard case .duration(let span) = lowering.constant(right),
      let limit = span.wholeNanoseconds.flatMap(Cell.fit)
    else { return nil }
    // session.age ⋚ constant, session.remaining ⋚ constant
    if let path = lowering.checked.attribute(of: left) {
      switch lowering.checked.field(at: path)?.derivation {
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
    guard case .binary(.subtract, let minuend, let subtrahend) = left.kind,
      lowering.checked.type(of: left) == .duration
    else { return nil }
    if lowering.checked.isNow(minuend), let slot = instantSlot(subtrahend, in: lowering) {
      return Instruction(
        operation: .difference, comparison: comparison, slot: slot, operand: limit)
    }
    if lowering.checked.isNow(subtrahend), let slot = instantSlot(minuend, in: lowering) {
      return Instruction(
        operation: .difference, comparison: comparison.mirrored, slot: slot, operand: -limit)
    }
    return nil
  }

  /// `attribute in [constants]`.
  private mutating func membership(
    _ element: Expr, in list: Expr, _ lowering: Lowering
  ) -> Instruction? {
    guard lowering.checked.type(of: element) == .string,
      let slot = storedSlot(element, in: lowering),
      let place = sets.insert(lowering.constant(list), &context.layout)
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
    lowering.checked.type(of: expr) == .timestamp ? storedSlot(expr, in: lowering) : nil
  }

  /// The slot of an attribute that the host supplies as it is.
  func storedSlot(_ expr: Expr, in lowering: Lowering) -> Int32? {
    guard let path = lowering.checked.attribute(of: expr),
      lowering.checked.field(at: path)?.derivation == nil
    else { return nil }
    return slot(path)
  }

  private func slot(_ path: AttributePath) -> Int32 {
    Int32(clamping: context.layout.slot(of: path))
  }
}

extension Lowering {
  /// Whether time alone can never change what an expression gives.
  func isTimeless(_ expr: Expr) -> Bool {
    if let path = checked.attribute(of: expr) ?? checked.attribute(askedForBy: expr) {
      return checked.field(at: path)?.derivation == nil
    }
    if let (_, definition) = checked.definition(of: expr) {
      return Lowering(definition, context: context).isTimeless(definition.expression.root)
    }
    return !checked.isNow(expr) && expr.children.allSatisfy { isTimeless($0) }
  }

  /// Whether an expression names nothing but inputs, so that its text tells what it means anywhere.
  func readsOnlyInputs(_ expr: Expr) -> Bool {
    if checked.attribute(of: expr) != nil { return true }
    return checked.variable(of: expr) == nil && expr.children.allSatisfy { readsOnlyInputs($0) }
  }
}
