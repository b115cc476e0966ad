import PolicyDiagnostics

extension Parser {
  /// Enters the arguments of a method, which may be a macro.
  mutating func openMethod(_ name: Expr.Name, _ target: Operand) {
    guard usesMacros, let macro = Expr.Comprehension.Macro(named: name.text),
      macro != .bind || target.isNamespace("cel")
    else {
      open(.call(name, target: target, start: target.outer.start, macro: nil))
      return
    }
    // The name space is no node of the tree.
    if macro == .bind { nodeCount = target.expr.id }
    var variables: [Expr.Name] = []
    while variables.count < macro.variableCounts.upperBound {
      let place = 2 * variables.count + 1
      let token = lookAhead(place)
      guard case .identifier(let word) = token.kind, lookAhead(place + 1).symbol == .comma else {
        break
      }
      variables.append(Expr.Name(word, at: token.range))
    }
    open(
      .call(
        name, target: target, start: target.outer.start,
        macro: .binding(macro, variables: variables)))
    advance(2 * variables.count)
  }

  /// Makes the node of a macro whose arguments were read.
  mutating func makeMacro(
    _ macro: MacroCall, _ name: Expr.Name, _ target: Operand?, _ frame: Frame, range: SourceRange,
    isFailed: Bool
  ) -> Operand {
    switch macro {
    case .has:
      makeHas(name, frame, range: range, isFailed: isFailed)
    case .binding(let macro, let variables):
      makeComprehension(
        macro, name, variables, target, frame.elements.map(\.value), range: range,
        isFailed: isFailed)
    }
  }

  /// Makes a presence test of its argument, which must be a selection.
  private mutating func makeHas(
    _ name: Expr.Name, _ frame: Frame, range: SourceRange, isFailed: Bool
  ) -> Operand {
    guard frame.elements.count == 1, let argument = frame.elements.first?.value else {
      if !isFailed {
        report(
          "`has` takes one field, but here are \(frame.elements.count) arguments", at: range,
          help: "write `has(a.b)`, and join several with `&&`")
      }
      return .failed(at: range)
    }
    if !isFailed, case .identifier(let name, isRooted: false) = argument.expr.kind,
      let record = shortNames[name]
    {
      // The variable was the last node made; the record stands in its place.
      let operand = Expr(
        id: argument.expr.id, range: argument.expr.range,
        kind: .identifier(record, isRooted: false))
      return makeNode(
        .has(operand: operand, field: Expr.Name(name, at: argument.expr.range)), range: range,
        above: argument.height, at: argument.expr.range)
    }
    guard !isFailed, case .select(let operand, let field, false) = argument.expr.kind else {
      if !isFailed { reportHas(argument) }
      return .failed(at: range)
    }
    // The selection was the last node made; the test stands in its place.
    nodeCount = argument.expr.id
    return makeNode(
      .has(operand: operand, field: field), range: range, above: argument.height - 1,
      at: name.range)
  }

  /// Tells why `has` cannot test its argument.
  private mutating func reportHas(_ argument: Operand) {
    let text = source.excerpt(of: argument.outer)
    let help =
      switch argument.expr.kind {
      case .select(let operand, let field, _):
        "write `\(excerpt(operand)).?\(field.text).hasValue()`, or `has` with a plain `.`"
      case .index(let operand, let key, _):
        "write `\(excerpt(key)) in \(excerpt(operand))` to ask for a key"
      case .identifier:
        "write `has(\(text).field)`; a name by itself is always there"
      default:
        "write `has(a.b)` to ask whether `a` has the field `b`"
      }
    report("`has` asks for a field, and `\(text)` selects none", at: argument.outer, help: help)
  }

  private func excerpt(_ expr: Expr) -> String { source.excerpt(of: expr.range) }

  /// Makes the node of a macro that binds variables.
  private mutating func makeComprehension(
    _ macro: Expr.Comprehension.Macro, _ name: Expr.Name, _ variables: [Expr.Name],
    _ target: Operand?, _ arguments: [Operand], range: SourceRange, isFailed: Bool
  ) -> Operand {
    guard let variable = variables.first, let target, !isFailed,
      macro.variableCounts.contains(variables.count), macro.accepts(arguments.count),
      variables.count < 2 || variables[0].text != variables[1].text
    else {
      if !isFailed { reportMacro(macro, name, variables, arguments) }
      return .failed(at: range)
    }
    var operands = arguments
    let body = operands.removeLast()
    let ranged = macro == .bind ? operands.removeFirst() : target
    let filter = operands.first
    return makeNode(
      .comprehension(
        Expr.Comprehension(
          macro: macro, name: name, range: ranged.expr, variable: variable,
          valueVariable: variables.dropFirst().first, filter: filter?.expr, body: body.expr)),
      range: range, above: max(ranged.height, body.height, filter?.height ?? -1), at: name.range)
  }

  /// Tells what the arguments of a macro should be.
  private mutating func reportMacro(
    _ macro: Expr.Comprehension.Macro, _ name: Expr.Name, _ variables: [Expr.Name],
    _ arguments: [Operand]
  ) {
    let count = arguments.count + variables.count
    let needed = macro.variableCounts.first { variables.count < $0 && macro.accepts(count - $0) }
    if variables.count == 2, variables[0].text == variables[1].text {
      report(
        "`\(name.text)` binds two variables, and both are called `\(variables[1].text)`",
        at: variables[1].range, help: "give them two names: `\(macro.usage)`")
    } else if let needed, let first = arguments.first {
      report(
        "`\(name.text)` binds \(needed == 1 ? "a variable" : "two variables"), and "
          + "`\(source.excerpt(of: first.outer))` cannot name one",
        at: first.outer,
        help: "begin with \(needed == 1 ? "a plain name" : "two plain names"): `\(macro.usage)`")
    } else {
      report(
        "`\(name.text)` takes \(macro.arguments), but here "
          + (count == 1 ? "is 1 argument" : "are \(count) arguments"),
        at: name.range, help: "write `\(macro.usage)`")
    }
  }
}

extension Parser.Operand {
  /// Whether it is a plain name, without parentheses around it.
  fileprivate func isNamespace(_ name: String) -> Bool {
    guard case .identifier(name, isRooted: false) = expr.kind else { return false }
    return !isFailed && outer == expr.range
  }
}

extension Expr.Comprehension.Macro {
  /// Whether it takes so many arguments after its variables.
  fileprivate func accepts(_ count: Int) -> Bool {
    switch self {
    case .all, .exists, .existsOne, .filter, .sortBy, .optMap, .optFlatMap: count == 1
    case .map, .transformList, .transformMap, .transformMapEntry: count == 1 || count == 2
    case .bind: count == 2
    }
  }

  /// What it takes, in words.
  fileprivate var arguments: String {
    switch self {
    case .all, .exists, .existsOne: "a variable or two and a condition"
    case .filter: "a variable and a condition"
    case .map: "a variable, perhaps a condition, and an expression"
    case .transformList, .transformMap: "two variables, perhaps a condition, and an expression"
    case .transformMapEntry: "two variables, perhaps a condition, and a map"
    case .sortBy, .optMap, .optFlatMap: "a variable and an expression"
    case .bind: "a variable, its value and an expression"
    }
  }

  /// How it is written.
  fileprivate var usage: String {
    switch self {
    case .all, .exists, .existsOne, .filter: "list.\(rawValue)(x, x > 0)"
    case .map: "list.map(x, x * 2)"
    case .transformList: "list.transformList(i, x, x + i)"
    case .transformMap: "map.transformMap(k, v, v + 1)"
    case .transformMapEntry: "map.transformMapEntry(k, v, {v: k})"
    case .sortBy: "list.sortBy(x, x.field)"
    case .optMap: "value.optMap(x, x * 2)"
    case .optFlatMap: "value.optFlatMap(x, x.?field)"
    case .bind: "cel.bind(x, value, x * x)"
    }
  }
}
