import PolicyDiagnostics

extension Parser {
  // MARK: Operators in words

  /// Reads a word that other languages have as an operator; `false` for any other word.
  mutating func readOperatorWord(_ word: String, _ token: Token) -> Bool {
    guard operand?.isFailed == false, !isNegation(operand) else { return false }
    let lowered = word.lowercased()
    let next = lookAhead().word?.lowercased()
    if lowered == "not", lookAhead().symbol == .in {
      report(
        "`not in` is not an operator", at: token.range.union(lookAhead().range),
        help: "write `!(value in list)`")
      advance()
      readRepaired(.in)
    } else if lowered == "is", next == "not" {
      report(
        "`is not` is not an operator", at: token.range.union(lookAhead().range),
        help: "write `!=`", replacement: "!=")
      advance()
      readRepaired(.notEqual)
    } else if let symbol = Self.operatorWords[lowered] {
      report(
        "`\(word)` is not an operator", at: token.range, help: "write `\(symbol.rawValue)`",
        replacement: symbol.rawValue)
      readRepaired(symbol)
    } else if let method = Self.methodWords[lowered] {
      report(
        "`\(word)` is not an operator", at: token.range,
        help: "write it as a method: `text.\(method)(\"…\")`")
      readRepaired(.equal)
    } else {
      return false
    }
    return true
  }

  /// Goes on as if the next token were an operator.
  private mutating func readRepaired(_ symbol: Symbol) {
    guard let operation = Operator(between: symbol) else { return }
    readBinary(
      operation, Token(kind: .symbol(symbol), range: current.range, isRepaired: true))
  }

  private static let operatorWords: [String: Symbol] = [
    "and": .and, "or": .or, "xor": .notEqual, "is": .equal, "eq": .equal, "equals": .equal,
    "ne": .notEqual, "lt": .less, "le": .lessOrEqual, "lte": .lessOrEqual, "gt": .greater,
    "ge": .greaterOrEqual, "gte": .greaterOrEqual, "mod": .modulo, "div": .divide,
  ]

  private static let methodWords = [
    "contains": "contains", "startswith": "startsWith", "endswith": "endsWith",
    "matches": "matches", "like": "matches",
  ]

  /// Whether an operand is the word `not`, meant as an operator.
  private func isNegation(_ operand: Operand?) -> Bool {
    guard let operand, case .identifier(let name, isRooted: false) = operand.expr.kind else {
      return false
    }
    return !operand.isFailed && operand.outer == operand.expr.range && name.lowercased() == "not"
  }

  // MARK: Something too much

  /// Reports a token that cannot follow an operand, and goes to where the next one can begin.
  mutating func unexpected() {
    guard let before = operand else { return }
    let token = current
    if isNegation(before), current.beginsOperand {
      report(
        "`\(source.excerpt(of: before.outer))` is not an operator", at: before.outer,
        help: "write `!`, and parentheses around what it negates", replacement: "!")
      frame.isFailed = true
      operand = nil
      return
    }
    if case .invalid = token.kind {
      // It was reported.
    } else if !before.isFailed, !token.isRepaired {
      if token.symbol == .not, lookAhead().symbol == .in {
        report(
          "`!in` is not an operator", at: token.range.union(lookAhead().range),
          help: "write `!(value in list)`")
      } else {
        let (message, help) = explain(token, after: before)
        report(message, at: token.range, help: help)
      }
    }
    operand = .failed(at: before.outer)
    skipGroup()
    synchronize()
  }

  /// What is wrong with a token after an operand.
  private func explain(_ token: Token, after before: Operand) -> (message: String, help: String) {
    let left = source.excerpt(of: before.outer)
    switch (token.kind, before.expr.kind) {
    case (.symbol(.openParenthesis), _):
      return (
        "`\(left)` is no function, so it cannot be called",
        "call a function or method by its name, such as `size(list)`"
      )
    case (.symbol(.openBrace), _):
      return (
        "`{` cannot follow `\(left)`", "write an operator before it, or an index such as `[key]`"
      )
    case (.string, .literal(.string)), (.bytes, .literal(.bytes)):
      return ("strings next to each other do not join", "write `+` between them")
    case (.reserved(let word), _):
      return (
        "`\(word)` is a reserved word, which joins no values",
        word == "else" ? "write `condition ? value : other`" : "write an operator in its place"
      )
    case (.identifier(let word), .literal(.int(let count))) where count >= 0:
      guard let unit = Lexer.durationUnit(word.lowercased()), unit.utf8.count == 1 else { break }
      return (
        "`\(word)` follows `\(left)`; a duration is written as a call",
        "write `duration(\"\(count)\(unit)\")`"
      )
    case (.double, _) where previous?.symbol != .dot && text(of: token).hasPrefix("."):
      return (
        "`\(text(of: token))` is a number, which cannot follow `\(left)`",
        "write an index such as `[0]` for an element of a list"
      )
    default:
      break
    }
    return (
      "`\(text(of: token))` follows `\(left)` with no operator between them",
      "write one, such as `&&`, `==` or `+`, or remove one of the two"
    )
  }

  /// Reports a `:` that belongs to nothing.
  mutating func reportColon(_ token: Token) {
    let help =
      switch frame.construct {
      case .map, .message: "write a comma between entries, such as `{\"a\": 1, \"b\": 2}`"
      case .call: "give arguments by position, without names"
      default: "write `condition ? value : other`, or `{key: value}` for a map"
      }
    report("`:` has no `?` before it", at: token.range, help: help)
  }

  /// Reports a comma where there is only one value.
  mutating func reportComma(_ token: Token) {
    switch frame.construct {
    case .group:
      report(
        "parentheses hold one value, so `,` cannot stand here", at: token.range,
        help: "write a list in brackets, such as `[1, 2]`")
    case .index:
      report(
        "an index is one value, so `,` cannot stand here", at: token.range,
        help: "write one index after the other, such as `a[0][1]`")
    default:
      report(
        "a condition is one expression, so `,` cannot stand here", at: token.range,
        help: "join conditions with `&&`, or write a list in brackets")
    }
  }

  // MARK: Something missing

  /// Reports a place where a value should begin, and goes on as if there were one.
  mutating func missingOperand() {
    let token = current
    // A list may consist of a comma alone.
    if token.symbol == .comma, let symbol = lookAhead().symbol, symbol.isCloser,
      frame.elements.isEmpty, frame.pending.isEmpty, frame.key == nil, !frame.isOptional
    {
      switch frame.construct {
      case .list, .map, .message:
        advance()
        return
      default: break
      }
    }
    operand = .failed(at: SourceRange(token.range.start, token.range.start))
    var isKnown = token.isRepaired || previous?.isRepaired == true
    if case .binary(_, _, let left)? = frame.pending.last, left.isFailed { isKnown = true }
    if !isKnown { reportMissing(before: token) }
    if token.symbol == .dot || token.symbol == .question { advance() }
  }

  private mutating func reportMissing(before token: Token) {
    if let before = previous,
      !frame.pending.isEmpty || frame.key != nil || before.symbol == .not
        || before.symbol == .minus
    {
      let text = text(of: before)
      switch (before.symbol, token.symbol) {
      case (.question, .colon):
        report(
          "`? :` has no value between", at: before.range.union(token.range),
          help: "write both values, or `optional.orValue(other)` for a default")
      case (.colon, _) where frame.pending.isEmpty:
        report(
          "the entry has no value after `:`", at: before.range, help: "write `key: value`")
      case (.question, _), (.colon, _):
        report(
          "`\(text)` has no value after it", at: before.range,
          help: "write the value, such as in `condition ? value : other`")
      case (_, let symbol?) where Operator(between: symbol) != nil:
        report(
          "`\(text)` and `\(symbol.rawValue)` have no value between them",
          at: before.range.union(token.range), help: "write the value, or remove one of the two")
      case (.minus, _) where position > 1 && lookAhead(-2).symbol == .minus:
        report(
          "`--` is not an operator after a value", at: lookAhead(-2).range.union(before.range),
          help: "write `- 1` to subtract one")
      default:
        report(
          "`\(text)` has no value on its right", at: before.range,
          help: "write the value, or remove the operator")
      }
    } else if case .end = token.kind, position == 0 {
      report(
        "the expression is empty", at: SourceRange(0, source.bytes.count),
        help: "write a condition, such as `session.aal == \"aal2\"`")
    } else if token.symbol?.isCloser == true {
      report(
        "nothing stands before `\(text(of: token))`", at: token.range,
        help: "write a value between the brackets")
    } else if token.symbol == .dot {
      report(
        "`.` is followed by no name", at: token.range,
        help: "write a name after it, or the value that has the field before it")
    } else if case .end = token.kind {
      report("the expression ends before its value", at: token.range, help: "write the value")
    } else if token.symbol == .question, case .call = frame.construct {
      report(
        "`?` cannot mark an argument", at: token.range,
        help: "optional elements belong in lists and maps, such as `[?a.?b]`")
    } else {
      report(
        "nothing stands before `\(text(of: token))`", at: token.range,
        help: "write a value there, or remove `\(text(of: token))`")
    }
  }

  /// Reports a `?` without its `:`.
  mutating func reportQuestion(at range: SourceRange) {
    report(
      "`?` has no `:`, so there is no value for the other case", at: range,
      help: "write `condition ? value : other`; select what may be missing with `.?` or `[?key]`")
  }

  /// Reports an entry without a value.
  mutating func reportEntry(_ key: Operand) {
    report(
      "the entry `\(source.excerpt(of: key.outer))` has no value", at: key.outer,
      help: "write `key: value`, or brackets for a list")
  }

  /// Reports a `.` without a field's name.
  mutating func reportField(after dot: Token, _ target: Operand) {
    let token = current
    var isKeyword = false
    switch token.kind {
    case .bool, .null, .symbol(.in): isKeyword = true
    default: break
    }
    if isKeyword { advance() }
    guard !target.isFailed, !token.isRepaired, !dot.isRepaired else { return }
    if case .invalid = token.kind { return }
    if isKeyword {
      report(
        "`\(text(of: token))` cannot be selected, because it is a keyword", at: token.range,
        help: "write `[\"\(text(of: token))\"]`")
    } else if case .literal(.int) = target.expr.kind, target.outer.end == dot.range.start {
      let number = source.excerpt(of: target.outer)
      report(
        "`\(number).` is not a number", at: target.outer.union(dot.range),
        help: "write `\(number).0`, with a digit after the point", replacement: "\(number).0")
    } else {
      report(
        "`.` is followed by no name, so it selects nothing", at: dot.range,
        help: "write a field's name after it, or remove it")
    }
  }
}

extension Token {
  /// Whether an operand can begin with it.
  fileprivate var beginsOperand: Bool {
    switch kind {
    case .identifier, .bool, .null, .integer, .unsigned, .double, .string, .bytes: true
    case .symbol(let symbol): symbol.closer != nil && symbol != .openBrace || symbol == .not
    default: false
    }
  }
}
