import PolicyCEL
package import SessionPolicy

/// How the decisions of two sets of policies differ, over all sessions.
package struct PolicyDifference: Sendable {
  /// Sessions that are decided otherwise, and alike in what makes the difference.
  package struct Change: Sendable {
    package let part: DecisionPart
    package let direction: Direction
    /// What the sessions have in common.
    package let region: RegionDescription
    /// One of them; `nil` where none could be made, because it hangs on what is not looked into.
    package let witness: Snapshot?
    /// The expressions that are not looked into and on which it hangs; empty if it is proved.
    package let hangsOn: [String]

    /// Whether no session was found for which the evaluator says so too.
    package var isPossible: Bool { witness == nil }
  }

  /// What became of a rule, and what that is worth.
  package struct RuleChange: Sendable {
    package enum Kind: String, Sendable {
      case added, removed, changed, same
    }

    package let rule: String
    package let kind: Kind
    /// How decisions would differ if this rule alone had not changed.
    package let effect: DifferenceVerdict
  }

  package let verdict: DifferenceVerdict
  package let changes: [Change]
  /// Of which parts and directions there are more regions than were looked for.
  package let omitted: [(part: DecisionPart, direction: Direction)]
  package let rules: [RuleChange]
  /// Questions that were given up, with what they were about.
  package let undecided: [String]
}

extension Analysis {
  /// Compares the first two sets of policies.
  package mutating func difference() -> PolicyDifference {
    guard readings.count >= 2 else {
      return PolicyDifference(
        verdict: .equivalent, changes: [], omitted: [], rules: [], undecided: [])
    }
    let (old, new) = (readings[0], readings[1])
    var search = ChangeSearch()
    for part in DecisionPart.allCases {
      for direction in Direction.allCases {
        find(part, direction, old, new, &search)
      }
    }
    var undecided = search.undecided
    let rules = worth(of: old, new, &undecided)
    let directions = Set(search.changes.map(\.direction))
    return PolicyDifference(
      verdict: undecided.isEmpty ? DifferenceVerdict(directions) : .undecided,
      changes: search.changes, omitted: search.omitted, rules: rules, undecided: undecided)
  }

  private struct ChangeSearch {
    var changes: [PolicyDifference.Change] = []
    var omitted: [(part: DecisionPart, direction: Direction)] = []
    var undecided: [String] = []
  }

  /// Where a part of the decision differs in a direction, the parts before it being the same.
  static func difference(
    _ part: DecisionPart, _ direction: Direction, _ old: PolicyReading, _ new: PolicyReading,
    in table: inout TermTable
  ) -> Term {
    let (lax, strict) = direction == .stricter ? (old, new) : (new, old)
    switch part {
    case .outcome:
      let isOver = table.all([strict.signsIn, table.not(lax.signsIn)])
      let isAsked = table.all([strict.reauthenticates, lax.proceeds])
      return table.any([isOver, isAsked])
    case .extend:
      let lengths = Set((old.extends + new.extends).map(\.length)).sorted()
      func reaches(_ reading: PolicyReading, _ length: Int128) -> Term {
        reading.extends.first { $0.length >= length }?.term ?? .never
      }
      let cases = lengths.map { length in
        table.all([reaches(lax, length), table.not(reaches(strict, length))])
      }
      return table.all([table.any(cases), old.proceeds, new.proceeds])
    case .refresh:
      let isSame = table.any([
        table.all([old.proceeds, new.proceeds]),
        table.all([old.reauthenticates, new.reauthenticates]),
      ])
      return table.all([isSame, lax.refreshes, table.not(strict.refreshes)])
    case .demand:
      let isStricter = table.isLaxer(lax.rules, than: strict.rules)
      return table.all([old.reauthenticates, new.reauthenticates, isStricter])
    }
  }

  private mutating func find(
    _ part: DecisionPart, _ direction: Direction, _ old: PolicyReading, _ new: PolicyReading,
    _ search: inout ChangeSearch
  ) {
    let goal = solver.term { Self.difference(part, direction, old, new, in: &$0) }
    var known: [Term] = []
    while true {
      switch solver.solve([goal] + known) {
      case .none: return
      case .unknown:
        search.undecided.append("\(part.rawValue), \(direction.rawValue)")
        return
      case .found(let model):
        guard known.count < limits.regions else {
          search.omitted.append((part, direction))
          return
        }
        guard
          let region = solver.widened(model, around: goal, variableCells: space.cells)
        else {
          search.undecided.append("\(part.rawValue), \(direction.rawValue)")
          return
        }
        let witness = witness(of: [goal] + known + region.atoms)
        let isConfirmed =
          witness.map { differs(part, direction, $0, old.policies, new.policies) } ?? false
        let whole = solver.all(region.atoms)
        known.append(solver.not(whole))
        search.changes.append(
          PolicyDifference.Change(
            part: part, direction: direction, region: description(of: region),
            witness: isConfirmed ? witness : nil,
            hangsOn: isConfirmed ? [] : unknowns(in: region)))
      }
    }
  }

  /// Whether the evaluator says so of a session too.
  private func differs(
    _ part: DecisionPart, _ direction: Direction, _ snapshot: Snapshot, _ old: PolicySet,
    _ new: PolicySet
  ) -> Bool {
    let before = old.decide(snapshot, settings: settings)
    let after = new.decide(snapshot, settings: settings)
    let (lax, strict) = direction == .stricter ? (before, after) : (after, before)
    switch part {
    case .outcome: return lax.outcome.rank < strict.outcome.rank
    case .extend:
      guard lax.outcome == .proceed, strict.outcome == .proceed,
        let longer = lax.extend.expiresAt
      else { return false }
      return strict.extend.expiresAt.map { $0 < longer } ?? true
    case .refresh:
      return lax.outcome == strict.outcome && lax.refresh.isAllowed && !strict.refresh.isAllowed
    case .demand: return lax.outcome == .reauthenticate && strict.outcome == .reauthenticate
    }
  }

  // MARK: Rules

  /// What each rule that changed is worth: how NEW differs from NEW with the OLD rule in its place.
  private mutating func worth(
    of old: PolicyReading, _ new: PolicyReading, _ undecided: inout [String]
  ) -> [PolicyDifference.RuleChange] {
    let before = Dictionary(
      old.rules.map { ($0.rule.qualifiedID, $0) }, uniquingKeysWith: { first, _ in first })
    let after = Dictionary(
      new.rules.map { ($0.rule.qualifiedID, $0) }, uniquingKeysWith: { first, _ in first })
    return Set(before.keys).union(after.keys).sorted().map { id in
      let kind: PolicyDifference.RuleChange.Kind
      switch (before[id], after[id]) {
      case (let one?, let other?): kind = one.saysTheSame(as: other) ? .same : .changed
      case (nil, _): kind = .added
      case (_, nil): kind = .removed
      }
      guard kind != .same else {
        return PolicyDifference.RuleChange(rule: id, kind: .same, effect: .equivalent)
      }
      let rest = new.rules.filter { $0.rule.qualifiedID != id }
      let rules = rest + (before[id].map { [$0] } ?? [])
      var reader = ConditionReader(space)
      reader.space.table = solver.table
      let without = reader.join(rules, of: new.policies)
      solver.adopt(reader.space.table)
      let effect = verdict(from: without, to: new)
      if effect == .undecided { undecided.append(id) }
      return PolicyDifference.RuleChange(rule: id, kind: kind, effect: effect)
    }
  }

  /// In which directions two readings differ.
  mutating func verdict(from old: PolicyReading, to new: PolicyReading) -> DifferenceVerdict {
    var directions: Set<Direction> = []
    for direction in Direction.allCases {
      let goal = solver.term { table in
        table.any(
          DecisionPart.allCases.map { Self.difference($0, direction, old, new, in: &table) })
      }
      switch solver.solve([goal]) {
      case .found: directions.insert(direction)
      case .none: break
      case .unknown: return .undecided
      }
    }
    return DifferenceVerdict(directions)
  }
}

extension RuleReading {
  /// Whether another rule says the same in every session.
  func saysTheSame(as other: RuleReading) -> Bool {
    rule.effect == other.rule.effect && condition == other.condition && speaks == other.speaks
      && met == other.met && grants.map(\.length) == other.grants.map(\.length)
      && grants.map(\.term) == other.grants.map(\.term)
  }
}

extension Decision.Outcome {
  fileprivate var rank: Int {
    switch self {
    case .proceed: 0
    case .reauthenticate: 1
    case .signIn: 2
    }
  }
}
