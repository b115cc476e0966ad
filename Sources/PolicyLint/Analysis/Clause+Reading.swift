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
      if let path = checked.attribute(askedForBy: node) {
        paths.append(SessionSchema.canonicalPath(path))
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
