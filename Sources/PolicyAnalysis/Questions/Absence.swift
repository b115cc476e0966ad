import PolicyCEL
import SessionPolicy

/// An input that is not there, with all that is asked of it, so that terms can be read as they are then and
/// all else is as it is.
///
/// What is said of the input, or of what stands below it, is decided. An expression that is not looked into
/// stays as it is; or it is asked of the evaluator if it reads nothing else. If it does and asks whether the input is
/// there, both is taken to be possible, so that what is found hangs on it; if it does not ask, then it says without
/// the input what it says whatever the input is, or nothing.
struct Absence {
  let input: AttributePath
  let state: InputImpact.State
  /// The variables that ask for the input itself.
  let own: [Int]
  /// The expressions of those that were read on which it hangs.
  private(set) var unknowns: Set<String> = []
  private let space: SessionSpace
  private let answersExpressions: Bool
  private var rewriting: TermRewriting
  private var answers: [Int: Cell?] = [:]

  /// - Parameter answersExpressions: Whether expressions that are not looked into are answered too.
  init(
    of input: AttributePath, _ state: InputImpact.State, in space: SessionSpace,
    answersExpressions: Bool = false
  ) {
    self.input = input
    self.state = state
    self.space = space
    self.answersExpressions = answersExpressions
    // What hangs on nothing else is looked at as well, to name all that is not known.
    rewriting = TermRewriting(looksAtAll: answersExpressions)
    let asking = (space.types[input] ?? []).map { SessionSpace.presence(of: input, $0) }
    own =
      state == .notSent
      ? [space.known(.sent(input))].compactMap { $0 } : asking.compactMap { space.known($0) }
  }

  /// A term that is true without the input where this one is, or may be.
  mutating func callAsFunction(_ term: Term, _ solver: inout Solver) -> Term {
    var rewriting = TermRewriting()
    swap(&rewriting, &self.rewriting)
    defer { swap(&rewriting, &self.rewriting) }
    return rewriting(term, &solver) { solver, number, isPositive in
      guard case .cells(let variable, let cells) = solver.table.atoms[number],
        let cell = cell(of: variable)
      else { return nil }
      // Of what is not known each answer may be the one.
      guard let cell else { return .always }
      let isInside = space.place(of: cell, of: variable).map(cells.contains) ?? false
      return isInside == isPositive ? .always : .never
    }
  }

  /// What policies say without the input.
  mutating func callAsFunction(_ reading: PolicyReading, _ solver: inout Solver) -> PolicyReading {
    var absence = self
    defer { self = absence }
    func without(_ term: Term) -> Term { absence(term, &solver) }
    return PolicyReading(
      policies: reading.policies,
      rules: reading.rules.map { rule in rule.mapped { without($0) } },
      signsIn: without(reading.signsIn), reauthenticates: without(reading.reauthenticates),
      proceeds: without(reading.proceeds), refreshes: without(reading.refreshes),
      extends: reading.extends.map { ($0.length, without($0.term)) },
      wayless: without(reading.wayless))
  }

  /// That the input is there and can be read, as one of the kinds that policies take it for; of one that only
  /// expressions read that are not looked into nothing is said.
  func isThere(_ solver: inout Solver) -> Term {
    guard !own.isEmpty else { return .always }
    let terms = own.map { variable in
      let missing = space.cells[variable].indices.filter {
        isNone(space.cells[variable][$0], of: variable)
      }
      let isMissing = solver.atom(.cells(variable: variable, missing))
      return solver.not(isMissing)
    }
    return solver.make { $0.any(terms) }
  }

  /// The cell of each variable that is settled by it, expressions aside.
  var cells: [Int: Int] {
    var found: [Int: Int] = [:]
    for (number, variable) in space.variables.enumerated() {
      found[number] = settled(variable).flatMap { space.place(of: $0, of: number) }
    }
    return found
  }

  // MARK: Cells

  /// The cell of a variable without the input, `nil` inside if that is not known; `nil` if it is as it is.
  private mutating func cell(of number: Int) -> Cell?? {
    if let found = answers[number] { return .some(found) }
    let found: Cell?
    if case .opaque(let key) = space.variables[number] {
      guard answersExpressions, let opaque = space.opaque[key], opaque.inputs.keys.contains(input)
      else { return nil }
      if opaque.readsNothingElse {
        found = opaque.answerWithoutInput.map { $0 ? .yes : .no } ?? .failed
      } else if !opaque.asksWhetherThere(input) {
        return nil
      } else {
        unknowns.insert(opaque.text)
        found = nil
      }
    } else {
      guard let settled = settled(space.variables[number]) else { return nil }
      found = settled
    }
    answers[number] = .some(found)
    return .some(found)
  }

  private func settled(_ variable: Variable) -> Cell? {
    switch variable {
    case .value(let path, _), .presence(let path, _):
      guard path.components.starts(with: input.components) else { return nil }
      // What stands in a record that is left out has failed; in one that is absent it is absent.
      return switch state {
      case .absent: .absent
      case .failed: .failed
      case .notSent: path == input ? .absent : .failed
      }
    case .sent(input) where state == .notSent: return .no
    default: return nil
    }
  }

  /// Whether a cell of the variables that ask for the input says that there is none, or none that can be read:
  /// what is outside of the values that a policy declares cannot.
  private func isNone(_ cell: Cell, of variable: Int) -> Bool {
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
