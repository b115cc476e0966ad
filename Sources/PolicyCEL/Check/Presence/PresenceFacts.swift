/// What is known to be present where a condition has a value.
///
/// It follows from the logic of the condition alone: a `has(…)` that holds says that its path is there,
/// and every record on the way; so does an optional that has a value. What follows from a joint of
/// alternatives is what follows from each.
///
/// Paths are texts, the same for each way to write one path; a path that begins with the variable of a
/// macro has the number of that variable in it. What a `?:` says is remembered, for it is asked with both
/// answers of its condition, and definitions are opened once: without that either would cost 2ⁿ.
struct PresenceFacts {
  /// Paths known to be present.
  typealias Paths = Set<String>

  private struct Question: Hashable {
    let node: Int
    let isNegated: Bool
    let scope: Int
  }

  private let checked: CheckedExpression
  /// Variables of macros; the number tells variables of one name apart.
  private var locals: [(name: String, number: Int)] = []
  private var localCount = 0
  private var choices: [Question: Paths?] = [:]
  private var definitions: [String: (whenTrue: Paths?, whenFalse: Paths?)] = [:]

  /// Prepares to read an expression.
  init(_ checked: CheckedExpression) { self.checked = checked }

  /// What is present when a part of the expression has a value.
  mutating func paths(_ expr: Expr, when value: Bool) -> Paths {
    paths(where: BooleanForm(expr, in: checked, isNegated: !value)) ?? []
  }

  /// What is present where a condition holds; `nil` if it never does.
  mutating func paths(where form: BooleanForm) -> Paths? {
    switch form.kind {
    case .all(let parts): Self.all(parts.map { paths(where: $0) })
    case .any(let parts): Self.common(parts.map { paths(where: $0) })
    case .clause(let clause): paths(where: clause)
    }
  }

  /// What is present where a clause of the expression holds; `nil` if it never does.
  mutating func paths(where clause: BooleanClause) -> Paths? {
    let value = !clause.isNegated
    switch clause.expr.kind {
    case .literal(.bool(let literal)): return literal == value ? [] : nil
    case .has where value: return prefixes(of: clause.expr)
    case .call(let function, let target?, let arguments)
    where function.text == "hasValue" && arguments.isEmpty:
      return value ? prefixes(ofOptional: target) : []
    case .binary(let operation, let left, let right)
    where operation == .equal || operation == .unequal:
      let areEqual = (operation == .equal) == value
      return paths(left, right, areEqual: areEqual) ?? paths(right, left, areEqual: areEqual) ?? []
    case .choice(let condition, let yes, let no):
      let question = Question(
        node: clause.expr.id, isNegated: clause.isNegated, scope: locals.last?.number ?? 0)
      if let known = choices[question] { return known }
      func form(_ expr: Expr, _ value: Bool) -> BooleanForm {
        BooleanForm(expr, in: checked, isNegated: !value)
      }
      let answer = Self.common([
        Self.all([paths(where: form(condition, true)), paths(where: form(yes, value))]),
        Self.all([paths(where: form(condition, false)), paths(where: form(no, value))]),
      ])
      choices[question] = .some(answer)
      return answer
    default:
      guard let (name, inner) = checked.definition(of: clause.expr) else { return [] }
      let known = definition(name, inner)
      return value ? known.whenTrue : known.whenFalse
    }
  }

  /// What is present where one part of the expression is, or is not, what another one says; `nil` if that tells
  /// nothing, for this one is neither a condition nor an optional.
  private mutating func paths(_ expr: Expr, _ other: Expr, areEqual: Bool) -> Paths? {
    if case .literal(.bool(let value)) = other.kind { return paths(expr, when: value == areEqual) }
    if case .call(let none, let type?, let arguments) = other.kind, none.text == "none",
      case .identifier("optional", _) = type.kind, arguments.isEmpty
    {
      return areEqual ? [] : prefixes(ofOptional: expr)
    }
    // What is not what stands for absence is there.
    if case .call(let function, let target?, let arguments) = expr.kind,
      function.text == "orValue", arguments.count == 1,
      case .literal(let usual)? = arguments.first?.kind, case .literal(let value) = other.kind
    {
      return (usual == value) == areEqual ? [] : prefixes(ofOptional: target)
    }
    return nil
  }

  /// What follows from several facts together; `nil` if they are never true together.
  static func all(_ facts: [Paths?]) -> Paths? {
    var union: Paths = []
    for fact in facts {
      guard let fact else { return nil }
      union.formUnion(fact)
    }
    return union
  }

  /// What follows from each of several facts, of which one is true; `nil` if none ever is.
  static func common(_ facts: [Paths?]) -> Paths? {
    var possible = facts.lazy.compactMap { $0 }.makeIterator()
    guard var common = possible.next() else { return nil }
    while let next = possible.next() { common.formIntersection(next) }
    return common
  }

  /// Passes each of several parts on, with what the others say; a part that never holds says nothing.
  ///
  /// Where parts are joined, a part decides only while every other has the value that lets it: `&&` and
  /// `||`, `all` and `any`, absorb an error when another side decides, whether that stands before or after.
  ///
  /// - Complexity: O(*n*) for *n* paths in all parts, as long as no set is kept.
  static func eachWithOthers<Part>(
    _ parts: [Part], saying facts: [Paths?], _ body: (Part, Paths) -> Void
  ) {
    var sources: [String: Int] = [:]
    for case let paths? in facts { for path in paths { sources[path, default: 0] += 1 } }
    var others = Set(sources.keys)
    for (part, own) in zip(parts, facts) {
      let onlyHere = (own ?? []).filter { sources[$0] == 1 }
      others.subtract(onlyHere)
      body(part, others)
      others.formUnion(onlyHere)
    }
  }

  /// What follows from the value of a named condition.
  private mutating func definition(
    _ name: String, _ inner: CheckedExpression
  ) -> (whenTrue: Paths?, whenFalse: Paths?) {
    if let known = definitions[name] { return known }
    var facts = PresenceFacts(inner)
    facts.definitions = definitions
    let root = inner.expression.root
    let answer = (
      whenTrue: facts.paths(where: BooleanForm(root, in: inner)),
      whenFalse: facts.paths(where: BooleanForm(root, in: inner, isNegated: true))
    )
    definitions = facts.definitions
    definitions[name] = answer
    return answer
  }

  // MARK: Macros

  /// Binds a variable.
  mutating func bind(_ name: String) {
    localCount += 1
    locals.append((name, localCount))
  }

  /// Ends the scope of the variable that was bound last.
  mutating func unbind() { locals.removeLast() }

  /// What is present in the elements that pass the filters of a range, told of the variable just bound.
  mutating func elementPaths(_ range: Expr) -> Paths {
    if let list = range.rearrangedList { return elementPaths(list) }
    guard case .comprehension(let inner) = range.kind, inner.macro == .filter,
      let outer = locals.last
    else { return [] }
    bind(inner.variable.text)
    let element = locals.last.map { Self.key($0.name, $0.number) } ?? ""
    let found = paths(inner.body, when: true).union(elementPaths(inner.range))
    unbind()
    let renamed = Self.key(outer.name, outer.number)
    return Set(
      found.filter { $0.hasPrefix(element + ".") }.map { renamed + $0.dropFirst(element.count) })
  }

  // MARK: Paths

  private static func key(_ name: String, _ number: Int) -> String { "\(name)#\(number)" }

  /// A path and everything on the way to it.
  private func prefixes(of expr: Expr) -> Paths {
    var paths: Paths = []
    var current = expr
    while let key = key(of: current) {
      paths.insert(key)
      switch current.kind {
      case .has(let operand, _), .select(let operand, _, _), .index(let operand, _, _):
        current = operand
      default: return paths
      }
    }
    return paths
  }

  /// A path that is asked for by `.?` or `[?…]`, and everything on the way to it.
  private func prefixes(ofOptional expr: Expr) -> Paths {
    switch expr.kind {
    case .select(_, _, isOptional: true), .index(_, _, isOptional: true): prefixes(of: expr)
    default: []
    }
  }

  /// A path as text; the same text for each way to write the same path.
  func key(of expr: Expr) -> String? {
    if let (name, _) = checked.variable(of: expr) { return name }
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

extension BooleanForm {
  /// Passes each of several joined conditions on, with what the others say to be present.
  package static func eachWithPathsPresent<Part>(
    _ parts: [Part], joining form: (Part) -> BooleanForm, _ body: (Part, Set<String>) -> Void
  ) {
    PresenceFacts.eachWithOthers(parts, saying: parts.map { form($0).pathsPresent }, body)
  }

  /// The attributes that are present wherever the condition holds, the records on the way to them
  /// included; `nil` if it never holds.
  package var pathsPresent: Set<String>? {
    switch kind {
    case .all(let parts): return PresenceFacts.all(parts.map(\.pathsPresent))
    case .any(let parts): return PresenceFacts.common(parts.map(\.pathsPresent))
    case .clause(let clause):
      var facts = PresenceFacts(clause.checked)
      return facts.paths(where: clause)
    }
  }
}
