import PolicyDiagnostics

extension TypeInference {
  /// The type of an operator with its operands.
  mutating func operation(_ operation: Operator, _ operands: [Expr], _ expr: Expr) -> ValueType {
    switch operation {
    case .not:
      let areBool = operands.map { requireBool($0, role: .operand(operation.symbol)) }
      return areBool.allSatisfy { $0 } ? .bool : .error
    case .and, .or:
      for operand in operands { requireBool(operand, role: .operand(operation.symbol)) }
      return .bool
    default:
      for operand in operands { visit(operand) }
      let place = Expr.Name(operation.function, at: expr.range)
      return result(of: operation.function, place, nil, operands, expr)
    }
  }

  /// The type of a call of a function or method.
  mutating func call(
    _ function: Expr.Name, on target: Expr?, _ arguments: [Expr], _ expr: Expr
  ) -> ValueType {
    let scope = locals.lazy.map(\.name)
    if let name = names.function(called: function.text, on: target, locals: scope) {
      functions[expr.id] = name
      for argument in arguments { visit(argument) }
      return result(of: name, function, nil, arguments, expr)
    }
    functions[expr.id] = function.text
    guard let target else {
      for argument in arguments { visit(argument) }
      report(unknownFunction(function.text, arguments), at: function.range)
      return .error
    }
    if let problem = unknownQualifiedFunction(function.text, on: target, arguments) {
      for argument in arguments { visit(argument) }
      report(problem, at: target.range.union(function.range))
      return .error
    }
    // A method that does not exist is the cause to tell, whatever it is called on.
    let type = visit(target, isSelectedFrom: environment.functions[function.text] == nil)
    guard environment.functions[function.text] == nil else {
      for argument in arguments { visit(argument) }
      return result(of: function.text, function, target, arguments, expr)
    }
    visitUnknown(arguments)
    if unifier.resolved(type) != .error {
      report(unknownMethod(function.text, on: target, of: type, arguments), at: function.range)
    }
    return .error
  }

  /// Visits the arguments of an unknown method, which may be a macro of another language.
  private mutating func visitUnknown(_ arguments: [Expr]) {
    var rest = arguments[...]
    let scope = locals.count
    if arguments.count > 1, case .identifier(let name, isRooted: false) = arguments[0].kind,
      names.meaning(of: name, isRooted: false) == nil
    {
      locals.append(Local(name: name, type: .error))
      rest = rest.dropFirst()
    }
    for argument in rest { visit(argument) }
    locals.removeSubrange(scope...)
  }

  /// Visits an operand that has to be a bool, and tells whether it is.
  @discardableResult
  mutating func requireBool(_ expr: Expr, role: CheckProblem.BoolRole) -> Bool {
    let type = visit(expr)
    if unifier.join(.bool, type) != nil { return true }
    report(.notABool(describe(expr), role: role), at: expr.range)
    return false
  }

  /// The type of `condition ? yes : no`.
  mutating func choice(_ condition: Expr, _ yes: Expr, _ no: Expr) -> ValueType {
    requireBool(condition, role: .choice)
    let (left, right) = (visit(yes), visit(no))
    guard let joined = unifier.join(left, right) else {
      report(.differentBranches(describe(yes), describe(no)), at: yes.range.union(no.range))
      return .error
    }
    return unifier.substitute(joined)
  }

  // MARK: Overloads

  /// The type of the result of a function whose arguments were visited.
  private mutating func result(
    of name: String, _ function: Expr.Name, _ target: Expr?, _ arguments: [Expr], _ expr: Expr
  ) -> ValueType {
    guard let declaration = environment.functions[name] else { return .error }
    let operands = (target.map { [$0] } ?? []) + arguments
    let types = argumentTypes(declaration, operands)
    if let problem = comparisonWithNull(expr) {
      report(problem, at: expr.range)
      return .bool
    }

    let sameStyle = declaration.overloads.filter { $0.isMember == (target != nil) }
    guard !sameStyle.isEmpty else {
      report(wrongStyle(name, target, arguments), at: function.range)
      return .error
    }
    let sameCount = sameStyle.filter { $0.parameters.count == types.count }
    guard !sameCount.isEmpty else {
      report(
        .wrongArgumentCount(
          name,
          accepted: Set(sameStyle.map { $0.parameters.count - ($0.isMember ? 1 : 0) }).sorted(),
          given: arguments.count, signatures: signatures(of: name, sameStyle)),
        at: function.range)
      return .error
    }
    if let result = unambiguousResult(of: sameCount, types) { return result }

    if !types.contains(where: { unifier.resolved($0) == .error }) {
      let problem = mismatch(name, operands, sameStyle)
      report(problem, at: place(of: problem, operands, in: expr))
    }
    return expr.operation?.isRelation == true ? .bool : .error
  }

  /// What the overloads that fit leave: their common result type, `dyn` for several, `nil` for none.
  private mutating func unambiguousResult(
    of overloads: [FunctionDeclaration.Overload], _ types: [ValueType]
  ) -> ValueType? {
    let possible = overloads.filter { overload in
      zip(overload.parameters, types).allSatisfy { $0.mayFit($1) }
    }
    var results: [ValueType] = []
    var chosen: FunctionDeclaration.Overload?
    for overload in possible {
      let mark = unifier.mark
      if let result = apply(overload, to: types) {
        if possible.count == 1 { return result }
        results.append(result)
        chosen = overload
      }
      unifier.rollBack(to: mark)
    }
    guard let first = results.first, let chosen else { return nil }
    if results.count == 1 { return apply(chosen, to: types) }
    return results.dropFirst().allSatisfy { $0 == first } ? first : .dyn
  }

  /// The result type of an overload for argument types; `nil` when they do not fit.
  private mutating func apply(
    _ overload: FunctionDeclaration.Overload, to types: [ValueType]
  ) -> ValueType? {
    var variables: [String: ValueType] = [:]
    for (parameter, type) in zip(overload.parameters, types) {
      let expected = parameter.instantiated(&variables, by: &unifier)
      guard unifier.join(expected, type) != nil else { return nil }
    }
    return unifier.substitute(overload.result.instantiated(&variables, by: &unifier))
  }

  /// The types that signatures are compared with.
  private mutating func argumentTypes(
    _ declaration: FunctionDeclaration, _ operands: [Expr]
  ) -> [ValueType] {
    let types = operands.map { typeSoFar(of: $0) }
    guard declaration.gathersArguments, declaration.implementations[types.count] != nil,
      declaration.overloads.allSatisfy({ $0.parameters.count < types.count })
    else { return types }
    return [.list(unifier.join(all: types))]
  }

  private func typeSoFar(of expr: Expr) -> ValueType {
    types.indices.contains(expr.id) ? types[expr.id] : .error
  }
}
