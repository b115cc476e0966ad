import PolicyDiagnostics

/// Turns a checked expression into code.
///
/// Everything that can be known before an input is seen is decided here: slots, functions, constants,
/// and which parts move with time.
struct Lowering {
  let checked: CheckedExpression
  let context: PlanContext
  /// Names of the macro variables in force, by index.
  var locals: [String] = []
  /// Which of them `cel.bind` binds, so that they may have failed.
  var failing: Set<Int> = []
  /// The most variables in force at once.
  var depth = 0
  /// Whether a constant is being worked out, so that its parts are not worked out once more.
  var isFolding = false

  init(_ checked: CheckedExpression, context: PlanContext) {
    self.checked = checked
    self.context = context
  }

  /// Plans a whole expression.
  static func routine(for checked: CheckedExpression, context: PlanContext) -> Routine {
    var lowering = Lowering(checked, context: context)
    let run = lowering.lower(checked.expression.root)
    return Routine(run: run, locals: lowering.depth)
  }

  /// Plans a clause of a condition, which has to come to a bool.
  mutating func routine(for clause: BooleanClause) -> Routine {
    let run = lower(clause.expr)
    guard checked.type(of: clause.expr) != .bool, let joint = clause.joint else {
      return Routine(run: run, locals: depth)
    }
    let error = EvaluationError(.noSuchOverload(function: joint.function), at: clause.expr.id)
    let checkedRun: Run = { frame throws(EvaluationError) in
      let value = try run(&frame)
      guard case .bool = value else { throw error }
      return value
    }
    return Routine(run: checkedRun, locals: depth)
  }

  /// Plans a node.
  mutating func lower(_ expr: Expr) -> Run {
    if let run = lowerTimed(expr) { return run }
    switch expr.kind {
    case .literal(let value):
      return { _ in value }
    case .identifier(let name, _):
      return lowerName(expr, name)
    case .select(let operand, let field, let isOptional):
      return lowerSelection(expr, operand, field, isOptional: isOptional)
    case .index(let operand, let key, let isOptional):
      return lowerIndex(expr, operand, key, isOptional: isOptional)
    case .has(let operand, let field):
      return lowerPresence(expr, operand, field)
    case .binary(let operation, _, _) where operation.isLogical:
      return lowerLogic(expr, operation)
    case .choice(let condition, let yes, let no):
      return lowerChoice(condition, yes, no)
    case .unary, .binary, .call:
      return lowerCall(expr)
    case .list(let elements):
      return lowerList(elements)
    case .map(let entries):
      return lowerMap(expr, entries)
    case .message(let name, _):
      let error = EvaluationError(.undeclaredReference(name), at: expr.id)
      return { _ throws(EvaluationError) in throw error }
    case .comprehension(let comprehension):
      return lowerComprehension(expr, comprehension)
    }
  }

  /// Plans a call of a strict function or operator.
  private mutating func lowerCall(_ expr: Expr) -> Run {
    guard let (name, operands) = checked.call(of: expr) else { return { _ in .null } }
    if let run = lowerAlternative(expr, name, operands) { return run }
    let declaration = checked.environment.functions[name]
    guard let implementation = declaration?.implementations[operands.count] else {
      let kind: EvaluationError.Kind =
        declaration == nil ? .undeclaredReference(name) : .noSuchOverload(function: name)
      let error = EvaluationError(kind, at: expr.id)
      return { _ throws(EvaluationError) in throw error }
    }
    if !isFolding, let value = checked.constant(of: expr) { return { _ in value } }
    if let run = lowerMembership(expr, name, operands) { return run }
    if let run = lowerMatch(expr, name, operands) { return run }
    let runs = operands.map { lower($0) }
    return call(implementation, of: name, at: expr.id, with: runs)
  }

  /// A strict call: operands in order, then the cost, then the function.
  private func call(
    _ implementation: FunctionImplementation, of name: String, at id: Int, with runs: [Run]
  ) -> Run {
    let cost = FunctionCost.model(of: name)
    switch implementation {
    case .nullary(let function):
      return { frame throws(EvaluationError) in
        try frame.spend(1)
        return try located(id) { () throws(EvaluationError) in try function() }
      }
    case .unary(let function):
      guard runs.count == 1 else { break }
      let first = runs[0]
      return { frame throws(EvaluationError) in
        let a = try first(&frame)
        try frame.spend(cost.units(a))
        return try located(id) { () throws(EvaluationError) in try function(a) }
      }
    case .binary(let function):
      guard runs.count == 2 else { break }
      let (first, second) = (runs[0], runs[1])
      return { frame throws(EvaluationError) in
        let (a, b) = try both(first, second, &frame)
        try frame.spend(cost.units(a, b))
        return try located(id) { () throws(EvaluationError) in try function(a, b) }
      }
    case .variadic(let function):
      return { frame throws(EvaluationError) in
        let values = try operandValues(of: runs, &frame)
        try frame.spend(cost.units(values))
        return try located(id) { () throws(EvaluationError) in try function(values) }
      }
    }
    let error = EvaluationError(.noSuchOverload(function: name), at: id)
    return { _ throws(EvaluationError) in throw error }
  }

  /// Plans a list literal.
  private mutating func lowerList(_ elements: [Expr.ListElement]) -> Run {
    let runs = elements.map { (run: lower($0.value), isOptional: $0.isOptional, id: $0.value.id) }
    let operands = runs.map(\.run)
    return { frame throws(EvaluationError) in
      try frame.spend(10)
      let found = try operandValues(of: operands, &frame)
      var values: [Value] = []
      values.reserveCapacity(runs.count)
      for (element, value) in zip(runs, found) {
        guard element.isOptional else {
          values.append(value)
          continue
        }
        guard case .optional(let wrapped) = value else {
          throw EvaluationError(.noSuchOverload(function: "[?_]"), at: element.id)
        }
        if let wrapped { values.append(wrapped) }
      }
      return .list(values)
    }
  }

  /// Plans a map literal.
  private mutating func lowerMap(_ expr: Expr, _ entries: [Expr.MapEntry]) -> Run {
    let runs = entries.map {
      (key: lower($0.key), value: lower($0.value), isOptional: $0.isOptional, id: $0.key.id)
    }
    let id = expr.id
    return { frame throws(EvaluationError) in
      try frame.spend(30)
      var pairs: [(key: Value, value: Value)] = []
      pairs.reserveCapacity(runs.count)
      for entry in runs {
        let (key, value) = try both(entry.key, entry.value, &frame)
        guard entry.isOptional else {
          pairs.append((key, value))
          continue
        }
        guard case .optional(let wrapped) = value else {
          throw EvaluationError(.noSuchOverload(function: "{?_: _}"), at: entry.id)
        }
        if let wrapped { pairs.append((key, wrapped)) }
      }
      return try located(id) { () throws(EvaluationError) in .map(try MapValue(pairs)) }
    }
  }
}

/// Gives an error the node it happened at, unless it has one.
@inline(__always)
func located<T>(
  _ node: Int, _ body: () throws(EvaluationError) -> T
) throws(EvaluationError) -> T {
  do throws(EvaluationError) {
    return try body()
  } catch {
    throw error.located(at: node)
  }
}
