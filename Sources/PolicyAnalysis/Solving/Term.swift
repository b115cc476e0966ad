import PolicyDiagnostics

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
  /// The negation of each term, by its number; the term itself where it was never negated.
  private var opposites: [Term] = [.always, .never]

  /// How many parts of terms were looked at to make them: 20 ns and at most 12 bytes each.
  private(set) var work = 0
  /// How much was looked at besides, of which nothing was made.
  private(set) var looks = 0
  /// The most ``work``.
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
    var parts: [Term] = []
    for term in terms {
      if term == .never { return .never }
      if case .all(let inner) = self[term] { parts += inner } else { parts.append(term) }
    }
    guard let joined = joined(parts) else { return .never }
    return joined.count == 1 ? joined[0] : term(.all(joined))
  }

  /// What is true where one of these is.
  mutating func any(_ terms: some Sequence<Term>) -> Term {
    var parts: [Term] = []
    for term in terms {
      if term == .always { return .always }
      if case .any(let inner) = self[term] { parts += inner } else { parts.append(term) }
    }
    guard let joined = joined(parts) else { return .always }
    return joined.count == 1 ? joined[0] : term(.any(joined))
  }

  /// Parts in order, each once; `nil` if there are two of which one is the negation of the other.
  private mutating func joined(_ parts: [Term]) -> [Term]? {
    work += parts.count
    guard parts.count > 1, !isFull else { return parts }
    var sorted = parts.sorted()
    var count = 1
    for index in 1..<sorted.count where sorted[index] != sorted[count - 1] {
      sorted[count] = sorted[index]
      count += 1
    }
    sorted.removeLast(sorted.count - count)
    for part in sorted {
      guard let opposite = knownOpposite(of: part), opposite > part else { continue }
      if sorted.contains(ordered: opposite) { return nil }
    }
    return sorted
  }

  /// What is true where a term is not.
  mutating func not(_ term: Term) -> Term {
    if let known = knownOpposite(of: term) { return known }
    guard !isFull else { return .never }
    let opposite: Term
    switch self[term] {
    case .atom(let number, let isPositive):
      opposite = self.term(.atom(number, isPositive: !isPositive))
    case .all(let parts): opposite = any(parts.map { not($0) })
    case .any(let parts): opposite = all(parts.map { not($0) })
    }
    guard !isFull else { return .never }
    opposites[Int(term.number)] = opposite
    opposites[Int(opposite.number)] = term
    return opposite
  }

  /// What is true where one of two terms is and the other is not.
  mutating func differ(_ one: Term, _ other: Term) -> Term {
    guard one != other else { return .never }
    let first = all([one, not(other)])
    return any([first, all([other, not(one)])])
  }

  /// Notes that something was looked at of which nothing was made.
  mutating func noteLooks(_ count: Int) { looks += count }

  /// The negation of a term, if it was negated before.
  func knownOpposite(of term: Term) -> Term? {
    let opposite = opposites[Int(term.number)]
    return opposite == term ? nil : opposite
  }

  mutating func implies(_ premise: Term, _ conclusion: Term) -> Term {
    any([not(premise), conclusion])
  }

  private mutating func term(_ node: Node) -> Term {
    guard !isFull else { return .never }
    if let known = numbers[node] { return known }
    work += 4
    let term = Term(number: Int32(clamping: nodes.count))
    nodes.append(node)
    opposites.append(term)
    numbers[node] = term
    return term
  }
}

extension [Term] {
  /// Whether it has a term, by halving: it is in order.
  fileprivate func contains(ordered term: Term) -> Bool {
    let place = partitioningIndex { $0 >= term }
    return place < endIndex && self[place] == term
  }
}
