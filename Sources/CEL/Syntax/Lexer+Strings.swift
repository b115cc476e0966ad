import Diagnostics

extension Lexer {
  /// How a string literal begins.
  struct StringPrefix {
    var isRaw = false
    var isBytes = false
    /// Letters before the quote.
    var length = 0
  }

  /// The beginning of a string literal at the present place; `nil` if there is none.
  func stringPrefix() -> StringPrefix? {
    var prefix = StringPrefix()
    if let byte = peek(0), byte | 0x20 == UInt8(ascii: "b") {
      prefix.isBytes = true
      prefix.length = 1
    }
    if let byte = peek(prefix.length), byte | 0x20 == UInt8(ascii: "r") {
      prefix.isRaw = true
      prefix.length += 1
    }
    guard let quote = peek(prefix.length),
      quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
    else { return nil }
    return prefix
  }

  /// Reads a string or bytes literal.
  mutating func string(_ prefix: StringPrefix, from start: Int) -> Token {
    advance(prefix.length)
    let quote = peek(0) ?? 0
    let isLong = peek(1) == quote && peek(2) == quote
    advance(isLong ? 3 : 1)
    var content = Content(isBytes: prefix.isBytes)
    while true {
      guard let byte = peek(0) else {
        report(.unterminatedString, start, position)
        return Token(kind: .invalid, range: SourceRange(start, position))
      }
      if byte == quote, !isLong || (peek(1) == quote && peek(2) == quote) {
        advance(isLong ? 3 : 1)
        break
      }
      if !isLong, byte == 0x0A || byte == 0x0D {
        report(.lineBreakInString, start, position)
        return Token(kind: .invalid, range: SourceRange(start, position))
      }
      if byte == UInt8(ascii: "\\"), !prefix.isRaw {
        escape(into: &content)
      } else {
        content.append(byte)
        advance()
      }
    }
    let range = SourceRange(start, position)
    if content.isInvalid { return Token(kind: .invalid, range: range) }
    if prefix.isBytes { return Token(kind: .bytes(content.octets), range: range) }
    return Token(kind: .string(String(decoding: content.octets, as: UTF8.self)), range: range)
  }

  /// What a literal holds so far.
  private struct Content {
    var octets: [UInt8] = []
    let isBytes: Bool
    var isInvalid = false

    init(isBytes: Bool) { self.isBytes = isBytes }

    mutating func append(_ byte: UInt8) { octets.append(byte) }

    /// Appends a code point as UTF-8; `false` if there is no such character.
    mutating func append(codePoint: UInt32) -> Bool {
      guard let scalar = Unicode.Scalar(codePoint) else { return false }
      octets.append(contentsOf: Array(String(Character(scalar)).utf8))
      return true
    }
  }

  private mutating func escape(into content: inout Content) {
    let start = position
    advance()
    guard let kind = peek(0) else { return }
    advance()
    let simple: [UInt8: UInt8] = [
      UInt8(ascii: "\\"): 0x5C, UInt8(ascii: "?"): 0x3F, UInt8(ascii: "\""): 0x22,
      UInt8(ascii: "'"): 0x27, UInt8(ascii: "`"): 0x60, UInt8(ascii: "a"): 0x07,
      UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C, UInt8(ascii: "n"): 0x0A,
      UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09, UInt8(ascii: "v"): 0x0B,
    ]
    if let byte = simple[kind] { return content.append(byte) }
    switch kind {
    case UInt8(ascii: "x"), UInt8(ascii: "X"):
      numeric(digits: 2, radix: 16, from: start, isOctet: true, into: &content)
    case UInt8(ascii: "u"):
      numeric(digits: 4, radix: 16, from: start, isOctet: false, into: &content)
    case UInt8(ascii: "U"):
      numeric(digits: 8, radix: 16, from: start, isOctet: false, into: &content)
    case UInt8(ascii: "0")...UInt8(ascii: "3"):
      position -= 1
      numeric(digits: 3, radix: 8, from: start, isOctet: true, into: &content)
    default:
      while let byte = peek(0), byte & 0xC0 == 0x80 { advance() }
      report(.badEscape(text(start, position)), start, position)
      content.isInvalid = true
    }
  }

  private mutating func numeric(
    digits: Int, radix: UInt32, from start: Int, isOctet: Bool, into content: inout Content
  ) {
    var value: UInt32 = 0
    var read = 0
    while read < digits, let digit = peek(0)?.hexadecimalValue, digit < radix {
      value = value &* radix &+ digit
      read += 1
      advance()
    }
    guard read == digits else {
      report(.badEscape(text(start, position)), start, position)
      content.isInvalid = true
      return
    }
    if content.isBytes {
      guard isOctet, value <= 0xFF else {
        report(.codePointInBytes(text(start, position)), start, position)
        content.isInvalid = true
        return
      }
      content.append(UInt8(value))
    } else if !content.append(codePoint: value) {
      report(.escapeOutOfRange(text(start, position)), start, position)
      content.isInvalid = true
    }
  }
}
