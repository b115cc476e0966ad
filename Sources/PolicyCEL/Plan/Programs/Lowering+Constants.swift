import PolicyDiagnostics
import PolicyRegex
import PolicyTime

extension CheckedExpression {
  /// The value of an expression that reads no input, when it has one.
  package func constant(of expr: Expr) -> Value? {
    if let value = literal(of: expr) ?? literalList(expr) { return value }
    guard isConstant(expr) else { return nil }
    var lowering = Lowering(self, context: PlanContext(layout: InputLayout()))
    lowering.isFolding = true
    let run = lowering.lower(expr)
    let nothing = Input(layout: InputLayout(), now: .minimum) { _ in nil }
    var frame = Frame(input: nothing, locals: lowering.depth, budget: 100_000)
    return try? run(&frame)
  }

  /// A list that is written as literals, which is what is written.
  private func literalList(_ expr: Expr) -> Value? {
    guard case .list(let elements) = expr.kind else { return nil }
    var values: [Value] = []
    values.reserveCapacity(elements.count)
    for element in elements {
      guard !element.isOptional, case .literal(let value) = element.value.kind else { return nil }
      values.append(value)
    }
    return .list(values)
  }

  /// Whether a value is too large to work out from it, and to keep, what each of a thousand expressions
  /// makes of it.
  private static func isLarge(_ value: Value) -> Bool {
    switch value {
    case .list(let elements): elements.count > 64
    case .map(let map): map.keys.count > 64
    default: false
    }
  }

  /// Whether a node reads nothing but constants, and no large one.
  private func isConstant(_ expr: Expr) -> Bool {
    switch references[expr.id] {
    case .type: return true
    case .variable: return literal(of: expr).map { !Self.isLarge($0) } ?? false
    case .attribute, .local: return false
    case nil: break
    }
    switch expr.kind {
    case .literal: return true
    case .identifier, .message, .comprehension: return false
    case .call: return call(of: expr)?.operands.allSatisfy { isConstant($0) } ?? false
    case .select, .has, .index, .unary, .binary, .choice, .list, .map:
      return expr.children.allSatisfy { isConstant($0) }
    }
  }
}

/// Parts of an expression that no input changes.
extension Lowering {
  /// A list of string constants as a set; `nil` for anything else.
  func textSet(_ expr: Expr) -> TextSets.Entry? {
    guard case .list(let elements) = checked.constant(of: expr) else { return nil }
    return context.layout.textSet(elements, isNamed: checked.literal(of: expr) != nil)
  }

  /// The slot of an attribute that the host supplies as it is.
  func storedSlot(_ expr: Expr) -> Int32? {
    guard let path = checked.attribute(of: expr), !isMade(path) else { return nil }
    return Int32(clamping: context.layout.slot(of: path))
  }

  /// Whether time alone can never change what an expression gives.
  func isTimeless(_ expr: Expr) -> Bool {
    if let path = checked.attribute(of: expr) ?? checked.attribute(askedForBy: expr) {
      return !isMade(path)
    }
    if let (name, definition) = checked.definition(of: expr) {
      if let known = context.timelessDefinitions[name] { return known }
      let answer = Lowering(definition, context: context)
        .isTimeless(definition.expression.root)
      context.timelessDefinitions[name] = answer
      return answer
    }
    return !checked.isNow(expr) && !mayBeCompanion(expr)
      && expr.children.allSatisfy { isTimeless($0) }
  }

  /// Whether an expression names nothing but inputs, so that its text tells what it means anywhere.
  func readsOnlyInputs(_ expr: Expr) -> Bool {
    if checked.attribute(of: expr) != nil { return true }
    return checked.variable(of: expr) == nil && expr.children.allSatisfy { readsOnlyInputs($0) }
  }

  /// Plans `x in [constants]` over many strings as a look-up.
  mutating func lowerMembership(_ expr: Expr, _ name: String, _ operands: [Expr]) -> Run? {
    guard name == Operator.in.function, operands.count == 2, !isShortList(operands[1]),
      let set = textSet(operands[1])?.texts, set.count > Self.shortCount
    else { return nil }
    let run = lower(operands[0])
    return { frame throws(EvaluationError) in
      let value = try run(&frame)
      try frame.spend(1)
      guard case .string(let text) = value else { return .bool(false) }
      return .bool(set.contains(Text(text)))
    }
  }

  /// Lists up to this long are walked.
  static let shortCount = 16

  private func isShortList(_ expr: Expr) -> Bool {
    guard case .list(let elements) = expr.kind else { return false }
    return elements.count <= Self.shortCount
  }

  /// Plans a match, which costs by the steps that its pattern takes for each byte of the text.
  ///
  /// A pattern that is written down is compiled now, and any other when it is used.
  mutating func lowerMatch(_ expr: Expr, _ name: String, _ operands: [Expr]) -> Run? {
    guard name == "matches", operands.count == 2 else { return nil }
    let (id, run) = (expr.id, lower(operands[0]))
    let error = EvaluationError(.noSuchOverload(function: name), at: id)
    if case .string(let text) = checked.literal(of: operands[1]), let pattern = try? Pattern(text) {
      let steps = UInt64(pattern.stepsPerByte)
      return { frame throws(EvaluationError) in
        guard case .string(let text) = try run(&frame) else { throw error }
        let bytes = UInt64(text.utf8.count)
        try frame.spend(FunctionCost.matching(bytes: bytes, steps: steps).addingSaturated(1))
        return .bool(pattern.matches(in: text))
      }
    }
    let other = lower(operands[1])
    return { frame throws(EvaluationError) in
      let subject = try run(&frame)
      let read = try other(&frame)
      guard case .string(let text) = subject, case .string(let read) = read else { throw error }
      try frame.spend(FunctionCost.compiling(bytes: UInt64(read.utf8.count)))
      let pattern = try located(id) { () throws(EvaluationError) in try Pattern(read: read) }
      try frame.spend(
        FunctionCost.matching(
          bytes: UInt64(text.utf8.count), steps: UInt64(pattern.stepsPerByte)
        ).addingSaturated(1))
      return .bool(pattern.matches(in: text))
    }
  }
}
