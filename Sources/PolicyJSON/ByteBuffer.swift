/// Bytes at the end of which more are put.
///
/// It can be handed to another thread, for its memory is its own and it cannot be copied.
struct ByteBuffer: ~Copyable, @unchecked Sendable {
  private var base: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private(set) var count = 0

  init() {
    capacity = 2048
    base = .allocate(capacity: capacity)
  }

  deinit { base.deallocate() }

  @inline(__always)
  mutating func append(_ byte: UInt8) {
    if count == capacity { grow(by: 1) }
    base[count] = byte
    count += 1
  }

  @inline(__always)
  mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let source = bytes.baseAddress, !bytes.isEmpty else { return }
    if capacity - count < bytes.count { grow(by: bytes.count) }
    Self.copy(source, to: base + count, bytes.count)
    count += bytes.count
  }

  /// Copies bytes; short runs, of which there are most, by words that overlap.
  @inline(__always)
  private static func copy(
    _ source: UnsafePointer<UInt8>, to target: UnsafeMutablePointer<UInt8>, _ count: Int
  ) {
    let (from, to) = (UnsafeRawPointer(source), UnsafeMutableRawPointer(target))
    switch count {
    case 4..<8:
      to.storeBytes(of: from.loadUnaligned(as: UInt32.self), as: UInt32.self)
      (to + count - 4).storeBytes(
        of: (from + count - 4).loadUnaligned(as: UInt32.self), as: UInt32.self)
    case 8...16:
      to.storeBytes(of: from.loadUnaligned(as: UInt64.self), as: UInt64.self)
      (to + count - 8).storeBytes(
        of: (from + count - 8).loadUnaligned(as: UInt64.self), as: UInt64.self)
    case 17...32:
      to.storeBytes(of: from.loadUnaligned(as: SIMD16<UInt8>.self), as: SIMD16<UInt8>.self)
      (to + count - 16).storeBytes(
        of: (from + count - 16).loadUnaligned(as: SIMD16<UInt8>.self), as: SIMD16<UInt8>.self)
    default: target.update(from: source, count: count)
    }
  }

  /// Puts quotes around bytes that need no escapes.
  @inline(__always)
  mutating func appendQuoted(_ bytes: UnsafeBufferPointer<UInt8>) {
    if capacity - count < bytes.count + 2 { grow(by: bytes.count + 2) }
    base[count] = UInt8(ascii: "\"")
    if let source = bytes.baseAddress {
      Self.copy(source, to: base + count + 1, bytes.count)
    }
    count += bytes.count + 2
    base[count - 1] = UInt8(ascii: "\"")
  }

  /// Puts quotes around what a body writes into memory of so many bytes; it gives how many it wrote.
  @inline(__always)
  mutating func appendQuoted(
    atMost limit: Int, _ body: (UnsafeMutableBufferPointer<UInt8>) -> Int
  ) {
    if capacity - count < limit + 2 { grow(by: limit + 2) }
    base[count] = UInt8(ascii: "\"")
    let written = body(UnsafeMutableBufferPointer(start: base + count + 1, count: limit))
    count += min(max(written, 0), limit) + 2
    base[count - 1] = UInt8(ascii: "\"")
  }

  /// Puts quotes around bytes if none of them may need an escape; gives whether none does.
  ///
  /// They are copied word by word as they are looked at. What is left of the last word is looked at with what
  /// stands before it.
  @inline(__always)
  mutating func appendPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let length = bytes.count
    if capacity - count < length + 2 { grow(by: length + 2) }
    let target = UnsafeMutableRawPointer(base + count)
    if let source = bytes.baseAddress {
      let to = target + 1
      var suspects: UInt64 = 0
      if length >= 8 {
        var place = 0
        while true {
          let word = Word.load(source + place)
          suspects |= Word.hidden(word)
          (to + place).storeBytes(of: word.littleEndian, as: UInt64.self)
          guard place < length - 8 else { break }
          place = min(place + 8, length - 8)
        }
      } else {
        for place in 0..<length {
          let byte = source[place]
          if byte < 0x20 || byte >= 0x7F || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
          {
            suspects = 1
          }
          to.storeBytes(of: byte, toByteOffset: place, as: UInt8.self)
        }
      }
      guard suspects == 0 else { return false }
    }
    target.storeBytes(of: UInt8(ascii: "\""), as: UInt8.self)
    target.storeBytes(of: UInt8(ascii: "\""), toByteOffset: length + 1, as: UInt8.self)
    count += length + 2
    return true
  }

  /// Puts a key that needs no escapes into quotes, with what stands before and after it on one line.
  @inline(__always)
  mutating func appendKey(_ key: UnsafeBufferPointer<UInt8>, isFirst: Bool) {
    if capacity - count < key.count + 4 { grow(by: key.count + 4) }
    var place = count
    if !isFirst {
      base[place] = UInt8(ascii: ",")
      place += 1
    }
    base[place] = UInt8(ascii: "\"")
    if let source = key.baseAddress { Self.copy(source, to: base + place + 1, key.count) }
    place += key.count + 1
    base[place] = UInt8(ascii: "\"")
    base[place + 1] = UInt8(ascii: ":")
    count = place + 2
  }

  @inline(__always)
  mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { append($0) }
  }

  mutating func reserve(_ more: Int) {
    if capacity - count < more { grow(by: more) }
  }

  @inline(never)
  private mutating func grow(by more: Int) {
    capacity = max(capacity * 4, count + more)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    larger.update(from: base, count: count)
    base.deallocate()
    base = larger
  }

  func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    body(UnsafeBufferPointer(start: base, count: count))
  }
}
