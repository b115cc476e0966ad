import PolicyCEL
import SessionPolicy

/// Terms as they are where an attribute is not there, and all else is as it is.
///
/// What is said of the attribute, or of what stands below it, is decided; an expression that is not looked into
/// is asked of the evaluator if it reads nothing else. If it does, both is taken to be possible, and what
/// is found hangs on it.
struct Absence {
  let attribute: AttributePath
  /// What says whether the attribute is there.
  private(set) var presences: [Int] = []
  /// The expressions on which it hangs.
  private(set) var unknowns: Set<String> = []
  private let space: SessionSpace
  /// What hangs on nothing else is looked at as well, to name all that is not known.
  private var rewriting = TermRewriting(looksAtAll: true)
  private var answers: [Int: Cell?] = [:]

  init(of attribute: AttributePath, in space: SessionSpace) {
    self.attribute = attribute
    self.space = space
    presences = space.variables.indices.filter { number in
      switch space.variables[number] {
      case .value(attribute, _), .presence(attribute, _): true
      default: false
      }
    }
  }

  /// A term that is true without the attribute where this one is, or may be.
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
      let isInside = space.cells[variable].firstIndex(of: cell).map(cells.contains) ?? false
      return isInside == isPositive ? .always : .never
    }
  }

  /// The cell of a variable without the attribute, `nil` inside if that is not known; `nil` if it is as it is.
  private mutating func cell(of variable: Int) -> Cell?? {
    if let found = answers[variable] { return .some(found) }
    let found: Cell?
    switch space.variables[variable] {
    case .value(let path, _), .presence(let path, _):
      guard path.components.starts(with: attribute.components) else { return nil }
      found = .absent
    case .opaque(let key):
      guard let opaque = space.opaque[key], opaque.inputs.keys.contains(attribute) else {
        return nil
      }
      if opaque.readsNothingElse {
        found = opaque.answerWithoutInput.map { $0 ? .yes : .no } ?? .failed
      } else {
        unknowns.insert(opaque.text)
        found = nil
      }
    default: return nil
    }
    answers[variable] = .some(found)
    return .some(found)
  }
}
