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

  /// Whether it is a space or a tab.
  @inlinable
  package var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }

  /// Whether it ends a line.
  @inlinable
  package var isLineBreak: Bool { self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r") }

  /// Whether the name of a variable of the environment can go on with it: as of any name, in capitals.
  @inlinable
  package var isEnvironmentNamePart: Bool {
    isIdentifierPart && !(UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self)
  }

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

extension [UInt8] {
  /// Where the quote stands that ends a text, or the end of what is looked at; in double quotes a `\` takes the
  /// next byte with it.
  ///
  /// - Parameter start: The place of the quote that begins it.
  func endOfQuoted(from start: Int, before end: Int) -> Int {
    let quote = self[start]
    var place = start + 1
    while place < end, self[place] != quote {
      place += self[place] == UInt8(ascii: "\\") && quote == UInt8(ascii: "\"") ? 2 : 1
    }
    return Swift.min(place, end)
  }
}
