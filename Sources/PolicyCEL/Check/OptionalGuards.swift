import PolicyDiagnostics

/// Finds reads of fields that may be absent and that nothing guards.
///
/// What is known to be present follows from the logic around a read: `has(x) && …`, `!has(x) || …`
/// and `has(x) ? … : …` guard, on either side of the operator, since `&&` and `||` absorb an error
/// when the other side decides. A field of a record that may be absent may be absent as well.
struct OptionalGuards {
  /// Paths known to be present.
  typealias Facts = Set<String>

  /// What is known where a part of a condition is evaluated: a set for each condition around it.
  struct Known {
    private var layers: [Facts]

    init(_ layers: [Facts]) { self.layers = layers }

    func contains(_ path: String) -> Bool { layers.contains { $0.contains(path) } }

    func union(_ facts: Facts) -> Known {
      facts.isEmpty ? self : Known(layers + [facts])
    }
  }

  private let checked: CheckedExpression
  private let text: ExpressionText
  private(set) var findings: [CheckFinding] = []

  /// Variables of macros; the number tells variables of one name apart.
  private var locals: [(name: String, number: Int)] = []
  private var localCount = 0
  private var reported: Set<String> = []
  private var definitionFacts: [String: (whenTrue: Facts?, whenFalse: Facts?)] = [:]

  /// Prepares the search in an expression.
  init(_ checked: CheckedExpression, text: ExpressionText) {
    self.checked = checked
    self.text = text
  }

  /// Searches the whole expression.
  mutating func search(knowing known: [Facts]) {
    let root = checked.expression.root
    visit(root, known: Known(known), atom: root)
  }

  // MARK: Reads

  /// Searches a node, knowing what is present; `atom` is the condition that a guard would stand before.
  private mutating func visit(_ expr: Expr, known: Known, atom: Expr?) {
    switch expr.kind {
    case .binary(let operation, let left, let right) where operation.isLogical:
      let value = operation == .and
      visit(left, known: known.union(facts(right, when: value)), atom: left)
      visit(right, known: known.union(facts(left, when: value)), atom: right)
    case .binary where comparesWithNull(expr): return
    case .choice(let condition, let yes, let no):
      visit(condition, known: known, atom: condition)
      visit(yes, known: known.union(facts(condition, when: true)), atom: yes)
      visit(no, known: known.union(facts(condition, when: false)), atom: no)
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
    let scope = locals.count
    for variable in comprehension.variables { bind(variable.text) }
    defer { locals.removeSubrange(scope...) }
    // The last variable is the element; a map's only one is a key, of which filters say nothing.
    var known = known.union(elementFacts(comprehension.range))
    if let filter = comprehension.filter {
      visit(filter, known: known, atom: filter)
      known = known.union(facts(filter, when: true))
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
    let unguarded = optional.last { key(of: $0).map { !known.contains($0) } ?? true }
    guard let unguarded, let outermost = optional.first else { return }
    let access = text.excerpt(lastField(of: expr, above: outermost).range)
    guard reported.insert(key(of: unguarded) ?? access).inserted else { return }
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

  // MARK: Facts

  /// What is present when a condition has a value.
  private mutating func facts(_ expr: Expr, when value: Bool) -> Facts {
    consequences(of: expr, when: value) ?? []
  }

  /// What follows from the value of a condition; `nil` if it cannot have that value.
  mutating func consequences(of expr: Expr, when value: Bool) -> Facts? {
    switch expr.kind {
    case .binary(let operation, let left, let right) where operation.isLogical:
      let a = consequences(of: left, when: value)
      let b = consequences(of: right, when: value)
      return (operation == .and) == value ? Self.both(a, b) : Self.either(a, b)
    case .literal(.bool(let literal)):
      return literal == value ? [] : nil
    case .unary(.not, let operand):
      return consequences(of: operand, when: !value)
    case .choice(let condition, let yes, let no):
      return Self.either(
        Self.both(consequences(of: condition, when: true), consequences(of: yes, when: value)),
        Self.both(consequences(of: condition, when: false), consequences(of: no, when: value)))
    case .has where value:
      return prefixes(of: expr)
    case .identifier, .select:
      return definition(expr, when: value)
    default:
      return []
    }
  }

  private static func both(_ a: Facts?, _ b: Facts?) -> Facts? {
    guard let a, let b else { return nil }
    return a.union(b)
  }

  private static func either(_ a: Facts?, _ b: Facts?) -> Facts? {
    guard let a, let b else { return a ?? b }
    return a.intersection(b)
  }

  /// What follows from the value of a named condition.
  private mutating func definition(_ expr: Expr, when value: Bool) -> Facts? {
    guard let (name, inner) = checked.definition(of: expr) else { return [] }
    if let known = definitionFacts[name] { return value ? known.whenTrue : known.whenFalse }
    definitionFacts[name] = ([], [])
    var search = OptionalGuards(inner, text: text)
    search.definitionFacts = definitionFacts
    let root = inner.expression.root
    let whenTrue = search.consequences(of: root, when: true)
    let whenFalse = search.consequences(of: root, when: false)
    definitionFacts.merge(search.definitionFacts) { _, new in new }
    definitionFacts[name] = (whenTrue, whenFalse)
    return value ? whenTrue : whenFalse
  }

  /// What is present in the elements that pass the filters of a range, told of the variable just bound.
  private mutating func elementFacts(_ range: Expr) -> Facts {
    if let list = range.rearrangedList { return elementFacts(list) }
    guard case .comprehension(let inner) = range.kind, inner.macro == .filter,
      let outer = locals.last
    else { return [] }
    bind(inner.variable.text)
    let element = locals.last.map { Self.key($0.name, $0.number) } ?? ""
    let found = facts(inner.body, when: true).union(elementFacts(inner.range))
    locals.removeLast()
    let renamed = Self.key(outer.name, outer.number)
    return Set(
      found.filter { $0.hasPrefix(element + ".") }.map { renamed + $0.dropFirst(element.count) })
  }

  // MARK: Paths

  private mutating func bind(_ name: String) {
    localCount += 1
    locals.append((name, localCount))
  }

  private static func key(_ name: String, _ number: Int) -> String { "\(name)#\(number)" }

  /// A path and everything on the way to it.
  private func prefixes(of expr: Expr) -> Facts {
    var facts: Facts = []
    var current = expr
    while let key = key(of: current) {
      facts.insert(key)
      switch current.kind {
      case .has(let operand, _), .select(let operand, _, _): current = operand
      default: return facts
      }
    }
    return facts
  }

  /// A path as text; the same text for each way to write the same path.
  private func key(of expr: Expr) -> String? {
    if case .variable(let name) = checked.references[expr.id] { return name }
    switch expr.kind {
    case .identifier(let name, isRooted: false):
      return locals.last { $0.name == name }.map { Self.key($0.name, $0.number) }
    case .select(let operand, let field, _), .has(let operand, let field):
      return key(of: operand).map { "\($0).\(field.text)" }
    case .index(let operand, let index, _):
      guard case .literal(let value) = index.kind, let operand = key(of: operand) else {
        return nil
      }
      switch value {
      case .string(let text): return "\(operand).\(text)"
      case .int(let number): return "\(operand)[\(number)]"
      default: return nil
      }
    default:
      return nil
    }
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
