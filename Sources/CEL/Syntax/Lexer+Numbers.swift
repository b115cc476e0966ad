import Diagnostics

extension Lexer {
  /// Reads a number, and what is glued to it by mistake.
  mutating func number(from start: Int) -> Token {
    if peek(0) == UInt8(ascii: "0"), let mark = peek(1), mark | 0x20 == UInt8(ascii: "x") {
      return hexadecimal(from: start)
    }
    skipDigits()
    var isDouble = false
    if peek(0) == UInt8(ascii: "."), peek(1)?.isDigit ?? false {
      isDouble = true
      advance()
      skipDigits()
    }
    if let mark = peek(0), mark | 0x20 == UInt8(ascii: "e") {
      let sign = peek(1).map { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") } ?? false
      if peek(sign ? 2 : 1)?.isDigit ?? false {
        isDouble = true
        advance(sign ? 2 : 1)
        skipDigits()
      }
    }
    let digits = text(start, position)
    if isDouble { return double(digits, from: start) }
    if let suffix = peek(0), suffix | 0x20 == UInt8(ascii: "u"), !(peek(1)?.isIdentifierPart ?? false)
    {
      advance()
      return uint(digits, radix: 10, from: start)
    }
    return finishInt(digits, from: start)
  }

  private mutating func double(_ digits: String, from start: Int) -> Token {
    if peek(0)?.isIdentifierStart ?? false { return glued(from: start) }
    let value = Double(digits.hasPrefix(".") ? "0" + digits : digits)
    guard let value else { return glued(from: start) }
    return Token(kind: .double(value), range: SourceRange(start, position))
  }

  private mutating func hexadecimal(from start: Int) -> Token {
    let isUpper = peek(1) == UInt8(ascii: "X")
    advance(2)
    let first = position
    while let byte = peek(0), byte.hexadecimalValue != nil { advance() }
    let digits = text(first, position)
    if isUpper {
      skipWord()
      report(
        .badNumber(text(start, position), help: "write `0x` with a small x"), start, position)
      return Token(kind: .invalid, range: SourceRange(start, position))
    }
    if let suffix = peek(0), suffix | 0x20 == UInt8(ascii: "u"), !digits.isEmpty {
      advance()
      return uint(digits, radix: 16, from: start)
    }
    if digits.isEmpty || (peek(0)?.isIdentifierPart ?? false) { return glued(from: start) }
    return Token(kind: .int("0x" + digits), range: SourceRange(start, position))
  }

  private mutating func uint(_ digits: String, radix: Int, from start: Int) -> Token {
    guard let value = UInt64(digits, radix: radix) else {
      report(.numberTooLarge(text(start, position), kind: "a uint"), start, position)
      return Token(kind: .invalid, range: SourceRange(start, position))
    }
    return Token(kind: .uint(value), range: SourceRange(start, position))
  }

  private mutating func finishInt(_ digits: String, from start: Int) -> Token {
    if peek(0)?.isIdentifierStart ?? false { return glued(from: start) }
    if peek(0) == UInt8(ascii: "."), !(peek(1)?.isIdentifierStart ?? false) {
      advance()
      report(
        .badNumber(text(start, position), help: "write a digit after the point: `\(digits).0`"),
        start, position)
      return Token(kind: .invalid, range: SourceRange(start, position))
    }
    return Token(kind: .int(digits), range: SourceRange(start, position))
  }

  /// Digits with letters glued to them: a duration in the form of policies, or a slip.
  private mutating func glued(from start: Int) -> Token {
    skipWord()
    let found = text(start, position)
    if Duration(policyText: found) != nil {
      report(.bareDuration(found), start, position)
    } else if found.utf8.contains(UInt8(ascii: "_")) {
      report(.badNumber(found, help: "write the digits without `_`"), start, position)
    } else {
      report(
        .badNumber(found, help: "names begin with a letter; text stands in quotes"), start, position)
    }
    return Token(kind: .invalid, range: SourceRange(start, position))
  }

  private mutating func skipDigits() { while peek(0)?.isDigit ?? false { advance() } }

  private mutating func skipWord() { while peek(0)?.isIdentifierPart ?? false { advance() } }
}
