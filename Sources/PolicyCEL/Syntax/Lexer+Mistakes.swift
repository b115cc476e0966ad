import PolicyDiagnostics

extension Lexer {
  /// Reads punctuation or an operator, or something that another language has in its place.
  mutating func readSymbol() {
    let start = position
    if let mistake = Self.foreignSymbols[Int(peek())].first(where: { follows($0.text) }) {
      position += mistake.text.utf8CodeUnitCount
      report(
        mistake.message, from: start, help: mistake.help,
        replacement: mistake.isReplacement ? mistake.symbol.rawValue : nil)
      emit(.symbol(mistake.symbol), from: start, isRepaired: true)
      return
    }
    guard let symbol = Symbol(peek(), peek(1)) else {
      readForeignCharacter()
      return
    }
    position += symbol.rawValue.utf8.count
    emit(.symbol(symbol), from: start)
  }

  /// An operator of another language, and the one that stands in for it.
  private struct ForeignSymbol {
    let text: StaticString
    let symbol: Symbol
    let message: String
    let help: String
    let isReplacement: Bool

    init(
      _ text: StaticString, _ symbol: Symbol, _ message: String, help: String,
      isReplacement: Bool = false
    ) {
      self.text = text
      self.symbol = symbol
      self.message = message
      self.help = help
      self.isReplacement = isReplacement
    }

    /// An operator that only has another spelling.
    static func spelling(_ text: StaticString, _ symbol: Symbol, _ meaning: String) -> Self {
      Self(
        text, symbol, "`\(text)` is not an operator", help: "write `\(symbol.rawValue)` \(meaning)",
        isReplacement: true)
    }

    /// A change of a variable.
    static func assignment(_ text: StaticString) -> Self {
      Self(
        text, .equal, "`\(text)` assigns, but an expression changes nothing",
        help: "write `==` to compare")
    }
  }

  /// Operators of other languages by their first byte; a longer one comes before its beginning.
  private static let foreignSymbols: [[ForeignSymbol]] = {
    var symbols = Array(repeating: [ForeignSymbol](), count: 256)
    for symbol in foreignSymbolTable {
      symbols[symbol.text.withUTF8Buffer { Int($0.first ?? 0) }].append(symbol)
    }
    return symbols
  }()

  private static let foreignSymbolTable: [ForeignSymbol] =
    [
      .spelling("===", .equal, "to compare; it never converts"),
      .spelling("!==", .notEqual, "to compare; it never converts"),
      .spelling("<=>", .lessOrEqual, "or another comparison"),
      .spelling("<>", .notEqual, "for not equal"),
      .spelling("=<", .lessOrEqual, "for at most"),
      ForeignSymbol(
        "=>", .greaterOrEqual, "`=>` is not an operator",
        help: "write `>=` for at least, or a macro such as `list.all(x, x > 0)`"),
      ForeignSymbol(
        "=~", .equal, "`=~` is not an operator", help: "write `text.matches(\"pattern\")`"),
      ForeignSymbol(
        "->", .greater, "`->` is not an operator",
        help: "write `.` to select a field, or a macro such as `list.all(x, x > 0)`"),
    ]
    + (["+=", "-=", "*=", "/=", "%=", "&=", "|=", ":="] as [StaticString]).map {
      .assignment($0)
    } + [
      ForeignSymbol(
        "++", .plus, "`++` is not an operator, because an expression changes nothing",
        help: "write `+ 1` to add one"),
      ForeignSymbol(
        "**", .times, "`**` is not an operator; there are no powers",
        help: "write the product in full, such as `x * x`"),
      ForeignSymbol(
        "??", .or, "`??` is not an operator",
        help: "write `has(a.b) ? a.b : other`, or `a.?b.orValue(other)`"),
      ForeignSymbol(
        "<<", .times, "`<<` is not an operator", help: "write `math.bitShiftLeft(x, n)`"),
      ForeignSymbol(
        ">>", .times, "`>>` is not an operator", help: "write `math.bitShiftRight(x, n)`"),
      ForeignSymbol(
        "::", .dot, "`::` is not an operator", help: "write `.` to select a field",
        isReplacement: true),
      ForeignSymbol(
        "^", .notEqual, "`^` is not an operator",
        help: "write `!=` for one or the other, or `math.bitXor(x, y)`"),
      ForeignSymbol(
        "≠", .notEqual, "`≠` is not an operator", help: "write `!=`", isReplacement: true),
      .spelling("≤", .lessOrEqual, "for at most"),
      .spelling("≥", .greaterOrEqual, "for at least"),
      .spelling("−", .minus, "for minus"),
      .spelling("–", .minus, "for minus"),
      .spelling("—", .minus, "for minus"),
      .spelling("×", .times, "for times"),
      .spelling("÷", .divide, "for divided by"),
      .spelling("∧", .and, "for and"),
      .spelling("∨", .or, "for or"),
      .spelling("¬", .not, "for not"),
      .spelling("∈", .in, "for element of"),
    ]

  // MARK: Characters

  /// Reads a character that no token begins with.
  private mutating func readForeignCharacter() {
    let start = position
    switch peek() {
    case UInt8(ascii: "="):
      position += 1
      report(
        "`=` assigns, but an expression changes nothing", from: start,
        help: "write `==` to compare", replacement: "==")
      emit(.symbol(.equal), from: start, isRepaired: true)
    case UInt8(ascii: "&"), UInt8(ascii: "|"):
      let symbol: Symbol = peek() == UInt8(ascii: "&") ? .and : .or
      position += 1
      report(
        "`\(excerpt(from: start))` is not an operator", from: start,
        help: symbol == .and
          ? "write `&&` for both conditions, or `math.bitAnd(x, y)`"
          : "write `||` for either condition, or `math.bitOr(x, y)`",
        replacement: symbol.rawValue)
      emit(.symbol(symbol), from: start, isRepaired: true)
    case UInt8(ascii: "#"):
      skipLine()
      report(
        "`#` does not begin a comment here", from: start,
        help: "write `//` before a comment within an expression")
    case UInt8(ascii: "$"), UInt8(ascii: "@"):
      position += 1
      let nameStart = position
      skipWord()
      report(
        "`\(excerpt(from: start))` is not a name", from: start,
        help: "write names without `$` or `@`, such as `session.id`")
      let name = source.text(of: SourceRange(nameStart, position))
      emit(name.isEmpty ? .invalid : .identifier(name), from: start, isRepaired: true)
    case UInt8(ascii: ";"):
      position += 1
      report(
        "`;` has no meaning; a condition is one expression", from: start,
        help: "remove it, or join conditions with `&&`")
      emit(.invalid, from: start)
    case 0x80...:
      readNonASCII()
    default:
      position += 1
      report(
        "\(describe(UnicodeScalar(source.bytes[start]))) has no meaning here", from: start,
        help: "remove it; text stands in quotes")
      emit(.invalid, from: start)
    }
  }

  /// Goes past a comment in the manner of C.
  mutating func readBlockComment() {
    let start = position
    position += 2
    while position < source.bytes.count, !follows("*/") { position += 1 }
    position = min(position + 2, source.bytes.count)
    report(
      "`/*` does not begin a comment", from: start, help: "write `//` before each line of a comment"
    )
  }

  /// Reads a character beyond ASCII, outside any string.
  private mutating func readNonASCII() {
    let start = position
    guard let scalar = scalar(at: position) else {
      position += 1
      return
    }
    if Self.typographicQuotes.contains(scalar) {
      readTypographicString()
    } else if scalar.properties.isWhitespace || scalar.properties.isDefaultIgnorableCodePoint
      || scalar.properties.generalCategory == .control
    {
      position += scalarLength
      report(
        "an invisible character, \(code(of: scalar)), stands here", from: start,
        help: "remove it, or write a plain space", replacement: " ")
      hasReportedGap = true
    } else if foreignLetterFollows {
      readForeignWord(from: start)
    } else {
      position += scalarLength
      report(
        "\(describe(scalar)) has no meaning here", from: start,
        help: "remove it; text stands in quotes")
      emit(.invalid, from: start)
    }
  }

  /// Whether a letter or digit beyond ASCII comes next.
  var foreignLetterFollows: Bool {
    guard peek() >= 0x80, let scalar = scalar(at: position) else { return false }
    return
      (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
      || scalar.properties.canonicalCombiningClass != .notReordered)
      && !scalar.properties.isDefaultIgnorableCodePoint
  }

  /// Reads the rest of a name that has letters beyond ASCII.
  mutating func readForeignWord(from start: Int) {
    while peek().isIdentifierPart || foreignLetterFollows {
      position += scalarLength
    }
    report(
      "`\(excerpt(from: start))` is not a name; names have the letters a to z, digits and `_`",
      from: start, help: "reach such a field with an index, `a[\"\(excerpt(from: start))\"]`")
    emit(.invalid, from: start)
  }

  private static let typographicQuotes: Set<UnicodeScalar> = [
    "“", "”", "„", "‟", "«", "»", "‘", "’", "‚", "‛", "‹", "›",
  ]

  /// Reads a string between typographic quotes.
  private mutating func readTypographicString() {
    let start = position
    position += scalarLength
    let contentStart = position
    var contentEnd: Int?
    var index = position
    while index < source.bytes.count, source.bytes[index] != 0x0A, source.bytes[index] != 0x0D {
      if let scalar = scalar(at: index), Self.typographicQuotes.contains(scalar) {
        contentEnd = index
        break
      }
      index += 1
    }
    guard let contentEnd else {
      report(
        "\(excerpt(from: start)) is a typographic quote, which begins no string", from: start,
        help: "write `\"` or `'`")
      emit(.invalid, from: start)
      return
    }
    let content = source.text(of: SourceRange(contentStart, contentEnd))
    position = contentEnd
    position += scalarLength
    report(
      "`\(excerpt(from: start))` stands in typographic quotes, which begin no string", from: start,
      help: "write `\"\(source.excerpt(of: SourceRange(contentStart, contentEnd)))\"`")
    emit(.string(content), from: start, isRepaired: true)
  }

  /// The character that begins at an offset.
  private func scalar(at offset: Int) -> UnicodeScalar? {
    decodeScalar(in: source.bytes, at: offset).scalar
  }

  /// A character for a message: itself where it can be seen, its code otherwise.
  private func describe(_ scalar: UnicodeScalar) -> String {
    scalar.value < 0x20 || scalar.value == 0x7F
      ? "the control character \(code(of: scalar))" : "`\(scalar)`"
  }

  private func code(of scalar: UnicodeScalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
  }
}
