#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The lines of a text without their line feeds; a text that ends with one has no line after it.
struct LineCutter: Sequence, IteratorProtocol {
  private var rest: UnsafeBufferPointer<UInt8>

  init(_ text: UnsafeBufferPointer<UInt8>) { rest = text }

  mutating func next() -> UnsafeBufferPointer<UInt8>? {
    guard !rest.isEmpty else { return nil }
    let end = Self.lineFeed(in: rest) ?? rest.count
    let line = rest[..<end]
    rest = UnsafeBufferPointer(rebasing: rest[Swift.min(end + 1, rest.count)...])
    return UnsafeBufferPointer(rebasing: line)
  }

  /// The place of the first line feed.
  static func lineFeed(in text: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let base = text.baseAddress, let found = memchr(base, 0x0A, text.count) else {
      return nil
    }
    return UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }
}

/// Puts pieces of a stream together to whole lines, and holds no more than one unfinished line.
struct LineGatherer {
  /// Whole lines, cut into parts that end where lines end.
  struct Piece: Sendable {
    var bytes: [UInt8] = []
    var parts: [Range<Int>] = []
    /// Whether a line that was too long to be kept stood before them.
    var beginsTooLong = false
  }

  /// The most bytes of a line.
  let limit: Int
  /// About how many bytes a part has.
  let partSize: Int

  private var rest: [UInt8] = []
  private var isSkipping = false

  init(limit: Int, partSize: Int) {
    self.limit = limit
    self.partSize = partSize
  }

  /// The lines that some bytes complete; at the end of the stream the last one without its end too.
  mutating func add(_ bytes: [UInt8], isLast: Bool) -> Piece {
    var piece = Piece()
    var start = 0
    if isSkipping {
      let end = bytes.firstIndex(of: 0x0A)
      guard end != nil || isLast else { return piece }
      start = end.map { $0 + 1 } ?? bytes.count
      piece.beginsTooLong = true
      isSkipping = false
    }
    let end =
      isLast ? bytes.count : bytes[start...].lastIndex(of: 0x0A).map { $0 + 1 } ?? start
    if end > start || isLast {
      if rest.isEmpty, start == 0, end == bytes.count {
        piece.bytes = bytes
      } else {
        piece.bytes = rest + bytes[start..<end]
        rest = []
      }
      piece.parts = Self.parts(of: piece.bytes, size: partSize)
    }
    rest += bytes[end...]
    if rest.count > limit {
      rest = []
      isSkipping = true
    }
    return piece
  }

  private static func parts(of bytes: [UInt8], size: Int) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    bytes.withUnsafeBufferPointer { bytes in
      var start = 0
      while start < bytes.count {
        let least = min(start + size, bytes.count)
        let end =
          LineCutter.lineFeed(in: UnsafeBufferPointer(rebasing: bytes[least...]))
          .map { least + $0 + 1 } ?? bytes.count
        parts.append(start..<end)
        start = end
      }
    }
    return parts
  }
}
