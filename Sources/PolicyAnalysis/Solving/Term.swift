/// A statement about a session that is neither true nor false by itself.
enum Atom: Hashable, Sendable {
  /// A variable is in one of these cells, which are sorted.
  case cells(variable: Int, [Int])
  /// One quantity exceeds another by at most so much: `left - right <= bound`.
  ///
  /// Quantities are whole numbers (nanoseconds, integers, or doubles by their place in order), so that
  /// `<` is `<=` with a bound that is one less, and every negation is of this form again.
  case difference(left: Int, right: Int, bound: Int128)
}

/// A number of a term in its ``TermTable``.
struct Term: Hashable, Comparable, Sendable {
  let number: Int32

  static let never = Term(number: 0)
  static let always = Term(number: 1)

  static func < (left: Term, right: Term) -> Bool { left.number < right.number }
}

/// Terms over atoms, joined by *and* and *or*, each held once.
///
/// A negation is pushed down to the atoms, so that a search only ever has to make terms true. Because
/// equal terms have equal numbers, what two policies have in common is one term, and a comparison of two
/// thousand rules of which one differs looks at little more than that one. (Hash-consing: Ershov, "On
/// programming of arithmetic operations", 1958.)
///
/// There is a bound on what is made. Beyond it terms mean nothing, ``isFull`` says so, and whoever asks has
/// to say that there is no answer.
struct TermTable {
  enum Node: Hashable {
    case atom(Int32, isPositive: Bool)
    case all([Term])
    case any([Term])
  }

  private(set) var nodes: [Node] = [.any([]), .all([])]
  private(set) var atoms: [Atom] = []
  private var numbers: [Node: Term] = [.any([]): .never, .all([]): .always]
  private var atomNumbers: [Atom: Int32] = [:]
  /// The negation of each term that was negated.
  private var opposites: [Term: Term] = [.never: .always, .always: .never]

  /// How many parts of terms were looked at to make them: 20 ns and at most 12 bytes each.
  private(set) var work = 0
  /// The most of that.
  private let capacity: Int
  /// Whether so much was made that further terms mean nothing.
  var isFull: Bool { work > capacity }

  /// - Parameter capacity: How many parts of terms may be looked at to make them.
  init(capacity: Int) { self.capacity = capacity }

  subscript(term: Term) -> Node { nodes[Int(term.number)] }

  /// The term of an atom.
  mutating func atom(_ atom: Atom, isPositive: Bool = true) -> Term {
    if let known = constant(atom) { return known == isPositive ? .always : .never }
    let number: Int32
    if let known = atomNumbers[atom] {
      number = known
    } else {
      number = Int32(clamping: atoms.count)
      atoms.append(atom)
      if case .cells(_, let cells) = atom { work += cells.count }
      atomNumbers[atom] = number
    }
    return term(.atom(number, isPositive: isPositive))
  }

  /// What an atom is whatever the session.
  private func constant(_ atom: Atom) -> Bool? {
    switch atom {
    case .cells(_, let cells): cells.isEmpty ? false : nil
    case .difference(let left, let right, let bound): left == right ? bound >= 0 : nil
    }
  }

  /// What is true where all of these are.
  mutating func all(_ terms: some Sequence<Term>) -> Term {
    guard !isFull else { return .never }
    var parts: Set<Term> = []
    for term in terms {
      if term == .never { return .never }
      if case .all(let inner) = self[term] {
        parts.formUnion(inner)
        work += inner.count
      } else {
        parts.insert(term)
        work += 1
      }
      if isFull { return .never }
    }
    for part in parts where opposites[part].map(parts.contains) ?? false { return .never }
    if parts.count == 1, let only = parts.first { return only }
    return term(.all(parts.sorted()))
  }

  /// What is true where one of these is.
  mutating func any(_ terms: some Sequence<Term>) -> Term {
    guard !isFull else { return .never }
    var parts: Set<Term> = []
    for term in terms {
      if term == .always { return .always }
      if case .any(let inner) = self[term] {
        parts.formUnion(inner)
        work += inner.count
      } else {
        parts.insert(term)
        work += 1
      }
      if isFull { return .never }
    }
    for part in parts where opposites[part].map(parts.contains) ?? false { return .always }
    if parts.count == 1, let only = parts.first { return only }
    return term(.any(parts.sorted()))
  }

  /// What is true where a term is not.
  mutating func not(_ term: Term) -> Term {
    if let known = opposites[term] { return known }
    guard !isFull else { return .never }
    let opposite: Term
    switch self[term] {
    case .atom(let number, let isPositive):
      opposite = self.term(.atom(number, isPositive: !isPositive))
    case .all(let parts): opposite = any(parts.map { not($0) })
    case .any(let parts): opposite = all(parts.map { not($0) })
    }
    guard !isFull else { return .never }
    opposites[term] = opposite
    opposites[opposite] = term
    return opposite
  }

  /// What is true where one of two terms is and the other is not.
  mutating func differ(_ one: Term, _ other: Term) -> Term {
    guard one != other else { return .never }
    let first = all([one, not(other)])
    return any([first, all([other, not(one)])])
  }

  /// The negation of a term, if it was negated before.
  func knownOpposite(of term: Term) -> Term? { opposites[term] }

  mutating func implies(_ premise: Term, _ conclusion: Term) -> Term {
    any([not(premise), conclusion])
  }

  private mutating func term(_ node: Node) -> Term {
    if let known = numbers[node] { return known }
    work += 4
    let term = Term(number: Int32(clamping: nodes.count))
    nodes.append(node)
    numbers[node] = term
    return term
  }
}
