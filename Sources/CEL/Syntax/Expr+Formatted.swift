extension ParsedExpression {
  /// The expression in its normal form; see ``Expr/formatted``.
  public var formatted: String { root.formatted }
}

extension Expr {
  /// The expression as text: one space around operators, double quotes, and only the parentheses that
  /// its meaning needs. Parsing the text gives the same tree again.
  public var formatted: String { ExprFormatter.text(of: self, within: 0) }
}

/// Prints trees by the precedence of their operators.
private enum ExprFormatter {
  /// How tightly a node binds; 0 is the conditional, 8 a primary.
  static func precedence(_ expr: Expr) -> Int {
    switch expr.kind {
    case .call(let function, nil, let arguments):
      switch (function.text, arguments.count) {
      case ("_?_:_", 3): 0
      case ("_||_", 2): 1
      case ("_&&_", 2): 2
      case ("_+_", 2), ("_-_", 2): 4
      case ("_*_", 2), ("_/_", 2), ("_%_", 2): 5
      case ("!_", 1), ("-_", 1): 6
      case (let name, 2) where relations[name] != nil: 3
      default: 8
      }
    case .literal(.int(let number)) where number < 0: 6
    case .literal(.double(let number)) where number.sign == .minus: 6
    default: 8
    }
  }

  static let relations = [
    "_<_": "<", "_<=_": "<=", "_>_": ">", "_>=_": ">=", "_==_": "==", "_!=_": "!=", "@in": "in",
  ]

  /// The text of a node where only nodes that bind at least as tightly may stand bare.
  static func text(of expr: Expr, within level: Int) -> String {
    let text = bare(expr)
    return precedence(expr) < level ? "(" + text + ")" : text
  }

  private static func bare(_ expr: Expr) -> String {
    switch expr.kind {
    case .literal(.double(let number)): return number.literalText
    case .literal(let value): return value.description
    case .identifier(let name, let isRooted): return isRooted ? "." + name : name
    case .select(let operand, let field, let isOptional):
      return text(of: operand, within: 7) + (isOptional ? ".?" : ".") + fieldName(field.text)
    case .index(let operand, let key, let isOptional):
      return text(of: operand, within: 7) + (isOptional ? "[?" : "[") + text(of: key, within: 0)
        + "]"
    case .has(let operand, let field):
      return "has(" + text(of: operand, within: 7) + "." + fieldName(field.text) + ")"
    case .call(let function, let target, let arguments):
      return call(expr, function.text, target, arguments)
    case .list(let elements):
      return "[" + elements.map { ($0.isOptional ? "?" : "") + text(of: $0.value, within: 0) }
        .joined(separator: ", ") + "]"
    case .map(let entries): return "{" + self.entries(entries) { text(of: $0, within: 0) } + "}"
    case .message(let name, let entries):
      return name + "{"
        + self.entries(entries) { key in
          if case .literal(.string(let field)) = key.kind { return field }
          return text(of: key, within: 0)
        } + "}"
    case .comprehension(let comprehension): return self.comprehension(comprehension)
    }
  }

  private static func call(
    _ expr: Expr, _ name: String, _ target: Expr?, _ arguments: [Expr]
  ) -> String {
    if target == nil {
      let level = precedence(expr)
      switch (level, arguments.count) {
      case (0, 3):
        return text(of: arguments[0], within: 1) + " ? " + text(of: arguments[1], within: 1)
          + " : " + text(of: arguments[2], within: 0)
      case (1, 2), (2, 2):
        return arguments.map { text(of: $0, within: level) }
          .joined(separator: level == 1 ? " || " : " && ")
      case (3, 2), (4, 2), (5, 2):
        let mark = relations[name] ?? String(name.dropFirst().dropLast())
        return text(of: arguments[0], within: level) + " " + mark + " "
          + text(of: arguments[1], within: level + 1)
      case (6, 1):
        // A sign before a sign would be read as a pair of them.
        let operand = arguments[0]
        let mark = String(name.prefix(1))
        let isNumber: Bool
        switch operand.kind {
        case .literal(.int), .literal(.double): isNumber = mark == "-"
        default: isNumber = false
        }
        return mark + (isNumber ? "(" + bare(operand) + ")" : text(of: operand, within: 7))
      default: break
      }
    }
    let list = arguments.map { text(of: $0, within: 0) }.joined(separator: ", ")
    guard let target else { return name + "(" + list + ")" }
    return text(of: target, within: 7) + "." + name + "(" + list + ")"
  }

  private static func comprehension(_ comprehension: Expr.Comprehension) -> String {
    let body = text(of: comprehension.body, within: 0)
    let variable = comprehension.variable.text
    if comprehension.macro == .bind {
      return "cel.bind(\(variable), \(text(of: comprehension.range, within: 0)), \(body))"
    }
    let filter = comprehension.filter.map { text(of: $0, within: 0) + ", " } ?? ""
    return text(of: comprehension.range, within: 7)
      + ".\(comprehension.macro.rawValue)(\(variable), \(filter)\(body))"
  }

  private static func entries(
    _ entries: [Expr.MapEntry], key: (Expr) -> String
  ) -> String {
    entries.map { ($0.isOptional ? "?" : "") + key($0.key) + ": " + text(of: $0.value, within: 0) }
      .joined(separator: ", ")
  }

  private static func fieldName(_ name: String) -> String {
    let bytes = Array(name.utf8)
    let isPlain =
      (bytes.first?.isIdentifierStart ?? false) && bytes.allSatisfy(\.isIdentifierPart)
      && !Token.keywords.contains(name)
    return isPlain ? name : "`" + name + "`"
  }
}
