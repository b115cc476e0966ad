import PolicyDiagnostics

/// The classes of characters by which YAML text is laid out, as libyaml sees them.
enum YAMLSourceBytes {
  static let space = UInt8(ascii: " ")
  static let tab = UInt8(ascii: "\t")
  static let lineFeed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")

  /// The length of the line break at an offset; 0 if there is none.
  ///
  /// YAML 1.1 counts U+0085, U+2028 and U+2029 as line breaks besides CR, LF and CR LF.
  static func lineBreak(in bytes: [UInt8], at index: Int, end: Int) -> Int {
    guard index < end else { return 0 }
    switch bytes[index] {
    case lineFeed: return 1
    case carriageReturn: return index + 1 < end && bytes[index + 1] == lineFeed ? 2 : 1
    case 0xC2: return index + 1 < end && bytes[index + 1] == 0x85 ? 2 : 0
    case 0xE2:
      guard index + 2 < end, bytes[index + 1] == 0x80 else { return 0 }
      return bytes[index + 2] == 0xA8 || bytes[index + 2] == 0xA9 ? 3 : 0
    default: return 0
    }
  }

  /// The first offset behind spaces and tabs.
  static func skipBlanks(in bytes: [UInt8], from index: Int, end: Int) -> Int {
    var index = index
    while index < end, bytes[index].isBlank { index += 1 }
    return index
  }

  /// The offset of the line break, or the end, that closes the line.
  static func endOfLine(in bytes: [UInt8], from index: Int, end: Int) -> Int {
    var index = index
    while index < end, lineBreak(in: bytes, at: index, end: end) == 0 { index += 1 }
    return index
  }
}
