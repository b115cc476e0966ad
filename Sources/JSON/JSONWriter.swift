/// Writes JSON text, members in the order given: the same values always give the same bytes.
///
/// ```swift
/// let text = JSONWriter.text(of: ["outcome": "proceed", "rules": ["a/b"]])
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

  /// Appends a value.
  public mutating func write(_ value: JSONValue) { write(value, level: 0) }

  /// Appends a line feed, as after each document of a stream.
  public mutating func writeLineFeed() { bytes.append(UInt8(ascii: "\n")) }

  private mutating func write(_ value: JSONValue, level: Int) {
    switch value.kind {
    case .null: append("null")
    case .bool(let value): append(value ? "true" : "false")
    case .number(let number): append(number.text)
    case .string(let text): write(text)
    case .array(let elements):
      write(elements, "[", "]", level: level) { writer, element in
        writer.write(element, level: level + 1)
      }
    case .object(let object):
      write(object.members, "{", "}", level: level) { writer, member in
        writer.write(member.key)
        writer.append(writer.style == .pretty ? ": " : ":")
        writer.write(member.value, level: level + 1)
      }
    }
  }

  private mutating func write<Item>(
    _ items: [Item], _ opening: StaticString, _ closing: StaticString, level: Int,
    _ body: (inout JSONWriter, Item) -> Void
  ) {
    append(opening)
    for (index, item) in items.enumerated() {
      if index > 0 { append(",") }
      breakLine(level: level + 1)
      body(&self, item)
    }
    if !items.isEmpty { breakLine(level: level) }
    append(closing)
  }

  private mutating func breakLine(level: Int) {
    guard style == .pretty else { return }
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * level))
  }

  /// Appends a string in quotes; escapes are only what RFC 8259 demands.
  private mutating func write(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): append("\\\"")
      case UInt8(ascii: "\\"): append("\\\\")
      case 0x0A: append("\\n")
      case 0x0D: append("\\r")
      case 0x09: append("\\t")
      case 0x08: append("\\b")
      case 0x0C: append("\\f")
      case 0..<0x20:
        append("\\u00")
        bytes.append(byte < 0x10 ? UInt8(ascii: "0") : UInt8(ascii: "1"))
        append(String(byte & 0x0F, radix: 16))
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }
}
