import PolicyCEL
import PolicyDiagnostics
import SessionPolicy

/// A condition with negations pushed down to its clauses, and definitions written out.
indirect enum ConditionTree {
  case clause(Clause)
  case all([ConditionTree])
  case any([ConditionTree])

  /// A condition; one that always holds where there is none.
  ///
  /// - Parameter room: How many clauses of definitions are written out, here and in other conditions.
  init(_ condition: Condition?, room: inout Int) {
    guard let condition else {
      self = .all([])
      return
    }
    var builder = ConditionTreeBuilder(room: room)
    self = ConditionTree.all([builder.tree(BooleanForm(condition.formula))]).flat
    room = builder.room
  }

  /// This and another condition, both of which have to hold.
  func and(_ other: ConditionTree) -> ConditionTree { ConditionTree.all([self, other]).flat }

  /// How many clauses of a policy are looked at in more than one rule: those of its own condition, and
  /// those of definitions.
  static let room = 30_000

  /// The same without a joint in a joint of its kind.
  private var flat: ConditionTree {
    switch self {
    case .clause: return self
    case .all(let parts):
      let flat = parts.map(\.flat).flatMap { part -> [ConditionTree] in
        if case .all(let inner) = part { inner } else { [part] }
      }
      return flat.count == 1 ? flat[0] : .all(flat)
    case .any(let parts):
      let flat = parts.map(\.flat).flatMap { part -> [ConditionTree] in
        if case .any(let inner) = part { inner } else { [part] }
      }
      return flat.count == 1 ? flat[0] : .any(flat)
    }
  }

  /// All clauses, in the order in which they are written.
  var clauses: [Clause] {
    switch self {
    case .clause(let clause): [clause]
    case .all(let parts), .any(let parts): parts.flatMap(\.clauses)
    }
  }
}

/// Builds trees with a bound on their size.
private struct ConditionTreeBuilder {
  /// How many clauses are written out in one tree; beyond them definitions stay closed.
  private var budget = 2_000
  /// How many clauses of definitions are written out in all trees together.
  private(set) var room: Int

  init(room: Int) { self.room = room }

  mutating func tree(_ form: BooleanForm) -> ConditionTree {
    switch form.kind {
    case .all(let parts): return .all(parts.map { tree($0) })
    case .any(let parts): return .any(parts.map { tree($0) })
    case .clause(let clause):
      if budget > 0, room > 0, let (_, form) = clause.definition { return tree(form) }
      budget -= 1
      if clause.place != nil { room -= 1 }
      return .clause(Clause(clause))
    }
  }
}
