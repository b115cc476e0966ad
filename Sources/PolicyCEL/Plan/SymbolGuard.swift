/// What a string attribute has to be for a condition to hold.
///
/// While the attribute is there and is none of the constants, the condition is false, whatever anything
/// else is and whatever fails. While it is missing nothing is known.
public struct SymbolGuard: Sendable, Hashable {
  /// The attribute's slot.
  public let slot: Int
  /// The numbers of the constants.
  public let symbols: Set<Int64>
}

extension PredicateCompiler {
  /// Everything that a formula demands of single strings.
  mutating func guards(of formula: Formula) -> [SymbolGuard] {
    switch formula {
    case .all(let parts): return parts.flatMap { guards(of: $0) }
    case .any(let parts): return Self.common(parts.map { guards(of: $0) })
    case .none: return []
    case .expression(let checked):
      return guards(of: checked.expression.root, in: Lowering(checked, context: context))
    }
  }

  private mutating func guards(of expr: Expr, in lowering: Lowering) -> [SymbolGuard] {
    switch expr.kind {
    case .binary(.and, let left, let right):
      return guards(of: left, in: lowering) + guards(of: right, in: lowering)
    case .binary(.or, let left, let right):
      return Self.common([left, right].map { guards(of: $0, in: lowering) })
    default: break
    }
    if let (_, checked) = lowering.checked.definition(of: expr) {
      return guards(of: checked.expression.root, in: Lowering(checked, context: context))
    }
    return symbolGuard(of: expr, in: lowering).map { [$0] } ?? []
  }

  /// What every one of several alternatives demands.
  private static func common(_ alternatives: [[SymbolGuard]]) -> [SymbolGuard] {
    guard let first = alternatives.first else { return [] }
    return first.compactMap { one in
      var symbols = one.symbols
      for other in alternatives.dropFirst() {
        guard let same = other.first(where: { $0.slot == one.slot }) else { return nil }
        symbols.formUnion(same.symbols)
      }
      return SymbolGuard(slot: one.slot, symbols: symbols)
    }
  }
}
