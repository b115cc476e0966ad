import Diagnostics

/// Calls, and the macros that look like calls.
extension Parser {
  /// Reads the arguments of a call and makes it a call or a macro.
  mutating func call(
    _ name: Expr.Name, on target: Expr?, isRooted: Bool = false
  ) throws(Failure) -> Expr {
    guard let arguments = try arguments() else { throw .reported }
    let range = SourceRange(target?.range.start ?? name.range.start, lastEnd)
    if macros, !isRooted, let macro = try macro(name, target, arguments, range) { return macro }
    let function = isRooted ? Expr.Name("." + name.text, at: name.range) : name
    return try make(
      .call(function: function, target: target, arguments: arguments), range,
      above: (target.map { [$0] } ?? []) + arguments)
  }

  private mutating func macro(
    _ name: Expr.Name, _ target: Expr?, _ arguments: [Expr], _ range: SourceRange
  ) throws(Failure) -> Expr? {
    guard let target else {
      guard name.text == "has" else { return nil }
      return try presence(name, arguments, range)
    }
    guard let macro = Expr.Comprehension.Macro(rawValue: name.text) else { return nil }
    switch macro {
    case .bind:
      guard case .identifier("cel", _) = target.kind else { return nil }
      guard arguments.count == 3 else {
        report(
          .macroArguments(macro: "cel.bind", expected: "a name, a value and an expression"),
          name.range)
        throw .reported
      }
      return try comprehension(
        macro, name, range: arguments[1], variable: arguments[0], body: arguments[2], range)
    case .map:
      guard (2...3).contains(arguments.count) else {
        report(
          .macroArguments(macro: "map", expected: "a name, an optional filter and an expression"),
          name.range)
        throw .reported
      }
      return try comprehension(
        macro, name, range: target, variable: arguments[0],
        filter: arguments.count == 3 ? arguments[1] : nil,
        body: arguments[arguments.count - 1], range)
    default:
      guard arguments.count == 2 else {
        report(
          .macroArguments(macro: name.text, expected: "a name and an expression"), name.range)
        throw .reported
      }
      return try comprehension(
        macro, name, range: target, variable: arguments[0], body: arguments[1], range)
    }
  }

  private mutating func presence(
    _ name: Expr.Name, _ arguments: [Expr], _ range: SourceRange
  ) throws(Failure) -> Expr {
    guard arguments.count == 1 else {
      report(.macroArguments(macro: "has", expected: "one field"), name.range)
      throw .reported
    }
    guard case .select(let operand, let field, false) = arguments[0].kind else {
      report(.hasNeedsSelection, arguments[0].range)
      throw .reported
    }
    return try make(.has(operand: operand, field: field), range, above: [operand])
  }

  private mutating func comprehension(
    _ macro: Expr.Comprehension.Macro, _ name: Expr.Name, range: Expr, variable: Expr,
    filter: Expr? = nil, body: Expr, _ whole: SourceRange
  ) throws(Failure) -> Expr {
    guard case .identifier(let word, false) = variable.kind else {
      report(.macroVariable(macro: name.text), variable.range)
      throw .reported
    }
    return try make(
      .comprehension(
        Expr.Comprehension(
          macro: macro, name: name, range: range, variable: Expr.Name(word, at: variable.range),
          filter: filter, body: body)),
      whole, above: [range, body] + (filter.map { [$0] } ?? []))
  }
}
