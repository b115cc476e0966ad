import PolicyCEL
import PolicyDiagnostics
import SessionPolicy

/// The rules of two sets of policies that are compared, ready to be asked which matter in some sessions.
struct ComparedRules {
  let pivot: Pivot
  var old: SlicedRules
  var new: SlicedRules

  /// - Parameters:
  ///   - space: What rules ask about.
  ///   - solver: What knows their terms.
  init(_ old: [RuleReading], _ new: [RuleReading], _ space: SessionSpace, _ solver: inout Solver) {
    pivot = Pivot(space)
    self.old = SlicedRules(old, by: pivot, space, &solver)
    self.new = SlicedRules(new, by: pivot, space, &solver)
  }
}

/// The rules of one set of policies, of which a question about some sessions looks at few (``RuleSlices``).
///
/// Where the ``Pivot`` is absent, no condition that asks for it has an answer, and all prohibitions and
/// demands speak (they fail closed); but they are then told apart by little, so that many come to the same
/// and are kept once.
struct SlicedRules {
  private let rules: [RuleReading]
  private let numbers: [Text: Int]
  private var slices: RuleSlices
  /// What rules come to where the pivot is absent or failed, those that come to the same once.
  private var withoutValue: [Group] = []

  /// Rules that come to the same.
  private struct Group {
    let reading: RuleReading
    /// The name of the rule, if it is one alone.
    var id: Text?
  }

  fileprivate init(
    _ rules: [RuleReading], by pivot: Pivot, _ space: SessionSpace, _ solver: inout Solver
  ) {
    self.rules = rules
    numbers = Dictionary(
      rules.enumerated().map { (Text($1.rule.qualifiedID), $0) },
      uniquingKeysWith: { first, _ in first })
    slices = RuleSlices(rules, space, solver.table)
    guard pivot.tellsApart else { return }
    let isMissing = pivot.isValue(false, &solver)
    guard let slice = solver.slice([isMissing]) else { return }
    var residue = Residue(in: slice)
    var known: [RuleMeaning: Int] = [:]
    for rule in self.rules(where: isMissing, besides: nil, solver.table) {
      guard let rest = rule.rest(in: &residue, &solver) else { continue }
      let meaning = RuleMeaning(rest)
      if let group = known[meaning] {
        withoutValue[group].id = nil
      } else {
        known[meaning] = withoutValue.count
        withoutValue.append(Group(reading: rest, id: Text(rest.rule.qualifiedID)))
      }
    }
  }

  /// The rules that may say anything where a term is true, but for one, in their order.
  ///
  /// - Parameter table: The terms.
  mutating func rules(
    where term: Term, besides rule: RuleReading?, _ table: TermTable
  ) -> [RuleReading] {
    let number = rule.flatMap { numbers[Text($0.rule.qualifiedID)] }
    var allowed = Int.max
    let others = slices.others(than: number, where: term, in: table, atMost: &allowed)
    return others?.map { rules[$0] } ?? []
  }

  /// The rules that may say anything where the pivot has no value, but for one; each group that comes to the
  /// same once.
  func rulesWithoutValue(besides rule: RuleReading?) -> [RuleReading] {
    let id = rule.map { Text($0.rule.qualifiedID) }
    return withoutValue.filter { id == nil || $0.id != id }.map(\.reading)
  }
}

/// The variable by which the rules of large sets are told apart, mostly the action: the one with the most
/// cells, for each of many rules asks about few values of it.
struct Pivot {
  private let variable: Int
  /// The cells in which there is no value to be read.
  private let missing: [Int]
  /// Whether it has so many cells that something is gained by looking at some alone.
  let tellsApart: Bool

  private static let fewest = 12

  fileprivate init(_ space: SessionSpace) {
    let largest = space.cells.indices.max {
      (space.cells[$0].count, $1) < (space.cells[$1].count, $0)
    }
    variable = largest ?? 0
    let cells = largest.map { space.cells[$0] } ?? []
    tellsApart = cells.count >= Self.fewest
    missing = cells.indices.filter { [.absent, .failed].contains(cells[$0]) }
  }

  /// That there is a value, or that there is none.
  func isValue(_ isThere: Bool, _ solver: inout Solver) -> Term {
    let isNot = solver.atom(.cells(variable: variable, missing))
    return isThere ? solver.not(isNot) : isNot
  }
}

/// What a rule comes to: rules that are equal in this are one.
private struct RuleMeaning: Hashable {
  private let effect: Effect
  private let requirements: [StepEffects.RequirementKey]
  private let terms: [Term]
  private let lengths: [Int128]

  init(_ reading: RuleReading) {
    effect = reading.rule.effect
    // Of those that ask for re-authentication it is compared what they ask for.
    requirements =
      effect == .mustReauthenticate
      ? reading.rule.alternatives.map(StepEffects.RequirementKey.init) : []
    terms =
      [reading.speaks] + reading.meetable + reading.after + reading.grants.map(\.term)
    lengths = reading.grants.map(\.length)
  }
}

extension RuleReading {
  /// The rule as it is in a slice; `nil` where it says nothing.
  func rest(in residue: inout Residue, _ solver: inout Solver) -> RuleReading? {
    let matters = residue(matters, &solver)
    guard matters != .never else { return nil }
    return mapped { residue($0, &solver) }
  }
}
