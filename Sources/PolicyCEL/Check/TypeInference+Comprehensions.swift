import PolicyDiagnostics

extension TypeInference {
  /// The type of a macro that binds a variable.
  mutating func comprehensionType(_ comprehension: Expr.Comprehension) -> ValueType {
    let range = visit(comprehension.range)
    let isLoop = comprehension.macro.isLoop
    if isLoop, loopDepth >= limits.comprehensionDepth {
      report(.loopsTooDeep(limits.comprehensionDepth), at: comprehension.name.range)
    }
    loopDepth += isLoop ? 1 : 0
    locals.append(Local(name: comprehension.variable.text, type: bound(comprehension, range)))
    defer {
      loopDepth -= isLoop ? 1 : 0
      locals.removeLast()
    }

    let name = comprehension.name.text
    if let filter = comprehension.filter { requireBool(filter, role: .predicate(name)) }
    switch comprehension.macro {
    case .all, .exists, .existsOne:
      requireBool(comprehension.body, role: .predicate(name))
      return .bool
    case .filter:
      requireBool(comprehension.body, role: .predicate(name))
      return .list(locals.last?.type ?? .dyn)
    case .map:
      return .list(visit(comprehension.body))
    case .bind:
      return visit(comprehension.body)
    case .optMap:
      return .optional(visit(comprehension.body))
    case .optFlatMap:
      let type = visit(comprehension.body)
      return .optional(unwrapped(type, of: comprehension.body))
    }
  }

  /// The type of the variable that a macro binds.
  private mutating func bound(
    _ comprehension: Expr.Comprehension, _ range: ValueType
  ) -> ValueType {
    switch comprehension.macro {
    case .bind:
      return range
    case .optMap, .optFlatMap:
      return unifier.substitute(unwrapped(range, of: comprehension.range))
    case .all, .exists, .existsOne, .map, .filter:
      break
    }
    switch unifier.resolved(range) {
    case .list(let element): return unifier.substitute(element)
    case .map(let key, _): return unifier.substitute(key)
    case .dyn: return .dyn
    case .error: return .error
    case .parameter(let variable):
      // The element of an empty literal: nothing is known of it, and nothing may be concluded.
      _ = unifier.join(.parameter(variable), .dyn)
      return .dyn
    default:
      report(
        .notIterable(describe(comprehension.range), macro: comprehension.name.text),
        at: comprehension.range.range)
      return .error
    }
  }
}

extension Expr.Comprehension.Macro {
  /// Whether the macro goes over elements, so that its body may be evaluated many times.
  var isLoop: Bool {
    switch self {
    case .all, .exists, .existsOne, .map, .filter: true
    case .optMap, .optFlatMap, .bind: false
    }
  }
}
