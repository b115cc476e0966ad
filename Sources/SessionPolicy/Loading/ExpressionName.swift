import PolicyCEL
import PolicyDiagnostics

/// Names as expressions write them.
enum ExpressionName {
  /// Whether a text is a name that an expression can give a variable.
  static func isIdentifier(_ text: String) -> Bool {
    components(of: text)?.count == 1
  }

  /// The names in a path such as `context.risk`; `nil` for any other text.
  static func components(of text: String) -> [String]? {
    guard text.utf8.count <= 500, var expr = ExpressionParser.parse(text).value?.root else {
      return nil
    }
    var components: [String] = []
    while case .select(let operand, let field, isOptional: false) = expr.kind {
      components.insert(field.text, at: 0)
      expr = operand
    }
    guard case .identifier(let root, isRooted: false) = expr.kind else { return nil }
    components.insert(root, at: 0)
    return components.joined(separator: ".").hasSameBytes(as: text) ? components : nil
  }
}
