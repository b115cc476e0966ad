import PolicyCEL

/// Sessions that are alike in what matters: a conjunction of atoms, none of which can be left out.
struct Region {
  /// The atoms, with their sign.
  var atoms: [Term]
}

/// The times of what was not shown. Every way of having authenticated has one, also where it means nothing, between
/// the issue of the session and the login: where a region hangs on it, what it says of those is meant.
struct UnshownTimes {
  fileprivate let times: Set<Int>
  fileprivate let issued: Int
  fileprivate let authenticated: Int
}

extension Analysis {
  /// The times of what is not shown in a model; `nil` if there are none.
  func unshownTimes(in model: Solver.Model) -> UnshownTimes? {
    guard let issued = space.known(.attribute(.issuedAt, .timestamp)),
      let authenticated = space.known(.attribute(.authenticatedAt, .timestamp))
    else { return nil }
    let times = space.completions.compactMap { completion -> Int? in
      guard let variable = space.known(.completion(completion)) else { return nil }
      let cells = solver.atoms.cells(of: variable, in: model.possible)
      guard cells.allSatisfy({ space.cells[variable][$0] == .no }) else { return nil }
      return space.known(.completionTime(completion))
    }
    return times.isEmpty
      ? nil : UnshownTimes(times: Set(times), issued: issued, authenticated: authenticated)
  }
}

extension Solver {
  /// The widest region around a model in which something still holds.
  ///
  /// Atoms are left out one by one, then those that stay are loosened: a set of cells by further cells, a
  /// bound to the furthest one that any policy names. Each step is kept if no session is in the region
  /// and against the goal. What is left is not always the largest region there is, but none contains it.
  ///
  /// - Parameters:
  ///   - unshown: The times that mean nothing, which are left out first of all.
  ///   - holds: Whether it holds in all sessions in which some terms are true.
  mutating func widened(
    _ model: Model, variableCells: [[Cell]], without unshown: UnshownTimes? = nil,
    where holds: (inout Solver, [Term]) -> Bool
  ) -> Region? {
    var atoms = Array(Set(model.assumed)).sorted()
    func without(_ index: Int) -> [Term] {
      var rest = atoms
      rest.remove(at: index)
      return rest
    }
    guard holds(&self, atoms) else { return nil }
    for index in atoms.indices.reversed() {
      guard let unshown, let meant = meaning(of: atoms[index], unshown) else { continue }
      let rest = without(index)
      if holds(&self, rest) {
        atoms = rest
      } else if holds(&self, rest + [meant]) {
        atoms = rest + [meant]
      }
    }
    for index in atoms.indices.reversed() {
      let rest = without(index)
      if holds(&self, rest) { atoms = rest }
    }
    atoms = joinedCells(atoms)
    for index in atoms.indices {
      let rest = without(index)
      if let wider = widestCells(atoms[index], rest, variableCells, holds) {
        atoms[index] = wider
      }
      if let wider = widestBound(atoms[index], rest, holds) { atoms[index] = wider }
    }
    return Region(atoms: atoms.filter { $0 != .always })
  }

  /// What a bound on the time of something that was not shown says of the issue or the login; `nil` for anything else.
  private mutating func meaning(of term: Term, _ unshown: UnshownTimes) -> Term? {
    guard case .atom(let number, let isPositive) = table[term],
      case .difference(let one, let other, let limit) = table.atoms[Int(number)]
    else { return nil }
    let (left, right, bound) = isPositive ? (one, other, limit) : (other, one, -limit - 1)
    if unshown.times.contains(right) {
      return atom(.difference(left: left, right: unshown.authenticated, bound: bound))
    }
    return unshown.times.contains(left)
      ? atom(.difference(left: unshown.issued, right: right, bound: bound + second)) : nil
  }

  /// A region without what none of some sessions in it reaches: fewer cells of a variable that it speaks of, and
  /// bounds on what it bounds at one end or at both. Nothing else is added, so that it reads as before.
  ///
  /// A bound is found among those that policies name, by halving.
  ///
  /// - Parameter isNone: Whether none of the sessions meets some terms; where that is not known, they may.
  mutating func tightened(
    _ region: Region, where isNone: (inout Solver, [Term]) -> Bool
  ) -> Region {
    var atoms = region.atoms
    for index in atoms.indices {
      guard case .atom(let number, isPositive: true) = table[atoms[index]],
        case .cells(let variable, let cells) = table.atoms[Int(number)],
        cells.count > 1, cells.count <= Self.mostCells
      else { continue }
      let rest = atoms
      let left = cells.filter { !isNone(&self, rest + [atom(.cells(variable: variable, [$0]))]) }
      if !left.isEmpty { atoms[index] = atom(.cells(variable: variable, left)) }
    }
    var spans: [[Int]] = []
    for term in atoms {
      guard case .atom(let number, _) = table[term],
        case .difference(let left, let right, _) = table.atoms[Int(number)]
      else { continue }
      let span = [min(left, right), max(left, right)]
      if !spans.contains(span) { spans.append(span) }
    }
    for span in spans {
      for (left, right) in [(span[0], span[1]), (span[1], span[0])] {
        if let bound = leastBound(left, right, atoms, isNone) { atoms.append(bound) }
      }
    }
    return Region(atoms: atoms.filter { $0 != .always })
  }

  /// The most cells that are tried one by one.
  private static let mostCells = 16

  /// The least bound on a difference that holds of all of some sessions; `nil` if no policy names one that does.
  private mutating func leastBound(
    _ left: Int, _ right: Int, _ atoms: [Term], _ isNone: (inout Solver, [Term]) -> Bool
  ) -> Term? {
    var named: [Int128] = []
    for case .difference(let one, let other, let bound) in table.atoms {
      if (one, other) == (left, right) { named.append(bound) }
      if (one, other) == (right, left) { named.append(-bound - 1) }
    }
    let bounds = named.sorted()
    var (low, high) = (0, bounds.count)
    while low < high {
      let middle = (low + high) / 2
      let isBeyond = not(atom(.difference(left: left, right: right, bound: bounds[middle])))
      if isNone(&self, atoms + [isBeyond]) { high = middle } else { low = middle + 1 }
    }
    guard low < bounds.count else { return nil }
    let bound = atom(.difference(left: left, right: right, bound: bounds[low]))
    // What holds anyway is not said.
    return isImpossible(atoms + [not(bound)]) ? nil : bound
  }

  /// Whether no session meets some terms.
  ///
  /// - Parameter slice: Where they are looked for; left out, among all sessions.
  mutating func isImpossible(_ terms: [Term], in slice: Slice? = nil) -> Bool {
    if case .none = solve(terms, in: slice) { return true }
    return false
  }

  /// Says of each variable in one atom what several say.
  private mutating func joinedCells(_ terms: [Term]) -> [Term] {
    var sets: [Int: Set<Int>] = [:]
    var negated: [Int: Set<Int>] = [:]
    var rest: [Term] = []
    for term in terms {
      guard case .atom(let number, let isPositive) = table[term],
        case .cells(let variable, let cells) = table.atoms[Int(number)]
      else {
        rest.append(term)
        continue
      }
      if isPositive {
        sets[variable] = sets[variable]?.intersection(cells) ?? Set(cells)
      } else {
        negated[variable, default: []].formUnion(cells)
      }
    }
    for variable in Set(sets.keys).union(negated.keys).sorted() {
      if let inside = sets[variable] {
        let cells = inside.subtracting(negated[variable] ?? []).sorted()
        rest.append(atom(.cells(variable: variable, cells)))
      } else if let outside = negated[variable] {
        rest.append(not(atom(.cells(variable: variable, outside.sorted()))))
      }
    }
    return rest
  }

  private mutating func widestCells(
    _ term: Term, _ rest: [Term], _ variableCells: [[Cell]],
    _ holds: (inout Solver, [Term]) -> Bool
  ) -> Term? {
    guard case .atom(let number, let isPositive) = table[term],
      case .cells(let variable, var cells) = table.atoms[Int(number)], isPositive
    else { return nil }
    // Of very many only the first are tried: that there is none, and what was named first.
    for cell in variableCells[variable].indices.prefix(64) where !cells.contains(cell) {
      let added = atom(.cells(variable: variable, [cell]))
      // A cell that no session is in with the rest would only be in the way.
      guard holds(&self, rest + [added]), !isImpossible(rest + [added]) else { continue }
      cells.append(cell)
    }
    return atom(.cells(variable: variable, cells.sorted()))
  }

  private mutating func widestBound(
    _ term: Term, _ rest: [Term], _ holds: (inout Solver, [Term]) -> Bool
  ) -> Term? {
    guard case .atom(let number, let isPositive) = table[term],
      case .difference(let left, let right, let bound) = table.atoms[Int(number)]
    else { return nil }
    var others: [Int128] = []
    for case .difference(left, right, let other) in table.atoms
    where isPositive ? other > bound : other < bound {
      others.append(other)
    }
    // The furthest first.
    for other in Set(others).sorted(by: { isPositive ? $0 > $1 : $0 < $1 }) {
      let wider = atom(.difference(left: left, right: right, bound: other))
      let signed = isPositive ? wider : not(wider)
      if holds(&self, rest + [signed]) { return signed }
    }
    return nil
  }
}
