import PolicyDiagnostics

/// Finds the type of every node, and what the names mean.
///
/// Nodes are visited once, operands before their operators. A node that was reported has the type
/// `error`, which fits everywhere, so that one cause is told once.
struct TypeInference {
  /// A variable bound by a macro.
  struct Local {
    var name: String
    var type: ValueType
  }

  let expression: ParsedExpression
  let text: ExpressionText
  let names: NameResolution
  let limits: ExpressionLimits

  var unifier = TypeUnifier()
  /// Types by node; variables in them are replaced at the end.
  var types: [ValueType]
  var references: NodeTable<CheckedExpression.Reference>
  var functions = NodeTable<String>()
  /// Declarations of the record fields that nodes read.
  var fields: [(node: Int, declared: ObjectType.Field)] = []
  var findings: [CheckFinding] = []
  var locals: [Local] = []
  var depth = 0
  var loopDepth = 0

  /// Prepares to check an expression against declarations.
  init(_ expression: ParsedExpression, names: NameResolution, limits: ExpressionLimits) {
    self.expression = expression
    self.names = names
    self.limits = limits
    text = ExpressionText(expression.text)
    // A node that is never visited is a part of a longer name, as `math` is in `math.abs(x)`. It has no
    // type of its own, and nothing is wrong with it.
    types = Array(repeating: .dyn, count: max(expression.nodeCount, 1))
    references = NodeTable(count: expression.nodeCount)
  }

  var environment: Environment { names.environment }

  /// The types found so far, without variables.
  var finalTypes: [ValueType] { types.map { unifier.finalize($0) } }

  /// Finds the type of a node and of everything under it.
  ///
  /// - Parameter isSelectedFrom: Whether only a part of the node's value is read, which is how alone
  ///   an input record can be read.
  @discardableResult
  mutating func visit(_ expr: Expr, isSelectedFrom: Bool = false) -> ValueType {
    guard depth < limits.depth else {
      report(.nestingTooDeep(limits.depth), at: expr.range)
      return .error
    }
    depth += 1
    defer { depth -= 1 }
    var type = infer(expr)
    if !isSelectedFrom, let problem = wholeRecord(expr, type) {
      report(problem, at: expr.range)
      type = .error
    }
    if types.indices.contains(expr.id) { types[expr.id] = type }
    return type
  }

  private mutating func infer(_ expr: Expr) -> ValueType {
    switch expr.kind {
    case .literal(let value): return value.type
    case .identifier(let name, let isRooted): return identifier(name, isRooted, expr)
    case .select(let operand, let field, let isOptional):
      return select(field, of: operand, isOptional: isOptional, expr)
    case .has(let operand, let field): return presence(field, of: operand, expr)
    case .index(let operand, let key, let isOptional):
      return index(operand, key, isOptional: isOptional)
    case .unary(let operation, let operand): return self.operation(operation, [operand], expr)
    case .binary(let operation, let left, let right):
      return self.operation(operation, [left, right], expr)
    case .choice(let condition, let yes, let no): return choice(condition, yes, no)
    case .call(let function, let target, let arguments):
      return call(function, on: target, arguments, expr)
    case .list(let elements): return list(elements)
    case .map(let entries): return map(entries)
    case .message(let name, let entries):
      report(.messageLiteral(name), at: expr.range)
      for entry in entries { visit(entry.value) }
      return .error
    case .comprehension(let comprehension): return comprehensionType(comprehension)
    }
  }

  // MARK: Names

  private mutating func identifier(_ name: String, _ isRooted: Bool, _ expr: Expr) -> ValueType {
    if !isRooted, let local = locals.last(where: { $0.name == name }) {
      references[expr.id] = .local(name)
      return local.type
    }
    if let type = note(names.meaning(of: expr, locals: EmptyCollection()), at: expr) { return type }
    report(undefined(name), at: expr.range)
    return .error
  }

  private mutating func select(
    _ field: Expr.Name, of operand: Expr, isOptional: Bool, _ expr: Expr
  ) -> ValueType {
    if !isOptional, let type = note(qualifiedMeaning(of: expr), at: expr) { return type }
    let operandType = unifier.resolved(visit(operand, isSelectedFrom: true))
    let wrapped = operandType.wrapped.map { unifier.resolved($0) }
    let selected = fieldType(field, of: operand, wrapped ?? operandType, expr)
    return (isOptional || wrapped != nil) && selected != .error ? .optional(selected) : selected
  }

  private mutating func presence(_ field: Expr.Name, of operand: Expr, _ expr: Expr) -> ValueType {
    let operandType = unifier.resolved(visit(operand, isSelectedFrom: true))
    let wrapped = operandType.wrapped.map { unifier.resolved($0) }
    _ = fieldType(field, of: operand, wrapped ?? operandType, expr)
    return .bool
  }

  /// The type of a field, of a value behind a key, or `error` after a report.
  private mutating func fieldType(
    _ field: Expr.Name, of operand: Expr, _ type: ValueType, _ expr: Expr
  ) -> ValueType {
    switch type {
    case .object(let name):
      guard let record = environment.objects[name] else { return .dyn }
      guard let declared = record.fields[field.text] else {
        report(unknownAttribute(field.text, of: operand, record), at: field.range)
        return .error
      }
      fields.append((expr.id, declared))
      if case .select(_, _, isOptional: false) = expr.kind,
        let attribute = names.attribute(field.text, of: references[operand.id], type: type)
      {
        references[expr.id] = .attribute(attribute.path)
      }
      return declared.type
    case .map(let key, let value):
      guard unifier.join(key, .string) != nil else {
        report(.noFields(describe(operand), field: field.text, isFunction: false), at: field.range)
        return .error
      }
      return unifier.substitute(value)
    case .dyn, .error:
      return type
    case .parameter:
      _ = unifier.join(type, .dyn)
      return .dyn
    default:
      let isFunction = environment.functions[field.text] != nil
      report(
        .noFields(describe(operand), field: field.text, isFunction: isFunction), at: field.range)
      return .error
    }
  }

  /// What a whole chain of selections is declared as, if it is.
  private func qualifiedMeaning(of expr: Expr) -> NameResolution.Meaning? {
    names.meaning(of: expr, locals: locals.lazy.map(\.name))
  }

  private mutating func note(_ meaning: NameResolution.Meaning?, at expr: Expr) -> ValueType? {
    switch meaning {
    case .variable(let name, let type):
      references[expr.id] = .variable(name)
      return type
    case .type(let type):
      references[expr.id] = .type(type)
      return .type(type)
    case nil:
      return nil
    }
  }

  // MARK: Indexes and literals

  private mutating func index(_ operand: Expr, _ key: Expr, isOptional: Bool) -> ValueType {
    let operandType = unifier.resolved(visit(operand, isSelectedFrom: true))
    let keyType = visit(key)
    let wrapped = operandType.wrapped.map { unifier.resolved($0) }
    let element: ValueType
    switch wrapped ?? operandType {
    case .list(let type):
      element = self.element(type, at: key, keyType, expecting: .int, in: operand)
    case .map(let expected, let value):
      element = self.element(value, at: key, keyType, expecting: expected, in: operand)
    case .dyn:
      element = .dyn
    case .error:
      return .error
    case .parameter(let variable):
      _ = unifier.join(.parameter(variable), .dyn)
      element = .dyn
    default:
      report(.notIndexable(describe(operand), key: describe(key)), at: key.range)
      return .error
    }
    return (isOptional || wrapped != nil) && element != .error ? .optional(element) : element
  }

  private mutating func element(
    _ type: ValueType, at key: Expr, _ keyType: ValueType, expecting expected: ValueType,
    in operand: Expr
  ) -> ValueType {
    guard unifier.join(expected, keyType) != nil else {
      let expected = unifier.finalize(expected)
      report(.wrongIndex(describe(operand), key: describe(key), expected: expected), at: key.range)
      return unifier.substitute(type)
    }
    return unifier.substitute(type)
  }

  private mutating func list(_ elements: [Expr.ListElement]) -> ValueType {
    var types: [ValueType] = []
    for element in elements {
      let type = visit(element.value)
      types.append(element.isOptional ? unwrapped(type, of: element.value) : type)
    }
    return .list(unifier.join(all: types))
  }

  private mutating func map(_ entries: [Expr.MapEntry]) -> ValueType {
    var keys: [ValueType] = []
    var values: [ValueType] = []
    for entry in entries {
      keys.append(mapKey(visit(entry.key), entry.key))
      let type = visit(entry.value)
      values.append(entry.isOptional ? unwrapped(type, of: entry.value) : type)
    }
    return .map(unifier.join(all: keys), unifier.join(all: values))
  }

  /// The type of a map key, which must be simple.
  private mutating func mapKey(_ type: ValueType, _ expr: Expr) -> ValueType {
    switch unifier.resolved(type) {
    case .bool, .int, .uint, .string, .dyn, .error:
      return unifier.substitute(type)
    case .parameter:
      _ = unifier.join(type, .dyn)
      return .dyn
    default:
      report(.wrongMapKey(describe(expr)), at: expr.range)
      return .error
    }
  }

  /// What an optional holds; anything else is reported.
  mutating func unwrapped(_ type: ValueType, of expr: Expr) -> ValueType {
    let resolved = unifier.resolved(type)
    if let wrapped = resolved.wrapped { return wrapped }
    switch resolved {
    case .dyn, .error: return resolved
    case .parameter:
      let wrapped = unifier.freshVariable()
      _ = unifier.join(resolved, .optional(wrapped))
      return wrapped
    default:
      report(.notOptional(describe(expr)), at: expr.range)
      return .error
    }
  }

  // MARK: Reporting

  /// Records a problem, up to the limit.
  mutating func report(_ problem: CheckProblem, at range: SourceRange) {
    guard findings.count < limits.problems else { return }
    findings.append(CheckFinding(problem: problem, range: range))
  }

  /// A visited part of the expression as a message mentions it.
  func describe(_ expr: Expr) -> CheckProblem.Operand {
    let type = types.indices.contains(expr.id) ? types[expr.id] : .error
    var operand = CheckProblem.Operand(
      text: text.excerpt(expr.range), range: expr.range, type: unifier.finalize(type),
      values: fields.last { $0.node == expr.id }?.declared.values ?? [])
    if case .literal(let value) = expr.kind { operand.literal = value }
    operand.textFields = textFields(of: operand.type)
    operand.isRelation = expr.operation.flatMap { Comparison($0) } != nil
    return operand
  }
}

extension TypeInference {
  /// The text fields of a record, or of the records in a list, with the strings they can be.
  private func textFields(of type: ValueType) -> [String: [String]] {
    switch type {
    case .list(let element): textFields(of: element)
    case .object(let name):
      (environment.objects[name]?.fields ?? [:]).filter { $0.value.type == .string }
        .mapValues(\.values)
    default: [:]
    }
  }
}
