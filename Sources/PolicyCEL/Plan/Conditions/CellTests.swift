import PolicyTime

/// Where the cells of tests come from.
enum CellSource {
  /// The slots of an input.
  case input
  /// The columns of a list's elements, by the number of the list, the name that stands for an element,
  /// and its type.
  case elements(list: Int, variable: String, type: ValueType)
}

/// Finds the single test of a cell that a clause amounts to.
///
/// A clause does if it compares one value of the source with a constant, or asks whether it is there.
/// Equal answers follow from equal bits: a cell that fits holds all of its value, and strings have the
/// number of the constant that they are, byte for byte.
struct CellTests {
  let lowering: Lowering
  let source: CellSource

  private var checked: CheckedExpression { lowering.checked }
  private var context: PlanContext { lowering.context }

  /// A value of the source as plain bits.
  private struct Reading {
    let slot: Int32
    let type: ValueType
  }

  /// The test of a clause, and the set that it looks into; `nil` for one that takes more than a cell.
  func test(_ expr: Expr) -> (instruction: Instruction, set: SymbolSet?)? {
    if let slot = asked(expr) { return (Instruction(operation: .presence, slot: slot), nil) }
    if let reading = reading(expr), reading.type == .bool {
      return (Instruction(operation: .flag, slot: reading.slot), nil)
    }
    guard case .binary(let operation, let left, let right) = expr.kind else { return nil }
    if operation == .in {
      guard let slot = text(left), let symbols = symbols(right) else { return nil }
      return (Instruction(operation: .symbols, slot: slot), symbols)
    }
    guard let comparison = Comparison(operation) else { return nil }
    let test =
      self.comparison(comparison, left, right)
      ?? self.comparison(comparison.mirrored, right, left)
    return test.map { ($0, nil) }
  }

  // MARK: Comparisons

  /// `left ⋚ right`, with a value of the source on the left and a constant on the right.
  private func comparison(
    _ comparison: Comparison, _ left: Expr, _ right: Expr
  ) -> Instruction? {
    if case .input = source, let test = timeTest(comparison, left, right) { return test }
    guard let constant = checked.constant(of: right), let reading = reading(left) else {
      return nil
    }
    let isEquality = comparison == .equal || comparison == .unequal
    let operand: Int64
    switch (constant, reading.type) {
    case (.string(let text), .string) where isEquality:
      guard let slot = self.text(left) else { return nil }
      return Instruction(
        operation: .symbol, comparison: comparison, slot: slot,
        operand: context.layout.symbol(text))
    case (.bool(let flag), .bool) where isEquality: operand = flag ? 1 : 0
    case (.int(let number), .int): operand = number
    case (.duration(let span), .duration):
      guard let bits = span.wholeNanoseconds.flatMap(Cell.fit) else { return nil }
      operand = bits
    case (.timestamp(let instant), .timestamp):
      guard let bits = Cell.nanoseconds(instant) else { return nil }
      operand = bits
    default: return nil
    }
    return Instruction(
      operation: .number, comparison: comparison, slot: reading.slot, operand: operand)
  }

  /// A comparison in which now takes part: everything is brought to `now ⋚ instant + constant`.
  private func timeTest(
    _ comparison: Comparison, _ left: Expr, _ right: Expr
  ) -> Instruction? {
    // now ⋚ instant
    if checked.isNow(left), let slot = instant(right) {
      return Instruction(operation: .difference, comparison: comparison, slot: slot)
    }
    guard case .duration(let span) = checked.constant(of: right),
      let limit = span.wholeNanoseconds.flatMap(Cell.fit)
    else { return nil }
    // session.age ⋚ constant, session.remaining ⋚ constant
    if let path = checked.attribute(of: left) {
      guard lowering.companion(lowering.base(of: path)) == nil else { return nil }
      switch checked.field(at: path)?.derivation {
      case .elapsed(let base):
        // Time that has passed is never below zero, so a limit above that tells them apart.
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
      checked.type(of: left) == .duration
    else { return nil }
    if checked.isNow(minuend), let slot = instant(subtrahend) {
      return Instruction(
        operation: .difference, comparison: comparison, slot: slot, operand: limit)
    }
    if checked.isNow(subtrahend), let slot = instant(minuend) {
      return Instruction(
        operation: .difference, comparison: comparison.mirrored, slot: slot, operand: -limit)
    }
    return nil
  }

  // MARK: Sources

  /// The value that the source supplies as it is for an expression.
  private func reading(_ expr: Expr) -> Reading? {
    switch source {
    case .input:
      return lowering.storedSlot(expr).map { Reading(slot: $0, type: checked.type(of: expr)) }
    case .elements(let list, _, .string) where isElement(expr):
      let column = context.layout.column(nil, .string, ofList: list)
      return Reading(slot: Int32(clamping: column), type: .string)
    case .elements(let list, _, let type):
      guard case .select(let operand, let field, false) = expr.kind, isElement(operand) else {
        return nil
      }
      // Only these are kept as bits in the elements of a list.
      guard let reading = column(field.text, of: type, list),
        [.string, .bool, .int].contains(reading.type)
      else { return nil }
      return reading
    }
  }

  /// The cell whose presence an expression asks for.
  private func asked(_ expr: Expr) -> Int32? {
    switch source {
    case .input:
      return checked.attribute(askedForBy: expr).flatMap { asked in
        let path = lowering.base(of: asked)
        return lowering.companion(path) == nil ? slot(path) : nil
      }
    case .elements(let list, _, let type):
      guard case .has(let operand, let field) = expr.kind, isElement(operand) else { return nil }
      return column(field.text, of: type, list)?.slot
    }
  }

  private func column(_ field: String, of type: ValueType, _ list: Int) -> Reading? {
    guard case .object(let name) = type,
      let declared = checked.environment.objects[name]?.fields[field], declared.derivation == nil
    else { return nil }
    let column = context.layout.column(field, declared.type, ofList: list)
    return Reading(slot: Int32(clamping: column), type: declared.type)
  }

  private func isElement(_ expr: Expr) -> Bool {
    guard case .elements(_, let variable, _) = source,
      case .local(variable) = checked.references[expr.id]
    else { return false }
    return true
  }

  /// The cell of a string, which from now on is looked up among the constants.
  private func text(_ expr: Expr) -> Int32? {
    guard let reading = reading(expr), reading.type == .string else { return nil }
    if case .input = source { context.layout.compare(slot: Int(reading.slot)) }
    return reading.slot
  }

  private func instant(_ expr: Expr) -> Int32? {
    checked.type(of: expr) == .timestamp ? lowering.storedSlot(expr) : nil
  }

  private func slot(_ path: AttributePath) -> Int32 {
    Int32(clamping: context.layout.slot(of: path))
  }

  /// The numbers of a list of string constants.
  private func symbols(_ list: Expr) -> SymbolSet? { lowering.textSet(list)?.symbols }
}

extension CellTests {
  /// The test that a condition amounts to that time does not move, if it does.
  func factTest(_ expr: Expr) -> FactTest? {
    textTest(expr).map { .text($0) } ?? elementTest(expr).map { .elements($0) }
  }

  /// `attribute.startsWith(constant)` and its like.
  private func textTest(_ expr: Expr) -> TextTest? {
    guard case .call(let name, let target?, let arguments) = expr.kind, arguments.count == 1,
      let function = TextTest.Function(rawValue: name.text),
      let reading = reading(target), reading.type == .string,
      case .string(let operand) = checked.constant(of: arguments[0])
    else { return nil }
    return TextTest(
      slot: Int(reading.slot), function: function, operand: ContiguousArray(operand.utf8))
  }

  /// `attribute.exists(e, …)` and `attribute.all(e, …)` over strings or records.
  private func elementTest(_ expr: Expr) -> ElementTest? {
    guard case .comprehension(let comprehension) = expr.kind,
      comprehension.macro == .exists || comprehension.macro == .all,
      comprehension.valueVariable == nil,
      let range = reading(comprehension.range), case .list(let element) = range.type
    else { return nil }
    switch element {
    case .string, .object: break
    default: return nil
    }
    let list = context.layout.list(slot: Int(range.slot))
    var compiler = PredicateCompiler(
      context: context,
      source: .elements(list: list, variable: comprehension.variable.text, type: element))
    let start = compiler.compile(
      BooleanForm(comprehension.body, in: checked), onTrue: Instruction.yes,
      onFalse: Instruction.no)
    guard !compiler.isBeyondCells else { return nil }
    return ElementTest(
      list: list, isUniversal: comprehension.macro == .all,
      code: ContiguousArray(compiler.code), sets: compiler.sets,
      start: start)
  }
}
