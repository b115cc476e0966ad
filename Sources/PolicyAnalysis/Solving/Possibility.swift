/// Sessions that are still possible: the cells that each variable may be in, and how far quantities may
/// lie apart.
struct Possibility {
  /// A bit for each cell of each variable, the words of a variable one after the other.
  fileprivate(set) var words: [UInt64]
  fileprivate(set) var bounds: DifferenceBounds

  /// How many numbers it is made of.
  var size: Int { words.count + 2 * bounds.count * bounds.count }
}

/// The atoms of a ``TermTable`` over the cells that variables finally have.
struct AtomTable {
  private enum Test {
    /// The words of a variable, and the cells in question.
    case cells(Range<Int>, Mask)
    case difference(Int, Int, Int128)
  }

  /// Some cells of a variable: the words from the first that has any to the last. Most atoms are about one cell
  /// of what may be thousands, and each with a word for all of them would be as many as those squared.
  private struct Mask {
    /// The words of the possibility that the first and the last word belong to.
    let place: Range<Int>
    /// Where the words stand among ``masks``: all in one list, so that looking at an atom counts no references.
    let start: Int
  }

  private var tests: [Test] = []
  private var masks: [UInt64] = []
  /// The words of each variable.
  private let places: [Range<Int>]
  /// Everything that is possible without any fact.
  let all: Possibility

  /// - Parameters:
  ///   - cellCounts: How many cells each variable has.
  ///   - quantityCount: How many quantities there are.
  init(_ atoms: [Atom], cellCounts: [Int], quantityCount: Int) {
    var places: [Range<Int>] = []
    var words: [UInt64] = []
    for count in cellCounts {
      let length = (count + 63) / 64
      places.append(words.count..<words.count + length)
      words += Self.mask(0..<count, length)
    }
    self.places = places
    all = Possibility(words: words, bounds: DifferenceBounds(count: quantityCount))
    add(atoms)
  }

  /// Takes the atoms that a table has more than before.
  mutating func add(_ atoms: [Atom]) {
    for atom in atoms[min(tests.count, atoms.count)...] {
      switch atom {
      case .cells(let variable, let cells):
        let (first, last) = ((cells.min() ?? 0) / 64, (cells.max() ?? 0) / 64)
        let base = places[variable].lowerBound
        let place = (base + first..<base + last + 1).clamped(to: places[variable])
        let mask = Mask(place: place, start: masks.count)
        masks += Self.mask(cells.map { $0 - first * 64 }, last - first + 1)
        tests.append(.cells(places[variable], mask))
      case .difference(let left, let right, let bound):
        tests.append(.difference(left, right, bound))
      }
    }
  }

  private static func mask(_ cells: some Sequence<Int>, _ length: Int) -> [UInt64] {
    var words = [UInt64](repeating: 0, count: length)
    for cell in cells { words[cell / 64] |= 1 << UInt64(cell % 64) }
    return words
  }

  /// The cells that a variable may be in, in order.
  func cells(of variable: Int, in possible: Possibility) -> [Int] {
    var found: [Int] = []
    for (number, word) in possible.words[places[variable]].enumerated() {
      var rest = word
      while rest != 0 {
        found.append(number * 64 + rest.trailingZeroBitCount)
        rest &= rest - 1
      }
    }
    return found
  }

  /// Whether a variable may be in a cell.
  func allows(_ cell: Int, of variable: Int, in possible: borrowing Possibility) -> Bool {
    let index = places[variable].lowerBound + cell / 64
    return possible.words[index] & 1 << UInt64(cell % 64) != 0
  }

  /// What it takes to decide an atom besides looking at it, in the work of that.
  func width(of atom: Int) -> Int {
    guard case .cells(let place, _) = tests[atom] else { return 0 }
    return place.count / 16
  }

  /// What it takes to assume an atom besides: a bound on one difference may tighten all of them.
  func breadth(of atom: Int, in possible: borrowing Possibility) -> Int {
    switch tests[atom] {
    case .cells(let place, _): place.count / 16
    case .difference: possible.bounds.count * possible.bounds.count / 8
    }
  }

  /// Whether an atom holds in all sessions that are possible, or in none; `nil` where it depends.
  func decides(_ atom: Int, in possible: borrowing Possibility) -> Bool? {
    switch tests[atom] {
    case .cells(let place, let mask):
      let offset = mask.start - mask.place.lowerBound
      var isOutside = true
      for index in mask.place where possible.words[index] & masks[index + offset] != 0 {
        isOutside = false
        break
      }
      if isOutside { return false }
      for index in mask.place where possible.words[index] & ~masks[index + offset] != 0 {
        return nil
      }
      for index in place.lowerBound..<mask.place.lowerBound where possible.words[index] != 0 {
        return nil
      }
      for index in mask.place.upperBound..<place.upperBound where possible.words[index] != 0 {
        return nil
      }
      return true
    case .difference(let left, let right, let bound):
      return possible.bounds.decides(left, right, bound)
    }
  }

  /// Leaves only sessions in which an atom holds, or does not; `false` if there is none.
  func assume(_ atom: Int, isPositive: Bool, in possible: inout Possibility) -> Bool {
    switch tests[atom] {
    case .cells(let place, let mask):
      let offset = mask.start - mask.place.lowerBound
      if isPositive {
        for index in place.lowerBound..<mask.place.lowerBound { possible.words[index] = 0 }
        for index in mask.place { possible.words[index] &= masks[index + offset] }
        for index in mask.place.upperBound..<place.upperBound { possible.words[index] = 0 }
        return mask.place.contains { possible.words[$0] != 0 }
      }
      for index in mask.place { possible.words[index] &= ~masks[index + offset] }
      return place.contains { possible.words[$0] != 0 }
    case .difference(let left, let right, let bound):
      return isPositive
        ? possible.bounds.insert(left, right, bound)
        : possible.bounds.insert(right, left, -bound - 1)
    }
  }
}
