/// What type variables stand for, and the most specific type that covers two others.
///
/// Variables come from empty literals and from polymorphic functions, whose type parameters are
/// fresh for every call. A variable that is bound may become more general, never more specific.
///
/// Why it ends: a binding is only ever replaced by a type that covers it, no type is followed deeper than
/// ``depthLimit``, and a variable is not bound to a type in which it stands. What fails is undone by the
/// trail, so that one overload after another can be tried. The relation is that of the CEL specification,
/// "Gradual Type Checking", as cel-go `checker/types.go` has it.
struct TypeUnifier {
  /// Types are followed this deep; what lies deeper is `dyn`.
  private static let depthLimit = 120

  private var bindings: [String: ValueType] = [:]
  /// Former bindings, so that a failed attempt leaves no trace.
  private var trail: [(variable: String, former: ValueType?)] = []
  private var count = 0

  /// A variable that nothing binds yet.
  mutating func freshVariable() -> ValueType {
    count += 1
    return .parameter(count < Self.names.count ? Self.names[count] : Self.name(count))
  }

  private static func name(_ number: Int) -> String { "%\(number)" }
  /// The first names, which most expressions need no others than.
  private static let names = (0..<64).map(name)

  /// A state to go back to with ``rollBack(to:)``.
  var mark: Int { trail.count }

  /// Undoes every binding since a mark.
  mutating func rollBack(to mark: Int) {
    while trail.count > mark, let last = trail.popLast() {
      bindings[last.variable] = last.former
    }
  }

  /// The type that covers two types, binding variables as needed; `nil`, binding none, if there is none.
  ///
  /// Equal types cover each other; `dyn` covers everything; a timestamp, duration, record or abstract
  /// type covers `null`; lists, maps and abstract types are covered part by part.
  mutating func join(_ left: ValueType, _ right: ValueType) -> ValueType? {
    let mark = mark
    if let joined = unify(left, right, depth: 0) { return joined }
    rollBack(to: mark)
    return nil
  }

  /// The type that covers the elements of a literal, whatever their order; `dyn` if nothing else does.
  mutating func join(all types: [ValueType]) -> ValueType {
    guard var joined = types.first else { return freshVariable() }
    var pending = Array(types.dropFirst())
    while !pending.isEmpty {
      var refused: [ValueType] = []
      for type in pending {
        if let wider = join(joined, type) { joined = wider } else { refused.append(type) }
      }
      guard refused.count < pending.count else { return .dyn }
      pending = refused
    }
    return substitute(joined)
  }

  /// A type with every bound variable replaced.
  func substitute(_ type: ValueType) -> ValueType {
    replaceVariables(in: type, depth: 0) { $0 }
  }

  /// A type with every variable replaced, an unbound one by `dyn`.
  func finalize(_ type: ValueType) -> ValueType {
    replaceVariables(in: type, depth: 0) { _ in .dyn }
  }

  /// A type behind its variable, if it has one.
  func resolved(_ type: ValueType) -> ValueType {
    let (variable, bound) = representative(of: type)
    return bound ?? variable.map { .parameter($0) } ?? type
  }

  // MARK: Unification

  private mutating func unify(
    _ left: ValueType, _ right: ValueType, depth: Int
  ) -> ValueType? {
    guard depth < Self.depthLimit else { return .dyn }
    let (leftVariable, leftBound) = representative(of: left)
    let (rightVariable, rightBound) = representative(of: right)
    if let leftVariable, leftVariable == rightVariable { return .parameter(leftVariable) }
    if let leftVariable, leftBound == nil {
      return bind(leftVariable, to: rightVariable.map { .parameter($0) } ?? right)
    }
    if let rightVariable, rightBound == nil {
      return bind(rightVariable, to: leftVariable.map { .parameter($0) } ?? left)
    }
    let (a, b) = (leftBound ?? left, rightBound ?? right)
    guard let joined = cover(a, b, depth: depth) else { return nil }
    if let leftVariable, joined != a, bind(leftVariable, to: joined) == nil { return nil }
    if let rightVariable, joined != b, bind(rightVariable, to: joined) == nil { return nil }
    return joined
  }

  /// Covers two types that are no variables themselves.
  private mutating func cover(_ left: ValueType, _ right: ValueType, depth: Int) -> ValueType? {
    switch (left, right) {
    case (.error, _), (_, .error):
      return .error
    case (.dyn, _), (_, .dyn):
      return .dyn
    case (.list(let a), .list(let b)):
      return unify(a, b, depth: depth + 1).map { .list($0) }
    case (.map(let aKey, let aValue), .map(let bKey, let bValue)):
      guard let key = unify(aKey, bKey, depth: depth + 1),
        let value = unify(aValue, bValue, depth: depth + 1)
      else { return nil }
      return .map(key, value)
    case (.abstract(let aName, let a), .abstract(let bName, let b)):
      guard aName == bName, a.count == b.count else { return nil }
      var parameters: [ValueType] = []
      for (x, y) in zip(a, b) {
        guard let parameter = unify(x, y, depth: depth + 1) else { return nil }
        parameters.append(parameter)
      }
      return .abstract(aName, parameters)
    case (.type(let a), .type(let b)):
      let mark = mark
      if let denoted = unify(a, b, depth: depth + 1) { return .type(denoted) }
      rollBack(to: mark)
      return .type(.dyn)
    case (.null, let other) where other.coversNull, (let other, .null) where other.coversNull:
      return other
    default:
      return left == right ? left : nil
    }
  }

  /// Binds a variable and gives the type back; `nil` if the type contains the variable.
  private mutating func bind(_ variable: String, to type: ValueType) -> ValueType? {
    if type == .error { return .error }
    guard !occurs(variable, in: type, depth: 0) else { return nil }
    trail.append((variable, bindings[variable]))
    bindings[variable] = type
    return type
  }

  /// The last variable of a chain of variables, and what it is bound to.
  private func representative(of type: ValueType) -> (variable: String?, bound: ValueType?) {
    guard case .parameter(var variable) = type else { return (nil, nil) }
    while let bound = bindings[variable] {
      guard case .parameter(let next) = bound else { return (variable, bound) }
      variable = next
    }
    return (variable, nil)
  }

  private func occurs(_ variable: String, in type: ValueType, depth: Int) -> Bool {
    guard depth < Self.depthLimit else { return true }
    switch type {
    case .parameter(let name):
      if name == variable { return true }
      return bindings[name].map { occurs(variable, in: $0, depth: depth + 1) } ?? false
    case .list(let inner), .type(let inner):
      return occurs(variable, in: inner, depth: depth + 1)
    case .map(let key, let value):
      return occurs(variable, in: key, depth: depth + 1)
        || occurs(variable, in: value, depth: depth + 1)
    case .abstract(_, let parameters):
      return parameters.contains { occurs(variable, in: $0, depth: depth + 1) }
    default:
      return false
    }
  }

  private func replaceVariables(
    in type: ValueType, depth: Int, unbound: (ValueType) -> ValueType
  ) -> ValueType {
    guard depth < Self.depthLimit else { return .dyn }
    func replaced(_ inner: ValueType) -> ValueType {
      replaceVariables(in: inner, depth: depth + 1, unbound: unbound)
    }
    switch type {
    case .parameter:
      let (variable, bound) = representative(of: type)
      if let bound { return replaced(bound) }
      return unbound(variable.map { .parameter($0) } ?? type)
    case .list(let element): return .list(replaced(element))
    case .map(let key, let value): return .map(replaced(key), replaced(value))
    case .type(let denoted): return .type(replaced(denoted))
    case .abstract(let name, let parameters): return .abstract(name, parameters.map(replaced))
    default: return type
    }
  }
}

extension ValueType {
  /// Whether `null` may stand among values of the type.
  fileprivate var coversNull: Bool {
    switch self {
    case .null, .timestamp, .duration, .abstract, .object: true
    default: false
    }
  }

  /// Whether a type may cover this one or be covered by it, by their outermost parts; `false` is certain.
  func mayFit(_ other: ValueType) -> Bool {
    switch (self, other) {
    case (.parameter, _), (_, .parameter), (.dyn, _), (_, .dyn), (.error, _), (_, .error): true
    case (.null, let type), (let type, .null): type.coversNull
    case (.list, .list), (.map, .map), (.type, .type), (.abstract, .abstract): true
    case (.list, _), (.map, _), (.type, _), (.abstract, _): false
    default: self == other
    }
  }

  /// The type with its declared type parameters replaced by variables of one call.
  func instantiated(
    _ variables: inout [String: ValueType], by unifier: inout TypeUnifier
  ) -> ValueType {
    switch self {
    case .parameter(let name):
      if let variable = variables[name] { return variable }
      let variable = unifier.freshVariable()
      variables[name] = variable
      return variable
    case .list(let element):
      return .list(element.instantiated(&variables, by: &unifier))
    case .map(let key, let value):
      return .map(
        key.instantiated(&variables, by: &unifier), value.instantiated(&variables, by: &unifier))
    case .type(let denoted):
      return .type(denoted.instantiated(&variables, by: &unifier))
    case .abstract(let name, let parameters):
      return .abstract(name, parameters.map { $0.instantiated(&variables, by: &unifier) })
    default:
      return self
    }
  }
}
