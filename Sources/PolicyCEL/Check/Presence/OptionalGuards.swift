import PolicyDiagnostics

/// Finds reads of fields that may be absent and that nothing guards.
///
/// What is known to be present follows from the logic around a read: `has(x) && …`, `!has(x) || …`
/// and `has(x) ? … : …` guard, on either side of the operator, since `&&` and `||` absorb an error
/// when the other side decides. A field of a record that may be absent may be absent as well.
struct OptionalGuards {
  /// What is known where a part of a condition is evaluated: a set for each condition around it.
  struct Known {
    private var layers: [Set<String>]

    init(_ layers: [Set<String>]) { self.layers = layers }

    func contains(_ path: String) -> Bool { layers.contains { $0.contains(path) } }

    func union(_ paths: Set<String>) -> Known {
      paths.isEmpty ? self : Known(layers + [paths])
    }
  }

  private let checked: CheckedExpression
  private let text: ExpressionText
  private(set) var findings: [CheckFinding] = []

  private var facts: PresenceFacts
  private var reported: Set<String> = []

  /// Prepares the search in an expression.
  init(_ checked: CheckedExpression, text: ExpressionText) {
    self.checked = checked
    self.text = text
    facts = PresenceFacts(checked)
  }

  /// Searches the whole expression.
  mutating func search(knowing known: [Set<String>]) {
    let root = checked.expression.root
    visit(root, known: Known(known), atom: root)
  }

  // MARK: Reads

  /// Searches a node, knowing what is present; `atom` is the condition that a guard would stand before.
  private mutating func visit(_ expr: Expr, known: Known, atom: Expr?) {
    switch expr.kind {
    case .binary(let operation, _, _) where operation.isLogical:
      let parts = expr.operands(ofChain: operation)
      let present = parts.map { facts.paths($0, when: operation == .and) }
      PresenceFacts.eachWithOthers(parts, saying: present) { part, others in
        visit(part, known: known.union(others), atom: part)
      }
    case .binary where comparesWithNull(expr): return
    case .choice(let condition, let yes, let no):
      visit(condition, known: known, atom: condition)
      visit(yes, known: known.union(facts.paths(condition, when: true)), atom: yes)
      visit(no, known: known.union(facts.paths(condition, when: false)), atom: no)
    case .comprehension(let comprehension):
      visit(comprehension, known: known, atom: atom)
    case .select, .has:
      visitPath(expr, known: known, atom: atom)
    default:
      for child in expr.children { visit(child, known: known, atom: atom) }
    }
  }

  private mutating func visit(
    _ comprehension: Expr.Comprehension, known: Known, atom: Expr?
  ) {
    visit(comprehension.range, known: known, atom: atom)
    for variable in comprehension.variables { facts.bind(variable.text) }
    defer { for _ in comprehension.variables { facts.unbind() } }
    // The last variable is the element; a map's only one is a key, of which filters say nothing.
    var known = known.union(facts.elementPaths(comprehension.range))
    if let filter = comprehension.filter {
      visit(filter, known: known, atom: filter)
      known = known.union(facts.paths(filter, when: true))
    }
    visit(comprehension.body, known: known, atom: comprehension.body)
  }

  /// Searches a chain of selections, which is one read.
  private mutating func visitPath(_ expr: Expr, known: Known, atom: Expr?) {
    var optional: [Expr] = []
    var current = expr
    chain: while true {
      switch current.kind {
      case .has(let operand, _), .select(let operand, _, isOptional: true):
        // Whether an attribute is there can be asked even when the record around it is not.
        let isAttribute =
          checked.field(of: current) != nil && checked.references[operand.id].isAttribute
        if !isAttribute { visit(operand, known: known, atom: atom) }
        return
      case .select(let operand, _, isOptional: false):
        if checked.field(of: current)?.isOptional == true { optional.append(current) }
        current = operand
      default:
        break chain
      }
    }
    if !current.children.isEmpty { visit(current, known: known, atom: atom) }
    let unguarded = optional.last { facts.key(of: $0).map { !known.contains($0) } ?? true }
    guard let unguarded, let outermost = optional.first else { return }
    let access = text.excerpt(lastField(of: expr, above: outermost).range)
    guard reported.insert(facts.key(of: unguarded) ?? access).inserted else { return }
    let isCondition = atom.map { checked.type(of: $0) == .bool } ?? false
    findings.append(
      CheckFinding(
        problem: .unguardedOptional(
          .init(text: access, absent: text.excerpt(unguarded.range)),
          guarded: atom.flatMap {
            isCondition ? .init(text: text.excerpt($0.range), range: $0.range) : nil
          }),
        range: expr.range))
  }

  /// Whether a field is compared with `null`, which is reported as such.
  private func comparesWithNull(_ expr: Expr) -> Bool {
    guard case .binary(let operation, let left, let right) = expr.kind,
      operation == .equal || operation == .unequal
    else { return false }
    return [(left, right), (right, left)].contains { field, other in
      if case .literal(.null) = other.kind { checked.field(of: field) != nil } else { false }
    }
  }

  /// The outermost declared field of a chain; it is at or above the given node.
  private func lastField(of expr: Expr, above inner: Expr) -> Expr {
    var current = expr
    while current.id != inner.id, checked.field(of: current) == nil,
      case .select(let operand, _, _) = current.kind
    {
      current = operand
    }
    return checked.field(of: current) == nil ? inner : current
  }
}

extension CheckedExpression.Reference? {
  /// Whether the reference leads to an input: a variable, or a field reached through records.
  fileprivate var isAttribute: Bool {
    switch self {
    case .variable, .attribute: true
    case .local, .type, nil: false
    }
  }
}
