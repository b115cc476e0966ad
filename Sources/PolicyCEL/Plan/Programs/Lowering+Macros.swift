import PolicyTime

/// The macros that bind variables.
extension Lowering {
  /// Plans a macro that binds one variable or two.
  mutating func lowerComprehension(_ expr: Expr, _ comprehension: Expr.Comprehension) -> Run {
    let range = lower(comprehension.range)
    let index = locals.count
    locals += comprehension.variables.map(\.text)
    depth = max(depth, locals.count)
    if comprehension.macro == .bind { failing.insert(index) }
    let filter = comprehension.filter.map { lower($0) }
    let isTimed = comprehension.macro == .sortBy && moves(comprehension.body)
    let key = isTimed ? lowerMoving(comprehension.body) : nil
    let body = lower(comprehension.body)
    locals.removeSubrange(index...)
    failing.remove(index)

    let loop = Loop(
      macro: comprehension.macro, index: index, isPaired: comprehension.valueVariable != nil,
      id: expr.id, filter: filter, body: body)
    switch comprehension.macro {
    case .bind:
      // A value that nobody reads fails nobody, as where the macro is expanded.
      return { frame throws(EvaluationError) in
        do throws(EvaluationError) {
          frame.locals[index] = try range(&frame)
          if !frame.failures.isEmpty { frame.failures[index] = nil }
        } catch {
          if error.kind == .budgetExceeded { throw error }
          frame.failures[index] = error
        }
        return try body(&frame)
      }
    case .optMap, .optFlatMap:
      return { frame throws(EvaluationError) in try loop.runOptional(try range(&frame), &frame) }
    case .all, .exists:
      return { frame throws(EvaluationError) in try loop.runQuantifier(try range(&frame), &frame) }
    case .existsOne, .map, .filter, .transformList, .transformMap, .transformMapEntry:
      return { frame throws(EvaluationError) in try loop.runStrict(try range(&frame), &frame) }
    case .sortBy:
      guard let key else {
        return { frame throws(EvaluationError) in try loop.runSort(try range(&frame), &frame) }
      }
      return { frame throws(EvaluationError) in
        try loop.runSort(try range(&frame), by: key, &frame)
      }
    }
  }
}

/// A planned macro over a list, a map, or an optional.
private struct Loop: Sendable {
  let macro: Expr.Comprehension.Macro
  /// The place of the first variable among the locals.
  let index: Int
  /// Whether there is a second variable after it.
  let isPaired: Bool
  let id: Int
  let filter: Run?
  let body: Run

  private var wrongKind: EvaluationError {
    EvaluationError(.noSuchOverload(function: macro.rawValue), at: id)
  }

  /// What a range goes through: elements of a list, keys of a map; with two variables the values of a
  /// map, and its keys beside them.
  private struct Steps {
    var elements: [Value]
    var keys: [Value]?
  }

  private func steps(of range: Value) throws(EvaluationError) -> Steps {
    switch range {
    case .list(let elements): return Steps(elements: elements)
    case .map(let map):
      return isPaired ? Steps(elements: map.values, keys: map.keys) : Steps(elements: map.keys)
    default: throw wrongKind
    }
  }

  /// Pays for a step and gives the variables their values.
  @inline(__always)
  private func enter(
    _ place: Int, _ element: Value, of steps: Steps, _ frame: inout Frame
  ) throws(EvaluationError) {
    try frame.spend(1)
    guard isPaired else {
      frame.locals[index] = element
      return
    }
    frame.locals[index] = key(place, of: steps)
    frame.locals[index + 1] = element
  }

  /// The index of an element, or the key of a value.
  private func key(_ place: Int, of steps: Steps) -> Value {
    guard let keys = steps.keys, keys.indices.contains(place) else { return .int(Int64(place)) }
    return keys[place]
  }

  /// `all` and `exists`, which absorb errors as `&&` and `||` do.
  func runQuantifier(_ range: Value, _ frame: inout Frame) throws(EvaluationError) -> Value {
    let deciding = macro == .exists
    let steps = try steps(of: range)
    var failure: EvaluationError?
    for (place, element) in steps.elements.enumerated() {
      try enter(place, element, of: steps, &frame)
      do throws(EvaluationError) {
        guard case .bool(let value) = try body(&frame) else {
          failure = failure ?? wrongKind
          continue
        }
        if value == deciding { return .bool(deciding) }
      } catch {
        if error.kind == .budgetExceeded { throw error }
        failure = failure?.joined(with: error) ?? error
      }
    }
    if let failure { throw failure }
    return .bool(!deciding)
  }

  /// `exists_one`, `filter`, `map` and its like: any error is the result.
  func runStrict(_ range: Value, _ frame: inout Frame) throws(EvaluationError) -> Value {
    let steps = try steps(of: range)
    var results: [Value] = []
    var entries: [(key: Value, value: Value)] = []
    var count = 0
    for (place, element) in steps.elements.enumerated() {
      try enter(place, element, of: steps, &frame)
      if let filter, try !truth(of: filter, &frame) { continue }
      switch macro {
      case .map, .transformList:
        results.append(try body(&frame))
      case .transformMap:
        entries.append((key(place, of: steps), try body(&frame)))
      case .transformMapEntry:
        guard case .map(let made) = try body(&frame) else { throw wrongKind }
        try frame.spend(UInt64(made.count))
        for (key, value) in made.entries { entries.append((key, value)) }
      default:
        guard try truth(of: body, &frame) else { continue }
        count += 1
        if macro == .filter { results.append(element) }
      }
    }
    switch macro {
    case .existsOne: return .bool(count == 1)
    case .transformMap, .transformMapEntry:
      return try located(id) { () throws(EvaluationError) in .map(try MapValue(entries)) }
    default: return .list(results)
    }
  }

  /// `optMap` and `optFlatMap`.
  func runOptional(_ range: Value, _ frame: inout Frame) throws(EvaluationError) -> Value {
    guard case .optional(let wrapped) = range else { throw wrongKind }
    guard let wrapped else { return .optional(nil) }
    frame.locals[index] = wrapped
    let value = try body(&frame)
    if macro == .optMap { return .optional(value) }
    guard case .optional = value else { throw wrongKind }
    return value
  }

  // MARK: sortBy

  private func list(_ range: Value) throws(EvaluationError) -> [Value] {
    guard case .list(let elements) = range else { throw wrongKind }
    return elements
  }

  private func paySort(_ keys: [Value], _ frame: inout Frame) throws(EvaluationError) {
    try frame.spend(FunctionCost(model: .sorting).units(.list(keys)))
  }

  /// `sortBy` with keys that stand still.
  func runSort(_ range: Value, _ frame: inout Frame) throws(EvaluationError) -> Value {
    let elements = try list(range)
    var keys: [Value] = []
    keys.reserveCapacity(elements.count)
    for element in elements {
      try frame.spend(1)
      frame.locals[index] = element
      keys.append(try body(&frame))
    }
    try paySort(keys, &frame)
    return try located(id) { () throws(EvaluationError) in
      .list(try ValueOrder.sorted(elements, by: keys, for: macro.rawValue))
    }
  }

  /// `sortBy` with keys that move.
  ///
  /// The order changes when two keys change places, and before any two others do, two neighbours do:
  /// only these are watched.
  func runSort(
    _ range: Value, by key: MovingRun, _ frame: inout Frame
  ) throws(EvaluationError) -> Value {
    let elements = try list(range)
    var keys: [(place: Int, line: Moving)] = []
    keys.reserveCapacity(elements.count)
    for (place, element) in elements.enumerated() {
      try frame.spend(1)
      frame.locals[index] = element
      keys.append((place, try key(&frame)))
    }
    try paySort(elements.map { _ in .null }, &frame)
    // Equals keep their places.
    keys.sort { ($0.line.nanoseconds, $0.place) < ($1.line.nanoseconds, $1.place) }
    for (first, second) in zip(keys, keys.dropFirst()) {
      let difference = first.line - second.line
      frame.mayChange(at: difference.bendsAt)
      let comparison: Comparison = first.place < second.place ? .atMost : .less
      if let steps = difference.flip(of: comparison) {
        frame.mayChange(at: frame.input.now.nanosecondsSinceEpoch + steps)
      }
    }
    return .list(keys.map { elements[$0.place] })
  }

  private func truth(of run: Run, _ frame: inout Frame) throws(EvaluationError) -> Bool {
    guard case .bool(let value) = try run(&frame) else { throw wrongKind }
    return value
  }
}
