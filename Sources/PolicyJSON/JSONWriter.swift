import PolicyDiagnostics

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

  let style: Style
  var output = ByteBuffer()
  /// How many brackets are open.
  var level = 0
  /// Whether the innermost bracket holds something already.
  var isFilled = false
  /// Whether a key was written whose value comes now.
  var isAfterKey = false

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
    output.append("null")
  }

  /// Appends a boolean.
  public mutating func bool(_ value: Bool) {
    separate()
    output.append(value ? "true" : "false")
  }

  /// Appends a string in quotes.
  public mutating func string(_ text: String) {
    separate()
    quote(text)
  }

  /// Appends a string that needs no escapes.
  package mutating func plainString(_ text: String) {
    separate()
    withBytes(of: text) { output.appendQuoted($0) }
  }

  /// Appends a string that needs no escapes, which a body puts into memory of so many bytes and gives the length
  /// of.
  package mutating func plainString(
    atMost limit: Int, _ body: (UnsafeMutableBufferPointer<UInt8>) -> Int
  ) {
    separate()
    output.appendQuoted(atMost: limit, body)
  }

  /// Appends an array of what a body appends.
  @inlinable
  public mutating func array(_ body: (inout JSONWriter) -> Void) {
    open(UInt8(ascii: "["))
    body(&self)
    close(UInt8(ascii: "]"))
  }

  /// Appends an object of what a body appends, a key before each value.
  @inlinable
  public mutating func object(_ body: (inout JSONWriter) -> Void) {
    open(UInt8(ascii: "{"))
    body(&self)
    close(UInt8(ascii: "}"))
  }

  /// Appends the key of the value that comes next.
  public mutating func key(_ key: String) {
    separate()
    quote(key)
    endKey()
  }

  /// Appends a key that needs no escapes.
  public mutating func key(_ key: StaticString) {
    guard style == .compact, key.hasPointerRepresentation else {
      separate()
      key.withUTF8Buffer { output.appendQuoted($0) }
      return endKey()
    }
    output.appendKey(
      UnsafeBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount), isFirst: !isFilled)
    isFilled = true
    isAfterKey = true
  }
}

extension JSONValue {
  /// The value that a body writes; null where what it writes is no value.
  public init(written body: (inout JSONWriter) -> Void) {
    var writer = JSONWriter()
    body(&writer)
    let limits = JSONLimits(size: .max, depth: JSONLimits.maximumDepth)
    let file = SourceFile(name: "value", bytes: writer.bytes)
    self = JSONReader.parse(file, limits: limits).value ?? .null
  }
}
