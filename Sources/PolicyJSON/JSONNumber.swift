/// A JSON number, kept as the exact text written.
public struct JSONNumber: Sendable, Hashable {
  /// The number as written.
  public let text: String

  /// Takes a text that is known to be a JSON number.
  init(valid text: String) { self.text = text }

  /// Writes an integer.
  public init(_ value: some BinaryInteger) { text = String(value) }

  /// Writes a double with the fewest digits that read back equal; `nil` for infinities and NaN.
  public init?(_ value: Double) {
    guard value.isFinite else { return nil }
    text = value.description
  }

  /// Whether it is written without a fraction and an exponent.
  public var isInteger: Bool {
    text.utf8.allSatisfy { byte in
      byte == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
  }

  /// The value, if written as an integer in the range of 64 signed bits.
  public var int64: Int64? { Int64(text) }
  /// The value, if written as an integer in the range of 64 unsigned bits.
  public var uint64: UInt64? { UInt64(text) }
  /// The nearest double; `nil` when the number is too large for one.
  public var double: Double? {
    guard let value = Double(text), value.isFinite else { return nil }
    return value
  }
}
