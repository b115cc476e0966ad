import PolicyDiagnostics

/// Cuts the text of an expression into tokens.
///
/// Text that is not CEL is reported, and where its meaning is plain mended, so that the parser goes
/// on as if it had been right.
struct Lexer {
  /// The text.
  let source: SourceFile
  /// Offset of the next byte.
  var position = 0
  /// The tokens found; the last is the end once ``tokenize()`` has run.
  private(set) var tokens: [Token] = []
  /// What was wrong.
  private(set) var problems: SyntaxProblems
  /// Whether a string never ended, so that the rest of its line is lost.
  var hasOpenLiteral = false
  /// Whether something that separates was reported, so that the next token is no news after it.
  var hasReportedGap = false

  /// Words that can be nothing but themselves.
  static let keywords: [String: Token.Kind] = [
    "true": .bool(true), "false": .bool(false), "null": .null, "in": .symbol(.in),
  ]

  /// Words that cannot name variables or functions.
  static let reservedWords: Set<String> = [
    "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop",
    "package", "namespace", "return", "var", "void", "while",
  ]

  /// Starts at the beginning of a text; tells no more problems than the limit.
  init(_ source: SourceFile, problemLimit: Int) {
    self.source = source
    problems = SyntaxProblems(limit: problemLimit)
  }

  /// Reads the whole text.
  mutating func tokenize() {
    while position < source.bytes.count {
      switch source.bytes[position] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"), 0x0C:
        position += 1
      case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "/"):
        skipLine()
      case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"):
        readBlockComment()
      case UInt8(ascii: "."):
        if peek(1).isDigit { readNumber() } else { readSymbol() }
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        readString(from: position, isRaw: false, isBytes: false)
      case UInt8(ascii: "`"):
        readQuotedName()
      case let byte where byte.isDigit:
        readNumber()
      case let byte where byte.isIdentifierStart:
        readWord()
      default:
        readSymbol()
      }
    }
    emit(.end, from: position)
  }

  // MARK: Bytes

  /// The byte some way ahead; zero past the end.
  func peek(_ distance: Int = 0) -> UInt8 {
    let index = position + distance
    return index < source.bytes.count ? source.bytes[index] : 0
  }

  /// Whether the text goes on with these bytes.
  func follows(_ text: StaticString, at distance: Int = 0) -> Bool {
    let start = position + distance
    guard start + text.utf8CodeUnitCount <= source.bytes.count else { return false }
    return text.withUTF8Buffer { source.bytes[start...].starts(with: $0) }
  }

  // MARK: Results

  /// Adds a token that ends here.
  mutating func emit(_ kind: Token.Kind, from start: Int, isRepaired: Bool = false) {
    tokens.append(
      Token(
        kind: kind, range: SourceRange(start, position), isRepaired: isRepaired || hasReportedGap))
    hasReportedGap = false
  }

  /// Tells what is wrong with the text from an offset to here.
  mutating func report(
    _ message: String, from start: Int, help: String, replacement: String? = nil
  ) {
    problems.append(
      SyntaxProblem(
        message, at: SourceRange(start, position), help: help, replacement: replacement))
  }

  /// The text from an offset to here, fit for a message.
  func excerpt(from start: Int) -> String { source.excerpt(of: SourceRange(start, position)) }

  // MARK: Words

  /// Goes to the end of the line.
  mutating func skipLine() {
    while position < source.bytes.count, peek() != UInt8(ascii: "\n") { position += 1 }
  }

  /// Goes past letters, digits and underscores.
  mutating func skipWord() {
    while peek().isIdentifierPart { position += 1 }
  }

  /// Reads a name, a keyword, or the prefix of a string.
  private mutating func readWord() {
    let start = position
    skipWord()
    let word = source.text(of: SourceRange(start, position))
    if peek() >= 0x80, foreignLetterFollows {
      readForeignWord(from: start)
    } else if peek() == UInt8(ascii: "\"") || peek() == UInt8(ascii: "'"), word.utf8.count <= 2 {
      readPrefixedString(from: start, prefix: word)
    } else if let keyword = Self.keywords[word] {
      emit(keyword, from: start)
    } else if Self.reservedWords.contains(word) {
      emit(.reserved(word), from: start)
    } else {
      emit(.identifier(word), from: start)
    }
  }

  /// Reads a string that begins with letters.
  private mutating func readPrefixedString(from start: Int, prefix: String) {
    switch prefix {
    case "r", "R": readString(from: start, isRaw: true, isBytes: false)
    case "b", "B": readString(from: start, isRaw: false, isBytes: true)
    case "br", "bR", "Br", "BR": readString(from: start, isRaw: true, isBytes: true)
    case "in":
      emit(.symbol(.in), from: start)
    default:
      let isReversed = prefix.lowercased() == "rb"
      report(
        "`\(prefix)` cannot stand before a string", from: start,
        help: isReversed
          ? "write `br`, with the `b` first"
          : "the prefixes are `r` for raw text and `b` for bytes; join values with `+`")
      let count = tokens.count
      readString(from: start, isRaw: isReversed, isBytes: isReversed)
      if tokens.count > count { tokens[count].isRepaired = true }
    }
  }

  /// Reads a field name in back-quotes.
  private mutating func readQuotedName() {
    let start = position
    position += 1
    while position < source.bytes.count, Self.isQuotedNamePart(peek()) { position += 1 }
    let name = source.text(of: SourceRange(start + 1, position))
    if peek() == UInt8(ascii: "`") {
      position += 1
      if name.isEmpty {
        report(
          "a name in back-quotes is empty, so it names no field", from: start,
          help: "write the field's name between the back-quotes")
        emit(.quotedName("_"), from: start, isRepaired: true)
      } else {
        emit(.quotedName(name), from: start)
      }
      return
    }
    while position < source.bytes.count, peek() != UInt8(ascii: "`"), peek() != 0x0A, peek() != 0x0D
    {
      position += 1
    }
    if peek() == UInt8(ascii: "`") {
      position += 1
      report(
        "\(excerpt(from: start)) holds a character that back-quotes do not allow", from: start,
        help: "use letters, digits, `_`, `.`, `-`, `/` and spaces, or an index such as `[\"…\"]`")
    } else {
      hasOpenLiteral = true
      report(
        "the name in back-quotes is never closed, so the rest of the line is lost", from: start,
        help: "add the closing back-quote")
    }
    emit(.quotedName("_"), from: start, isRepaired: true)
  }

  /// Whether a byte may stand in a field name in back-quotes.
  static func isQuotedNamePart(_ byte: UInt8) -> Bool {
    byte.isIdentifierPart || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
      || byte == UInt8(ascii: "/") || byte == UInt8(ascii: " ")
  }
}

extension String {
  /// Whether it has the form of a name: a letter or `_`, then letters, digits and `_`.
  var isName: Bool {
    utf8.first?.isIdentifierStart == true && utf8.allSatisfy(\.isIdentifierPart)
  }
}
