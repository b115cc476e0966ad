/// Facts that amount to a test of plain bits.
extension PredicateCompiler {
  /// The test that an expression that time does not move amounts to, if it does.
  func factTest(_ expr: Expr, in lowering: Lowering) -> FactTest? {
    textTest(expr, in: lowering).map { .text($0) }
      ?? elementTest(expr, in: lowering).map { .elements($0) }
  }

  /// `attribute.startsWith(constant)` and its like.
  private func textTest(_ expr: Expr, in lowering: Lowering) -> TextTest? {
    guard case .call(let name, let target?, let arguments) = expr.kind, arguments.count == 1,
      let function = TextTest.Function(rawValue: name.text),
      lowering.checked.type(of: target) == .string,
      let slot = storedSlot(target, in: lowering),
      case .string(let operand) = lowering.constant(arguments[0])
    else { return nil }
    return TextTest(
      slot: Int(slot), function: function, operand: ContiguousArray(operand.utf8))
  }

  /// `attribute.exists(e, …)` and `attribute.all(e, …)` over strings or records.
  private func elementTest(_ expr: Expr, in lowering: Lowering) -> ElementTest? {
    guard case .comprehension(let comprehension) = expr.kind,
      comprehension.macro == .exists || comprehension.macro == .all,
      comprehension.valueVariable == nil,
      case .list(let element) = lowering.checked.type(of: comprehension.range),
      let slot = storedSlot(comprehension.range, in: lowering)
    else { return nil }
    switch element {
    case .string, .object: break
    default: return nil
    }
    var compiler = ElementCompiler(
      lowering: lowering, variable: comprehension.variable.text, element: element)
    compiler.list = context.layout.list(slot: Int(slot))
    guard
      let start = compiler.compile(
        comprehension.body, onTrue: Instruction.yes, onFalse: Instruction.no)
    else { return nil }
    return ElementTest(
      list: compiler.list, isUniversal: comprehension.macro == .all,
      code: ContiguousArray(compiler.code), sets: ContiguousArray(compiler.sets.words),
      start: start)
  }
}

/// Turns the body of a quantifier into tests of one element's cells.
private struct ElementCompiler {
  let lowering: Lowering
  /// The name that stands for the element.
  let variable: String
  /// Its type.
  let element: ValueType
  /// The number of the list in the layout.
  var list = 0
  /// Instructions, last first.
  private(set) var code: [Instruction] = []
  private(set) var sets = SymbolSets()

  init(lowering: Lowering, variable: String, element: ValueType) {
    self.lowering = lowering
    self.variable = variable
    self.element = element
  }

  /// The place of the first instruction; `nil` for a body that takes more than cells.
  mutating func compile(_ expr: Expr, onTrue: Int32, onFalse: Int32) -> Int32? {
    switch expr.kind {
    case .binary(.and, let left, let right):
      guard let second = compile(right, onTrue: onTrue, onFalse: onFalse) else { return nil }
      return compile(left, onTrue: second, onFalse: onFalse)
    case .binary(.or, let left, let right):
      guard let second = compile(right, onTrue: onTrue, onFalse: onFalse) else { return nil }
      return compile(left, onTrue: onTrue, onFalse: second)
    case .unary(.not, let operand): return compile(operand, onTrue: onFalse, onFalse: onTrue)
    default: break
    }
    guard var instruction = test(expr) else { return nil }
    instruction.onTrue = onTrue
    instruction.onFalse = onFalse
    code.append(instruction)
    return Int32(code.count - 1)
  }

  private mutating func test(_ expr: Expr) -> Instruction? {
    if case .has(let operand, let field) = expr.kind, isElement(operand) {
      return column(field.text).map { Instruction(operation: .presence, slot: $0.slot) }
    }
    if let column = column(of: expr), column.type == .bool {
      return Instruction(operation: .flag, slot: column.slot)
    }
    guard case .binary(let operation, let left, let right) = expr.kind else { return nil }
    if operation == .in {
      guard let column = column(of: left), column.type == .string,
        let place = sets.insert(lowering.constant(right), &lowering.context.layout)
      else { return nil }
      return Instruction(operation: .symbols, slot: column.slot, operand: place)
    }
    guard let comparison = Comparison(operation) else { return nil }
    return self.comparison(comparison, left, right)
      ?? self.comparison(comparison.mirrored, right, left)
  }

  private mutating func comparison(
    _ comparison: Comparison, _ left: Expr, _ right: Expr
  ) -> Instruction? {
    guard let column = column(of: left) else { return nil }
    switch (lowering.constant(right), column.type) {
    case (.string(let text), .string) where comparison == .equal || comparison == .unequal:
      return Instruction(
        operation: .symbol, comparison: comparison, slot: column.slot,
        operand: lowering.context.layout.symbol(text))
    case (.bool(let flag), .bool) where comparison == .equal || comparison == .unequal:
      return Instruction(
        operation: .number, comparison: comparison, slot: column.slot, operand: flag ? 1 : 0)
    case (.int(let number), .int):
      return Instruction(
        operation: .number, comparison: comparison, slot: column.slot, operand: number)
    default: return nil
    }
  }

  private func isElement(_ expr: Expr) -> Bool {
    guard case .local(variable) = lowering.checked.references[expr.id] else { return false }
    return true
  }

  /// The column that an expression reads, if it is a field of the element or the element itself.
  private func column(of expr: Expr) -> (slot: Int32, type: ValueType)? {
    if isElement(expr) {
      guard element == .string else { return nil }
      let column = lowering.context.layout.column(nil, .string, ofList: list)
      return (Int32(clamping: column), .string)
    }
    guard case .select(let operand, let field, false) = expr.kind, isElement(operand) else {
      return nil
    }
    return column(field.text)
  }

  private func column(_ field: String) -> (slot: Int32, type: ValueType)? {
    guard case .object(let name) = element,
      let declared = lowering.checked.environment.objects[name]?.fields[field],
      declared.derivation == nil
    else { return nil }
    let column = lowering.context.layout.column(field, declared.type, ofList: list)
    return (Int32(clamping: column), declared.type)
  }
}

/// Sets of symbols as words of bits: for each, the number of words and then its bits.
struct SymbolSets {
  private(set) var words: [UInt64] = []

  /// Adds a set of string constants; `nil` for anything else.
  mutating func insert(_ constants: Value?, _ layout: inout InputLayout) -> Int64? {
    guard case .list(let elements) = constants else { return nil }
    var symbols: [Int64] = []
    for element in elements {
      guard case .string(let text) = element else { return nil }
      symbols.append(layout.symbol(text))
    }
    let place = words.count
    let count = Int((symbols.max() ?? 0) / 64) + 1
    words.append(UInt64(count))
    words.append(contentsOf: repeatElement(0, count: count))
    for symbol in symbols { words[place + 1 + Int(symbol / 64)] |= 1 << UInt64(symbol % 64) }
    return Int64(place)
  }

  /// The symbols of the last set, which is taken away again.
  mutating func removeLast(at place: Int) -> Set<Int64> {
    defer { words.removeLast(words.count - place) }
    var symbols: Set<Int64> = []
    for word in 0..<Int(words[place]) {
      for bit in 0..<64 where words[place + 1 + word] >> UInt64(bit) & 1 != 0 {
        symbols.insert(Int64(word * 64 + bit))
      }
    }
    return symbols
  }
}
