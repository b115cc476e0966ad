import PolicyDiagnostics
import PolicyRegex

extension CostEstimate {
  /// What evaluating an expression may cost, from the sizes its environment declares.
  ///
  /// The model is that of cel-go: one unit for each name, selection and call, a tenth of a unit for
  /// each byte a string function reads, and every loop as often as its range may have elements.
  package static func estimate(_ checked: CheckedExpression) -> CostEstimate {
    var estimator = CostEstimator(checked)
    return estimator.visit(checked.expression.root).cost
  }
}

/// What evaluating expressions costs at the most where inputs are short and have few elements, as those of sessions
/// that are made up, in units of about 50 ns.
///
/// Definitions are looked at once, so that all expressions have to be of one policy.
package struct SmallCost {
  private var definitions: [String: CostEstimator.Part] = [:]

  package init() {}

  package mutating func callAsFunction(_ checked: CheckedExpression) -> UInt64 {
    var estimator = CostEstimator(checked, inputs: Self.few)
    swap(&estimator.definitions, &definitions)
    defer { swap(&estimator.definitions, &definitions) }
    return estimator.visit(checked.expression.root).cost.maximum
  }

  /// The most elements of a list, and bytes of a text.
  private static let few = 4
}

/// Adds up costs and sizes from the leaves.
///
/// Why it is right: a node costs at most what its operands cost and what its own work can be, given the
/// largest sizes that its operands may have; both are worked out from the leaves, so that by induction
/// no evaluation costs more than the maximum. Both sides of `&&` and `||` count, although one is often
/// not evaluated, and of `? :` the dearer one. A definition counts wherever it is named, for it is
/// evaluated there. Everything saturates; what nobody bounds is the largest number and refused.
///
/// What it costs: one visit of each node, and of each definition once.
///
/// Where it comes from: cel-go `checker/cost.go`, whose model and factors these are, so that a
/// condition costs here what it costs there.
struct CostEstimator {
  /// What is known of the evaluation of a node.
  struct Part {
    var cost: CostEstimate
    var size: SizeEstimate
    /// Whether it is worked out when the expression is planned, and then costs nothing.
    var isConstant = false
  }

  private let checked: CheckedExpression
  /// What each node may cost at most, by ``Expr/id``.
  private var costs: [UInt64]
  private var locals: [(name: String, size: SizeEstimate)] = []
  fileprivate var definitions: [String: Part] = [:]
  /// The most elements and bytes of inputs, where fewer are assumed than usually.
  private let inputs: Int?

  /// Prepares to estimate an expression.
  init(_ checked: CheckedExpression, inputs: Int? = nil) {
    self.checked = checked
    self.inputs = inputs
    costs = Array(repeating: 0, count: checked.types.count)
  }

  /// The problem with an expression that may cost more than a limit.
  static func finding(_ checked: CheckedExpression, limit: UInt64) -> CheckFinding? {
    var estimator = CostEstimator(checked)
    let cost = estimator.visit(checked.expression.root).cost.maximum
    guard cost > limit else { return nil }
    let part = estimator.dearestPart(above: limit)
    let text = ExpressionText(checked.expression.text)
    return CheckFinding(
      problem: .tooExpensive(
        text.excerpt(part.range), cost: estimator.cost(of: part), limit: limit,
        cause: estimator.cause(of: part),
        unbounded: Array(estimator.unboundedPaths(in: part).prefix(3))),
      range: part.range)
  }

  private func cost(of part: Expr) -> UInt64 {
    costs.indices.contains(part.id) ? costs[part.id] : 0
  }

  /// What makes a part dear.
  private func cause(of part: Expr) -> CheckProblem.Expense {
    if let (name, operands) = checked.call(of: part), name == "matches", operands.count == 2,
      let pattern = pattern(of: operands[1]), pattern.stepsPerByte > Pattern.longestRead
    {
      return .pattern(steps: pattern.stepsPerByte)
    }
    return checked.definition(of: part) != nil
      || part.children.contains { checked.definition(of: $0) != nil } ? .definitions : .loops
  }

  /// Estimates a node and everything under it.
  mutating func visit(_ expr: Expr) -> Part {
    var part = estimate(expr)
    if part.isConstant { part.cost = part.cost.atMost }
    if costs.indices.contains(expr.id) { costs[expr.id] = part.cost.maximum }
    return part
  }

  private mutating func estimate(_ expr: Expr) -> Part {
    switch expr.kind {
    case .literal(let value):
      return Part(cost: .zero, size: Self.size(of: value), isConstant: true)
    case .identifier(let name, _):
      return named(expr, local: name) ?? Part(cost: .one, size: assumedSize(of: expr))
    case .select(let operand, _, _):
      if let part = named(expr, local: nil) { return part }
      let record = visit(operand)
      let size = isRecord(operand) ? nil : record.size.value
      return Part(
        cost: record.cost + .one, size: size ?? fieldSize(expr),
        isConstant: record.isConstant)
    case .has(let operand, _):
      let record = visit(operand)
      return Part(
        cost: isRecord(operand) && checked.attribute(of: operand) != nil
          ? .one : record.cost + .one, size: .none,
        isConstant: record.isConstant)
    case .index(let operand, let key, _):
      let (list, index) = (visit(operand), visit(key))
      return Part(
        cost: list.cost + index.cost + .one, size: list.size.value ?? assumedSize(of: expr),
        isConstant: list.isConstant && index.isConstant)
    case .list(let elements):
      let parts = elements.map { visit($0.value) }
      let required = elements.count { !$0.isOptional }
      return Part(
        cost: parts.reduce(CostEstimate(10, 10)) { $0 + $1.cost },
        size: .list(UInt64(required), UInt64(parts.count), holding: parts.map(\.size)),
        isConstant: parts.allSatisfy(\.isConstant))
    case .map(let entries), .message(_, let entries):
      let keys = entries.map { visit($0.key) }
      let values = entries.map { visit($0.value) }
      return Part(
        cost: (keys + values).reduce(CostEstimate(30, 30)) { $0 + $1.cost },
        size: .map(UInt64(entries.count), from: keys.map(\.size), to: values.map(\.size)),
        isConstant: (keys + values).allSatisfy(\.isConstant))
    case .unary, .binary, .choice, .call:
      return call(expr)
    case .comprehension(let comprehension):
      return loop(comprehension)
    }
  }

  // MARK: Names

  /// What a name stands for, if it is a variable.
  private mutating func named(_ expr: Expr, local: String?) -> Part? {
    switch checked.references[expr.id] {
    case .local:
      guard let size = locals.last(where: { $0.name == local })?.size else { return nil }
      return Part(cost: .one, size: size)
    case .variable(let name):
      guard let variable = checked.environment.variables[name] else { return nil }
      switch variable.origin {
      case .constant(let value):
        return Part(
          cost: CostEstimate.one.atMost,
          size: variable.remembered?.value { Self.size(of: value) }
            ?? Self.size(of: value))
      case .definition(let inner):
        return definition(name, inner)
      case .input, .now:
        return Part(cost: .one, size: assumedSize(of: variable.type))
      }
    case .type:
      return Part(cost: CostEstimate.one.atMost, size: .none, isConstant: true)
    case .attribute:
      // The whole path is one slot; the record before the field is not read.
      return Part(cost: .one, size: fieldSize(expr))
    case nil:
      return nil
    }
  }

  private mutating func definition(_ name: String, _ inner: CheckedExpression) -> Part {
    if let known = definitions[name] { return known }
    var estimator = CostEstimator(inner, inputs: inputs)
    estimator.definitions = definitions
    let part = estimator.visit(inner.expression.root)
    definitions = estimator.definitions
    definitions[name] = Part(cost: part.cost + .one, size: part.size)
    return definitions[name] ?? part
  }

  private func fieldSize(_ expr: Expr) -> SizeEstimate {
    assumedSize(of: checked.type(of: expr), limit: checked.field(of: expr)?.sizeLimit)
  }

  private func isRecord(_ expr: Expr) -> Bool {
    let type = checked.type(of: expr)
    if case .object = type.wrapped ?? type { return true }
    return false
  }

  private func assumedSize(of expr: Expr) -> SizeEstimate {
    assumedSize(of: checked.type(of: expr))
  }

  private func assumedSize(of type: ValueType, limit: Int? = nil) -> SizeEstimate {
    let least = [limit, inputs].compactMap { $0 }.min()
    return SizeAssumptions.size(of: type, limit: least)
  }

  // MARK: Calls

  private mutating func call(_ expr: Expr) -> Part {
    guard let (name, operands) = checked.call(of: expr) else {
      return Part(cost: .one, size: assumedSize(of: expr))
    }
    let parts = operands.map { visit($0) }
    let sum = parts.reduce(CostEstimate.zero) { $0 + $1.cost }
    let isConstant = parts.allSatisfy(\.isConstant)
    switch expr.operation {
    case .and, .or:
      // The left may fail at once, and the right decide.
      let minimum = parts.map(\.cost.minimum).min() ?? 0
      return Part(
        cost: CostEstimate(minimum, sum.maximum), size: .none, isConstant: isConstant)
    case .choice where parts.count == 3:
      return Part(
        cost: parts[0].cost + parts[1].cost.union(parts[2].cost),
        size: SizeEstimate.union([parts[1].size, parts[2].size]) ?? .none, isConstant: isConstant)
    default:
      let sizes = parts.map(\.size)
      var cost =
        sum + (matching(name, operands, sizes) ?? FunctionCost.model(of: name).estimate(sizes))
      if name == "or" || name == "orValue", let first = parts.first {
        // The other is evaluated only where it is needed.
        cost.minimum = first.cost.minimum.addingSaturated(1)
      }
      if name == "lists.range", case .literal(let count) = operands.first?.kind {
        let length = ListRange.length(for: count)
        return Part(
          cost: sum + CostEstimate(1, length.addingSaturated(1)),
          size: .list(0, length, of: .none), isConstant: isConstant)
      }
      return Part(
        cost: cost, size: SizeEstimate.result(of: name, sizes) ?? assumedSize(of: expr),
        isConstant: isConstant)
    }
  }

  /// What a match costs whose pattern is written down: its steps are known.
  private func matching(
    _ name: String, _ operands: [Expr], _ sizes: [SizeEstimate]
  ) -> CostEstimate? {
    guard name == "matches", operands.count == 2, let pattern = pattern(of: operands[1]),
      let text = sizes.first
    else { return nil }
    let steps = UInt64(pattern.stepsPerByte)
    return CostEstimate(
      FunctionCost.matching(bytes: text.minimum, steps: steps).addingSaturated(1),
      FunctionCost.matching(bytes: text.maximum, steps: steps).addingSaturated(1))
  }

  private func pattern(of expr: Expr) -> Pattern? {
    guard case .string(let text) = checked.literal(of: expr) else { return nil }
    return try? Pattern(text)
  }

  // MARK: Macros

  private mutating func loop(_ comprehension: Expr.Comprehension) -> Part {
    let range = visit(comprehension.range)
    let count = range.size.count
    let isLoop = comprehension.macro.isLoop
    let bound = isLoop ? range.size.element ?? .dynamic : range.size
    let key = keySize(of: comprehension.range, range.size)
    let scope = locals.count
    if let value = comprehension.valueVariable {
      locals.append((comprehension.variable.text, key))
      locals.append((value.text, range.size.value ?? .dynamic))
    } else {
      locals.append((comprehension.variable.text, bound))
    }
    let filter = comprehension.filter.map { visit($0).cost } ?? .zero
    let body = visit(comprehension.body)
    locals.removeSubrange(scope...)

    let isConstant = range.isConstant
    // A filter may leave the body out.
    let step = comprehension.filter == nil ? body.cost : filter + body.cost.atMost
    let loop = (step + CostEstimate(1, 2)) * count + CostEstimate(0, 1)
    let minimum = comprehension.filter == nil ? count.lowerBound : 0
    var part = Part(cost: range.cost + loop, size: .none, isConstant: isConstant)
    switch comprehension.macro {
    case .all, .exists:
      // The condition may fail at once for the first element.
      part.cost = range.cost + CostEstimate(min(count.lowerBound, 1), loop.maximum)
    case .existsOne:
      break
    case .filter:
      // Of a map, the keys remain.
      part.size = SizeEstimate.list(0, count.upperBound, of: bound)
        .holding(bytes: range.size.bytes, elements: range.size.elements)
    case .map, .transformList:
      part.size = .list(minimum, count.upperBound, of: body.size)
    case .transformMap:
      part.size = .map(minimum, count.upperBound, from: key, to: body.size)
    case .transformMapEntry:
      // Each entry of each map that the body gives is put in by itself.
      let entries = body.size.count.upperBound.multipliedSaturating(by: count.upperBound)
      part.cost = part.cost + CostEstimate(0, entries)
      part.size = .map(
        0, entries, from: body.size.element ?? .dynamic, to: body.size.value ?? .dynamic)
    case .sortBy:
      let keys = SizeEstimate.list(0, count.upperBound, of: body.size)
      part.cost = part.cost + FunctionCost(model: .sorting).estimate([keys])
      part.size = range.size.atMost
    case .bind:
      // The value may fail at once, and nothing need it.
      part.cost = range.cost.atMost + body.cost + CostEstimate(0, 1)
      part.size = body.size
    case .optMap, .optFlatMap:
      part.cost = range.cost + body.cost.atMost + CostEstimate(0, 1)
      part.size = body.size.atMost
    }
    return part
  }

  /// The size of what the first of two variables stands for.
  private func keySize(of range: Expr, _ size: SizeEstimate) -> SizeEstimate {
    switch checked.type(of: range) {
    case .list: .none
    case .map: size.element ?? .dynamic
    default: .dynamic
    }
  }

  // MARK: Values

  private static func size(of value: Value) -> SizeEstimate {
    switch value {
    case .string(let text):
      let count = UInt64(text.utf8.count)
      return SizeEstimate(count, count)
    case .bytes(let bytes):
      return SizeEstimate(UInt64(bytes.count), UInt64(bytes.count))
    case .list(let elements):
      let count = UInt64(elements.count)
      return .list(count, count, holding: elements.map { size(of: $0) })
    case .optional(let wrapped):
      return wrapped.map { size(of: $0).atMost } ?? .none
    case .map(let map):
      return .map(
        UInt64(map.count), from: map.keys.map { size(of: $0) },
        to: map.entries.map { size(of: $1) })
    case .null, .bool, .int, .uint, .double, .timestamp, .duration, .ip, .cidr, .type:
      return .none
    }
  }

  // MARK: Reporting

  /// The smallest part that alone costs more than a limit; the dearest operand when none does.
  private func dearestPart(above limit: UInt64) -> Expr {
    var current = checked.expression.root
    while let child = dearestChild(of: current), cost(of: child) > limit { current = child }
    while let child = dearestChild(of: current), current.operation?.isLogical == true {
      current = child
    }
    return current
  }

  private func dearestChild(of expr: Expr) -> Expr? {
    expr.children.max { cost(of: $0) < cost(of: $1) }
  }

  /// The attributes and variables under a node whose size nothing bounds.
  private func unboundedPaths(in expr: Expr) -> [CheckProblem.Unbounded] {
    let own: [CheckProblem.Unbounded]
    if let path = checked.attribute(of: expr) {
      own = checked.field(of: expr)?.sizeLimit == nil ? unbounded(path.description, expr) : []
    } else {
      if checked.variable(of: expr) != nil { return [] }
      own = []
    }
    return own.isEmpty ? expr.children.flatMap { unboundedPaths(in: $0) } : own
  }

  private func unbounded(_ path: String, _ expr: Expr) -> [CheckProblem.Unbounded] {
    switch checked.type(of: expr) {
    case .string, .bytes:
      return [
        .init(path: path, range: expr.range, assumed: SizeAssumptions.stringLength, unit: "bytes")
      ]
    case .list, .map, .dyn:
      return [
        .init(
          path: path, range: expr.range, assumed: SizeAssumptions.elementCount, unit: "elements")
      ]
    default:
      return []
    }
  }
}
