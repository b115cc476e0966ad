import PolicyCEL
import PolicyDiagnostics

/// Tells how to declare what an expression reads and nothing declares.
struct DeclarationAdvice {
  private let expression: ParsedExpression

  init(_ expression: ParsedExpression) { self.expression = expression }

  /// The diagnostic with advice, where there is any to give.
  func applied(to diagnostic: Diagnostic) -> Diagnostic {
    guard diagnostic.code == .unknownAttribute,
      let path = path(at: diagnostic.location.range, from: expression.root),
      let root = path.first, SessionSchema.openRoots.contains(root),
      root != SessionSchema.closedRoot
    else { return diagnostic }
    var diagnostic = diagnostic
    let written = path.joined(separator: ".")
    let advice = "declare it under `attributes:`, such as `\(written): string`"
    if let help = diagnostic.help, help.hasPrefix("did you mean") {
      // What a session has is known; what a context has, only its author knows.
      diagnostic.help = root == "context" ? "\(help) otherwise \(advice)" : help
    } else {
      diagnostic.help = advice
    }
    return diagnostic
  }

  /// The path that ends in the field at a place; `nil` if it does not begin with a name.
  private func path(at range: SourceRange, from expr: Expr) -> [String]? {
    switch expr.kind {
    case .select(let operand, let field, _), .has(let operand, let field):
      if expression.location(of: field.range).range == range {
        return components(operand).map { $0 + [field.text] }
      }
    default: break
    }
    for child in expr.children {
      if let path = path(at: range, from: child) { return path }
    }
    return nil
  }

  private func components(_ expr: Expr) -> [String]? {
    switch expr.kind {
    case .identifier(let name, _): [name]
    case .select(let operand, let field, isOptional: false):
      components(operand).map { $0 + [field.text] }
    default: nil
    }
  }
}
