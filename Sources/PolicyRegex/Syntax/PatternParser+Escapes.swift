extension PatternParser {
  /// Reads a `\` outside of a character class.
  mutating func parseEscape() throws(RegexError) {
    let start = position
    if let assertion = peek(1).flatMap({ Self.assertions[$0] }) {
      append(tree.add(.assertion(assertion)))
      position += 2
    } else if take("\\Q") {
      parseQuotation()
    } else {
      var builder = CharacterSet.Builder(ignoresCase: flags.ignoresCase)
      if try parseClassEscape(into: &builder) {
        append(tree.add(builder.build(isNegated: false)))
      } else {
        append(literal: try parseScalarEscape(from: start))
      }
    }
  }

  private static let assertions: [Unicode.Scalar: Assertion] = [
    "A": .textStart, "z": .textEnd, "b": .wordBoundary, "B": .notWordBoundary,
  ]

  /// Reads the literal text of `\Q…\E`, which may go to the end of the pattern.
  private mutating func parseQuotation() {
    while !take("\\E"), let scalar = peek() {
      append(literal: scalar.value)
      position += 1
    }
  }

  /// Reads `\d`, `\pL`, `\p{Greek}` and their like; answers false if something else comes.
  mutating func parseClassEscape(
    into builder: inout CharacterSet.Builder
  ) throws(RegexError) -> Bool {
    guard peek() == "\\", let letter = peek(1) else { return false }
    if let named = NamedClass.perl[letter] {
      builder.insert(named.ranges, isNegated: named.isNegated)
      position += 2
      return true
    }
    guard letter == "p" || letter == "P" else { return false }
    let start = position
    position += 2
    var isNegated = letter == "P"
    let name = try parsePropertyName(from: start, isNegated: &isNegated)
    if name == "Any" {
      builder.insert([0...0x10FFFF], isNegated: isNegated)
    } else if let categories = GeneralCategories(named: name) {
      builder.insert(.categories(categories), isNegated: isNegated)
    } else if let script = Script(named: name) {
      builder.insert(.script(script), isNegated: isNegated)
    } else {
      throw error(
        .unknownClass, from: start, to: position,
        "`\(excerpt(start, position))` is no known category or script",
        help: Script.suggestion(for: name).map { "did you mean `\($0)`?" }
          ?? "write `Any`, a general category such as `L` or `Lu`, or one of Unicode's scripts such "
          + "as `Latin` or `Old_Italic`")
    }
    return true
  }

  private mutating func parsePropertyName(
    from start: Int, isNegated: inout Bool
  ) throws(RegexError) -> String {
    if let scalar = peek(), scalar != "{" {
      position += 1
      return text(position - 1, position)
    }
    let isBraced = take("{")
    if isBraced, take("^") { isNegated.toggle() }
    let nameStart = position
    while let scalar = peek(), scalar != "}" { position += 1 }
    let name = text(nameStart, position)
    guard isBraced, take("}") else {
      throw error(
        .unknownClass, from: start, to: position,
        "`\(excerpt(start, start + 2))` names no category",
        help: "write `\(excerpt(start, start + 2)){L}` with a category or script")
    }
    return name
  }

  /// Reads an escape that stands for one scalar, from its `\`.
  mutating func parseScalarEscape(from start: Int) throws(RegexError) -> UInt32 {
    guard let letter = peek(1) else {
      throw error(
        .trailingBackslash, from: start, to: start + 1, "the pattern ends with `\\`",
        help: "write `\\\\` for a backslash")
    }
    position += 2
    switch letter {
    case "a": return 0x07
    case "f": return 0x0C
    case "n": return 0x0A
    case "r": return 0x0D
    case "t": return 0x09
    case "v": return 0x0B
    case "x": return try parseHexadecimal(from: start)
    case "0": return takeOctal(first: 0)
    case "1"..."9":
      guard letter <= "7", let next = peek(), ("0"..."7").contains(next) else {
        throw backreference(from: start)
      }
      return takeOctal(first: letter.value - 0x30)
    case "k", "g":
      throw backreference(from: start)
    default:
      if letter.isASCII, !isWord(letter.value) || letter == "_" { return letter.value }
      throw unknownEscape(letter, from: start)
    }
  }

  /// Reads at most two more octal digits.
  private mutating func takeOctal(first: UInt32) -> UInt32 {
    var value = first
    for _ in 0..<2 {
      guard let next = peek(), ("0"..."7").contains(next) else { break }
      value = value * 8 + (next.value - 0x30)
      position += 1
    }
    return value
  }

  private mutating func parseHexadecimal(from start: Int) throws(RegexError) -> UInt32 {
    let isBraced = take("{")
    let digitsStart = position
    var value: UInt32 = 0
    while let digit = peek()?.hexadecimalValue, isBraced || position - digitsStart < 2 {
      value = min(value * 16 + digit, 0x110000)
      position += 1
    }
    let digits = position - digitsStart
    let isClosed = isBraced ? digits > 0 && take("}") : digits == 2
    guard isClosed, value <= 0x10FFFF else {
      throw error(
        .invalidEscape, from: start, to: position,
        "`\(excerpt(start, position))` is no hexadecimal escape",
        help: "write two digits such as `\\x7F`, or up to `\\x{10FFFF}` in braces")
    }
    return value
  }

  private func unknownEscape(_ letter: Unicode.Scalar, from start: Int) -> RegexError {
    let spelling = excerpt(start, position)
    if let help = Self.unsupportedEscapes[letter] {
      return error(
        .unsupported, from: start, to: position, "`\(spelling)` is not supported", help: help)
    }
    return error(
      .invalidEscape, from: start, to: position, "`\(spelling)` is no known escape",
      help: "write `\\\\` for a backslash, or the character without it")
  }

  private static let unsupportedEscapes: [Unicode.Scalar: String] = [
    "C": "write `.`, matching goes by characters and not by bytes",
    "A": "write `\\A` outside of the brackets",
    "B": "write `\\B` outside of the brackets",
    "z": "write `\\z` outside of the brackets",
    "b": "write `\\x08` for a backspace, or `\\b` outside of the brackets",
    "Q": "escape each character, such as `\\]`",
    "E": "write it only after `\\Q`",
    "Z": "write `\\n?\\z` to allow a newline before the end",
    "G": "write `\\A` for the start of the text",
    "K": "drop it, only whether a text matches counts",
    "R": "write `(?:\\r\\n|[\\n\\v\\f\\r\\x{85}\\x{2028}\\x{2029}])`",
    "X": "write `\\PM\\pM*`",
    "N": "write `[^\\n]`",
    "h": "write `[\\t\\p{Zs}]`",
    "H": "write `[^\\t\\p{Zs}]`",
    "e": "write `\\x1B`",
    "c": "write the control character as `\\x` with two digits",
    "u": "write `\\x{…}` with the digits in braces",
    "U": "write `\\x{…}` with the digits in braces",
  ]
}

extension Unicode.Scalar {
  /// The value of a hexadecimal digit.
  var hexadecimalValue: UInt32? {
    switch self {
    case "0"..."9": value - 0x30
    case "A"..."F": value - 0x41 + 10
    case "a"..."f": value - 0x61 + 10
    default: nil
    }
  }
}
