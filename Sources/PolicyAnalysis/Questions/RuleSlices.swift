import PolicyCEL

/// Which rules can speak of the same sessions, as far as that is plain from one attribute.
///
/// Of each rule it is known which values an attribute has to have for it to speak: the ones that stand in
/// every case of it. Rules are kept under each such value of the attributes that most rules name, the
/// action of a request above all, and a rule is looked up under those of the attribute by which it has
/// the fewest others. What is not plain is asked of the solver.
///
/// Cost: O(*n*) to make; to look up, the rules that stand under the values that a term leaves.
struct RuleSlices {
  /// The cells that are left to an attribute, in order.
  fileprivate struct Cells {
    let variable: Int
    /// Where they stand in ``RuleSlices/cells``.
    let place: Range<Int>
  }

  private var reader: CellReader
  /// What is left of attributes to all rules, one after the other.
  private var confined: [Cells] = []
  private var cells: [Int] = []
  /// Where that of each rule stands; what is not named is not confined.
  private var places: [Range<Int>] = []
  /// The rules under each cell of an attribute, in order, and those that it does not confine.
  private var index: [Int: (byCell: [Int: [Int]], free: [Int])] = [:]

  /// By how many attributes rules are kept.
  private static let breadth = 4

  init(_ rules: [RuleReading], _ space: SessionSpace, _ table: TermTable) {
    reader = CellReader(space)
    var counts: [Int: Int] = [:]
    for rule in rules {
      let start = confined.count
      let own = reader.cells(of: rule.matters, in: table)
      for (variable, left) in own.sorted(by: { $0.key < $1.key }) {
        confined.append(
          Cells(variable: variable, place: cells.count..<cells.count + left.count))
        cells += left.sorted()
        counts[variable, default: 0] += 1
      }
      places.append(start..<confined.count)
    }
    let common = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(Self.breadth)
    for (variable, _) in common {
      var byCell: [Int: [Int]] = [:]
      var free: [Int] = []
      for (number, place) in places.enumerated() {
        guard let left = confined[place].first(where: { $0.variable == variable }) else {
          free.append(number)
          continue
        }
        for cell in cells[left.place] { byCell[cell, default: []].append(number) }
      }
      index[variable] = (byCell, free)
    }
  }

  /// The rules that can speak where a term is true, but for one, in their order; `nil` if more would have to be
  /// looked at than allowed.
  ///
  /// - Parameters:
  ///   - table: The terms, which may be more than when this was made.
  ///   - allowed: How many rules may be looked at; less what was.
  mutating func others(
    than number: Int?, where term: Term, in table: TermTable, atMost allowed: inout Int
  ) -> [Int]? {
    let own = reader.cells(of: term, in: table)
    var best: (variable: Int?, count: Int) = (nil, places.count)
    for (variable, left) in own {
      guard let (byCell, free) = index[variable] else { continue }
      let count = left.reduce(free.count) { $0 + (byCell[$1]?.count ?? 0) }
      if (count, variable) < (best.count, best.variable ?? .max) { best = (variable, count) }
    }
    guard best.count <= allowed else { return nil }
    allowed -= best.count
    let confining = own.map { ($0.key, $0.value.sorted()) }.sorted { $0.0 < $1.0 }
    // Looked at for each pair, and so not through `self`, of which each closure would take a copy.
    let (confined, cells, places) = (confined, cells, places)
    func isOther(_ other: Int) -> Bool {
      other != number
        && confined[places[other]].allSatisfy { $0.overlaps(confining, in: cells) }
    }
    guard let variable = best.variable, let (byCell, free) = index[variable],
      let left = own[variable]
    else { return places.indices.filter(isOther) }
    var found = free.filter(isOther)
    var named: Set<Int> = []
    for cell in left {
      for other in byCell[cell] ?? [] where isOther(other) && named.insert(other).inserted {
        found.append(other)
      }
    }
    return found.sorted()
  }
}

extension RuleSlices.Cells {
  /// Whether the attribute is left some of the cells that are left to it elsewhere.
  fileprivate func overlaps(_ own: [(variable: Int, cells: [Int])], in cells: [Int]) -> Bool {
    for (variable, left) in own where variable == self.variable {
      var (mine, theirs) = (0, place.lowerBound)
      while mine < left.count, theirs < place.upperBound, left[mine] != cells[theirs] {
        if left[mine] < cells[theirs] { mine += 1 } else { theirs += 1 }
      }
      if mine == left.count || theirs == place.upperBound { return false }
    }
    return true
  }
}

/// Reads of terms which cells variables have to be in for them to be true. What stands in many terms is looked
/// at once.
private struct CellReader {
  private let space: SessionSpace
  private var known: [Term: [Int: Set<Int>]] = [:]

  /// The most cells of an attribute, and parts of a term, that are looked at.
  private static let reach = 256
  private static let depth = 8

  init(_ space: SessionSpace) { self.space = space }

  mutating func cells(of term: Term, in table: TermTable, depth: Int = 0) -> [Int: Set<Int>] {
    switch table[term] {
    case .atom(let number, let isPositive):
      if let known = known[term] { return known }
      let found = cells(of: table.atoms[Int(number)], isPositive)
      known[term] = found
      return found
    case .all(let parts):
      var found: [Int: Set<Int>] = [:]
      // What leaves more cells than are looked at may still take some of those that others leave.
      var taken: [(variable: Int, cells: [Int])] = []
      for part in parts.prefix(Self.reach) {
        if case .atom(let number, isPositive: false) = table[part],
          case .cells(let variable, let cells) = table.atoms[Int(number)],
          cells.count <= Self.reach
        {
          taken.append((variable, cells))
        }
        for (variable, cells) in cells(of: part, in: table, depth: depth + 1) {
          found[variable] = found[variable]?.intersection(cells) ?? cells
        }
      }
      for (variable, cells) in taken { found[variable]?.subtract(cells) }
      return found
    case .any(let parts):
      guard parts.count <= Self.reach, depth < Self.depth, let first = parts.first else {
        return [:]
      }
      var found = cells(of: first, in: table, depth: depth + 1)
      for part in parts.dropFirst() where !found.isEmpty {
        let other = cells(of: part, in: table, depth: depth + 1)
        for (variable, cells) in found { found[variable] = other[variable].map(cells.union) }
      }
      return found.filter { $0.value.count <= Self.reach }
    }
  }

  private func cells(of atom: Atom, _ isPositive: Bool) -> [Int: Set<Int>] {
    guard case .cells(let variable, let cells) = atom else { return [:] }
    let all = space.cells[variable].count
    guard (isPositive ? cells.count : all - cells.count) <= Self.reach else { return [:] }
    let named = Set(cells)
    return [variable: isPositive ? named : Set((0..<all).filter { !named.contains($0) })]
  }
}
