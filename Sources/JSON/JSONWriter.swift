import Diagnostics

/// Writes JSON text, members in the order given: the same values always give the same bytes.
///
/// ```swift
/// let text = JSONWriter.text(of: ["outcome": "proceed", "rules": ["a/b"]])
/// ```
///
/// A value is written whole, or piece by piece as it comes:
///
/// ```swift
/// var writer = JSONWriter()
/// writer.object {
///   $0.key("outcome")
///   $0.string("proceed")
/// }
/// ```
public struct JSONWriter: ~Copyable, Sendable {
  /// How the text is laid out.
  public enum Style: Sendable {
    /// Everything on one line, without spaces.
    case compact
    /// One member or element to a line, indented by two spaces; empty collections on one line.
    case pretty
  }

  private let style: Style
  private var output = ByteBuffer()
  /// How many brackets are open.
  private var level = 0
  /// Whether the innermost bracket holds something already.
  private var isFilled = false
  /// Whether a key was written whose value comes now.
  private var isAfterKey = false

  /// Starts an empty text.
  public init(_ style: Style = .compact) { self.style = style }

  /// The text so far, in UTF-8.
  public var bytes: [UInt8] { output.withBytes { Array($0) } }

  /// The text so far.
  public var text: String { output.withBytes { String(decoding: $0, as: UTF8.self) } }

  /// How many bytes the text has so far.
  public var count: Int { output.count }

  /// The text of one value.
  public static func text(of value: JSONValue, _ style: Style = .compact) -> String {
    var writer = JSONWriter(style)
    writer.write(value)
    return writer.text
  }

  /// Makes room, so that so many more bytes are written without moving what is there.
  public mutating func reserve(_ count: Int) { output.reserve(count) }

  /// Appends a line feed, as after each document of a stream.
  public mutating func writeLineFeed() {
    output.append(UInt8(ascii: "\n"))
    isFilled = false
  }

  // MARK: Values

  /// Appends a value.
  public mutating func write(_ value: JSONValue) {
    switch value.kind {
    case .null: null()
    case .bool(let value): bool(value)
    case .number(let number):
      separate()
      append(number.text)
    case .string(let text): string(text)
    case .array(let elements): array { for element in elements { $0.write(element) } }
    case .object(let object):
      self.object {
        for member in object.members {
          $0.key(member.key)
          $0.write(member.value)
        }
      }
    }
  }

  /// Appends `null`.
  public mutating func null() {
    separate()
    append("null")
  }

  /// Appends a boolean.
  public mutating func bool(_ value: Bool) {
    separate()
    append(value ? "true" : "false")
  }

  /// Appends a string in quotes; escapes are only what RFC 8259 demands.
  public mutating func string(_ text: String) {
    separate()
    quote(text)
  }

  /// Appends a string that needs no escapes, given as bytes.
  package mutating func plainString(_ text: UnsafeBufferPointer<UInt8>) {
    separate()
    output.appendQuoted(text)
  }

  /// Appends an array of what a body appends.
  public mutating func array(_ body: (inout JSONWriter) -> Void) {
    enclose(UInt8(ascii: "["), UInt8(ascii: "]"), body)
  }

  /// Appends an object of what a body appends, a key before each value.
  public mutating func object(_ body: (inout JSONWriter) -> Void) {
    enclose(UInt8(ascii: "{"), UInt8(ascii: "}"), body)
  }

  /// Appends the key of the value that comes next.
  public mutating func key(_ key: String) {
    separate()
    quote(key)
    endKey()
  }

  /// Appends a key that needs no escapes.
  public mutating func key(_ key: StaticString) {
    separate()
    key.withUTF8Buffer { output.appendQuoted($0) }
    endKey()
  }

  // MARK: Layout

  private mutating func endKey() {
    output.append(UInt8(ascii: ":"))
    if style == .pretty { output.append(UInt8(ascii: " ")) }
    isAfterKey = true
  }

  /// Writes what stands between the value before and the one that comes.
  private mutating func separate() {
    guard !isAfterKey else {
      isAfterKey = false
      return
    }
    if isFilled { output.append(UInt8(ascii: ",")) }
    isFilled = true
    if level > 0 { breakLine() }
  }

  private mutating func enclose(
    _ opening: UInt8, _ closing: UInt8, _ body: (inout JSONWriter) -> Void
  ) {
    separate()
    output.append(opening)
    level += 1
    isFilled = false
    body(&self)
    level -= 1
    if isFilled { breakLine() }
    output.append(closing)
    isFilled = level > 0
  }

  private mutating func breakLine() {
    guard style == .pretty else { return }
    output.append(UInt8(ascii: "\n"))
    for _ in 0..<2 * level { output.append(UInt8(ascii: " ")) }
  }

  private mutating func quote(_ text: String) {
    var text = text
    text.withUTF8 { text in
      guard let first = Self.escape(in: text, from: 0) else { return output.appendQuoted(text) }
      output.append(UInt8(ascii: "\""))
      var start = 0
      var next: Int? = first
      while let index = next {
        output.append(UnsafeBufferPointer(rebasing: text[start..<index]))
        escape(text[index])
        start = index + 1
        next = Self.escape(in: text, from: start)
      }
      output.append(UnsafeBufferPointer(rebasing: text[start...]))
      output.append(UInt8(ascii: "\""))
    }
  }

  /// The place of the first byte that needs an escape, at or after a place.
  private static func escape(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    guard let base = text.baseAddress else { return nil }
    var place = start
    while place + 8 <= text.count {
      let found = Word.escape(Word.load(base + place))
      guard found == 0 else { return place + (found.trailingZeroBitCount >> 3) }
      place += 8
    }
    while place < text.count {
      if needsEscape(text[place]) { return place }
      place += 1
    }
    return nil
  }

  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  private mutating func escape(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""): append("\\\"")
    case UInt8(ascii: "\\"): append("\\\\")
    case 0x0A: append("\\n")
    case 0x0D: append("\\r")
    case 0x09: append("\\t")
    case 0x08: append("\\b")
    case 0x0C: append("\\f")
    default:
      append("\\u00")
      output.append(byte < 0x10 ? UInt8(ascii: "0") : UInt8(ascii: "1"))
      append(String(byte & 0x0F, radix: 16))
    }
  }

  private mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { output.append($0) }
  }

  private mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { output.append($0) }
  }
}

extension JSONValue {
  /// The value that a body writes; null where what it writes is no value.
  public init(written body: (inout JSONWriter) -> Void) {
    var writer = JSONWriter()
    body(&writer)
    self = JSONReader.parse(SourceFile(name: "value", bytes: writer.bytes)).value ?? .null
  }
}

/// Bytes at the end of which more are put.
///
/// It can be handed to another thread, for its memory is its own and it cannot be copied.
private struct ByteBuffer: ~Copyable, @unchecked Sendable {
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
