/// Sets of symbols as words of bits: for each, the number of words and then its bits.
struct SymbolSets {
  private(set) var words: [UInt64] = []

  /// Adds a set; gives its place.
  mutating func insert(_ symbols: Set<Int64>) -> Int64 {
    let place = words.count
    let count = Int((symbols.max() ?? 0) / 64) + 1
    words.append(UInt64(count))
    words.append(contentsOf: repeatElement(0, count: count))
    for symbol in symbols where symbol >= 0 {
      words[place + 1 + Int(symbol / 64)] |= 1 << UInt64(symbol % 64)
    }
    return Int64(place)
  }
}
