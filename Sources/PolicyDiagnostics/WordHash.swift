/// A hash of bytes, eight at a time, for tables whose keys stand in the source or in a policy.
///
/// Whoever finds an equal hash compares the bytes, for different ones may share it. One step costs a
/// multiplication and a shift; the odd factor is that of a mixer by Degski, the beginning that of the
/// golden ratio, 2⁶⁴ / φ (D. Knuth, *The Art of Computer Programming*, volume 3, §6.4).
@usableFromInline
package struct WordHash: Sendable {
  @usableFromInline
  package var state: UInt64

  /// Starts with a number of one's own.
  @inlinable @inline(__always)
  package init(_ start: UInt64 = 1) { state = start &* 0x9E37_79B9_7F4A_7C15 }

  /// Takes eight bytes more.
  @inlinable @inline(__always)
  package mutating func add(_ word: UInt64) {
    state = (state ^ word) &* 0xD6E8_FEB8_6659_FD93
    state ^= state >> 32
  }
}
