import PolicyDiagnostics

// What to say about a name that nothing declares.

extension TypeInference {
  /// The problem with an identifier.
  func undefined(_ name: String) -> CheckProblem {
    let known = locals.map(\.name) + environment.variables.keys
    let foreign = ForeignNames.constants[name].map { [$0] } ?? []
    return .undefinedName(
      name, isText: isDomainValue(name),
      near: foreign.isEmpty ? nearestNames(to: name, among: known) : foreign,
      elsewhere: paths(endingIn: name, notIn: nil), known: environment.variables.keys.sorted())
  }

  /// The problem with a field that a record does not have.
  func unknownAttribute(
    _ field: String, of operand: Expr, _ record: ObjectType
  ) -> CheckProblem {
    .unknownAttribute(
      field, of: text.excerpt(operand.range),
      near: nearestNames(to: field, among: record.fields.keys),
      elsewhere: paths(endingIn: field, notIn: record.name), known: record.fields.keys.sorted())
  }

  /// The problem with an input record that is used as a value.
  ///
  /// The host supplies the attributes of such a record one by one, and there is nothing that holds
  /// them all.
  func wholeRecord(_ expr: Expr, _ type: ValueType) -> CheckProblem? {
    guard case .object(let name) = type, case .variable(let variable) = references[expr.id],
      case .input = environment.variables[variable]?.origin
    else { return nil }
    let fields = environment.objects[name]?.fields.keys.sorted() ?? []
    return .wholeRecord(variable, attributes: fields.prefix(2).map { "\(variable).\($0)" })
  }

  /// The problem with a function that nothing declares.
  func unknownFunction(_ name: String, _ arguments: [Expr]) -> CheckProblem {
    if names.meaning(of: name, isRooted: false) != nil
      || locals.contains(where: { $0.name == name })
    {
      return .valueCalled(name)
    }
    return .unknownFunction(
      name, isMethod: false, arguments: arguments.map { text.excerpt($0.range) },
      near: similarFunctions(to: name), known: callable)
  }

  /// The problem with a method that nothing declares, on a value of a type.
  mutating func unknownMethod(
    _ name: String, on target: Expr, of type: ValueType, _ arguments: [Expr]
  ) -> CheckProblem {
    let operands = [target] + arguments
    return .unknownFunction(
      name, isMethod: true, arguments: operands.map { text.excerpt($0.range) },
      near: similarFunctions(to: name), known: callable(on: type))
  }

  /// The problem with `math.abz(x)`: a name in a name space that holds only functions, or in one that
  /// another language has.
  func unknownQualifiedFunction(
    _ name: String, on target: Expr, _ arguments: [Expr]
  ) -> CheckProblem? {
    guard let qualified = NameResolution.qualifiedName(of: target),
      !qualified.isBound(by: locals.lazy.map(\.name)),
      names.meaning(of: qualified.head, isRooted: qualified.isRooted) == nil
    else { return nil }
    let prefix = qualified.name + "."
    let members =
      environment.functions[name] == nil
      ? environment.functions.declarations.keys.filter { $0.hasPrefix(prefix) } : []
    guard !members.isEmpty || ForeignNames.spaces.contains(qualified.name) else { return nil }
    return .unknownFunction(
      prefix + name, isMethod: false, arguments: arguments.map { text.excerpt($0.range) },
      near: nearestNames(to: prefix + name, among: members),
      known: members.isEmpty
        ? callable
        : CheckProblem.Callable(
          owner: "`\(qualified.name)`",
          names: members.sorted().map { String($0.dropFirst(prefix.count)) }))
  }

  /// The problem with a method called like a function, or the reverse.
  func wrongStyle(_ name: String, _ target: Expr?, _ arguments: [Expr]) -> CheckProblem {
    let arguments = arguments.map { text.excerpt($0.range) }
    guard let target else { return .methodCalledAsFunction(name, arguments: arguments) }
    return .functionCalledAsMethod(
      name, target: text.excerpt(target.range), arguments: arguments)
  }

  /// How a function may be called, for people.
  func signatures(of name: String, _ overloads: [FunctionDeclaration.Overload]) -> [String] {
    overloads.map { overload in
      let parameters = overload.parameters.map(\.description)
      guard overload.isMember, let target = parameters.first else {
        return "\(name)(\(parameters.joined(separator: ", ")))"
      }
      return "\(target).\(name)(\(parameters.dropFirst().joined(separator: ", ")))"
    }
  }

  private func similarFunctions(to name: String) -> [String] {
    let callable = environment.functions.declarations.keys.filter { $0.first?.isLetter == true }
    return nearestNames(to: name, among: callable + ["has"] + Expr.Comprehension.Macro.words)
  }

  /// The functions that are called on nothing.
  private var callable: CheckProblem.Callable {
    let functions = environment.functions.declarations.values.filter { declaration in
      declaration.name.first?.isLetter == true
        && declaration.overloads.contains { !$0.isMember }
    }.map(\.name)
    return CheckProblem.Callable(
      names: (functions.filter { !$0.contains(".") } + ["has"]).sorted(),
      spaces: Set(
        functions.compactMap { $0.split(separator: ".").dropLast().first.map(String.init) }
      )
      .union(["cel"]).sorted())
  }

  /// The methods of values of a type; `nil` where the type does not tell.
  private mutating func callable(on type: ValueType) -> CheckProblem.Callable? {
    let type = unifier.resolved(type)
    var macros: [Expr.Comprehension.Macro] = []
    switch type {
    case .dyn, .error, .parameter, .object: return nil
    case .list: macros = Expr.Comprehension.Macro.allCases.filter(\.isLoop)
    case .map: macros = Expr.Comprehension.Macro.allCases.filter { $0.isLoop && $0 != .sortBy }
    case .abstract("optional_type", _): macros = [.optMap, .optFlatMap]
    default: break
    }
    var names = Set(macros.map(\.rawValue))
    for declaration in environment.functions.declarations.values {
      for overload in declaration.overloads where overload.isMember {
        guard let target = overload.parameters.first else { continue }
        let mark = unifier.mark
        var variables: [String: ValueType] = [:]
        if unifier.join(target.instantiated(&variables, by: &unifier), type) != nil {
          names.insert(declaration.name)
        }
        unifier.rollBack(to: mark)
      }
    }
    return CheckProblem.Callable(owner: unifier.finalize(type).phrase, names: names.sorted())
  }

  /// Whether some declared field can have this text as its value.
  private func isDomainValue(_ text: String) -> Bool {
    environment.objects.values.contains { record in
      record.fields.values.contains { $0.values.contains { $0.hasSameBytes(as: text) } }
    }
  }

  /// The shortest paths, at most two, that end in a field; those of one record may be left out.
  private func paths(endingIn field: String, notIn excluded: String?) -> [String] {
    var found: [AttributePath] = []
    var level: [(path: AttributePath, record: String)] = environment.variables.keys.sorted()
      .compactMap {
        guard case .object(let record) = environment.variables[$0]?.type else { return nil }
        return (AttributePath([$0]), record)
      }
    var steps = 0
    while !level.isEmpty, found.count < 2, steps < 4 {
      steps += 1
      var next: [(path: AttributePath, record: String)] = []
      for (path, name) in level.prefix(100) {
        guard let record = environment.objects[name] else { continue }
        if name != excluded, record.fields[field] != nil { found.append(path.appending(field)) }
        for (inner, declared) in record.fields.sorted(by: { $0.key < $1.key }) {
          if case .object(let type) = declared.type { next.append((path.appending(inner), type)) }
        }
      }
      level = next
    }
    return found.prefix(2).map(\.description)
  }
}
