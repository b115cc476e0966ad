/// Bytes at the end of which more are put.
///
/// It can be handed to another thread, for its memory is its own and it cannot be copied.
struct ByteBuffer: ~Copyable, @unchecked Sendable {
  private var base: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private(set) var count = 0

  init() {
    capacity = 1024
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

  mutating func reserve(_ more: Int) {
    if capacity - count < more { grow(by: more) }
  }

  @inline(never)
  private mutating func grow(by more: Int) {
    capacity = max(capacity * 2, count + more)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    larger.update(from: base, count: count)
    base.deallocate()
    base = larger
  }

  func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    body(UnsafeBufferPointer(start: base, count: count))
  }
}
