/// Kinds of ASCII characters, by their bytes.
extension UInt8 {
  /// Whether it is a decimal digit.
  @inlinable
  package var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }

  /// Whether a name can begin with it: a letter or `_`.
  @inlinable
  package var isIdentifierStart: Bool {
    (self | 0x20 >= UInt8(ascii: "a") && self | 0x20 <= UInt8(ascii: "z"))
      || self == UInt8(ascii: "_")
  }

  /// Whether a name can go on with it.
  @inlinable
  package var isIdentifierPart: Bool { isIdentifierStart || isDigit }

  /// The value of a hexadecimal digit.
  @inlinable
  package var hexadecimalValue: UInt32? {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(self - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(self - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(self - UInt8(ascii: "A") + 10)
    default: nil
    }
  }
}
