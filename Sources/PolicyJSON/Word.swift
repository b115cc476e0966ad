/// Eight bytes of text at once.
///
/// Why it is right: for a byte *x*, the top bit of `(x - n) & ~x` is set exactly if *x* < *n* ≤ 0x80, and
/// `x ^ c` is zero, so below one, exactly if *x* = *c*. All eight bytes are subtracted from in one step, and
/// a borrow only goes from a byte that was found to the one above it: above the lowest byte found, bits may
/// be wrong, and callers look at the lowest alone.
///
/// What it costs: some ten instructions for eight bytes. A word is loaded only where eight bytes are left.
///
/// Where it comes from: "Determine if a word has a byte less than n" of S. Anderson's *Bit Twiddling
/// Hacks*; which bytes a string cannot have as they are, RFC 8259 §7.
@usableFromInline
enum Word {
  @inlinable @inline(__always)
  static var ones: UInt64 { 0x0101_0101_0101_0101 }
  @inlinable @inline(__always)
  static var tops: UInt64 { 0x8080_8080_8080_8080 }

  /// Eight bytes, the first one lowest.
  @inlinable @inline(__always)
  static func load(_ text: UnsafePointer<UInt8>) -> UInt64 {
    UInt64(littleEndian: UnsafeRawPointer(text).loadUnaligned(as: UInt64.self))
  }

  /// The top bit of each byte that a string cannot have as it is: a quote, a backslash, a control
  /// character. Only the lowest of these bits is to be relied on.
  @inlinable @inline(__always)
  static func escape(_ word: UInt64) -> UInt64 {
    let quote = word ^ (ones &* 0x22)
    let backslash = word ^ (ones &* 0x5C)
    let found =
      ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash)
      | ((word &- ones &* 0x20) & ~word)
    return found & tops
  }

  /// The top bit of each byte to look at before it is shown: those of ``escape(_:)``, DEL, and what is
  /// more than ASCII. Only the lowest of these bits is to be relied on.
  @inlinable @inline(__always)
  static func hidden(_ word: UInt64) -> UInt64 { escape(word) | (word | (word &+ ones)) & tops }

  /// The bits of ``escape(_:)``, and of each byte of more than ASCII.
  @inlinable @inline(__always)
  static func stop(_ word: UInt64) -> UInt64 { escape(word) | word & tops }
}
