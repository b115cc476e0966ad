import PolicyDiagnostics

/// Goes through JSON text once and keeps nothing of it: what is found is told as a place in the text.
///
/// For readers that know what they look for. It goes on only where ``JSONReader`` would accept the same
/// bytes without a finding; everywhere else, and at a few rare forms that are not worth the trouble, it
/// gives up, and the one who called asks ``JSONReader``.
///
/// Public although no product shows it: other modules inline only what is.
///
/// - Important: The text has to outlive it.
@frozen @_spi(Scanner)
public struct JSONScanner {
  /// The text.
  public let text: UnsafePointer<UInt8>
  /// How many bytes it has.
  public let count: Int
  /// The byte that comes next.
  public var position = 0
  /// How many brackets may still be opened.
  @usableFromInline var depth: Int

  /// Starts at the beginning; `nil` for a text that is empty or too long.
  public init?(_ bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits = .standard) {
    guard let base = bytes.baseAddress, bytes.count > 0, bytes.count <= limits.size else {
      return nil
    }
    text = base
    count = bytes.count
    depth = limits.depth
  }

  /// The place of a string's text, without its quotes.
  @frozen
  public struct Text {
    /// Its first byte.
    public let start: Int
    /// The byte after its last.
    public let end: Int
    /// Whether it has no escapes, so that its bytes are the text.
    public let isPlain: Bool

    @usableFromInline
    init(start: Int, end: Int, isPlain: Bool) {
      self.start = start
      self.end = end
      self.isPlain = isPlain
    }
  }

  /// The byte that comes next; zero at the end, which no value begins with.
  @inlinable @inline(__always)
  public var next: UInt8 { position < count ? text[position] : 0 }

  /// Steps over spaces and gives the byte after them; zero at the end.
  @inlinable @inline(__always)
  public mutating func afterSpace() -> UInt8 {
    let byte = next
    return byte > 0x20 ? byte : afterMoreSpace()
  }

  @usableFromInline
  mutating func afterMoreSpace() -> UInt8 {
    while position < count {
      switch text[position] {
      case 0x20, 0x0A, 0x0D, 0x09: position += 1
      default: return text[position]
      }
    }
    return 0
  }

  /// Whether only spaces are left.
  public mutating func isAtEnd() -> Bool {
    _ = afterSpace()
    return position == count
  }

  /// Whether some bytes stand at a place of the text.
  ///
  /// - Parameter bytes: The bytes; eight more have to follow them in memory.
  @inlinable @inline(__always)
  public func hasBytes(_ bytes: UnsafePointer<UInt8>, count length: Int, at place: Int) -> Bool {
    guard place + length + 8 <= count else { return hasLastBytes(bytes, count: length, at: place) }
    var done = 0
    while done + 8 <= length {
      if Word.load(text + place + done) != Word.load(bytes + done) { return false }
      done += 8
    }
    let rest = UInt64(1) << UInt64((length - done) * 8) &- 1
    return (Word.load(text + place + done) ^ Word.load(bytes + done)) & rest == 0
  }

  /// The same near the end of the text, byte by byte.
  @usableFromInline
  func hasLastBytes(_ bytes: UnsafePointer<UInt8>, count length: Int, at place: Int) -> Bool {
    guard place + length <= count else { return false }
    for index in 0..<length where text[place + index] != bytes[index] { return false }
    return true
  }

  // MARK: Brackets

  /// Steps over an opening bracket; `false` where another byte comes, or where there are too many.
  @inlinable @inline(__always)
  public mutating func open(_ bracket: UInt8) -> Bool {
    guard depth > 0, next == bracket else { return false }
    depth -= 1
    position += 1
    return true
  }

  /// Steps over a closing bracket if it comes next.
  @inlinable @inline(__always)
  public mutating func close(_ bracket: UInt8) -> Bool {
    guard afterSpace() == bracket else { return false }
    depth += 1
    position += 1
    return true
  }

  /// What follows an element or a member.
  @frozen
  public enum Separator {
    case comma, end, failure
  }

  /// Steps over a comma or a closing bracket.
  @inlinable @inline(__always)
  public mutating func separator(before bracket: UInt8) -> Separator {
    let byte = afterSpace()
    if byte == UInt8(ascii: ",") {
      position += 1
      return .comma
    }
    guard byte == bracket else { return .failure }
    depth += 1
    position += 1
    return .end
  }
}
