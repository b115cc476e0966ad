import PolicyDiagnostics

/// Numbers given to string constants, found by UTF-8 bytes without making a string.
///
/// A condition compares strings with constants, so an input needs no string: it needs the number of the
/// constant that its bytes are, or that they are none. Two strings are equal in CEL if their code points
/// are (CEL specification, "String and Bytes Values"), and so if their bytes are.
///
/// Why it is right: open addressing with steps of one, at most half of the places taken. A free place
/// always ends a search, and nothing is ever removed. The hash picks the place; bytes decide.
///
/// What it costs: one hash of the text, and most often one comparison of bytes. Two tables of plain
/// numbers and one of bytes, in all about `bytes + 16 n` bytes for *n* constants.
package struct SymbolTable: Sendable {
  /// The bytes of all constants, one after the other.
  fileprivate var bytes: ContiguousArray<UInt8> = []
  /// Where each constant ends in ``bytes``, by its number.
  fileprivate var ends: ContiguousArray<Int> = []
  /// Numbers by hash, -1 for a free place; their count is a power of two, at least twice the constants.
  fileprivate var places = ContiguousArray<Int32>(repeating: -1, count: 16)

  /// Starts without constants.
  package init() {}

  /// The number of a constant, given on first use from 0 on.
  package mutating func insert(_ text: String) -> Int64 {
    var text = text
    return text.withUTF8 { text in
      if let known = number(of: text) { return known }
      bytes.append(contentsOf: text)
      ends.append(bytes.count)
      if ends.count * 2 > places.count { spread() } else { place(ends.count - 1) }
      return Int64(ends.count - 1)
    }
  }

  /// The number of a text; `nil` if it is none of the constants.
  func number(of text: String) -> Int64? {
    var text = text
    return text.withUTF8 { number(of: $0) }
  }

  /// The number of a text; `nil` if it is none of the constants.
  func number(of text: UnsafeBufferPointer<UInt8>) -> Int64? {
    withLookup { $0.number(of: text) }
  }

  /// Lends the table for many look-ups.
  func withLookup<Result>(_ body: (SymbolLookup) -> Result) -> Result {
    bytes.withUnsafeBufferPointer { bytes in
      ends.withUnsafeBufferPointer { ends in
        places.withUnsafeBufferPointer { places in
          body(SymbolLookup(bytes: bytes, ends: ends, places: places))
        }
      }
    }
  }

  private mutating func spread() {
    places = ContiguousArray(repeating: -1, count: places.count * 2)
    for number in ends.indices { place(number) }
  }

  private mutating func place(_ number: Int) {
    let start = number == 0 ? 0 : ends[number - 1]
    let hash = bytes.withUnsafeBufferPointer {
      SymbolLookup.hash(UnsafeBufferPointer(rebasing: $0[start..<ends[number]]))
    }
    var place = hash & (places.count - 1)
    while places[place] >= 0 { place = (place + 1) & (places.count - 1) }
    places[place] = Int32(clamping: number)
  }
}

/// A table of constants that no longer grows, for look-ups that count no references.
package final class FixedSymbols: Sendable {
  private let bytes: PlainTable<UInt8>
  private let ends: PlainTable<Int>
  private let places: PlainTable<Int32>

  /// Copies a table.
  package init(_ table: SymbolTable) {
    bytes = PlainTable(table.bytes)
    ends = PlainTable(table.ends)
    places = PlainTable(table.places)
  }

  /// The look-ups, good as long as the table is kept.
  package var lookup: SymbolLookup {
    SymbolLookup(bytes: bytes.elements, ends: ends.elements, places: places.elements)
  }
}

/// A table of constants lent for look-ups.
package struct SymbolLookup {
  fileprivate let bytes: UnsafeBufferPointer<UInt8>
  fileprivate let ends: UnsafeBufferPointer<Int>
  fileprivate let places: UnsafeBufferPointer<Int32>

  /// The number of a text; `nil` if it is none of the constants.
  package func number(of text: UnsafeBufferPointer<UInt8>) -> Int64? {
    var place = Self.hash(text) & (places.count - 1)
    while places[place] >= 0 {
      let number = Int(places[place])
      let start = number == 0 ? 0 : ends[number - 1]
      if ends[number] - start == text.count,
        UnsafeBufferPointer(rebasing: bytes[start..<ends[number]]).hasSameBytes(as: text)
      {
        return Int64(number)
      }
      place = (place + 1) & (places.count - 1)
    }
    return nil
  }

  /// A hash in pieces of eight bytes. Constants come from policies, so nobody can choose them to collide
  /// with one another.
  fileprivate static func hash(_ text: UnsafeBufferPointer<UInt8>) -> Int {
    var hash = WordHash(UInt64(truncatingIfNeeded: text.count))
    guard let base = UnsafeRawPointer(text.baseAddress) else { return 0 }
    var place = 0
    while place + 8 <= text.count {
      hash.add((base + place).loadUnaligned(as: UInt64.self))
      place += 8
    }
    if text.count >= 8 {
      // The last eight bytes, some of them for the second time.
      hash.add((base + (text.count - 8)).loadUnaligned(as: UInt64.self))
    } else {
      var rest: UInt64 = 0
      for byte in text { rest = rest << 8 | UInt64(byte) }
      hash.add(rest)
    }
    return Int(truncatingIfNeeded: hash.state & 0x7FFF_FFFF)
  }
}
