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
    if case .call(let function, nil, let arguments) = expr.kind, arguments.count == 2 {
      switch function.text {
      case "_&&_": return arguments.flatMap { guards(of: $0, in: lowering) }
      case "_||_": return Self.common(arguments.map { guards(of: $0, in: lowering) })
      default: break
      }
    }
    if case .variable(let name) = lowering.checked.references[expr.id],
      case .definition(let checked) = lowering.checked.environment.variables[name]?.origin
    {
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
