import PolicyCEL
import SessionPolicy

/// What was found so far of the differences between two sets of policies.
struct ChangeSearch {
  let old: PolicyReading
  let new: PolicyReading
  /// The rules that changed.
  let changed: [RulePair]
  var changes: [PolicyDifference.Change] = []
  var omitted: [(part: DecisionPart, direction: Direction)] = []
  /// Questions that were given up.
  var undecided: [String] = []
}

extension Analysis {
  /// Finds where a part of the decision differs in a direction, in regions that people can read.
  ///
  /// A region is first widened around what one rule that changed says by itself, whatever others say of
  /// the same sessions: its condition is what its author thinks of, and a region of the decisions
  /// themselves would list how each other rule is kept from deciding. Each has at least one session that
  /// is decided otherwise. What is left when no rule by itself explains it is widened around the
  /// difference itself, so that nothing is left out.
  mutating func find(
    _ part: DecisionPart, _ direction: Direction, _ search: inout ChangeSearch
  ) {
    let (old, new) = (search.old, search.new)
    let goal = solver.term { Self.difference(part, direction, old, new, in: &$0) }
    var known: [Term] = []
    for pair in search.changed {
      let own = solver.term { pair.difference(part, direction, in: &$0) }
      guard own != .never else { continue }
      let isDone = collect(part, direction, pair.id, goal, around: own, &known, &search)
      guard isDone else { return }
    }
    _ = collect(part, direction, nil, goal, around: goal, &known, &search)
  }

  /// Finds regions until there are no more, or as many as anybody reads; `false` if it was given up.
  private mutating func collect(
    _ part: DecisionPart, _ direction: Direction, _ rule: String?, _ goal: Term,
    around shape: Term, _ known: inout [Term], _ search: inout ChangeSearch
  ) -> Bool {
    for count in 0... {
      switch solver.solve([goal, shape] + known, limit: limits.question) {
      case .none: return true
      case .unknown:
        search.undecided.append("\(direction.rawValue) in `\(part.rawValue)`")
        return false
      case .found(let model):
        guard count < limits.regions else {
          // What is left of a rule is looked at once more with all that is left.
          if rule == nil { search.omitted.append((part, direction)) }
          return true
        }
        guard let region = solver.widened(model, around: shape, variableCells: space.cells) else {
          search.undecided.append("\(direction.rawValue) in `\(part.rawValue)`")
          return false
        }
        let witness = witness(of: [goal, shape] + known + region.atoms)
        let isConfirmed =
          witness.map {
            differs(part, direction, $0, search.old.policies, search.new.policies)
          } ?? false
        let opposite = solver.not(goal)
        let isWhole = shape == goal || solver.isImpossible(region.atoms + [opposite])
        let whole = solver.all(region.atoms)
        known.append(solver.not(whole))
        search.changes.append(
          PolicyDifference.Change(
            part: part, direction: direction, rule: rule, region: description(of: region),
            isWhole: isWhole, witness: isConfirmed ? witness : nil,
            hangsOn: isConfirmed ? [] : unknowns(in: region)))
      }
    }
    return true
  }
}
