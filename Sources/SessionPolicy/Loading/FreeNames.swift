import PolicyCEL

/// The names in an expression that no macro of it binds.
struct FreeNames {
  /// The names, each at its first place.
  private(set) var names: [Expr.Name] = []
  private var seen: Set<String> = []
  private var bound: [String] = []

  init(_ root: Expr) { visit(root) }

  private mutating func visit(_ expr: Expr) {
    switch expr.kind {
    case .identifier(let name, let isRooted):
      if isRooted || !bound.contains(name), seen.insert(name).inserted {
        names.append(Expr.Name(name, at: expr.range))
      }
    case .comprehension(let comprehension):
      visit(comprehension.range)
      let scope = bound.count
      bound += comprehension.variables.map(\.text)
      if let filter = comprehension.filter { visit(filter) }
      visit(comprehension.body)
      bound.removeSubrange(scope...)
    default:
      for child in expr.children { visit(child) }
    }
  }
}
