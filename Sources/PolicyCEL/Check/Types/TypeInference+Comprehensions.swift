import PolicyDiagnostics

extension TypeInference {
  /// The type of a macro that binds variables.
  mutating func comprehensionType(_ comprehension: Expr.Comprehension) -> ValueType {
    let range = visit(comprehension.range)
    let isLoop = comprehension.macro.isLoop
    if isLoop, loopDepth >= limits.comprehensionDepth {
      report(.loopsTooDeep(limits.comprehensionDepth), at: comprehension.name.range)
    }
    loopDepth += isLoop ? 1 : 0
    let scope = locals.count
    let bound = bound(comprehension, range)
    if let value = comprehension.valueVariable {
      locals.append(Local(name: comprehension.variable.text, type: bound.key))
      locals.append(Local(name: value.text, type: bound.value))
    } else {
      locals.append(Local(name: comprehension.variable.text, type: bound.single))
    }
    defer {
      loopDepth -= isLoop ? 1 : 0
      locals.removeSubrange(scope...)
    }

    let (name, body) = (comprehension.name.text, comprehension.body)
    if let filter = comprehension.filter { requireBool(filter, role: .predicate(name)) }
    switch comprehension.macro {
    case .all, .exists, .existsOne:
      requireBool(body, role: .predicate(name))
      return .bool
    case .filter:
      requireBool(body, role: .predicate(name))
      return .list(bound.single)
    case .map, .transformList:
      return .list(visit(body))
    case .transformMap:
      return .map(bound.key, visit(body))
    case .transformMapEntry:
      return entries(body)
    case .sortBy:
      return sorted(comprehension, of: bound)
    case .bind:
      return visit(body)
    case .optMap:
      return .optional(visit(body))
    case .optFlatMap:
      return .optional(unwrapped(visit(body), of: body))
    }
  }

  /// The types of what a macro binds.
  private struct Bound {
    /// What a single variable stands for: an element of a list, a key of a map, or a whole value.
    var single: ValueType
    /// What the first of two variables stands for: an index or a key.
    var key: ValueType
    /// What the second of two variables stands for.
    var value: ValueType

    /// All are of the same type.
    static func all(_ type: ValueType) -> Bound { Bound(single: type, key: type, value: type) }
  }

  private mutating func bound(_ comprehension: Expr.Comprehension, _ range: ValueType) -> Bound {
    switch comprehension.macro {
    case .bind:
      return .all(range)
    case .optMap, .optFlatMap:
      return .all(unifier.substitute(unwrapped(range, of: comprehension.range)))
    case .all, .exists, .existsOne, .map, .filter, .transformList, .transformMap,
      .transformMapEntry, .sortBy:
      break
    }
    switch unifier.resolved(range) {
    case .list(let element):
      let element = unifier.substitute(element)
      return Bound(single: element, key: .int, value: element)
    case .map(let key, let value) where comprehension.macro != .sortBy:
      let key = unifier.substitute(key)
      return Bound(single: key, key: key, value: unifier.substitute(value))
    case .dyn: return .all(.dyn)
    case .error: return .all(.error)
    case .parameter(let variable):
      // The element of an empty literal: nothing is known of it, and nothing may be concluded.
      _ = unifier.join(.parameter(variable), .dyn)
      return .all(.dyn)
    default:
      report(
        .notIterable(describe(comprehension.range), macro: comprehension.name.text),
        at: comprehension.range.range)
      return .all(.error)
    }
  }

  /// The type of the map that `transformMapEntry` puts together from the maps its body gives.
  private mutating func entries(_ body: Expr) -> ValueType {
    let type = visit(body)
    switch unifier.resolved(type) {
    case .map: return unifier.substitute(type)
    case .dyn, .error: return .map(.dyn, .dyn)
    case .parameter:
      _ = unifier.join(type, .dyn)
      return .map(.dyn, .dyn)
    default:
      report(.unexpectedType(describe(body), expected: .map(.dyn, .dyn)), at: body.range)
      return .map(.error, .error)
    }
  }

  /// The type of a list that is sorted by a key, which has to have an order.
  private mutating func sorted(_ comprehension: Expr.Comprehension, of bound: Bound) -> ValueType {
    let key = unifier.resolved(visit(comprehension.body))
    switch key {
    case .dyn, .error, .parameter: break
    default:
      guard !ValueOrder.sortableTypes.contains(key) else { break }
      report(
        .notSortable(describe(comprehension.body), by: comprehension.name.text),
        at: comprehension.body.range)
    }
    return .list(bound.single)
  }
}

extension Expr.Comprehension.Macro {
  /// Whether the macro goes over elements, so that its body may be evaluated many times.
  var isLoop: Bool {
    switch self {
    case .all, .exists, .existsOne, .map, .filter, .transformList, .transformMap,
      .transformMapEntry, .sortBy:
      true
    case .optMap, .optFlatMap, .bind: false
    }
  }
}
