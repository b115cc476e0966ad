/// Terms with something else in place of their atoms. Each term is looked at once, so that many that share
/// parts cost what the parts do.
struct TermRewriting {
  /// Whether the parts after one that settles a term are looked at too: where it counts what atoms are met.
  let looksAtAll: Bool
  private var known: [Term: Term] = [.always: .always, .never: .never]

  init(looksAtAll: Bool = false) { self.looksAtAll = looksAtAll }

  /// A term as it is then.
  ///
  /// - Parameter atom: What stands for an atom, given its number and whether it stands for itself or for its
  ///   opposite; `nil` to leave it.
  mutating func callAsFunction(
    _ term: Term, _ solver: inout Solver, _ atom: (inout Solver, Int, Bool) -> Term?
  ) -> Term {
    if let known = known[term] { return known }
    let rewritten: Term
    switch solver.node(term) {
    case .atom(let number, let isPositive):
      rewritten = atom(&solver, Int(number), isPositive) ?? term
    case .all(let parts):
      let parts = rewrite(parts, until: .never, &solver, atom)
      rewritten = solver.all(parts)
    case .any(let parts):
      let parts = rewrite(parts, until: .always, &solver, atom)
      rewritten = solver.make { $0.any(parts) }
    }
    known[term] = rewritten
    return rewritten
  }

  private mutating func rewrite(
    _ parts: some Sequence<Term>, until settling: Term, _ solver: inout Solver,
    _ atom: (inout Solver, Int, Bool) -> Term?
  ) -> [Term] {
    var rewritten: [Term] = []
    for part in parts {
      let part = self(part, &solver, atom)
      rewritten.append(part)
      if part == settling, !looksAtAll { break }
    }
    return rewritten
  }
}
