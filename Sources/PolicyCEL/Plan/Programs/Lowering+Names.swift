import PolicyDiagnostics
import PolicyTime

/// Reading names, fields and elements.
extension Lowering {
  /// Plans a plain name.
  mutating func lowerName(_ expr: Expr, _ name: String) -> Run {
    lowerReference(expr) ?? unknown(name, at: expr.id)
  }

  /// Plans a selection.
  mutating func lowerSelection(
    _ expr: Expr, _ operand: Expr, _ field: Expr.Name, isOptional: Bool
  ) -> Run {
    if let run = lowerReference(expr) { return run }
    if isOptional { return lowerOptionalSelection(expr, operand, field) }
    let run = lower(operand)
    let (id, key) = (expr.id, field.text)
    let record = recordPath(operand)
    return { frame throws(EvaluationError) in
      let value = try run(&frame)
      try frame.spend(1)
      return try located(id) { () throws(EvaluationError) in
        try selected(key, from: value, record: record)
      }
    }
  }

  /// Plans `operand.?field`.
  private mutating func lowerOptionalSelection(
    _ expr: Expr, _ operand: Expr, _ field: Expr.Name
  ) -> Run {
    let id = expr.id
    if let path = checked.attribute(optionallyReadBy: expr) {
      let read = lowerAttribute(path, at: id)
      return { frame throws(EvaluationError) in
        do throws(EvaluationError) {
          return .optional(try read(&frame))
        } catch {
          guard case .missingAttribute = error.kind else { throw error }
          return .optional(nil)
        }
      }
    }
    let run = lower(operand)
    let key = Value.string(field.text)
    let isRecord = recordPath(operand) != nil
    return { frame throws(EvaluationError) in
      let value = try run(&frame)
      try frame.spend(1)
      return try located(id) { () throws(EvaluationError) in
        try optionalElement(key, of: value, nullIsAbsent: isRecord)
      }
    }
  }

  /// Plans `operand[key]` and `operand[?key]`.
  mutating func lowerIndex(_ expr: Expr, _ operand: Expr, _ key: Expr, isOptional: Bool) -> Run {
    let id = expr.id
    let (run, index) = (lower(operand), lower(key))
    return { frame throws(EvaluationError) in
      let (value, key) = try both(run, index, &frame)
      try frame.spend(1)
      return try located(id) { () throws(EvaluationError) in
        isOptional ? try optionalElement(key, of: value) : try element(key, of: value)
      }
    }
  }

  /// Plans `has(operand.field)`.
  mutating func lowerPresence(_ expr: Expr, _ operand: Expr, _ field: Expr.Name) -> Run {
    let id = expr.id
    if let asked = checked.attribute(askedForBy: expr) {
      let path = base(of: asked)
      if companion(path) != nil { return { _ in .bool(true) } }
      let slot = context.layout.slot(of: path)
      return { frame throws(EvaluationError) in
        try frame.spend(1)
        return try located(id) { () throws(EvaluationError) in
          .bool(try frame.input.isPresent(slot, path))
        }
      }
    }
    let run = lower(operand)
    let key = field.text
    let isRecord = recordPath(operand) != nil
    return { frame throws(EvaluationError) in
      let value = try run(&frame)
      try frame.spend(1)
      return try located(id) { () throws(EvaluationError) in
        .bool(try isPresent(key, in: value, nullIsAbsent: isRecord))
      }
    }
  }

  /// Plans a node that the checker resolved to a name; `nil` for an ordinary selection.
  private mutating func lowerReference(_ expr: Expr) -> Run? {
    switch checked.references[expr.id] {
    case .type(let type):
      return { _ in .type(type) }
    case .local(let name):
      guard let index = locals.lastIndex(of: name) else { return unknown(name, at: expr.id) }
      if failing.contains(index) {
        return { frame throws(EvaluationError) in
          try frame.spend(1)
          if let failure = frame.failures[index] { throw failure }
          return frame.locals[index]
        }
      }
      return { frame throws(EvaluationError) in
        try frame.spend(1)
        return frame.locals[index]
      }
    case .attribute(let path):
      return lowerAttribute(path, at: expr.id)
    case .variable(let name):
      return lowerVariable(name, at: expr.id)
    case nil:
      return nil
    }
  }

  private mutating func lowerVariable(_ name: String, at id: Int) -> Run {
    guard let variable = checked.environment.variables[name] else { return unknown(name, at: id) }
    switch variable.origin {
    case .input:
      return lowerAttribute(AttributePath([name]), at: id)
    case .constant(let value):
      return { _ in value }
    case .now:
      return { frame throws(EvaluationError) in
        try frame.spend(1)
        frame.mayChangeAtOnce()
        return .timestamp(frame.input.now)
      }
    case .definition(let definition):
      return call(definition, named: name)
    }
  }

  /// Plans a definition once and calls it wherever it is named.
  private mutating func call(_ definition: CheckedExpression, named name: String) -> Run {
    let routine: Routine
    if let known = context.definitions[name] {
      routine = known
    } else {
      routine = Lowering.routine(for: definition, context: context)
      context.definitions[name] = routine
    }
    let (run, locals) = (routine.run, routine.locals)
    return { frame throws(EvaluationError) in
      try frame.spend(1)
      return try frame.enter(locals) { frame throws(EvaluationError) in try run(&frame) }
    }
  }

  /// Plans reading an attribute: its slot, or the line that it follows.
  private mutating func lowerAttribute(_ path: AttributePath, at id: Int) -> Run {
    if isMade(path) {
      let moving = lowerMade(path, at: id)
      let isTimestamp = checked.field(at: path)?.derivation == nil
      return { frame throws(EvaluationError) in
        let line = try moving(&frame)
        if line.rate != 0 { frame.mayChangeAtOnce() }
        frame.mayChange(at: line.bendsAt)
        return line.value(isTimestamp: isTimestamp)
      }
    }
    let slot = context.layout.slot(of: path)
    let error = EvaluationError(
      path.components.count == 1
        ? .undeclaredReference(path.description) : .missingAttribute(path), at: id)
    return { frame throws(EvaluationError) in
      try frame.spend(1)
      return try located(id) { () throws(EvaluationError) in
        guard let value = try frame.input.value(slot, path) else { throw error }
        return value
      }
    }
  }

  /// The attribute that tells whether another is there: what a derived attribute follows from.
  func base(of path: AttributePath) -> AttributePath {
    switch checked.field(at: path)?.derivation {
    case .elapsed(let base), .remaining(let base): base
    case nil: path
    }
  }

  /// The words of a record that is not an attribute, such as an element of a list; `nil` if it is none.
  private func recordPath(_ expr: Expr) -> [String]? {
    guard case .object(let name) = checked.type(of: expr) else { return nil }
    if case .identifier(let variable, _) = expr.kind { return [variable] }
    return [name]
  }

  private func unknown(_ name: String, at id: Int) -> Run {
    let error = EvaluationError(.undeclaredReference(name), at: id)
    return { _ throws(EvaluationError) in throw error }
  }
}

/// `value.key`, through an optional too; a null or absent field of a record is a missing attribute.
private func selected(
  _ key: String, from value: Value, record: [String]?
) throws(EvaluationError) -> Value {
  switch value {
  case .map(let map):
    if let found = map[key] {
      if record != nil, case .null = found { break }
      return found
    }
    guard record != nil else { throw EvaluationError(.noSuchKey(key)) }
  case .optional:
    return try optionalElement(.string(key), of: value)
  default:
    throw EvaluationError(.noSuchOverload(function: ".\(key)"))
  }
  throw EvaluationError(.missingAttribute(AttributePath((record ?? []) + [key])))
}

/// `value[key]`, through an optional too.
private func element(_ key: Value, of value: Value) throws(EvaluationError) -> Value {
  if case .optional = value { return try optionalElement(key, of: value) }
  return try value.element(at: key)
}

/// `value[?key]`: an optional that is empty where there is no such element.
private func optionalElement(
  _ key: Value, of value: Value, nullIsAbsent: Bool = false
) throws(EvaluationError) -> Value {
  if case .optional(let wrapped) = value {
    guard let wrapped else { return .optional(nil) }
    return try optionalElement(key, of: wrapped, nullIsAbsent: nullIsAbsent)
  }
  switch (value, key) {
  case (.list, .int), (.list, .uint), (.list, .double): break
  case (.list, _): throw noOverload(.optionalIndex)
  default: break
  }
  do throws(EvaluationError) {
    let found = try value.element(at: key)
    if nullIsAbsent, case .null = found { return .optional(nil) }
    return .optional(found)
  } catch {
    switch error.kind {
    case .noSuchKey, .invalidIndex: return .optional(nil)
    default: throw error
    }
  }
}

/// Whether a map has a key, or a record a field that is not null.
private func isPresent(
  _ key: String, in value: Value, nullIsAbsent: Bool
) throws(EvaluationError) -> Bool {
  switch value {
  case .map(let map):
    guard let found = map[key] else { return false }
    if nullIsAbsent, case .null = found { return false }
    return true
  case .optional(let wrapped):
    guard let wrapped else { return false }
    return try isPresent(key, in: wrapped, nullIsAbsent: nullIsAbsent)
  default:
    throw EvaluationError(.noSuchOverload(function: "has(_.\(key))"))
  }
}
