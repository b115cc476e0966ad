/// Finds sessions in which terms are true, or shows that there are none.
///
/// The search keeps what is still possible and the terms that have to be true. A conjunction falls into
/// its parts, an atom narrows what is possible, and a disjunction of which one part is left is that part
/// (unit propagation). Where disjunctions remain, the one with the fewest parts is split, each part
/// without the ones before it, so that no session is looked at twice. Facts are split last: most of them,
/// such as which texts are the same, are of no account for what is asked. Where nothing remains, *every*
/// session that is still possible will do, not only one: that is what makes regions out of points.
///
/// It is a tableau with the difference bounds as its theory (Lahiri and Musuvathi, "An Efficient Decision
/// Procedure for UTVPI Constraints", 2005, has the method). It ends because each split decides a term.
/// A disjunction is looked at again only where something it asks about became less possible (``Scope``), so
/// that a step costs what it touches and not what is pending.
/// Nothing is learned from conflicts: policies fall into slices by what is asked, and a slice has few
/// disjunctions. Work and memory are counted, and a search that runs out says so.
struct Solver {
  /// The terms; a search adds negations.
  private(set) var table: TermTable
  private(set) var atoms: AtomTable
  /// What is known whatever is asked; `nil` if no session meets that.
  private var facts: State?
  /// Whether each term is a fact that is not settled by itself.
  private var openFacts: [Bool]
  /// How much may still be done.
  private(set) var budget: Budget
  /// What each term was found to be, if the mark beside it is the present one.
  private var known: [(mark: UInt32, value: Bool?)]
  /// The mark of the round in which each term was pending from the beginning, by its number.
  private var waiting: [UInt32]
  private var scopes = Scopes()
  private var mark: UInt32 = 0

  /// What is left to be done on one way through the search.
  fileprivate struct State {
    var possible: Possibility
    /// What has to be true and is not yet.
    var pending: [Term]
    /// How many of these, from the first, are disjunctions that what is possible now leaves undecided.
    var settled = 0
    /// The atoms that were assumed, with their sign.
    var assumed: [Term] = []

    /// What it takes to copy, in the work of a look at a term, and in memory in units of 64 bytes.
    var size: Int {
      1 + possible.size / 32 + (pending.count + assumed.count) / 16
    }
  }

  /// A place in the search at which it was split.
  private struct Fork {
    private(set) var state: State
    /// The ways that are left, the next one last.
    var parts: [Term]

    /// Goes on without a way that was looked at.
    mutating func exclude(_ opposite: Term) { state.pending.append(opposite) }
  }

  /// How large all forks together may be: 64 MiB.
  private static let memory = 1 << 20

  /// What a search came to.
  enum Answer {
    /// In every one of these sessions all terms are true.
    case found(Model)
    /// There is no such session.
    case none
    /// The search was given up.
    case unknown
  }

  /// Sessions in which all that was asked for is true.
  struct Model {
    var possible: Possibility
    /// The atoms, with their sign, that make it so; facts are left out.
    let assumed: [Term]
  }

  /// - Parameters:
  ///   - cellCounts: How many cells each variable has.
  ///   - facts: What is true of every session.
  ///   - work: How much may be done in all.
  init(
    _ table: TermTable, cellCounts: [Int], quantityCount: Int, facts: [Term], work: Int
  ) {
    let atoms = AtomTable(table.atoms, cellCounts: cellCounts, quantityCount: quantityCount)
    self.table = table
    self.atoms = atoms
    budget = Budget(work)
    known = Array(repeating: (0, nil), count: table.nodes.count)
    waiting = Array(repeating: 0, count: table.nodes.count)
    openFacts = Array(repeating: false, count: table.nodes.count)
    var state = State(possible: atoms.all, pending: facts)
    let isPossible = propagate(&state)
    state.assumed = []
    for term in state.pending where openFacts.indices.contains(Int(term.number)) {
      openFacts[Int(term.number)] = true
    }
    self.facts = isPossible ? state : nil
  }

  /// Begins a question, which may take its share of the work that is left and no more, in however many
  /// searches.
  ///
  /// - Parameter most: How much it may take at most.
  mutating func beginQuestion(atMost most: Int) { budget.beginQuestion(atMost: most) }

  /// Has another budget, until it is exchanged once more.
  mutating func exchange(_ other: inout Budget) { swap(&budget, &other) }

  /// Looks for sessions in which terms are true.
  ///
  /// - Parameters:
  ///   - terms: What has to be true.
  ///   - slice: Where they are looked for; left out, among all sessions.
  ///   - limit: How much work that may take; left out, all that the question may.
  mutating func solve(_ terms: [Term], in slice: Slice? = nil, limit: Int = .max) -> Answer {
    guard !table.isFull else { return .unknown }
    guard var state = slice?.state ?? facts else { return .none }
    let floor = budget.beginSearch(atMost: limit)
    defer { budget.endSearch(floor) }
    state.pending += terms
    var forks: [Fork] = []
    var size = 0
    while true {
      budget.spend(state.size)
      let isPossible = propagate(&state)
      guard !budget.isSpent, !table.isFull, size < Self.memory else { return .unknown }
      if isPossible {
        guard let parts = ways(of: &state) else {
          return .found(Model(possible: state.possible, assumed: state.assumed))
        }
        size += state.size
        forks.append(Fork(state: state, parts: parts.reversed()))
      }
      guard let next = next(in: &forks, &size) else { return .none }
      state = next
    }
  }

  /// The ways on from a state, at least two; `nil` if nothing is left to be decided.
  private mutating func ways(of state: inout State) -> [Term]? {
    budget.spend(state.pending.count)
    if let split = split(of: state) { return [split, table.not(split)] }
    guard let (choice, parts) = choice(among: state) else { return nil }
    state.pending.removeAll { $0 == choice }
    state.settled = state.pending.count
    return parts
  }

  /// The next state to be looked at; `nil` if there is none.
  private mutating func next(in forks: inout [Fork], _ size: inout Int) -> State? {
    // A disjunction of which nothing is left is no way on.
    while let last = forks.last, last.parts.isEmpty {
      size -= last.state.size
      forks.removeLast()
    }
    guard let last = forks.indices.last, let part = forks[last].parts.popLast() else { return nil }
    var state = forks[last].state
    state.pending.append(part)
    if forks[last].parts.isEmpty {
      size -= forks[last].state.size
      forks.removeLast()
    } else {
      let opposite = table.not(part)
      let before = forks[last].state.size
      forks[last].exclude(opposite)
      size += forks[last].state.size - before
    }
    return state
  }

  /// The term of an atom, which may be one that no policy has.
  mutating func atom(_ atom: Atom) -> Term {
    let term = table.atom(atom)
    atoms.add(table.atoms)
    return term
  }

  /// Something made of terms, which is work; they may have no atom that the table does not have.
  mutating func make<Made>(_ make: (inout TermTable) -> Made) -> Made {
    let before = table.work + table.looks
    defer { budget.spend(table.work + table.looks - before) }
    return make(&table)
  }

  /// Notes work that was done for a question elsewhere.
  mutating func spend(_ work: Int) { budget.spend(work) }

  /// What a term is made of; looking at it is work.
  mutating func node(_ term: Term) -> TermTable.Node {
    budget.spend(1)
    return table[term]
  }

  /// The negation of a term.
  mutating func not(_ term: Term) -> Term { make { $0.not(term) } }

  /// What is true where all of these are.
  mutating func all(_ terms: [Term]) -> Term { make { $0.all(terms) } }

  /// The sessions in which terms are true, to be looked at by themselves; `nil` if it is plain without a
  /// search that there are none.
  mutating func slice(_ terms: [Term]) -> Slice? {
    guard var state = facts else { return nil }
    budget.spend(state.size)
    state.pending += terms
    return propagate(&state) ? Slice(state: state) : nil
  }

  /// Whether a variable may be in a cell in some session of a slice, as far as is plain without a search.
  func allows(_ cell: Int, of variable: Int, in slice: Slice) -> Bool {
    atoms.allows(cell, of: variable, in: slice.state.possible)
  }

  // MARK: Steps

  /// Draws every conclusion, as far as there is work left for it; `false` if nothing is possible.
  private mutating func propagate(_ state: inout State) -> Bool {
    var settled = state.settled
    // What became less possible in the round before this one.
    var before = Scope.nothing
    var hasChanged = true
    while hasChanged, !budget.isSpent {
      hasChanged = false
      forget()
      var touched = Scope.nothing
      var work = state.pending
      budget.spend(work.count)
      for (place, term) in work.enumerated() {
        note(term)
        if place >= settled { touched.formUnion(scopes.scope(ofNoting: term, in: table)) }
        waiting[Int(term.number)] = mark
      }
      state.pending.removeAll(keepingCapacity: true)
      while let term = work.popLast() {
        if work.count < settled {
          settled = work.count
          let scope = scopes[term]
          guard scope.meets(before) || scope.meets(touched) else {
            state.pending.append(term)
            continue
          }
        }
        budget.spend(1)
        switch table[term] {
        case .atom(let atom, let isPositive):
          budget.spend(atoms.width(of: Int(atom)))
          if let value = atoms.decides(Int(atom), in: state.possible) {
            guard value == isPositive else { return false }
            continue
          }
          budget.spend(atoms.breadth(of: Int(atom), in: state.possible))
          guard atoms.assume(Int(atom), isPositive: isPositive, in: &state.possible) else {
            return false
          }
          state.assumed.append(term)
          touched.formUnion(scopes[term])
          hasChanged = true
        case .all(let parts):
          work += parts
        case .any(let parts):
          switch left(of: parts, in: state.possible) {
          case .settled: continue
          case .none: return false
          case .one(let part): work.append(part)
          case .several:
            state.pending.append(term)
            if waiting[Int(term.number)] != mark {
              note(term)
              touched.formUnion(scopes.scope(ofNoting: term, in: table))
              hasChanged = true
            }
          }
        }
      }
      settled = state.pending.count
      before = touched
    }
    state.settled = settled
    return true
  }

  /// What is left of a disjunction.
  private enum Remainder {
    /// A part is true, and so is the whole.
    case settled
    case none
    case one(Term)
    case several
  }

  private mutating func left(of parts: [Term], in possible: borrowing Possibility) -> Remainder {
    var remainder = Remainder.none
    for part in parts {
      switch value(of: part, in: possible) {
      case true?: return .settled
      case false?: continue
      case nil:
        if case .none = remainder { remainder = .one(part) } else { remainder = .several }
      }
    }
    return remainder
  }

  /// Where many disjunctions ask about one variable, such as the action of a request, the cells of it that
  /// settle most of them; `nil` where none does.
  ///
  /// Rules of other actions are settled at once, instead of one after the other.
  private mutating func split(of state: State) -> Term? {
    guard state.pending.count >= Self.crowd else { return nil }
    // Which cells are left of what may be thousands is looked at where it may be of use.
    var asked: [Int: [(cells: [Int], isPositive: Bool)]] = [:]
    for term in state.pending where !isFact(term) {
      guard case .any(let parts) = table[term] else { continue }
      for part in parts {
        guard case .atom(let number, let isPositive) = table[part],
          case .cells(let variable, let cells) = table.atoms[Int(number)],
          atoms.decides(Int(number), in: state.possible) == nil
        else { continue }
        asked[variable, default: []].append((cells, isPositive))
        break
      }
    }
    guard
      let (variable, wishes) = asked.max(by: { ($0.value.count, $1.key) < ($1.value.count, $0.key) }
      ),
      wishes.count >= Self.crowd / 2
    else { return nil }
    var cells = Set(atoms.cells(of: variable, in: state.possible))
    let all = cells.count
    budget.spend(all)
    for wish in wishes {
      budget.spend(cells.count)
      let inside = Set(wish.cells)
      let less = cells.filter { inside.contains($0) == wish.isPositive }
      if !less.isEmpty { cells = less }
    }
    guard cells.count < all else { return nil }
    return atom(.cells(variable: variable, cells.sorted()))
  }

  /// So many disjunctions are many.
  private static let crowd = 8

  /// The disjunction of which the fewest parts are left.
  private mutating func choice(among state: State) -> (term: Term, parts: [Term])? {
    var best: (term: Term, parts: [Term])?
    for isOfFacts in [false, true] where best == nil {
      for term in state.pending where isFact(term) == isOfFacts {
        guard case .any(let parts) = table[term] else { continue }
        let live = parts.filter { value(of: $0, in: state.possible) != false }
        if best.map({ live.count < $0.parts.count }) ?? true { best = (term, live) }
        if live.count == 2 { break }
      }
    }
    return best
  }

  /// Whether a disjunction is a fact that holds whatever is asked.
  private func isFact(_ term: Term) -> Bool {
    openFacts.indices.contains(Int(term.number)) && openFacts[Int(term.number)]
  }

  /// Takes a disjunction that has to be true for true wherever it stands in others, and its opposite for
  /// false: what two policies have in common is the same terms, so that what one says is not searched for
  /// in the other.
  private mutating func note(_ term: Term) {
    guard case .any = table[term] else { return }
    let index = Int(term.number)
    if index < known.count { known[index] = (mark, true) }
    if let opposite = table.knownOpposite(of: term), Int(opposite.number) < known.count {
      known[Int(opposite.number)] = (mark, false)
    }
  }

  /// Begins to look at terms anew.
  private mutating func forget() {
    mark &+= 1
    if known.count < table.nodes.count {
      known += Array(repeating: (0, nil), count: table.nodes.count - known.count)
      waiting += Array(repeating: 0, count: table.nodes.count - waiting.count)
    }
    scopes.add(table)
  }

  /// Whether a term is true in every session that is possible, or in none; `nil` where it depends.
  ///
  /// What was found holds on while less is possible; that it depends may be out of date until
  /// ``forget()``, which costs a round and no answer.
  private mutating func value(of term: Term, in possible: borrowing Possibility) -> Bool? {
    let index = Int(term.number)
    guard index < known.count else { return nil }
    if known[index].mark == mark { return known[index].value }
    budget.spend(1)
    let value: Bool?
    switch table[term] {
    case .atom(let atom, let isPositive):
      budget.spend(atoms.width(of: Int(atom)))
      value = atoms.decides(Int(atom), in: possible).map { $0 == isPositive }
    case .all(let parts): value = joined(parts, possible, unless: false)
    case .any(let parts): value = joined(parts, possible, unless: true)
    }
    known[index] = (mark, value)
    return value
  }

  private mutating func joined(
    _ parts: [Term], _ possible: borrowing Possibility, unless deciding: Bool
  ) -> Bool? {
    var dependsOnOne = false
    for part in parts {
      guard let value = value(of: part, in: possible) else {
        dependsOnOne = true
        continue
      }
      if value == deciding { return deciding }
    }
    return dependsOnOne ? nil : !deciding
  }
}

/// Some of all sessions.
struct Slice {
  fileprivate let state: Solver.State
}

/// Terms as they are in a slice: what is the same in all of its sessions is left out, so that few of the terms
/// of many policies remain, and many become the same. Each term is looked at once.
struct Residue {
  let slice: Slice
  private var rewriting = TermRewriting()

  init(in slice: Slice) { self.slice = slice }

  /// A term that is true in the same sessions of the slice.
  mutating func callAsFunction(_ term: Term, _ solver: inout Solver) -> Term {
    let possible = slice.state.possible
    return rewriting(term, &solver) { solver, atom, isPositive in
      solver.atoms.decides(atom, in: possible).map { $0 == isPositive ? .always : .never }
    }
  }
}
