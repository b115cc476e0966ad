import Diagnostics

/// Reads an expression word by word.
struct Lexer {
  let bytes: [UInt8]
  var position = 0
  /// What was found wrong, with its place.
  var problems: [(SyntaxProblem, SourceRange)] = []

  init(_ text: String) { bytes = Array(text.utf8) }

  /// The next word.
  mutating func next() -> Token {
    skipSpace()
    let start = position
    guard position < bytes.count else { return Token(kind: .end, range: SourceRange(start, start)) }
    let byte = bytes[position]
    if let prefix = stringPrefix() { return string(prefix, from: start) }
    if byte.isIdentifierStart { return identifier(from: start) }
    if byte.isDigit || (byte == UInt8(ascii: ".") && (peek(1)?.isDigit ?? false)) {
      return number(from: start)
    }
    if byte == UInt8(ascii: "`") { return quotedIdentifier(from: start) }
    return mark(from: start)
  }

  func peek(_ distance: Int) -> UInt8? {
    let index = position + distance
    return index < bytes.count ? bytes[index] : nil
  }

  func text(_ start: Int, _ end: Int) -> String {
    String(decoding: bytes[start..<max(start, min(end, bytes.count))], as: UTF8.self)
  }

  mutating func advance(_ count: Int = 1) { position = min(bytes.count, position + count) }

  mutating func report(_ problem: SyntaxProblem, _ start: Int, _ end: Int) {
    problems.append((problem, SourceRange(start, end)))
  }

  private mutating func skipSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D, 0x0C: position += 1
      case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "/"):
        while position < bytes.count, bytes[position] != 0x0A { position += 1 }
      default: return
      }
    }
  }

  private mutating func identifier(from start: Int) -> Token {
    while position < bytes.count, bytes[position].isIdentifierPart { position += 1 }
    return Token(kind: .identifier(text(start, position)), range: SourceRange(start, position))
  }

  private mutating func quotedIdentifier(from start: Int) -> Token {
    position += 1
    while position < bytes.count, bytes[position] != UInt8(ascii: "`"), bytes[position] != 0x0A {
      position += 1
    }
    guard position < bytes.count, bytes[position] == UInt8(ascii: "`"), position > start + 1 else {
      report(.unterminatedString, start, position)
      return Token(kind: .invalid, range: SourceRange(start, position))
    }
    position += 1
    return Token(
      kind: .quotedIdentifier(text(start + 1, position - 1)), range: SourceRange(start, position))
  }

  private mutating func mark(from start: Int) -> Token {
    let two = text(start, start + 2)
    if two.utf8.count == 2, let mark = Token.Mark(rawValue: two) {
      position += 2
      // `===` and `!==` come from other languages.
      if mark == .equal || mark == .notEqual, peek(0) == UInt8(ascii: "=") {
        position += 1
        report(.notAnOperator(two + "=", meant: two), start, position)
      }
      return Token(kind: .mark(mark), range: SourceRange(start, position))
    }
    if two == "<>" {
      position += 2
      report(.notAnOperator(two, meant: "!="), start, position)
      return Token(kind: .mark(.notEqual), range: SourceRange(start, position))
    }
    if let mark = Token.Mark(rawValue: text(start, start + 1)) {
      position += 1
      return Token(kind: .mark(mark), range: SourceRange(start, position))
    }
    let replacements: [String: Token.Mark] = ["=": .equal, "&": .and, "|": .or]
    if let mark = replacements[text(start, start + 1)] {
      position += 1
      report(.notAnOperator(text(start, position), meant: mark.rawValue), start, position)
      return Token(kind: .mark(mark), range: SourceRange(start, position))
    }
    return unknown(from: start)
  }

  /// A run of characters that mean nothing, reported once.
  private mutating func unknown(from start: Int) -> Token {
    repeat { position += 1 } while position < bytes.count && bytes[position] & 0xC0 == 0x80
    let found = text(start, position)
    let smartQuotes: Set<String> = ["“", "”", "‘", "’", "„", "«", "»"]
    var help: String?
    if smartQuotes.contains(found) { help = "write plain quotes: \"…\"" }
    if found == ";" { help = "an expression is one value; join conditions with `&&`" }
    if found == "$" || found == "@" || found == "#" { help = "names begin with a letter or `_`" }
    while position < bytes.count, bytes[position] >= 0x80 { position += 1 }
    report(.unknownCharacter(found, help: help), start, position)
    return Token(kind: .invalid, range: SourceRange(start, position))
  }
}

extension UInt8 {
  var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
  var isIdentifierStart: Bool {
    (self | 0x20 >= UInt8(ascii: "a") && self | 0x20 <= UInt8(ascii: "z")) || self == UInt8(ascii: "_")
  }
  var isIdentifierPart: Bool { isIdentifierStart || isDigit }
  /// The value of a hexadecimal digit.
  var hexadecimalValue: UInt32? {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(self - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(self - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(self - UInt8(ascii: "A") + 10)
    default: nil
    }
  }
}
