/// Looks names up in the order CEL prescribes: innermost name space first.
///
/// With the container `A.B` the name `a.b` is tried as `A.B.a.b`, `A.a.b` and `a.b`. Variables and
/// functions are separate name spaces; a variable wins over a type of the same name.
struct NameResolution: Sendable {
  /// What a name stands for.
  enum Meaning: Sendable {
    case variable(String, ValueType)
    case type(ValueType)
  }

  /// A dotted name as it was written: an identifier followed by selections.
  struct QualifiedName: Sendable {
    /// The whole name.
    var name: String
    /// Its first component.
    var head: String
    /// Whether it began with a dot.
    var isRooted: Bool
  }

  /// Where names are declared.
  let environment: Environment
  /// What may stand before a name: `A.B.`, `A.`, and nothing.
  private let prefixes: [String]

  /// Prepares to look names up in an environment.
  init(environment: Environment) {
    self.environment = environment
    var components = environment.container.split(separator: ".")
    var prefixes: [String] = []
    while !components.isEmpty {
      prefixes.append(components.joined(separator: ".") + ".")
      components.removeLast()
    }
    self.prefixes = prefixes + [""]
  }

  /// The variable or type that a name stands for.
  func meaning(of name: String, isRooted: Bool) -> Meaning? {
    for prefix in isRooted ? [""] : prefixes {
      let candidate = prefix + name
      if let variable = environment.variables[candidate] {
        return .variable(candidate, variable.type)
      }
      if let type = ValueType.named[candidate] { return .type(type) }
    }
    return nil
  }

  /// The full name of the function that a name stands for.
  func function(named name: String, isRooted: Bool) -> String? {
    (isRooted ? [""] : prefixes).lazy.map { $0 + name }.first { environment.functions[$0] != nil }
  }

  /// The meaning of a whole chain of selections, when no macro binds its first component.
  func meaning(of expr: Expr, locals: some Sequence<String>) -> Meaning? {
    guard let qualified = Self.qualifiedName(of: expr), !qualified.isBound(by: locals) else {
      return nil
    }
    return meaning(of: qualified.name, isRooted: qualified.isRooted)
  }

  /// The full name of the function that a call names.
  ///
  /// `math.greatest(a, b)` is written like a call on a target; it is one of a name-spaced function
  /// when that is declared and no macro binds `math`.
  ///
  /// - Returns: The name, and whether the target is part of it; `nil` for a method or an unknown name.
  func function(
    called name: String, on target: Expr?, locals: some Sequence<String>
  ) -> String? {
    guard let target else { return function(named: name, isRooted: false) }
    guard let qualified = Self.qualifiedName(of: target), !qualified.isBound(by: locals) else {
      return nil
    }
    return function(named: "\(qualified.name).\(name)", isRooted: qualified.isRooted)
  }

  /// The field of a record that a variable or an attribute leads to.
  func attribute(
    _ field: String, of reference: CheckedExpression.Reference?, type: ValueType
  ) -> (path: AttributePath, field: ObjectType.Field)? {
    guard case .object(let name) = type,
      let field = environment.objects[name]?.fields[field].map({
        (field, $0)
      })
    else { return nil }
    switch reference {
    case .variable(let variable):
      return (AttributePath([variable, field.0]), field.1)
    case .attribute(let path):
      return (path.appending(field.0), field.1)
    case .local, .type, nil:
      return nil
    }
  }

  /// The dotted name that an expression is, if it is one.
  static func qualifiedName(of expr: Expr) -> QualifiedName? {
    var components: [String] = []
    var current = expr
    while true {
      switch current.kind {
      case .identifier(let head, let isRooted):
        var name = head
        for component in components.reversed() {
          name += "."
          name += component
        }
        return QualifiedName(name: name, head: head, isRooted: isRooted)
      case .select(let operand, let field, isOptional: false)
      where !field.text.utf8.contains(UInt8(ascii: ".")):
        components.append(field.text)
        current = operand
      default:
        return nil
      }
    }
  }
}

extension NameResolution.QualifiedName {
  /// Whether the name begins with a variable that a macro binds; a leading dot looks past those.
  func isBound(by locals: some Sequence<String>) -> Bool {
    !isRooted && locals.contains(head)
  }
}
