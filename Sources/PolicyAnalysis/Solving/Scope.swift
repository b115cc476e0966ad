/// What a term asks about, or what became less possible: variables and terms within terms, each as one of
/// 64 bits that it shares with others.
///
/// Two scopes that do not meet have nothing in common. Two that do may still have nothing in common, which
/// costs a look and no answer.
struct Scope {
  private var variables: UInt64 = 0
  private var terms: UInt64 = 0

  static let nothing = Scope()

  /// All quantities are one: a bound on two of them may tighten the bounds on any others.
  private static let quantities: UInt64 = 1 << 63

  fileprivate init() {}

  fileprivate init(of atom: Atom) {
    switch atom {
    case .cells(let variable, _): variables = 1 << UInt64(variable % 63)
    case .difference: variables = Self.quantities
    }
  }

  fileprivate init(named term: Term) { terms = 1 << UInt64(term.number & 63) }

  /// Whether the two have something in common.
  func meets(_ other: Scope) -> Bool {
    variables & other.variables | terms & other.terms != 0
  }

  mutating func formUnion(_ other: Scope) {
    variables |= other.variables
    terms |= other.terms
  }
}

/// The scope of each term of a ``TermTable``.
struct Scopes {
  /// By the number of a term.
  private var scopes: [Scope] = []

  subscript(term: Term) -> Scope { scopes[Int(term.number)] }

  /// Takes the terms that a table has more than before; the parts of a term stand before it.
  mutating func add(_ table: TermTable) {
    for node in table.nodes[min(scopes.count, table.nodes.count)...] {
      var scope = Scope.nothing
      switch node {
      case .atom(let number, _): scope = Scope(of: table.atoms[Int(number)])
      case .all(let parts), .any(let parts):
        for part in parts {
          scope.formUnion(self[part])
          if !table[part].isAtom { scope.formUnion(Scope(named: part)) }
        }
      }
      scopes.append(scope)
    }
  }

  /// What is decided in other terms once a term is taken for true, and its opposite for false.
  func scope(ofNoting term: Term, in table: TermTable) -> Scope {
    var scope = Scope(named: term)
    if let opposite = table.knownOpposite(of: term) { scope.formUnion(Scope(named: opposite)) }
    return scope
  }
}

extension TermTable.Node {
  fileprivate var isAtom: Bool {
    if case .atom = self { true } else { false }
  }
}
