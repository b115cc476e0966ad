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
    let lack = Lack(of: input, state, in: space)
    // Each rule is looked at for each part and direction, and a few times besides.
    solver.spend(16 * reading.rules.count + space.variables.count)
    let without = lack.reading(reading, &solver)
    let isThere = isThere(lack)
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
          guard collect(question, lack, reading.policies, &impact) else { break }
        }
      }
    }
    return InputImpact(
      input: input, state: state, changes: impact.changes, omitted: impact.omitted,
      isUndecided: impact.isUndecided, unknowns: lack.unknowns)
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
    _ lack: Lack, _ policies: PolicySet, _ search: inout Search
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
          model, variableCells: space.cells, where: { $0.isImpossible($1 + [opposite]) })
        guard let region else {
          search.isUndecided = true
          return false
        }
        let isWhole = solver.isImpossible(region.atoms + [elsewhere])
        search.changes.append(
          change(part, direction, region, isWhole, wanted, lack, policies))
        let whole = solver.all(region.atoms)
        search.known.append(solver.not(whole))
      }
    }
  }

  /// How many regions are told apart for each part and direction.
  private static let impactRegions = 4

  private mutating func change(
    _ part: DecisionPart, _ direction: Direction, _ region: Region, _ isWhole: Bool,
    _ terms: [Term], _ lack: Lack, _ policies: PolicySet
  ) -> InputImpact.Change {
    var pair: (with: Snapshot, without: Snapshot)?
    if let possible = usualSession(in: terms + region.atoms),
      let with = snapshot(in: possible), let without = snapshot(in: possible, lack.cells),
      differs(part, direction, decide(with, by: 0), decide(without, by: 0))
    {
      pair = (with, without)
    }
    return InputImpact.Change(
      part: part, direction: direction, region: description(of: region), isWhole: isWhole,
      witness: pair,
      hangsOn: pair == nil ? unknowns(in: region) : [])
  }

  /// That an input is there and can be read.
  private mutating func isThere(_ lack: Lack) -> Term {
    var terms: [Term] = []
    for variable in lack.own {
      let missing = space.cells[variable].indices.filter {
        isLack(space.cells[variable][$0], variable)
      }
      let isMissing = solver.atom(.cells(variable: variable, missing))
      terms.append(solver.not(isMissing))
    }
    // As one of the kinds that policies take it for.
    return solver.make { $0.any(terms) }
  }

  /// Whether a cell of the variables that ask for an input says that there is none, or none that can be read:
  /// what is outside of the values that a policy declares cannot.
  private func isLack(_ cell: Cell, _ variable: Int) -> Bool {
    switch (space.variables[variable], cell) {
    case (.sent, _): cell == .no
    case (_, .absent), (_, .failed): true
    case (.value(let path, .string), .other): space.closedTexts[path] != nil
    case (.value(let path, .string), .text(let text)):
      space.closedTexts[path].map { !$0.contains(text) } ?? false
    default: false
    }
  }
}

/// An input that is not there, with all that is asked of it.
private struct Lack {
  /// The variables that ask for the input itself.
  let own: [Int]
  /// The cell of each variable whose answer is settled by it.
  let cells: [Int: Int]
  let unknowns: [String]

  init(of input: AttributePath, _ state: InputImpact.State, in space: SessionSpace) {
    var cells: [Int: Int] = [:]
    var own: [Int] = []
    for (number, variable) in space.variables.enumerated() {
      guard let path = variable.input, path.components.starts(with: input.components) else {
        if state == .notSent, variable.isSent {
          own.append(number)
          cells[number] = space.cells[number].firstIndex(of: .no)
        }
        continue
      }
      // What stands in a record that is left out has failed; in one that is absent it is absent.
      let cell: Cell =
        switch state {
        case .absent: .absent
        case .failed: .failed
        case .notSent: path == input ? .absent : .failed
        }
      cells[number] = space.cells[number].firstIndex(of: cell)
      if path == input, state != .notSent { own.append(number) }
    }
    self.own = own
    self.cells = cells
    unknowns = space.opaque.values.filter { opaque in
      opaque.reads.contains { $0.components.starts(with: input.components) }
        && !opaque.required.contains { path, _ in
          SessionSchema.canonicalPath(path).components.starts(with: input.components)
        }
    }.map(\.text).sorted()
  }

  /// What policies say where the input is not there.
  func reading(_ reading: PolicyReading, _ solver: inout Solver) -> PolicyReading {
    var rewriting = TermRewriting()
    func without(_ term: Term) -> Term {
      rewriting(term, &solver) { solver, number, isPositive in
        guard case .cells(let variable, let inside) = solver.table.atoms[number],
          let cell = cells[variable]
        else { return nil }
        return inside.contains(cell) == isPositive ? .always : .never
      }
    }
    return PolicyReading(
      policies: reading.policies,
      rules: reading.rules.map { rule in rule.mapped { without($0) } },
      signsIn: without(reading.signsIn), reauthenticates: without(reading.reauthenticates),
      proceeds: without(reading.proceeds), refreshes: without(reading.refreshes),
      extends: reading.extends.map { ($0.length, without($0.term)) })
  }
}

extension Variable {
  /// The input that it asks for, if that is one that callers and policies may leave out.
  fileprivate var input: AttributePath? {
    guard case .value(let path, _) = self.origin else { return nil }
    return path.canBeLeftOut ? path : nil
  }

  /// The same for values and for presence.
  private var origin: Variable {
    if case .presence(let path, let type) = self { .value(path, type) } else { self }
  }

  fileprivate var isSent: Bool {
    if case .sent = self { true } else { false }
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
