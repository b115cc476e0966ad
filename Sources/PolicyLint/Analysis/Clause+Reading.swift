import PolicyCEL
import SessionPolicy

extension Clause {
  /// Every attribute that the clause reads, by its one name.
  var readPaths: [AttributePath] {
    var paths: [AttributePath] = []
    visit(expr) { node in
      if case .attribute(let path) = checked.references[node.id] {
        paths.append(SessionSchema.canonicalPath(path))
      }
      if case .has(let operand, let field) = node.kind {
        switch checked.references[operand.id] {
        case .variable(let name): paths.append(AttributePath([name, field.text]))
        case .attribute(let path):
          paths.append(SessionSchema.canonicalPath(path.appending(field.text)))
        default: break
        }
      }
    }
    return paths
  }

  /// Every node of the clause, outermost first.
  func visit(_ expr: Expr, _ body: (Expr) -> Void) {
    body(expr)
    for child in expr.children { visit(child, body) }
  }
}
