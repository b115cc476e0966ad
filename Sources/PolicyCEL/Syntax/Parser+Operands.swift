import PolicyDiagnostics

extension Parser {
  /// Reads what an operand begins with.
  mutating func readOperand() {
    let token = current
    if frame.pending.isEmpty, frame.key == nil, readElementStart() { return }
    switch token.kind {
    case .symbol(let symbol):
      readOperand(symbol, token)
    case .identifier(let name):
      readName(name, token, isRooted: false, start: token.range.start)
    case .reserved(let word):
      readReservedWord(word, token)
    case .quotedName:
      if !token.isRepaired {
        report(
          "a name in back-quotes can only be a field, after a `.`", at: token.range,
          help: "write it after the value that has the field, such as `a.\(text(of: token))`")
      }
      fail(token)
    case .invalid:
      fail(token)
    case .end:
      missingOperand()
    default:
      readLiteral(token)
    }
  }

  /// Reads an operand that begins with punctuation.
  private mutating func readOperand(_ symbol: Symbol, _ token: Token) {
    switch symbol {
    case .not, .minus:
      readPrefix(symbol)
    case .openParenthesis:
      open(.group)
    case .openBracket:
      open(.list)
    case .openBrace:
      open(.map)
    case .dot:
      guard case .identifier(let name) = lookAhead().kind else {
        missingOperand()
        return
      }
      advance()
      readName(name, current, isRooted: true, start: token.range.start)
    case .plus:
      if !token.isRepaired {
        report(
          "`+` cannot stand before a single value", at: token.range,
          help: "remove it; numbers are positive without a sign")
      }
      frame.isFailed = true
      advance()
    case .closeParenthesis, .closeBracket, .closeBrace:
      closeEmpty()
    default:
      missingOperand()
    }
  }

  /// Reads what only the start of an element can hold: `?`, or the name of a message's field.
  private mutating func readElementStart() -> Bool {
    if current.symbol == .question, let before = previous?.symbol,
      before == .comma || before.closer != nil
    {
      switch frame.construct {
      case .list, .map, .message:
        frame.isOptional = true
        advance()
        return true
      default:
        return false
      }
    }
    guard case .message = frame.construct, frame.key == nil else { return false }
    guard let name = fieldName(current) else {
      switch current.kind {
      case .invalid, .end: return false
      case .symbol(.closeBrace), .symbol(.comma): return false
      default: break
      }
      if !current.isRepaired {
        report(
          "`\(text(of: current))` is not a field's name", at: current.range,
          help: "write `Type{field: value}`, or `{key: value}` for a map")
      }
      operand = .failed(at: current.range)
      if current.symbol != .colon { skipGroup() }
      synchronize()
      return true
    }
    operand = makeNode(
      .literal(.string(name)), range: current.range, above: -1, at: current.range)
    advance()
    if current.symbol != .colon, current.symbol != .comma, current.symbol != .closeBrace {
      unexpected()
    }
    return true
  }

  /// Reads a variable, or a function with its opening parenthesis.
  private mutating func readName(_ name: String, _ token: Token, isRooted: Bool, start: Int) {
    advance()
    let range = SourceRange(start, token.range.end)
    guard current.symbol == .openParenthesis else {
      operand = makeNode(
        .identifier(name, isRooted: isRooted), range: range, above: -1, at: range)
      return
    }
    if name.lowercased() == "not", !isRooted {
      report(
        "`\(name)` is not an operator", at: range, help: "write `!` before the parentheses",
        replacement: "!")
      frame.isFailed = true
      return
    }
    let function = Expr.Name((isRooted ? "." : "") + name, at: range)
    let macro: MacroCall? = usesMacros && name == "has" && !isRooted ? .has : nil
    open(.call(function, target: nil, start: start, macro: macro))
  }

  /// Reports a reserved word where an operand should be.
  private mutating func readReservedWord(_ word: String, _ token: Token) {
    let help =
      switch word {
      case "if", "else": "write `condition ? value : other`"
      case "let", "var", "const":
        usesMacros
          ? "write `cel.bind(name, value, expression)`" : "write the value where it is used"
      case "for", "while", "loop":
        "write a macro such as `list.all(x, x > 0)` or `list.exists(x, x > 0)`"
      case "return": "leave it out; an expression is its own result"
      default: "choose another name; fields may have it, such as `a.\(word)`"
      }
    report("`\(word)` is a reserved word, which names no value", at: token.range, help: help)
    advance()
    frame.isFailed = true
    switch word {
    case "return":
      break  // Its value is read as the operand.
    case "if", "for", "while":
      operand = .failed(at: token.range)
      skipElement()
    default:
      operand = .failed(at: token.range)
    }
  }

  /// Marks a token that was reported as an operand.
  mutating func fail(_ token: Token) {
    advance()
    operand = .failed(at: token.range)
  }

  // MARK: Literals

  /// Reads a literal.
  private mutating func readLiteral(_ token: Token) {
    let value: Value
    switch token.kind {
    case .null: value = .null
    case .bool(let flag): value = .bool(flag)
    case .integer(let magnitude):
      guard let number = Int64(exactly: magnitude) else {
        report(
          "`\(text(of: token))` does not fit in an int", at: token.range, help: Lexer.integerRange)
        fail(token)
        return
      }
      value = .int(number)
    case .unsigned(let number): value = .uint(number)
    case .double(let number): value = .double(number)
    case .string(let text): value = .string(text)
    case .bytes(let octets): value = .bytes(octets)
    default:
      fail(token)
      return
    }
    setLiteral(value, range: token.range, isFailed: token.isRepaired)
    advance()
  }

  private mutating func setLiteral(_ value: Value, range: SourceRange, isFailed: Bool = false) {
    operand = makeNode(.literal(value), range: range, above: -1, at: range, isFailed: isFailed)
  }

  // MARK: Signs

  /// Reads `!` or `-`, once or repeatedly; a minus before a number is part of the number.
  private mutating func readPrefix(_ symbol: Symbol) {
    let first = current
    var isOdd = false
    while current.symbol == symbol {
      isOdd.toggle()
      advance()
    }
    if symbol == .minus, readSignedNumber(from: first, isNegative: isOdd) { return }
    if isOdd {
      frame.pending.append(.prefix(symbol == .not ? .not : .negate, at: first.range))
    }
    reportMixedSigns(after: symbol, first)
  }

  /// Reads a number after a run of minus signs.
  private mutating func readSignedNumber(from first: Token, isNegative: Bool) -> Bool {
    let token = current
    let value: Value
    switch token.kind {
    case .integer(let magnitude):
      let signed = Int128(magnitude) * (isNegative ? -1 : 1)
      guard let number = Int64(exactly: signed) else { return false }
      value = .int(number)
    case .double(let number):
      value = .double(isNegative ? -number : number)
    default:
      return false
    }
    let start = isNegative ? first.range.start : token.range.start
    setLiteral(value, range: SourceRange(start, token.range.end), isFailed: token.isRepaired)
    operand?.outer = SourceRange(first.range.start, token.range.end)
    advance()
    return true
  }

  /// Reports `!` and `-` right after each other, which the grammar does not know.
  private mutating func reportMixedSigns(after symbol: Symbol, _ first: Token) {
    guard let next = current.symbol, next == .not || next == .minus else { return }
    if next == .minus, lookAhead().isSignedNumber { return }
    let sign = symbol.rawValue
    report(
      "`\(sign)` cannot stand right before `\(next.rawValue)`",
      at: first.range.union(current.range),
      help: "write parentheses, `\(sign)(\(next.rawValue)…)`")
  }

  /// The name of a field: a word after a `.` may be reserved, or anything in back-quotes.
  func fieldName(_ token: Token) -> String? {
    switch token.kind {
    case .identifier(let name), .reserved(let name), .quotedName(let name): name
    default: nil
    }
  }

  /// The text of a token, fit for a message.
  func text(of token: Token) -> String { source.excerpt(of: token.range) }
}

extension Token {
  /// Whether it is a number that takes a minus as its sign.
  fileprivate var isSignedNumber: Bool {
    switch kind {
    case .integer, .double: true
    default: false
    }
  }
}
