/// SHA-256 as FIPS 180-4 defines it, so that no library is needed to tell one policy from another.
///
/// It names content; nothing secret goes through it, so it takes no care to run in constant time.
package struct SHA256: Sendable {
  /// The eight words of the state, by the fractional parts of the square roots of the first primes
  /// (FIPS 180-4 §5.3.3).
  private var state: SIMD8<UInt32> = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab,
    0x5be0_cd19,
  ]

  /// The digest of some bytes.
  package static func digest(of bytes: some Sequence<UInt8>) -> [UInt8] {
    bytes.withContiguousStorageIfAvailable(digest)
      ?? Array(bytes).withUnsafeBufferPointer(digest)
  }

  /// The beginning of the digest of some bytes, in hexadecimal.
  ///
  /// - Parameter count: How many bytes of it; all are 32.
  package static func text(of bytes: some Sequence<UInt8>, count: Int = 32) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: digest(of: bytes).prefix(count).flatMap {
        [digits[Int($0 >> 4)], digits[Int($0 & 0x0F)]]
      }, as: UTF8.self)
  }

  private static func digest(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var hash = SHA256()
    let whole = bytes.count & ~63
    // A one, then zeros, then how many bits there were (§5.1.1).
    var rest = Array(bytes[whole...])
    rest.append(0x80)
    rest.append(contentsOf: repeatElement(0, count: (120 - rest.count) & 63))
    let bits = UInt64(bytes.count) &* 8
    for shift in stride(from: UInt64(56), through: 0, by: -8) {
      rest.append(UInt8(truncatingIfNeeded: bits >> shift))
    }
    hash.take(UnsafeBufferPointer(rebasing: bytes[..<whole]))
    rest.withUnsafeBufferPointer { hash.take($0) }
    return hash.state.indices.flatMap { index in
      stride(from: UInt32(24), through: 0, by: -8).map {
        UInt8(truncatingIfNeeded: hash.state[index] >> $0)
      }
    }
  }

  /// Works in blocks of 64 bytes (§6.2.2).
  private mutating func take(_ blocks: UnsafeBufferPointer<UInt8>) {
    Self.constants.withUnsafeBufferPointer { constants in
      withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { words in
        for start in stride(from: 0, to: blocks.count & ~63, by: 64) {
          take(UnsafeRawBufferPointer(blocks), from: start, words, constants)
        }
      }
    }
  }

  @inline(__always)
  private mutating func take(
    _ bytes: UnsafeRawBufferPointer, from start: Int, _ words: UnsafeMutableBufferPointer<UInt32>,
    _ constants: UnsafeBufferPointer<UInt32>
  ) {
    for index in 0..<16 {
      words[index] =
        bytes.loadUnaligned(fromByteOffset: start + index * 4, as: UInt32.self)
        .bigEndian
    }
    for index in 16..<64 {
      let (early, late) = (words[index - 15], words[index - 2])
      let low = early.rotated(by: 7) ^ early.rotated(by: 18) ^ early >> 3
      let high = late.rotated(by: 17) ^ late.rotated(by: 19) ^ late >> 10
      words[index] = words[index - 16] &+ low &+ words[index - 7] &+ high
    }
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    /// One round; instead of moving the words along, the next round names them otherwise.
    @inline(__always)
    func round(
      _ index: Int, _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32,
      _ e: UInt32, _ f: UInt32, _ g: UInt32, _ h: inout UInt32
    ) {
      let wide = e.rotated(by: 6) ^ e.rotated(by: 11) ^ e.rotated(by: 25)
      let first = h &+ wide &+ ((e & f) ^ (~e & g)) &+ constants[index] &+ words[index]
      let narrow = a.rotated(by: 2) ^ a.rotated(by: 13) ^ a.rotated(by: 22)
      d &+= first
      h = first &+ narrow &+ ((a & b) ^ (a & c) ^ (b & c))
    }
    for index in stride(from: 0, to: 64, by: 8) {
      round(index, a, b, c, &d, e, f, g, &h)
      round(index + 1, h, a, b, &c, d, e, f, &g)
      round(index + 2, g, h, a, &b, c, d, e, &f)
      round(index + 3, f, g, h, &a, b, c, d, &e)
      round(index + 4, e, f, g, &h, a, b, c, &d)
      round(index + 5, d, e, f, &g, h, a, b, &c)
      round(index + 6, c, d, e, &f, g, h, a, &b)
      round(index + 7, b, c, d, &e, f, g, h, &a)
    }
    state = state &+ [a, b, c, d, e, f, g, h]
  }

  /// The fractional parts of the cube roots of the first 64 primes (§4.2.2).
  private static let constants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4,
    0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe,
    0x9bdc_06a7, 0xc19b_f174, 0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f,
    0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da, 0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7,
    0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc,
    0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85, 0xa2bf_e8a1, 0xa81a_664b,
    0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070, 0x19a4_c116,
    0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7,
    0xc671_78f2,
  ]
}

extension UInt32 {
  /// The bits turned to the right.
  fileprivate func rotated(by count: UInt32) -> UInt32 { self &>> count | self &<< (32 &- count) }
}
