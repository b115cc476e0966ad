import Diagnostics

/// Names, literals, and what is applied to them with dots, brackets and parentheses.
extension Parser {
  /// Reads a primary expression and its selections, indexes and method calls.
  mutating func member() throws(Failure) -> Expr { try members(of: try primary()) }

  /// Reads what follows an operand.
  mutating func members(of start: Expr) throws(Failure) -> Expr {
    var operand = start
    while true {
      if at(.dot) {
        operand = try selection(of: operand)
      } else if at(.openBracket) {
        operand = try index(of: operand)
      } else if at(.openBrace), let name = dottedName(operand) {
        operand = try message(name, operand.range)
      } else {
        return operand
      }
    }
  }

  private mutating func selection(of operand: Expr) throws(Failure) -> Expr {
    advance()
    let isOptional = take(.question)
    let name = current.range
    let field: String
    let isQuoted: Bool
    switch current.kind {
    case .identifier(let word) where !Token.keywords.contains(word):
      (field, isQuoted) = (word, false)
    case .quotedIdentifier(let word):
      (field, isQuoted) = (word, true)
    case .identifier(let word):
      report(.keywordAsName(word), name)
      throw .reported
    default:
      unexpected("a field name")
      throw .reported
    }
    advance()
    let word = Expr.Name(field, at: name)
    if !isQuoted, !isOptional, at(.openParenthesis) { return try call(word, on: operand) }
    return try make(
      .select(operand: operand, field: word, isOptional: isOptional), operand.range.union(name),
      above: [operand])
  }

  private mutating func index(of operand: Expr) throws(Failure) -> Expr {
    open(.openBracket)
    let isOptional = take(.question)
    let key = try recovering(.closeBracket)
    try close(.closeBracket)
    guard let key else { throw .reported }
    return try make(
      .index(operand: operand, key: key, isOptional: isOptional),
      SourceRange(operand.range.start, lastEnd), above: [operand, key])
  }

  /// Reads an expression inside brackets; `nil` after an error, with the reader at the end of it.
  private mutating func recovering(_ end: Token.Mark) throws(Failure) -> Expr? {
    do throws(Failure) {
      return try expression()
    } catch {
      guard error == .reported else { throw error }
      skip(until: [.comma, .colon, end])
      return nil
    }
  }

  private mutating func primary() throws(Failure) -> Expr {
    let token = current
    switch token.kind {
    case .int(let digits):
      let value = try int(digits, isNegative: false, token.range)
      advance()
      return try make(.literal(value), token.range)
    case .uint(let number): return try literal(.uint(number))
    case .double(let number): return try literal(.double(number))
    case .string(let text): return try literal(.string(text))
    case .bytes(let bytes): return try literal(.bytes(bytes))
    case .identifier(let word): return try nameOrCall(word, isRooted: false, from: token.range.start)
    case .mark(.dot): return try rooted()
    case .mark(.openParenthesis): return try parentheses()
    case .mark(.openBracket): return try list()
    case .mark(.openBrace): return try map()
    default:
      unexpected("a value")
      throw .reported
    }
  }

  private mutating func literal(_ value: Value) throws(Failure) -> Expr {
    let range = current.range
    advance()
    return try make(.literal(value), range)
  }

  private mutating func rooted() throws(Failure) -> Expr {
    let start = current.range.start
    advance()
    guard case .identifier(let word) = current.kind else {
      unexpected("a name")
      throw .reported
    }
    if Token.keywords.contains(word) {
      report(.keywordAsName(word), current.range)
      throw .reported
    }
    return try nameOrCall(word, isRooted: true, from: start)
  }

  /// Reads a keyword, a name or a call of a global function.
  private mutating func nameOrCall(
    _ word: String, isRooted: Bool, from start: Int
  ) throws(Failure) -> Expr {
    let range = current.range
    switch word {
    case "true": return try literal(.bool(true))
    case "false": return try literal(.bool(false))
    case "null": return try literal(.null)
    case "in", "and", "or", "not", "AND", "OR", "NOT":
      unexpected("a value")
      throw .reported
    default: break
    }
    if Token.reserved.contains(word) {
      report(.reservedWord(word), range)
      throw .reported
    }
    advance()
    let name = Expr.Name(word, at: SourceRange(start, range.end))
    if at(.openParenthesis) { return try call(name, on: nil, isRooted: isRooted) }
    return try make(.identifier(word, isRooted: isRooted), SourceRange(start, range.end))
  }

  private mutating func parentheses() throws(Failure) -> Expr {
    open(.openParenthesis)
    let inner = try recovering(.closeParenthesis)
    try close(.closeParenthesis)
    guard let inner else { throw .reported }
    return inner
  }

  /// Reads the arguments of a call; an argument that is wrong is given up alone.
  mutating func arguments() throws(Failure) -> [Expr]? {
    open(.openParenthesis)
    var arguments: [Expr] = []
    var isWhole = true
    if !at(.closeParenthesis) {
      repeat {
        if let argument = try recovering(.closeParenthesis) {
          arguments.append(argument)
        } else {
          isWhole = false
        }
      } while take(.comma)
    }
    try close(.closeParenthesis)
    return isWhole ? arguments : nil
  }

  private mutating func list() throws(Failure) -> Expr {
    let start = current.range.start
    open(.openBracket)
    var elements: [Expr.ListElement] = []
    var isWhole = true
    while !at(.closeBracket) {
      let isOptional = take(.question)
      if let element = try recovering(.closeBracket) {
        elements.append(Expr.ListElement(element, isOptional: isOptional))
      } else {
        isWhole = false
      }
      guard take(.comma) else { break }
    }
    try close(.closeBracket)
    guard isWhole else { throw .reported }
    return try make(.list(elements), SourceRange(start, lastEnd), above: elements.map(\.value))
  }

  private mutating func map() throws(Failure) -> Expr {
    let start = current.range.start
    let entries = try entries { parser throws(Failure) in try parser.recovering(.closeBrace) }
    return try make(
      .map(entries), SourceRange(start, lastEnd), above: entries.flatMap { [$0.key, $0.value] })
  }

  private mutating func message(_ name: String, _ range: SourceRange) throws(Failure) -> Expr {
    let entries = try entries { parser throws(Failure) in
      guard case .identifier(let field) = parser.current.kind else {
        parser.unexpected("a field name")
        throw .reported
      }
      return try parser.literal(.string(field))
    }
    return try make(
      .message(typeName: name, entries: entries), SourceRange(range.start, lastEnd),
      above: entries.flatMap { [$0.key, $0.value] })
  }

  /// Reads `{key: value, …}`.
  private mutating func entries(
    key readKey: (inout Parser) throws(Failure) -> Expr?
  ) throws(Failure) -> [Expr.MapEntry] {
    open(.openBrace)
    var entries: [Expr.MapEntry] = []
    var isWhole = true
    while !at(.closeBrace) {
      let isOptional = take(.question)
      let key = try readKey(&self)
      if !take(.colon) {
        if key != nil { unexpected("`:`") }
        isWhole = false
        skip(until: [.comma, .closeBrace])
      } else if let value = try recovering(.closeBrace), let key {
        entries.append(Expr.MapEntry(key: key, value: value, isOptional: isOptional))
      } else {
        isWhole = false
      }
      guard take(.comma) else { break }
    }
    try close(.closeBrace)
    guard isWhole else { throw .reported }
    return entries
  }

  /// The name `a.b.c` that an operand spells; `nil` if it is anything else.
  private func dottedName(_ expr: Expr) -> String? {
    switch expr.kind {
    case .identifier(let name, let isRooted): isRooted ? "." + name : name
    case .select(let operand, let field, false): dottedName(operand).map { $0 + "." + field.text }
    default: nil
    }
  }
}
