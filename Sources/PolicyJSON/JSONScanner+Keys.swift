import PolicyDiagnostics

/// Keys, told apart by their hashes.
@_spi(Scanner)
extension JSONScanner {
  /// Steps over a key without escapes and gives its hash; ``KeyHash`` of the same bytes is equal.
  public mutating func key() -> (hash: UInt64, start: Int, end: Int)? {
    guard next == UInt8(ascii: "\"") else { return nil }
    position += 1
    let start = position
    var hash = KeyHash()
    while position + 8 <= count {
      let word = Word.load(text + position)
      let stop = Word.stop(word)
      guard stop == 0 else {
        let length = stop.trailingZeroBitCount >> 3
        guard text[position + length] == UInt8(ascii: "\"") else { return nil }
        position += length + 1
        return (hash.finished(with: word, count: length), start, position - 1)
      }
      hash.add(word)
      position += 8
    }
    var word: UInt64 = 0
    var length = 0
    while position < count {
      let byte = text[position]
      position += 1
      if byte == UInt8(ascii: "\"") {
        return (hash.finished(with: word, count: length), start, position - 1)
      }
      guard byte != UInt8(ascii: "\\"), byte >= 0x20, byte < 0x80 else { return nil }
      word |= UInt64(byte) << UInt64(length * 8)
      length += 1
    }
    return nil
  }
}

/// A hash of a key in pieces of eight bytes, for keys to be told apart by.
///
/// Different keys with one hash are possible, so whoever finds an equal hash compares the bytes.
@_spi(Scanner) public struct KeyHash {
  private var hash = WordHash()

  /// Starts with the hash of nothing.
  public init() {}

  /// The hash of a whole key.
  public static func of(_ key: String) -> UInt64 {
    var hash = KeyHash()
    var word: UInt64 = 0
    var count = 0
    for byte in key.utf8 {
      word |= UInt64(byte) << UInt64(count * 8)
      count += 1
      if count == 8 {
        hash.add(word)
        (word, count) = (0, 0)
      }
    }
    return hash.finished(with: word, count: count)
  }

  @inline(__always)
  fileprivate mutating func add(_ word: UInt64) { hash.add(word) }

  /// The hash after the last bytes of the key, fewer than eight, at the low end of a word.
  @inline(__always)
  fileprivate func finished(with word: UInt64, count: Int) -> UInt64 {
    var copy = self
    copy.add((word & ((1 << UInt64(count * 8)) &- 1)) | UInt64(count) << 56)
    return copy.hash.state
  }
}
