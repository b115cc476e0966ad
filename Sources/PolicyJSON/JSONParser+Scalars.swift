import PolicyDiagnostics

extension JSONParser {
  // MARK: Words and numbers

  /// `true`, `false` or `null`.
  mutating func word() throws(JSONSyntaxError) -> JSONValue.Kind {
    let range = wordRange(from: index)
    index = range.end
    switch text(range) {
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "null": return .null
    case let other: throw error(.unknownWord(other), range)
    }
  }

  /// The letters, digits and signs that stand together, cut where a message would grow too long.
  func wordRange(from start: Int) -> SourceRange {
    var end = start
    while end < bytes.count, end - start < 40 {
      switch bytes[end] {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"),
        UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
        end += 1
      default: return SourceRange(start, end)
      }
    }
    return SourceRange(start, end)
  }

  /// A number by the grammar of RFC 8259, section 6.
  mutating func number() throws(JSONSyntaxError) -> JSONNumber {
    let start = index
    if bytes[index] == UInt8(ascii: "-") { index += 1 }
    let integer = index
    var valid = skipDigits()
    if valid, bytes[integer] == UInt8(ascii: "0"), index - integer > 1 {
      throw error(.leadingZero, SourceRange(integer, integer + 1))
    }
    if valid, index < bytes.count, bytes[index] == UInt8(ascii: ".") {
      index += 1
      valid = skipDigits()
    }
    if valid, index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
      index += 1
      if index < bytes.count,
        bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-")
      {
        index += 1
      }
      valid = skipDigits()
    }
    guard valid, wordRange(from: index).length == 0 else {
      let range = wordRange(from: start)
      throw error(.invalidNumber(text(range)), range)
    }
    return JSONNumber(valid: text(SourceRange(start, index)))
  }

  /// Steps over digits; `false` when there are none.
  private mutating func skipDigits() -> Bool {
    let start = index
    while index < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) {
      index += 1
    }
    return index > start
  }

  // MARK: Strings

  /// A string; the text is copied once, escapes are resolved only where there are any.
  mutating func string() throws(JSONSyntaxError) -> String {
    let opening = index
    index += 1
    let start = index
    var seen: UInt8 = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\"") {
        if seen >= 0x80 { try checkUTF8(from: start, to: index) }
        defer { index += 1 }
        return text(SourceRange(start, index))
      }
      if byte == UInt8(ascii: "\\") {
        if seen >= 0x80 { try checkUTF8(from: start, to: index) }
        return try stringWithEscapes(opening: opening, prefix: start..<index)
      }
      if byte < 0x20 { throw controlCharacter(byte, opening: opening) }
      seen |= byte
      index += 1
    }
    throw error(.unclosedString, SourceRange(opening, opening + 1))
  }

  /// The rest of a string that has at least one escape.
  private mutating func stringWithEscapes(
    opening: Int, prefix: Range<Int>
  ) throws(JSONSyntaxError) -> String {
    var decoded = Array(bytes[prefix])
    while index < bytes.count {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: "\""):
        index += 1
        return String(decoding: decoded, as: UTF8.self)
      case UInt8(ascii: "\\"):
        try escape(into: &decoded)
      case 0..<0x20:
        throw controlCharacter(byte, opening: opening)
      case 0x80...:
        let length = try validScalarLength(at: index)
        decoded.append(contentsOf: bytes[index..<index + length])
        index += length
      default:
        decoded.append(byte)
        index += 1
      }
    }
    throw error(.unclosedString, SourceRange(opening, opening + 1))
  }

  private func controlCharacter(_ byte: UInt8, opening: Int) -> JSONSyntaxError {
    error(byte == 0 ? .nul : .controlCharacter(byte), SourceRange(index, index + 1))
  }

  private mutating func escape(into decoded: inout [UInt8]) throws(JSONSyntaxError) {
    let start = index
    guard index + 1 < bytes.count else {
      throw error(.invalidEscape("\\"), SourceRange(start, start + 1))
    }
    index += 2
    switch bytes[start + 1] {
    case UInt8(ascii: "\""): decoded.append(UInt8(ascii: "\""))
    case UInt8(ascii: "\\"): decoded.append(UInt8(ascii: "\\"))
    case UInt8(ascii: "/"): decoded.append(UInt8(ascii: "/"))
    case UInt8(ascii: "b"): decoded.append(0x08)
    case UInt8(ascii: "f"): decoded.append(0x0C)
    case UInt8(ascii: "n"): decoded.append(0x0A)
    case UInt8(ascii: "r"): decoded.append(0x0D)
    case UInt8(ascii: "t"): decoded.append(0x09)
    case UInt8(ascii: "u"):
      let scalar = try unicodeEscape(from: start)
      decoded.append(contentsOf: String(Character(scalar)).utf8)
    default:
      let length = bytes[start + 1] < 0x20 ? 0 : try validScalarLength(at: start + 1)
      let range = SourceRange(start, start + 1 + length)
      throw error(.invalidEscape(text(range)), range)
    }
  }

  /// The scalar of `\uXXXX`, or of two of them that form a surrogate pair.
  private mutating func unicodeEscape(from start: Int) throws(JSONSyntaxError) -> Unicode.Scalar {
    let unit = try hexadecimalUnit(from: start)
    if let scalar = Unicode.Scalar(UInt32(unit)) { return scalar }
    let first = SourceRange(start, index)
    guard unit < 0xDC00, index + 1 < bytes.count, bytes[index] == UInt8(ascii: "\\"),
      bytes[index + 1] == UInt8(ascii: "u")
    else { throw error(.loneSurrogate(text(first)), first) }
    let second = index
    index += 2
    let low = try hexadecimalUnit(from: second)
    guard (0xDC00...0xDFFF).contains(low),
      let scalar = Unicode.Scalar(
        0x10000 + ((UInt32(unit) - 0xD800) << 10) + (UInt32(low) - 0xDC00))
    else { throw error(.loneSurrogate(text(first)), first) }
    return scalar
  }

  /// The four hexadecimal digits after `\u`.
  private mutating func hexadecimalUnit(from start: Int) throws(JSONSyntaxError) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard index < bytes.count, let digit = Self.hexadecimalValue(bytes[index]) else {
        let range = SourceRange(start, min(index, bytes.count))
        throw error(.invalidEscape(text(range)), range)
      }
      unit = unit << 4 | digit
      index += 1
    }
    return unit
  }

  private static func hexadecimalValue(_ byte: UInt8) -> UInt16? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt16(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt16(byte - UInt8(ascii: "a")) + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt16(byte - UInt8(ascii: "A")) + 10
    default: nil
    }
  }

  // MARK: UTF-8

  /// Checks that a run of bytes is valid UTF-8.
  private func checkUTF8(from start: Int, to end: Int) throws(JSONSyntaxError) {
    var position = start
    while position < end {
      position += bytes[position] < 0x80 ? 1 : try validScalarLength(at: position)
    }
  }

  /// The number of bytes of the scalar at a place.
  func validScalarLength(at start: Int) throws(JSONSyntaxError) -> Int {
    let (scalar, length) = decodeScalar(in: bytes, at: start)
    guard scalar != nil else { throw error(.invalidUTF8, SourceRange(start, start + 1)) }
    return length
  }
}
