package import PolicyCEL
package import SessionPolicy

/// What it does to decisions that an input is not there.
package struct InputImpact: Sendable {
  /// How it is not there.
  package enum State: String, Sendable, CaseIterable {
    /// A document could have held it, and does not.
    case absent
    /// It cannot be read as it was declared.
    case failed
    /// The record that holds it was left out as a whole.
    case notSent = "not_sent"
  }

  /// Sessions that are decided otherwise without the input, and alike in what makes the difference.
  package struct Change: Sendable {
    package let part: DecisionPart
    /// Whether more is asked without the input, or less.
    package let direction: Direction
    /// What the sessions have in common, with the input.
    package let region: RegionDescription
    /// Whether all sessions that have this in common are decided otherwise; if not, other rules decide some
    /// of them, as with the input.
    package let isWhole: Bool
    /// One of them, and the same without the input, which the evaluator decides otherwise; `nil` where none
    /// could be made, because it hangs on what is not looked into.
    package let witness: (with: Snapshot, without: Snapshot)?
    /// The expressions that are not looked into and on which it hangs; empty if it is proved.
    package let hangsOn: [String]
  }

  package let input: AttributePath
  package let state: State
  package let changes: [Change]
  /// The parts and directions of which there are more regions than were looked for.
  package let omitted: [(part: DecisionPart, direction: Direction)]
  /// Whether some question took too much work, so that more may change.
  package let isUndecided: Bool
  /// The expressions that are not looked into and may come to something else without the input.
  package let unknowns: [String]
}

extension Analysis {
  /// What it does to the decisions of the first set of policies that an input is not there, for each input that
  /// callers and policies may leave out, by its name.
  ///
  /// A decision without an input is what the terms of the policies come to where all that is asked of the input
  /// is answered as for one that is not there. So this is a comparison of the policies with themselves.
  package mutating func impacts() -> [InputImpact] {
    guard let reading = readings.first, unreadRule == nil else { return [] }
    var inputs: Set<AttributePath> = []
    for variable in space.variables {
      guard let path = variable.input else { continue }
      inputs.insert(path)
    }
    var found: [InputImpact] = []
    for input in inputs.sorted(by: { $0.description < $1.description }) {
      for state in InputImpact.State.allCases where input.canBe(state) {
        found.append(impact(of: input, state, on: reading))
      }
    }
    return found
  }

  private mutating func impact(
    of input: AttributePath, _ state: InputImpact.State, on reading: PolicyReading
  ) -> InputImpact {
    beginQuestion()
    guard !solver.budget.isSpent else {
      return InputImpact(
        input: input, state: state, changes: [], omitted: [], isUndecided: true, unknowns: [])
    }
    var absence = Absence(of: input, state, in: space)
    // Each rule is looked at for each part and direction, and a few times besides.
    solver.spend(16 * reading.rules.count + space.variables.count)
    let without = absence(reading, &solver)
    let isThere = absence.isThere(&solver)
    let pairs = zip(reading.rules, without.rules).compactMap { RulePair(of: $0, $1) }
    var impact = Search()
    for part in DecisionPart.allCases {
      for direction in Direction.allCases {
        beginQuestion()
        let goal = solver.make { table in
          let differs = Self.difference(part, direction, reading, without, in: &table)
          return table.all([isThere, differs])
        }
        guard goal != .never else { continue }
        impact.known = []
        // In the words of one rule where one alone says otherwise; then what is left.
        var shapes: [Term] = []
        for pair in pairs {
          shapes.append(
            solver.make { table in
              table.all([isThere, pair.difference(part, direction, in: &table)])
            })
        }
        for shape in shapes + [goal] where shape != .never {
          let question = (part, direction, goal, shape)
          guard collect(question, absence, &impact) else { break }
        }
      }
    }
    if whatIsLeftOut(of: [reading, without]) != nil { impact.isUndecided = true }
    return InputImpact(
      input: input, state: state, changes: impact.changes, omitted: impact.omitted,
      isUndecided: impact.isUndecided, unknowns: unknowns(behind: input))
  }

  /// What was found so far.
  private struct Search {
    var changes: [InputImpact.Change] = []
    var omitted: [(part: DecisionPart, direction: Direction)] = []
    var isUndecided = false
    /// The opposites of the regions that were found of a part and a direction.
    var known: [Term] = []
  }

  /// Finds regions of a shape; `false` if the question ends there.
  private mutating func collect(
    _ question: (part: DecisionPart, direction: Direction, goal: Term, shape: Term),
    _ absence: Absence, _ search: inout Search
  ) -> Bool {
    let (part, direction, goal, shape) = question
    let (opposite, elsewhere) = (solver.not(shape), solver.not(goal))
    while true {
      let wanted = [goal, shape] + search.known
      switch solver.solve(wanted) {
      case .none: return true
      case .unknown:
        search.isUndecided = true
        return false
      case .found(let model):
        guard search.known.count < Self.impactRegions else {
          search.omitted.append((part, direction))
          return false
        }
        let region = solver.widened(
          model, variableCells: space.cells, without: unshownTimes(in: model),
          where: { $0.isImpossible($1 + [opposite]) })
        guard let region else {
          search.isUndecided = true
          return false
        }
        let isWhole = solver.isImpossible(region.atoms + [elsewhere])
        search.changes.append(change(part, direction, region, isWhole, wanted, absence))
        let whole = solver.all(region.atoms)
        search.known.append(solver.not(whole))
      }
    }
  }

  /// How many regions are told apart for each part and direction.
  private static let impactRegions = 4

  private mutating func change(
    _ part: DecisionPart, _ direction: Direction, _ region: Region, _ isWhole: Bool,
    _ terms: [Term], _ absence: Absence
  ) -> InputImpact.Change {
    var pair: (with: Snapshot, without: Snapshot)?
    if let (first, others) = documents(of: terms + region.atoms, instead: [absence.cells]),
      let second = others.first,
      let with = WitnessDocument.snapshot(first), let without = WitnessDocument.snapshot(second),
      differs(part, direction, decide(with, by: 0), decide(without, by: 0))
    {
      pair = (with, without)
    }
    return InputImpact.Change(
      part: part, direction: direction, region: description(of: region), isWhole: isWhole,
      witness: pair,
      hangsOn: pair == nil ? unknowns(in: region) : [])
  }

  /// The expressions that are not looked into and that may come to something else without an input.
  private func unknowns(behind input: AttributePath) -> [String] {
    space.opaque.values.filter { opaque in
      opaque.reads.contains { $0.components.starts(with: input.components) }
        && !opaque.required.contains { path, _ in
          SessionSchema.canonicalPath(path).components.starts(with: input.components)
        }
    }.map(\.text).sorted()
  }
}

extension Variable {
  /// The input that it asks for, if that is one that callers and policies may leave out.
  fileprivate var input: AttributePath? {
    switch self {
    case .value(let path, _), .presence(let path, _): path.canBeLeftOut ? path : nil
    default: nil
    }
  }
}

extension AttributePath {
  /// Whether an input can be missing in a way.
  fileprivate func canBe(_ state: InputImpact.State) -> Bool {
    switch state {
    case .absent: self != .identity
    case .failed: isDeclared
    case .notSent: self == .identity
    }
  }
}
