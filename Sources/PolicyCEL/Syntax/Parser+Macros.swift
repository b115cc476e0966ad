import PolicyDiagnostics

extension Parser {
  /// Enters the arguments of a method, which may be a macro.
  mutating func openMethod(_ name: Expr.Name, _ target: Operand) {
    guard usesMacros, let macro = Expr.Comprehension.Macro(rawValue: name.text),
      macro != .bind || target.isNamespace("cel")
    else {
      open(.call(name, target: target, start: target.outer.start, macro: nil))
      return
    }
    // The name space is no node of the tree.
    if macro == .bind { nodeCount = target.expr.id }
    var variable: Expr.Name?
    let first = lookAhead()
    if case .identifier(let word) = first.kind, lookAhead(2).symbol == .comma {
      variable = Expr.Name(word, at: first.range)
    }
    open(
      .call(
        name, target: target, start: target.outer.start,
        macro: .binding(macro, variable: variable)))
    if variable != nil { advance(2) }
  }

  /// Makes the node of a macro whose arguments were read.
  mutating func makeMacro(
    _ macro: MacroCall, _ name: Expr.Name, _ target: Operand?, _ frame: Frame, range: SourceRange,
    isFailed: Bool
  ) -> Operand {
    switch macro {
    case .has:
      makeHas(name, frame, range: range, isFailed: isFailed)
    case .binding(let macro, let variable):
      makeComprehension(
        macro, name, variable, target, frame.elements.map(\.value), range: range,
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

  /// Makes the node of a macro that binds a variable.
  private mutating func makeComprehension(
    _ macro: Expr.Comprehension.Macro, _ name: Expr.Name, _ variable: Expr.Name?,
    _ target: Operand?, _ arguments: [Operand], range: SourceRange, isFailed: Bool
  ) -> Operand {
    guard let variable, let target, macro.accepts(arguments.count), !isFailed else {
      if !isFailed { reportMacro(macro, name, variable, arguments) }
      return .failed(at: range)
    }
    var operands = arguments
    let body = operands.removeLast()
    let ranged = macro == .bind ? operands.removeFirst() : target
    let filter = operands.first
    return makeNode(
      .comprehension(
        Expr.Comprehension(
          macro: macro, name: name, range: ranged.expr, variable: variable, filter: filter?.expr,
          body: body.expr)),
      range: range, above: max(ranged.height, body.height, filter?.height ?? -1), at: name.range)
  }

  /// Tells what the arguments of a macro should be.
  private mutating func reportMacro(
    _ macro: Expr.Comprehension.Macro, _ name: Expr.Name, _ variable: Expr.Name?,
    _ arguments: [Operand]
  ) {
    let count = arguments.count + (variable == nil ? 0 : 1)
    if variable == nil, macro.accepts(count - 1), let first = arguments.first {
      report(
        "`\(name.text)` binds a variable, and `\(source.excerpt(of: first.outer))` cannot name one",
        at: first.outer, help: "begin with a plain name: `\(macro.usage)`")
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
  /// Whether it takes so many arguments after its variable.
  fileprivate func accepts(_ count: Int) -> Bool {
    switch self {
    case .all, .exists, .existsOne, .filter, .optMap, .optFlatMap: count == 1
    case .map: count == 1 || count == 2
    case .bind: count == 2
    }
  }

  /// What it takes, in words.
  fileprivate var arguments: String {
    switch self {
    case .all, .exists, .existsOne, .filter: "a variable and a condition"
    case .map: "a variable, perhaps a condition, and an expression"
    case .optMap, .optFlatMap: "a variable and an expression"
    case .bind: "a variable, its value and an expression"
    }
  }

  /// How it is written.
  fileprivate var usage: String {
    switch self {
    case .all, .exists, .existsOne, .filter: "list.\(rawValue)(x, x > 0)"
    case .map: "list.map(x, x * 2)"
    case .optMap: "value.optMap(x, x * 2)"
    case .optFlatMap: "value.optFlatMap(x, x.?field)"
    case .bind: "cel.bind(x, value, x * x)"
    }
  }
}
