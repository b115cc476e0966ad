/// What a string attribute has to be for a condition to hold.
///
/// While the attribute is there and is none of the constants, the condition is false, whatever anything
/// else is and whatever fails. While it is missing nothing is known.
package struct SymbolGuard: Sendable, Hashable {
  /// The attribute's slot.
  package let slot: Int
  /// The numbers of the constants.
  package let symbols: Set<Int64>
}

/// Finds everything that a condition demands of single strings.
///
/// A joint of alternatives demands what every one of them does. Each slot is named once, and each
/// definition is read once, so that definitions that double what they name cost no more.
struct SymbolDemands {
  private let context: PlanContext

  /// A longer list of constants tells rules apart too seldom for the room it takes in an index.
  private static let symbolLimit = 1_000

  init(context: PlanContext) { self.context = context }

  /// What a condition demands.
  func guards(of form: BooleanForm) -> [SymbolGuard] {
    switch form.kind {
    case .all(let parts):
      var all: [SymbolGuard] = []
      for demand in parts.flatMap({ guards(of: $0) }) {
        guard let known = all.firstIndex(where: { $0.slot == demand.slot }) else {
          all.append(demand)
          continue
        }
        all[known] = SymbolGuard(
          slot: demand.slot, symbols: all[known].symbols.intersection(demand.symbols))
      }
      return all
    case .any(let parts):
      return Self.common(parts.map { guards(of: $0) })
    case .clause(let clause):
      if let (name, form) = clause.definition {
        let key = "\(clause.isNegated ? "!" : "")\(name)"
        if let known = context.demandingDefinitions[key] { return known }
        let guards = guards(of: form)
        context.demandingDefinitions[key] = guards
        return guards
      }
      let demand = demand(clause)
      return demand.flatMap { $0.symbols.count <= Self.symbolLimit ? [$0] : nil } ?? []
    }
  }

  /// What a clause demands, by its test; only one that is no part of the code was not planned.
  private func demand(_ clause: BooleanClause) -> SymbolGuard? {
    if let planned = context.clauses[ClausePlace(clause)] {
      return planned.instruction?.demand(on: planned.set, isNegated: clause.isNegated)
    }
    let lowering = Lowering(clause.checked, context: context)
    let test = CellTests(lowering: lowering, source: .input).test(clause.expr)
    return test.flatMap { $0.instruction.demand(on: $0.set, isNegated: clause.isNegated) }
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
      return symbols.count <= symbolLimit ? SymbolGuard(slot: one.slot, symbols: symbols) : nil
    }
  }
}

extension Instruction {
  /// What the test demands of a string, if it is an equality or a membership.
  fileprivate func demand(on set: SymbolSet?, isNegated: Bool) -> SymbolGuard? {
    switch operation {
    case .symbols where !isNegated: set.map { SymbolGuard(slot: Int(slot), symbols: $0.symbols) }
    case .symbol where (comparison == .equal) != isNegated:
      SymbolGuard(slot: Int(slot), symbols: [operand])
    default: nil
    }
  }
}
