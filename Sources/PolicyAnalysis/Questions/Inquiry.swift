import PolicyJSON

/// Asks whether there are sessions of a kind, with so much work for each subject.
///
/// An answer is a proof. Where the work is used up everything that is asked is left open, and
/// ``hasGivenUp`` says so: nothing that was not shown is ever told.
struct Inquiry {
  private(set) var analysis: Analysis
  /// How many sessions may still be made.
  private var documents = 300
  /// How many there are for each kind of question at least.
  private static let documentsOfKind = 100
  /// Whether something about the present subject was not found out.
  private(set) var hasGivenUp = false

  init(_ analysis: Analysis) { self.analysis = analysis }

  /// Begins with another kind of question, which has sessions to show of its own.
  mutating func beginKind() { documents = max(documents, Self.documentsOfKind) }

  /// Begins with another subject.
  mutating func begin() {
    hasGivenUp = false
    analysis.beginQuestion()
  }

  /// Leaves the rest of what is asked about the subject open.
  mutating func giveUp() { hasGivenUp = true }

  /// Whether it was shown that no session meets some terms.
  mutating func isNone(_ terms: [Term]) -> Bool {
    guard !hasGivenUp, !terms.contains(.never) else { return !hasGivenUp }
    switch analysis.solver.solve(terms) {
    case .none: return true
    case .found: return false
    case .unknown:
      hasGivenUp = true
      return false
    }
  }

  /// Whether it was shown that two conditions are true in the same sessions, and false in the same.
  mutating func areSame(_ one: Truth, _ other: Truth) -> Bool {
    func differ(_ one: Term, _ other: Term) -> Term {
      analysis.solver.make { $0.differ(one, other) }
    }
    return isNone([differ(one.isTrue, other.isTrue)])
      && isNone([differ(one.isFalse, other.isFalse)])
  }

  /// Conditions, joined.
  mutating func joined(_ truths: [Truth], areAll: Bool) -> Truth {
    var joined = Truth(areAll)
    _ = analysis.solver.make { table in
      joined = areAll ? table.all(truths) : table.any(truths)
      return joined.isTrue
    }
    return joined
  }

  /// Whether there are sessions that meet some terms, as far as expressions that are not looked into allow.
  mutating func isFound(_ terms: [Term]) -> Bool { unknowns(in: terms) != nil }

  /// The expressions that are not looked into and on which it hangs that sessions meet some terms; `nil` if none
  /// was found.
  mutating func unknowns(in terms: [Term]) -> [OpaqueExpression]? {
    guard !hasGivenUp, !terms.contains(.never) else { return nil }
    switch analysis.solver.solve(terms) {
    case .none: return nil
    case .found(let model): return analysis.unknowns(in: Region(atoms: model.assumed))
    case .unknown:
      hasGivenUp = true
      return nil
    }
  }

  /// The most ordinary session that meets some terms, as a document; `nil` once there are as many as anybody
  /// looks at.
  mutating func document(of terms: [Term]) -> JSONValue? {
    guard documents > 0 else { return nil }
    documents -= 1
    return analysis.document(of: terms)
  }

  /// The same, and once more with variables in other cells instead.
  mutating func documents(
    of terms: [Term], instead others: [Int: Int]
  ) -> (JSONValue, JSONValue)? {
    guard documents > 0 else { return nil }
    documents -= 1
    return analysis.documents(of: terms, instead: others)
  }

  /// What a term is made of.
  mutating func node(_ term: Term) -> TermTable.Node { analysis.solver.node(term) }

  /// The expressions that are not looked into and of which some terms speak.
  mutating func expressions(in terms: [Term]) -> [OpaqueExpression] {
    analysis.expressions(in: terms).map(\.expression)
  }

  /// The atoms of a term, with their sign, each once.
  mutating func atoms(in term: Term) -> [(number: Int, isPositive: Bool)] {
    analysis.atoms(in: term)
  }

  /// What a term is without an attribute.
  mutating func term(_ term: Term, without absence: inout Absence) -> Term {
    absence(term, &analysis.solver)
  }

  /// That what an absence is of is there.
  mutating func isThere(_ absence: Absence) -> Term { absence.isThere(&analysis.solver) }

  mutating func atom(_ atom: Atom) -> Term { analysis.solver.atom(atom) }

  /// That one quantity exceeds another by at most so much.
  mutating func difference(_ left: Int, _ right: Int, atMost bound: Int128) -> Term {
    atom(.difference(left: left, right: right, bound: bound))
  }

  mutating func not(_ term: Term) -> Term { analysis.solver.not(term) }

  /// A term with others in place of some of its atoms.
  mutating func rewritten(
    _ term: Term, by rewriting: inout TermRewriting, _ other: (Atom, Bool) -> Term?
  ) -> Term {
    rewriting(term, &analysis.solver) { solver, number, isPositive in
      other(solver.table.atoms[number], isPositive)
    }
  }

  /// A term where variables are in some cells.
  mutating func term(_ term: Term, where answers: [Int: Int]) -> Term {
    var rewriting = TermRewriting()
    return rewritten(term, by: &rewriting) { atom, isPositive in
      guard case .cells(let variable, let cells) = atom, let cell = answers[variable] else {
        return nil
      }
      return cells.contains(cell) == isPositive ? .always : .never
    }
  }

  mutating func make(_ make: (inout TermTable) -> Term) -> Term { analysis.solver.make(make) }

  /// Of some things, which are never all so where some terms are true, few that never are: none if the terms
  /// never are, one if there is such a one, and otherwise none too many.
  mutating func core<Thing>(of things: [(Thing, Term)], where terms: [Term]) -> [Thing] {
    if isNone(terms) { return [] }
    if let one = things.first(where: { isNone(terms + [$0.1]) }) { return [one.0] }
    var rest = things
    // Once the work is used up, nothing is shown to be needless any more.
    for index in things.indices.reversed() where rest.count > 1 && !hasGivenUp {
      let one = rest.remove(at: index)
      if !isNone(terms + rest.map { $0.1 }) { rest.insert(one, at: index) }
    }
    return rest.map { $0.0 }
  }
}
