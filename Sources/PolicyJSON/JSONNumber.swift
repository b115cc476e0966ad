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

  /// The value, if written as an integer in the range of 64 signed bits.
  public var int64: Int64? { Int64(text) }
  /// The value, if written as an integer in the range of 64 unsigned bits.
  public var uint64: UInt64? { UInt64(text) }
  /// The nearest double; `nil` when the number is too large for one.
  public var double: Double? {
    guard let value = Double(text), value.isFinite else { return nil }
    return value
  }
  /// The value, if it is a whole number in the range of 64 signed bits, however it is written: `90`,
  /// `90.0` and `9e1` are one.
  public var wholeInt64: Int64? { int64 ?? wholeText.flatMap { Int64($0) } }
  /// The value, if it is a whole number in the range of 64 unsigned bits, however it is written.
  public var wholeUInt64: UInt64? { uint64 ?? wholeText.flatMap { UInt64($0) } }

  /// The digits of a whole number with its sign; `nil` for another one, and for one that is too long.
  ///
  /// Exact, as doubles are not beyond 2^53: the point is moved by the exponent, and only zeros may
  /// stand behind it.
  private var wholeText: String? {
    let parts = text.utf8.split(maxSplits: 1, omittingEmptySubsequences: false) {
      $0 | 0x20 == UInt8(ascii: "e")
    }
    guard let mantissa = parts.first, parts.count == 1 || parts[1].count < 8 else { return nil }
    let exponent = parts.count == 1 ? 0 : Int(String(Substring(parts[1]))) ?? .max
    guard exponent.magnitude < 1_000, mantissa.count < 1_000 else { return nil }
    let isNegative = mantissa.first == UInt8(ascii: "-")
    let halves = mantissa.drop { $0 == UInt8(ascii: "-") }.split(separator: UInt8(ascii: "."))
    guard let whole = halves.first else { return nil }
    let fraction = halves.count > 1 ? Array(halves[1]) : []
    var digits = Array(whole) + fraction
    let point = whole.count + exponent
    if point < digits.count {
      guard digits[max(0, point)...].allSatisfy({ $0 == UInt8(ascii: "0") }) else { return nil }
      digits.removeSubrange(max(0, point)...)
    } else {
      digits.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: point - digits.count))
    }
    let plain = digits.drop { $0 == UInt8(ascii: "0") }
    guard !plain.isEmpty else { return "0" }
    return (isNegative ? "-" : "") + String(decoding: plain, as: UTF8.self)
  }
}
