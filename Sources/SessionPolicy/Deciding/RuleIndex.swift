import PolicyCEL

/// Finds the rules that could apply to an input, so that a decision costs by those and not by all.
///
/// Each rule stands under what its condition demands of one string: `request.action == "pay"` under
/// `pay`. A rule that demands nothing of a string is always asked, and so is every rule under an
/// attribute that is missing, for nothing is known of it then.
///
/// Why it is right: a rule is left out only where its condition is surely false, because the string is
/// there and none of those demanded (``SymbolGuard``). A false condition says nothing and, as strings do
/// not move, has no flip. So a decision with the index is the one without it, which a test holds.
///
/// What it costs: one look-up for each attribute that rules stand under, and the candidates. Each rule
/// stands under one attribute, the one that promises the fewest candidates, once for each string; what
/// that takes together is bounded by ``room``, for a thousand rules may look into one list.
final class RuleIndex: Sendable {
  /// The rules that stand under one attribute, as ranges of the numbers of the index.
  struct Column: Sendable {
    /// The attribute's slot.
    let slot: Int
    /// All of them.
    let rules: Range<Int>
    /// Where the starts of its symbols begin.
    let firstStart: Int
    /// How many symbols there are.
    let symbolCount: Int
  }

  /// The numbers of rules: those always asked, then for each column all of its rules and those of each
  /// symbol.
  private let numberTable: PlainTable<Int32>
  /// The rules that are always asked.
  let always: Range<Int>
  /// The others, by the attribute they stand under.
  private let columnTable: PlainTable<Column>
  /// Where in the numbers the rules of a symbol begin, and at the end of each column where they end.
  private let startTable: PlainTable<Int32>

  /// The index as pointers, so that looking into it counts no references; as long as the index is kept.
  struct Pointers {
    fileprivate let numbers: UnsafeBufferPointer<Int32>
    fileprivate let always: Range<Int>
    fileprivate let columns: UnsafeBufferPointer<Column>
    fileprivate let starts: UnsafeBufferPointer<Int32>
  }

  /// The index as pointers.
  var pointers: Pointers {
    Pointers(
      numbers: numberTable.elements, always: always, columns: columnTable.elements,
      starts: startTable.elements)
  }

  /// How many strings rules stand under, all counted; those of few strings always do.
  private static let room = 100_000
  private static let few = 8

  /// Indexes rules by what their conditions demand.
  ///
  /// - Parameter isUsed: `false` asks every rule always, for comparison.
  init(_ rules: [RulePlan], isUsed: Bool = true) {
    let demands = rules.map { $0.condition?.guards ?? [] }
    var symbols: [Int: Set<Int64>] = [:]
    for demands in demands {
      for demand in demands {
        symbols[demand.slot, default: []].formUnion(demand.symbols)
      }
    }
    // Of several demands the one that fewest inputs meet, if all constants were as likely.
    func share(_ demand: SymbolGuard) -> Double {
      Double(demand.symbols.count) / Double(symbols[demand.slot, default: []].count + 1)
    }
    var always: ContiguousArray<Int32> = []
    var under: [Int: [Int64: [Int32]]] = [:]
    var all: [Int: ContiguousArray<Int32>] = [:]
    var room = Self.room
    for (number, demands) in demands.enumerated() {
      let best = demands.min { (share($0), $0.slot) < (share($1), $1.slot) }
      guard isUsed, let best, best.symbols.count <= max(room, Self.few) else {
        always.append(Int32(clamping: number))
        continue
      }
      room -= best.symbols.count
      all[best.slot, default: []].append(Int32(clamping: number))
      for symbol in best.symbols {
        under[best.slot, default: [:]][symbol, default: []].append(Int32(clamping: number))
      }
    }
    self.always = always.indices
    var numbers = always
    var columns: ContiguousArray<Column> = []
    var starts: ContiguousArray<Int32> = []
    for slot in all.keys.sorted() {
      let lists = under[slot] ?? [:]
      let first = numbers.count
      numbers += all[slot] ?? []
      let count = (lists.keys.max() ?? 0) + 1
      columns.append(
        Column(
          slot: slot, rules: first..<numbers.count, firstStart: starts.count,
          symbolCount: Int(count)))
      for symbol in 0..<count {
        starts.append(Int32(clamping: numbers.count))
        numbers += lists[symbol] ?? []
      }
      starts.append(Int32(clamping: numbers.count))
    }
    numberTable = PlainTable(numbers)
    columnTable = PlainTable(columns)
    startTable = PlainTable(starts)
  }

}

extension RuleIndex.Pointers {
  /// Names the rules that could apply, in no order.
  @inline(__always)
  func forEachCandidate(_ tester: borrowing PredicateTester, _ body: (Int) -> Void) {
    // One loop, so that what is done with a candidate is compiled once.
    var places = always
    var column = 0
    while true {
      for place in places { body(Int(numbers[place])) }
      guard column < columns.count else { return }
      places = columns[column].candidates(tester.cell(columns[column].slot), starts: starts)
      column += 1
    }
  }
}

extension RuleIndex.Column {
  /// Which of the index's numbers are the rules that could apply while the attribute is this.
  @inline(__always)
  func candidates(
    _ cell: (state: CellState, payload: Int64), starts: UnsafeBufferPointer<Int32>
  ) -> Range<Int> {
    guard cell.state == .fits else { return rules }
    guard cell.payload >= 0, cell.payload < Int64(symbolCount) else { return 0..<0 }
    let place = firstStart + Int(cell.payload)
    return Int(starts[place])..<Int(starts[place + 1])
  }
}
