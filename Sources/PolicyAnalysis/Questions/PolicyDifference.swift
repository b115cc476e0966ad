import PolicyCEL
package import SessionPolicy

/// How the decisions of two sets of policies differ, over all sessions.
package struct PolicyDifference: Sendable {
  /// Sessions that are decided otherwise, and alike in what makes the difference.
  package struct Change: Sendable {
    package let part: DecisionPart
    package let direction: Direction
    /// The rule of which a change is what makes the difference; `nil` where several do it together.
    package let rule: String?
    /// What the sessions have in common.
    package let region: RegionDescription
    /// Whether all sessions that have this in common are decided otherwise; if not, other rules decide
    /// some of them, as before.
    package let isWhole: Bool
    /// One of them; `nil` where none could be made, because it hangs on what is not looked into.
    package let witness: Snapshot?
    /// The expressions that are not looked into and on which it hangs; empty if it is proved.
    package let hangsOn: [String]

    /// Whether no session was found for which the evaluator says so too.
    package var isPossible: Bool { witness == nil }
  }

  /// A question that was given up.
  package struct Undecided: Sendable, Hashable {
    /// The rule that it hangs on.
    package let rule: String
    /// What was asked, and why there is no answer.
    package let why: String
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

    /// The same, where it is not known what that is worth.
    fileprivate var undecided: RuleChange {
      RuleChange(rule: rule, kind: kind, effect: .undecided)
    }
  }

  package let verdict: DifferenceVerdict
  package let changes: [Change]
  /// Of which parts and directions there are more regions than were looked for.
  package let omitted: [(part: DecisionPart, direction: Direction)]
  package let rules: [RuleChange]
  /// Questions that were given up, each with a rule that it hangs on.
  package let undecided: [Undecided]
}

extension Analysis {
  /// Compares the first two sets of policies.
  package mutating func difference() -> PolicyDifference {
    guard readings.count >= 2 else {
      return PolicyDifference(
        verdict: .equivalent, changes: [], omitted: [], rules: [], undecided: [])
    }
    if let rule = unreadRule {
      let undecided = PolicyDifference.Undecided(
        rule: rule, why: "the policies up to this rule are more than is looked at")
      return PolicyDifference(
        verdict: .undecided, changes: [], omitted: [], rules: [], undecided: [undecided])
    }
    let (old, new) = (readings[0], readings[1])
    let pairs = RulePair.pairs(of: old, new)
    var search = ChangeSearch()
    var rules: [PolicyDifference.RuleChange] = []
    let changed = pairs.count { $0.kind != .same }
    var compared = ComparedRules(
      changed == 0 ? [] : old.rules, changed == 0 ? [] : new.rules, space, &solver)
    for pair in pairs {
      let effect =
        pair.kind == .same
        ? .equivalent : find(pair, isAlone: changed == 1, among: &compared, &search)
      rules.append(PolicyDifference.RuleChange(rule: pair.id, kind: pair.kind, effect: effect))
    }
    guard let first = pairs.first(where: { $0.kind != .same }) else {
      return search.difference(with: rules)
    }
    if let leftOut = whatIsLeftOut(of: [old, new]) {
      search.giveUp(first.id, "\(leftOut) are not looked at, and may make a difference")
      rules = rules.map { $0.kind != .same && $0.effect == .equivalent ? $0.undecided : $0 }
    }
    return search.difference(with: rules)
  }

  /// Where a part of the decision differs in a direction, and not only because one before it does.
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
      // What is refused with a stricter outcome is said of that; anything else differs by itself, also
      // where the outcome differs in the other direction.
      let isOfOutcome = difference(.outcome, direction, old, new, in: &table)
      return table.all([lax.refreshes, table.not(strict.refreshes), table.not(isOfOutcome)])
    case .demand:
      let isStricter = table.isLaxer(lax.rules, than: strict.rules)
      return table.all([old.reauthenticates, new.reauthenticates, isStricter])
    }
  }

  /// Whether the evaluator says so of a session too.
  mutating func differs(
    _ part: DecisionPart, _ direction: Direction, _ snapshot: Snapshot
  ) -> Bool {
    differs(part, direction, decide(snapshot, by: 0), decide(snapshot, by: 1))
  }

  /// Decides a session by the policies of a place, which is work: the ways to meet what is demanded too.
  mutating func decide(_ snapshot: Snapshot, by place: Int) -> Decision {
    let decision = readings[place].policies.decidePresent(snapshot, settings: settings)
    let demands = decision.reauthentication?.rules.count ?? 0
    solver.spend(4 * readings[place].rules.count + 100 * demands)
    return decision
  }

  /// Whether two decisions differ in a part and a direction, and not only because a part before it does.
  func differs(
    _ part: DecisionPart, _ direction: Direction, _ before: Decision, _ after: Decision
  ) -> Bool {
    let (lax, strict) = direction == .stricter ? (before, after) : (after, before)
    switch part {
    case .outcome: return lax.outcome.rank < strict.outcome.rank
    case .extend:
      guard lax.outcome == .proceed, strict.outcome == .proceed,
        let longer = lax.extend.expiresAt
      else { return false }
      return strict.extend.expiresAt.map { $0 < longer } ?? true
    case .refresh:
      return lax.outcome.rank >= strict.outcome.rank && lax.refresh.isAllowed
        && !strict.refresh.isAllowed
    case .demand: return lax.outcome == .reauthenticate && strict.outcome == .reauthenticate
    }
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
