/// Goes through JSON text once and keeps nothing of it: what is found is told as a place in the text.
///
/// For readers that know what they look for. It goes on only where ``JSONReader`` would accept the same
/// bytes without a finding; everywhere else, and at a few rare forms that are not worth the trouble, it
/// gives up, and the one who called asks ``JSONReader``.
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

  /// Whether some bytes stand at a place of the text; eight more have to follow them in memory, though
  /// not in the text.
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

  /// Steps over an opening bracket and the spaces after it; `false` where there are too many.
  @inlinable @inline(__always)
  public mutating func open() -> Bool {
    guard depth > 0 else { return false }
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

  // MARK: Scalars

  /// Steps over a number by the grammar of RFC 8259; `nil` for anything else.
  public mutating func number() -> (start: Int, end: Int)? {
    let start = position
    if next == UInt8(ascii: "-") { position += 1 }
    let integer = position
    guard digits() else { return nil }
    if text[integer] == UInt8(ascii: "0"), position - integer > 1 { return nil }
    if next == UInt8(ascii: ".") {
      position += 1
      guard digits() else { return nil }
    }
    if next | 0x20 == UInt8(ascii: "e") {
      position += 1
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
      guard digits() else { return nil }
    }
    return (start, position)
  }

  private mutating func digits() -> Bool {
    let start = position
    while position < count, text[position] &- UInt8(ascii: "0") < 10 { position += 1 }
    return position > start
  }

  /// Steps over `true`, `false` or `null`.
  public mutating func word(_ word: StaticString) -> Bool {
    let length = word.utf8CodeUnitCount
    guard length <= count - position else { return false }
    for index in 0..<length where text[position + index] != word.utf8Start[index] { return false }
    position += length
    return true
  }

  /// Steps over a string.
  public mutating func string() -> Text? {
    guard next == UInt8(ascii: "\"") else { return nil }
    position += 1
    let start = position
    var isPlain = true
    while true {
      while position + 8 <= count {
        let stop = Word.stop(Word.load(text + position))
        guard stop == 0 else {
          position += stop.trailingZeroBitCount >> 3
          break
        }
        position += 8
      }
      guard position < count else { return nil }
      let byte = text[position]
      if byte == UInt8(ascii: "\"") {
        position += 1
        return Text(start: start, end: position - 1, isPlain: isPlain)
      }
      if byte == UInt8(ascii: "\\") {
        isPlain = false
        guard escape() else { return nil }
      } else if byte >= 0x80 {
        guard scalar() else { return nil }
      } else if byte < 0x20 {
        return nil
      } else {
        position += 1
      }
    }
  }

  /// Steps over one escape; gives up at surrogates.
  private mutating func escape() -> Bool {
    guard position + 1 < count else { return false }
    switch text[position + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      position += 2
      return true
    case UInt8(ascii: "u"):
      guard position + 6 <= count else { return false }
      var unit: UInt32 = 0
      for index in 2..<6 {
        let byte = text[position + index]
        guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
          return false
        }
        unit = unit << 4 | UInt32(digit)
      }
      position += 6
      return Unicode.Scalar(unit) != nil
    default: return false
    }
  }

  /// Steps over one scalar of more than a byte, by the table of Unicode 3.9.
  private mutating func scalar() -> Bool {
    let rest = UnsafeBufferPointer(start: text + position, count: min(4, count - position))
    guard let length = UTF8Scalar.length(of: rest) else { return false }
    position += length
    return true
  }

  // MARK: Keys

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
  private var state: UInt64 = 0x9E37_79B9_7F4A_7C15

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
  fileprivate mutating func add(_ word: UInt64) {
    state = (state ^ word) &* 0xD6E8_FEB8_6659_FD93
    state ^= state >> 32
  }

  /// The hash after the last bytes of the key, fewer than eight, at the low end of a word.
  @inline(__always)
  fileprivate func finished(with word: UInt64, count: Int) -> UInt64 {
    var copy = self
    copy.add((word & ((1 << UInt64(count * 8)) &- 1)) | UInt64(count) << 56)
    return copy.state
  }
}
