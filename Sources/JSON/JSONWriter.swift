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
public struct JSONWriter: Sendable {
  /// How the text is laid out.
  public enum Style: Sendable {
    /// Everything on one line, without spaces.
    case compact
    /// One member or element to a line, indented by two spaces; empty collections on one line.
    case pretty
  }

  private let style: Style
  /// The text so far, in UTF-8.
  public private(set) var bytes: [UInt8] = []
  /// How many brackets are open.
  private var level = 0
  /// Whether the innermost bracket holds something already.
  private var isFilled = false
  /// Whether a key was written whose value comes now.
  private var isAfterKey = false

  /// Starts an empty text.
  public init(_ style: Style = .compact) { self.style = style }

  /// The text so far.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The text of one value.
  public static func text(of value: JSONValue, _ style: Style = .compact) -> String {
    var writer = JSONWriter(style)
    writer.write(value)
    return writer.text
  }

  /// Makes room, so that so many more bytes are written without moving what is there.
  public mutating func reserve(_ count: Int) { bytes.reserveCapacity(bytes.count + count) }

  /// Takes back everything written; the room stays.
  public mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  /// Appends a line feed, as after each document of a stream.
  public mutating func writeLineFeed() {
    bytes.append(UInt8(ascii: "\n"))
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
    bytes.append(UInt8(ascii: "\""))
    bytes.append(contentsOf: text)
    bytes.append(UInt8(ascii: "\""))
  }

  /// Appends an array of what a body appends.
  public mutating func array(_ body: (inout JSONWriter) -> Void) { enclose("[", "]", body) }

  /// Appends an object of what a body appends, a key before each value.
  public mutating func object(_ body: (inout JSONWriter) -> Void) { enclose("{", "}", body) }

  /// Appends the key of the value that comes next.
  public mutating func key(_ key: String) {
    separate()
    quote(key)
    endKey()
  }

  /// Appends a key that needs no escapes.
  public mutating func key(_ key: StaticString) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    append(key)
    bytes.append(UInt8(ascii: "\""))
    endKey()
  }

  // MARK: Layout

  private mutating func endKey() {
    append(style == .pretty ? ": " : ":")
    isAfterKey = true
  }

  /// Writes what stands between the value before and the one that comes.
  private mutating func separate() {
    guard !isAfterKey else {
      isAfterKey = false
      return
    }
    if isFilled { bytes.append(UInt8(ascii: ",")) }
    isFilled = true
    if level > 0 { breakLine() }
  }

  private mutating func enclose(
    _ opening: StaticString, _ closing: StaticString, _ body: (inout JSONWriter) -> Void
  ) {
    separate()
    append(opening)
    level += 1
    isFilled = false
    body(&self)
    level -= 1
    if isFilled { breakLine() }
    append(closing)
    isFilled = level > 0
  }

  private mutating func breakLine() {
    guard style == .pretty else { return }
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * level))
  }

  private mutating func quote(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { text in
      var start = 0
      for (index, byte) in text.enumerated() where Self.needsEscape(byte) {
        bytes.append(contentsOf: text[start..<index])
        escape(byte)
        start = index + 1
      }
      bytes.append(contentsOf: text[start...])
    }
    bytes.append(UInt8(ascii: "\""))
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
      bytes.append(byte < 0x10 ? UInt8(ascii: "0") : UInt8(ascii: "1"))
      append(String(byte & 0x0F, radix: 16))
    }
  }

  private mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  private mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { bytes.append(contentsOf: $0) }
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
