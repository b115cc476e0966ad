import PolicyCEL
import SessionPolicy

extension Clause {
  /// Every attribute that the clause reads, by its one name.
  var readPaths: [AttributePath] {
    var paths: [AttributePath] = []
    visit(expr) { node in
      if case .variable = checked.references[node.id] { return }
      paths += checked.paths(of: node)
    }
    return paths
  }

  /// Every node of the clause, outermost first.
  func visit(_ expr: Expr, _ body: (Expr) -> Void) {
    body(expr)
    for child in expr.children { visit(child, body) }
  }
}

extension CheckedExpression {
  /// The attributes that a node reads or asks for, in whatever way, by their one names.
  func paths(of node: Expr) -> [AttributePath] {
    [attribute(of: node), attribute(askedForBy: node), attribute(optionallyReadBy: node)]
      .compactMap { $0.map { SessionSchema.canonicalPath($0) } }
  }
}
