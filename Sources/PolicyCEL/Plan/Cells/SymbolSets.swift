import PolicyDiagnostics

/// The sets of symbols that the tests of one predicate look into.
struct SymbolSets: Sendable {
  private(set) var sets: ContiguousArray<SymbolSet> = []
  /// The same as tests read them.
  private(set) var members: ContiguousArray<SymbolMembers> = []

  /// Adds a set; gives its place.
  mutating func insert(_ set: SymbolSet) -> Int64 {
    sets.append(set)
    members.append(set.members)
    return Int64(sets.count - 1)
  }

  /// Adds those of another predicate, after these.
  mutating func append(_ other: SymbolSets) {
    sets += other.sets
    members += other.members
  }
}

/// A set of symbols in memory of its own, held once however many tests look into it.
final class SymbolSet: Sendable {
  /// The symbols.
  let symbols: Set<Int64>
  private let words: PlainTable<UInt64>
  private let first: Int64
  private let isSparse: Bool

  init(_ symbols: Set<Int64>) {
    self.symbols = symbols
    let first = (symbols.min() ?? 0) & ~63
    let count = Int(((symbols.max() ?? 0) - first) / 64) + 1
    self.first = first
    // Rules may each look into a list of their own: what bits would take must not grow with all of them.
    isSparse = count > symbols.count * 2 + 2
    if isSparse {
      words = PlainTable(ContiguousArray(symbols.sorted().map { UInt64(bitPattern: $0) }))
    } else {
      var words = ContiguousArray<UInt64>(repeating: 0, count: count)
      for symbol in symbols {
        words[Int((symbol - first) / 64)] |= 1 << UInt64((symbol - first) % 64)
      }
      self.words = PlainTable(words)
    }
  }

  /// What tests read; good as long as this is kept.
  var members: SymbolMembers {
    SymbolMembers(words: words.elements, first: first, isSparse: isSparse)
  }
}

/// A set of symbols lent to those who look into it: words of bits from a first symbol on, or, where most
/// of them would be empty, the symbols themselves in order.
///
/// It holds a pointer and nothing else, so that reading it counts no references; see ``PlainTable``.
@usableFromInline
struct SymbolMembers: @unchecked Sendable {
  let words: UnsafeBufferPointer<UInt64>
  let first: Int64
  let isSparse: Bool

  /// Whether a symbol is in the set; text that is no constant has a symbol below 0.
  func contains(_ symbol: Int64) -> Bool {
    guard symbol >= first else { return false }
    if isSparse { return search(symbol) }
    let place = symbol &- first
    let word = Int(place >> 6)
    return word < words.count && words[word] >> UInt64(place & 63) & 1 != 0
  }

  private func search(_ symbol: Int64) -> Bool {
    let symbol = UInt64(bitPattern: symbol)
    let place = words.partitioningIndex { $0 >= symbol }
    return place < words.count && words[place] == symbol
  }
}
