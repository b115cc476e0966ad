import PolicyCEL
import PolicyDiagnostics
import SessionPolicy

/// The rules of one set of policies by where they may say anything, so that a question about some sessions
/// looks at few of them.
///
/// Large sets of rules ask about one text first, mostly the action, and each about few values of it. This is
/// the *pivot*: the variable with the most cells. Where its value is there, the rules of other values are out.
/// Where it is absent, no condition that asks for it has an answer, and all prohibitions and demands
/// speak (they fail closed); but they are then told apart by little, so that many come to the same and are
/// kept once.
struct RuleIndex {
  let rules: [RuleReading]
  /// The numbers of the rules for each cell of the pivot.
  private var byCell: [[Int]]
  /// What rules come to where the pivot is absent or failed, those that come to the same once.
  private var withoutValue: [Group] = []
  private let pivot: Pivot

  /// Rules that come to the same.
  private struct Group {
    let reading: RuleReading
    /// The name of the rule, if it is one alone.
    var id: Text?
  }

  /// - Parameters:
  ///   - rules: The rules.
  ///   - pivot: The variable by which they are told apart.
  ///   - solver: What knows their terms.
  init(_ rules: [RuleReading], by pivot: Pivot, _ solver: inout Solver) {
    self.rules = rules
    self.pivot = pivot
    byCell = Array(repeating: [], count: pivot.cellCount)
    guard pivot.cellCount > 0 else { return }
    var places = PivotCells(pivot)
    for (number, rule) in rules.enumerated() {
      for cell in places.cells(of: rule.matters, &solver) { byCell[cell].append(number) }
    }
    guard let slice = solver.slice([pivot.isValue(false, &solver)]) else { return }
    var residue = Residue(in: slice)
    var numbers: [RuleMeaning: Int] = [:]
    for number in candidates(in: pivot.withoutValue) {
      guard let rest = rules[number].rest(in: &residue, &solver) else { continue }
      let meaning = RuleMeaning(rest)
      if let known = numbers[meaning] {
        withoutValue[known].id = nil
      } else {
        numbers[meaning] = withoutValue.count
        withoutValue.append(Group(reading: rest, id: Text(rest.rule.qualifiedID)))
      }
    }
  }

  private func candidates(in cells: [Int]) -> [Int] {
    guard cells.count > 1 else { return cells.first.map { byCell[$0] } ?? [] }
    var numbers: Set<Int> = []
    for cell in cells { numbers.formUnion(byCell[cell]) }
    return numbers.sorted()
  }

  /// The rules that may say anything where the pivot is in some cells, but for one; each group that comes to
  /// the same once.
  func rules(in cells: [Int], besides rule: RuleReading?) -> [RuleReading] {
    let id = rule.map { Text($0.rule.qualifiedID) }
    guard pivot.cellCount > 0 else { return rules.filter { Text($0.rule.qualifiedID) != id } }
    if cells == pivot.withoutValue {
      return withoutValue.filter { id == nil || $0.id != id }.map(\.reading)
    }
    return candidates(in: cells).map { rules[$0] }.filter { Text($0.rule.qualifiedID) != id }
  }
}

/// The variable by which rules are told apart.
struct Pivot {
  let variable: Int
  let cellCount: Int
  /// The cells in which there is no value to be read, and the others.
  let withoutValue: [Int]
  let withValue: [Int]

  /// With fewer cells, nothing is gained by looking at some alone.
  private static let fewest = 12

  /// - Parameter cells: The cells of all variables.
  init(_ space: SessionSpace) {
    let largest = space.cells.indices.max {
      (space.cells[$0].count, $1) < (space.cells[$1].count, $0)
    }
    variable = largest ?? 0
    let cells = largest.map { space.cells[$0] } ?? []
    let isOf = cells.count >= Self.fewest
    cellCount = isOf ? cells.count : 0
    withoutValue = isOf ? cells.indices.filter { [.absent, .failed].contains(cells[$0]) } : []
    withValue = isOf ? cells.indices.filter { ![.absent, .failed].contains(cells[$0]) } : []
  }

  /// That there is a value, or that there is none.
  func isValue(_ isThere: Bool, _ solver: inout Solver) -> Term {
    let isNot = solver.atom(.cells(variable: variable, withoutValue))
    return isThere ? solver.not(isNot) : isNot
  }
}

/// The cells of the pivot in which terms are not plainly false, each term looked at once.
struct PivotCells {
  private let pivot: Pivot
  private let all: [UInt64]
  private var known: [Term: [UInt64]] = [:]

  init(_ pivot: Pivot) {
    self.pivot = pivot
    all = Self.words(0..<pivot.cellCount, pivot.cellCount)
  }

  private static func words(_ cells: some Sequence<Int>, _ count: Int) -> [UInt64] {
    var words = [UInt64](repeating: 0, count: (count + 63) / 64)
    for cell in cells where cell < count { words[cell / 64] |= 1 << UInt64(cell % 64) }
    return words
  }

  mutating func cells(of term: Term, _ solver: inout Solver) -> [Int] {
    let words = words(of: term, &solver)
    return (0..<pivot.cellCount).filter { words[$0 / 64] & (1 << UInt64($0 % 64)) != 0 }
  }

  private mutating func words(of term: Term, _ solver: inout Solver) -> [UInt64] {
    if let known = known[term] { return known }
    var found: [UInt64]
    switch solver.node(term) {
    case .atom(let number, let isPositive):
      found = all
      if case .cells(pivot.variable, let cells) = solver.table.atoms[Int(number)] {
        let inside = Self.words(cells, pivot.cellCount)
        for index in found.indices { found[index] &= isPositive ? inside[index] : ~inside[index] }
      }
    case .all(let parts):
      found = all
      for part in parts {
        let words = words(of: part, &solver)
        for index in found.indices { found[index] &= words[index] }
      }
    case .any(let parts):
      found = Array(repeating: 0, count: all.count)
      for part in parts {
        let words = words(of: part, &solver)
        for index in found.indices { found[index] |= words[index] }
      }
    }
    known[term] = found
    return found
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
