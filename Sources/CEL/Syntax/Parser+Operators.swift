import Diagnostics

/// Operators, from the loosest to the tightest.
extension Parser {
  /// Reads `condition ? a : b` and everything tighter.
  mutating func expression() throws(Failure) -> Expr {
    try enter()
    defer { leave() }
    let condition = try logic(.or)
    guard at(.question) else { return condition }
    let mark = current.range
    advance()
    let first = try logic(.or)
    guard take(.colon) else {
      if current.kind == .end || at(.comma) || at(.closeParenthesis) {
        report(.missingElse, mark)
      } else {
        unexpected("`:`")
      }
      throw .reported
    }
    let second = try expression()
    return try make(
      .call(
        function: Expr.Name("_?_:_", at: mark), target: nil, arguments: [condition, first, second]),
      condition.range.union(second.range), above: [condition, first, second])
  }

  /// Reads a chain of `||` or of `&&`.
  ///
  /// The operands become a balanced tree, so that a long chain is not a deep one. An operand that is
  /// wrong is given up alone.
  private mutating func logic(_ mark: Token.Mark) throws(Failure) -> Expr {
    var operands: [Expr] = []
    var marks: [SourceRange] = []
    var failed = false
    while true {
      do throws(Failure) {
        operands.append(mark == .or ? try logic(.and) : try relation())
        if case .identifier(let word) = current.kind,
          ["and", "or", "AND", "OR"].contains(word)
        {
          unexpected("an operator")
          failed = true
          advance()
          continue
        }
      } catch {
        guard error == .reported else { throw error }
        failed = true
        skip(until: mark == .or ? [.or, .question, .colon, .comma] : [.and, .or, .question, .colon, .comma])
      }
      guard at(mark) else { break }
      marks.append(current.range)
      advance()
    }
    if failed { throw .reported }
    return try balance(operands[...], marks[...], mark == .or ? "_||_" : "_&&_")
  }

  private mutating func balance(
    _ operands: ArraySlice<Expr>, _ marks: ArraySlice<SourceRange>, _ name: String
  ) throws(Failure) -> Expr {
    guard let first = operands.first, operands.count > 1 else {
      if let only = operands.first { return only }
      throw .reported
    }
    let middle = operands.startIndex + (operands.count + 1) / 2
    let mark = marks[marks.startIndex + (middle - operands.startIndex) - 1]
    let left = try balance(
      operands[..<middle], marks.prefix(middle - operands.startIndex - 1), name)
    let right = try balance(
      operands[middle...], marks.dropFirst(middle - operands.startIndex), name)
    return try make(
      .call(function: Expr.Name(name, at: mark), target: nil, arguments: [left, right]),
      first.range.union(right.range), above: [left, right])
  }

  private mutating func relation() throws(Failure) -> Expr {
    var left = try sum()
    while let name = relationName {
      let mark = current.range
      advance()
      let right = try sum()
      left = try binary(name, mark, left, right)
    }
    return left
  }

  private var relationName: String? {
    switch current.kind {
    case .mark(.less): "_<_"
    case .mark(.lessOrEqual): "_<=_"
    case .mark(.greater): "_>_"
    case .mark(.greaterOrEqual): "_>=_"
    case .mark(.equal): "_==_"
    case .mark(.notEqual): "_!=_"
    case .identifier("in"): "@in"
    default: nil
    }
  }

  private mutating func sum() throws(Failure) -> Expr {
    var left = try product()
    while at(.plus) || at(.minus) {
      let name = at(.plus) ? "_+_" : "_-_"
      let mark = current.range
      advance()
      left = try binary(name, mark, left, try product())
    }
    return left
  }

  private mutating func product() throws(Failure) -> Expr {
    var left = try unary()
    while true {
      let name: String
      switch current.kind {
      case .mark(.times): name = "_*_"
      case .mark(.divide): name = "_/_"
      case .mark(.modulo): name = "_%_"
      default: return left
      }
      let mark = current.range
      advance()
      left = try binary(name, mark, left, try unary())
    }
  }

  private mutating func binary(
    _ name: String, _ mark: SourceRange, _ left: Expr, _ right: Expr
  ) throws(Failure) -> Expr {
    try make(
      .call(function: Expr.Name(name, at: mark), target: nil, arguments: [left, right]),
      left.range.union(right.range), above: [left, right])
  }

  /// Reads `!` and `-`; repeated ones cancel out in pairs.
  private mutating func unary() throws(Failure) -> Expr {
    guard at(.not) || at(.minus) else { return try member() }
    let start = current.range
    let isNot = at(.not)
    var count = 0
    while at(isNot ? .not : .minus) {
      count += 1
      advance()
    }
    if at(.not) || at(.minus) {
      try enter()
      defer { leave() }
      return try negation(of: try unary(), isNot: isNot, count: count, start)
    }
    if !isNot, let number = try negativeNumber(start, count: count) {
      return try members(of: number)
    }
    return try negation(of: try member(), isNot: isNot, count: count, start)
  }

  private mutating func negation(
    of operand: Expr, isNot: Bool, count: Int, _ start: SourceRange
  ) throws(Failure) -> Expr {
    guard count % 2 == 1 else { return operand }
    return try make(
      .call(function: Expr.Name(isNot ? "!_" : "-_", at: start), target: nil, arguments: [operand]),
      start.union(operand.range), above: [operand])
  }

  /// A number with its sign, so that the smallest int can be written.
  private mutating func negativeNumber(
    _ start: SourceRange, count: Int
  ) throws(Failure) -> Expr? {
    guard count % 2 == 1 else { return nil }
    let range = start.union(current.range)
    switch current.kind {
    case .int(let digits):
      let literal = try int(digits, isNegative: true, range)
      advance()
      return try make(.literal(literal), range)
    case .double(let number):
      advance()
      return try make(.literal(.double(-number)), range)
    default: return nil
    }
  }

  /// The value of the digits of an int.
  mutating func int(
    _ digits: String, isNegative: Bool, _ range: SourceRange
  ) throws(Failure) -> Value {
    let isHexadecimal = digits.hasPrefix("0x")
    let text = (isNegative ? "-" : "") + (isHexadecimal ? String(digits.dropFirst(2)) : digits)
    guard let number = Int64(text, radix: isHexadecimal ? 16 : 10) else {
      report(.numberTooLarge(digits, kind: "an int"), range)
      advance()
      throw .reported
    }
    return .int(number)
  }
}
