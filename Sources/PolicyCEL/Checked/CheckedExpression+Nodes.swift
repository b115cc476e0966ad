/// What is known of single nodes.
extension CheckedExpression {
  /// The type of a node; `dyn` for a part of a longer name, such as `math` in `math.abs(x)`.
  package func type(of expr: Expr) -> ValueType {
    types.indices.contains(expr.id) ? types[expr.id] : .dyn
  }

  /// The variable that a node names, by its full name, and its declaration.
  func variable(of expr: Expr) -> (name: String, declaration: Variable)? {
    guard case .variable(let name) = references[expr.id] else { return nil }
    return environment.variables[name].map { (name, $0) }
  }

  /// The attribute that a node reads, if it reads one: an input, or a field reached through records.
  package func attribute(of expr: Expr) -> AttributePath? {
    if case .attribute(let path) = references[expr.id] { return path }
    guard let (name, declaration) = variable(of: expr), case .input = declaration.origin else {
      return nil
    }
    return AttributePath([name])
  }

  /// The attribute whose presence a node asks for, as `has(session.aal)` does.
  package func attribute(askedForBy expr: Expr) -> AttributePath? {
    guard case .has(let operand, let field) = expr.kind, case .object = type(of: operand) else {
      return nil
    }
    return attribute(of: operand)?.appending(field.text)
  }

  /// The attribute that a node reads as an optional, as `context.?risk` does.
  package func attribute(optionallyReadBy expr: Expr) -> AttributePath? {
    guard case .select(let operand, let field, isOptional: true) = expr.kind,
      case .object = type(of: operand)
    else { return nil }
    return attribute(of: operand)?.appending(field.text)
  }

  /// The declaration of the record field that a node selects or asks for, through an optional too.
  package func field(of expr: Expr) -> ObjectType.Field? {
    switch expr.kind {
    case .select(let operand, let field, _), .has(let operand, let field):
      let record = type(of: operand)
      guard case .object(let name) = record.wrapped ?? record else { return nil }
      return environment.objects[name]?.fields[field.text]
    default:
      return nil
    }
  }

  /// The declaration of the field at the end of an attribute's path; `nil` for a variable.
  package func field(at path: AttributePath) -> ObjectType.Field? { environment.field(at: path) }

  /// The named expression that a node stands for.
  package func definition(of expr: Expr) -> (name: String, expression: CheckedExpression)? {
    guard let (name, declaration) = variable(of: expr),
      case .definition(let checked) = declaration.origin
    else { return nil }
    return (name, checked)
  }

  /// The value that a node is as it is written: a literal, or the name of a constant.
  package func literal(of expr: Expr) -> Value? {
    if case .literal(let value) = expr.kind { return value }
    guard let (_, declaration) = variable(of: expr), case .constant(let value) = declaration.origin
    else { return nil }
    return value
  }

  /// Whether a node is the instant of evaluation.
  package func isNow(_ expr: Expr) -> Bool {
    guard let (_, declaration) = variable(of: expr), case .now = declaration.origin else {
      return false
    }
    return true
  }

  /// The full name of the function that a node calls, and its operands, target first.
  ///
  /// The target of a name-spaced function is a part of its name and no operand.
  package func call(of expr: Expr) -> (function: String, operands: [Expr])? {
    switch expr.kind {
    case .unary(let operation, let operand): return (operation.function, [operand])
    case .binary(let operation, let left, let right): return (operation.function, [left, right])
    case .choice(let condition, let yes, let no):
      return (Operator.choice.function, [condition, yes, no])
    case .call(let function, let target, let arguments):
      let name = functions[expr.id] ?? function.text
      guard let target, name == function.text else { return (name, arguments) }
      return (name, [target] + arguments)
    default: return nil
    }
  }
}
