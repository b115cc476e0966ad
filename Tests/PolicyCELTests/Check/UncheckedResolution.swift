@testable import PolicyCEL

extension ExpressionChecker {
  /// Resolves the names of an expression and leaves its types open.
  ///
  /// Names mean the same as in a checked expression. What cannot be resolved is left without an
  /// entry and fails when it is evaluated, so that `&&` and `||` can absorb it.
  ///
  /// - Returns: The expression with every type `dyn`.
  static func resolve(
    _ expression: ParsedExpression, in environment: Environment
  ) -> CheckedExpression {
    var resolver = UncheckedResolver(names: NameResolution(environment: environment))
    resolver.visit(expression.root)
    return CheckedExpression(
      expression: expression, environment: environment,
      types: Array(repeating: .dyn, count: max(expression.nodeCount, 1)),
      references: resolver.references, functions: resolver.functions)
  }
}

/// Walks a tree and notes what its names stand for.
private struct UncheckedResolver {
  let names: NameResolution
  var references = NodeTable<CheckedExpression.Reference>()
  var functions = NodeTable<String>()
  var locals: [String] = []

  /// Resolves a node and everything under it.
  ///
  /// - Returns: The declared type of what a variable or an attribute leads to, for the next selection.
  @discardableResult
  mutating func visit(_ expr: Expr) -> ValueType {
    switch expr.kind {
    case .identifier(let name, isRooted: false) where locals.contains(name):
      references[expr.id] = .local(name)
      return .dyn
    case .identifier:
      return note(names.meaning(of: expr, locals: locals), at: expr) ?? .dyn
    case .select(let operand, let field, let isOptional):
      if !isOptional, let type = note(names.meaning(of: expr, locals: locals), at: expr) {
        return type
      }
      let type = visit(operand)
      guard !isOptional,
        let found = names.attribute(field.text, of: references[operand.id], type: type)
      else { return .dyn }
      references[expr.id] = .attribute(found.path)
      return found.field.type
    case .call(let function, let target, let arguments):
      let named = names.function(called: function.text, on: target, locals: locals)
      functions[expr.id] = named ?? function.text
      if named == nil, let target { visit(target) }
      for argument in arguments { visit(argument) }
      return .dyn
    case .comprehension(let comprehension):
      visit(comprehension.range)
      let scope = locals.count
      locals += comprehension.variables.map(\.text)
      if let filter = comprehension.filter { visit(filter) }
      visit(comprehension.body)
      locals.removeSubrange(scope...)
      return .dyn
    case .literal, .has, .index, .unary, .binary, .choice, .list, .map, .message:
      for child in expr.children { visit(child) }
      return .dyn
    }
  }

  /// Records a meaning; `nil` when there is none.
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
}
