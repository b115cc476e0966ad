/// Turns counts of code points, as libyaml gives them, into byte offsets.
///
/// Built in one pass, with a checkpoint every few code points; a look-up is in constant time.
struct CodePointIndex {
  private static let stride = 64

  private let bytes: [UInt8]
  private let base: Int
  /// The offset of every 64th code point; empty for ASCII, where offsets are counts.
  private let checkpoints: [Int]

  /// Counts code points of valid UTF-8 from an offset on.
  init(_ bytes: [UInt8], from base: Int) {
    self.bytes = bytes
    self.base = base
    let bits = bytes.withUnsafeBufferPointer { $0.reduce(0, |) }
    guard bits >= 0x80 else {
      checkpoints = []
      return
    }
    var checkpoints: [Int] = []
    checkpoints.reserveCapacity(bytes.count / Self.stride + 1)
    var count = 0
    for index in base..<max(base, bytes.count) where bytes[index] & 0xC0 != 0x80 {
      if count % Self.stride == 0 { checkpoints.append(index) }
      count += 1
    }
    self.checkpoints = checkpoints
  }

  /// The offset of a code point; the end of the text for one beyond it.
  func offset(ofCodePoint count: Int) -> Int {
    guard let last = checkpoints.indices.last else { return min(base + count, bytes.count) }
    let checkpoint = min(count / Self.stride, last)
    var offset = checkpoints[checkpoint]
    var remaining = count - checkpoint * Self.stride
    while remaining > 0, offset < bytes.count {
      offset += 1
      if offset == bytes.count || bytes[offset] & 0xC0 != 0x80 { remaining -= 1 }
    }
    return offset
  }
}
