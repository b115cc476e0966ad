import PolicyDiagnostics

extension Parser {
  /// Reads what can follow an operand: a selection, an operator, or the end of the element.
  mutating func readContinuation() {
    let token = current
    switch token.kind {
    case .symbol(let symbol):
      switch symbol {
      case .dot: readSelection()
      case .openBracket: readIndex()
      case .openBrace: readMessage()
      case .question: readQuestion(token)
      case .colon: readColon(token)
      case .comma: readComma(token)
      case .closeParenthesis, .closeBracket, .closeBrace: close()
      default:
        if let binary = BinaryOperator(symbol) {
          readBinary(binary, token)
        } else {
          unexpected()
        }
      }
    case .identifier(let word):
      if !readOperatorWord(word, token) { unexpected() }
    default:
      unexpected()
    }
  }

  /// Reads an operator between two operands.
  mutating func readBinary(_ binary: BinaryOperator, _ token: Token) {
    let isChain = binary.precedence == .conjunction || binary.precedence == .disjunction
    reduce(to: isChain ? binary.precedence.next : binary.precedence)
    var left = takeOperand()
    left.isFailed = left.isFailed || token.isRepaired
    frame.pending.append(
      .binary(Expr.Name(binary.function, at: token.range), binary.precedence, left: left))
    advance()
  }

  /// Reads the `?` after a condition.
  private mutating func readQuestion(_ token: Token) {
    reduce(to: .disjunction)
    let condition = takeOperand()
    if case .question(_, let outer)? = frame.pending.last, !outer.isFailed, !condition.isFailed {
      report(
        "a choice between `?` and `:` needs parentheses", at: token.range,
        help: "write `a ? (b ? x : y) : z`")
      frame.isFailed = true
    }
    frame.pending.append(.question(token.range, condition: condition))
    advance()
  }

  /// Reads a `:`, which ends the value of a choice or the key of an entry.
  private mutating func readColon(_ token: Token) {
    reduce(to: .conditional)
    let value = takeOperand()
    advance()
    if case .question(let range, let condition)? = frame.pending.last {
      frame.pending.removeLast()
      frame.pending.append(.alternative(range, condition: condition, value: value))
      return
    }
    if frame.takesKeys, frame.key == nil {
      frame.key = value
      return
    }
    if !value.isFailed { reportColon(token) }
    operand = .failed(at: value.outer)
    synchronize()
  }

  // MARK: Reduction

  /// Gives the operators that bind at least so tightly their right operand.
  mutating func reduce(to precedence: Precedence) {
    while let last = frame.pending.last, last.precedence >= precedence {
      switch last {
      case .prefix(let name):
        frame.pending.removeLast()
        let right = takeOperand()
        operand = makeNode(
          .call(function: name, target: nil, arguments: [right.expr]),
          range: SourceRange(name.range.start, right.outer.end), above: right.height,
          at: name.range, isFailed: right.isFailed)
      case .binary(_, let precedence, _)
      where precedence == .conjunction || precedence == .disjunction:
        reduceChain(precedence)
      case .binary(let name, _, let left):
        frame.pending.removeLast()
        operand = makeBinary(name, left, takeOperand())
      case .alternative(let range, let condition, let value):
        frame.pending.removeLast()
        let other = takeOperand()
        operand = makeNode(
          .call(
            function: Expr.Name("_?_:_", at: range), target: nil,
            arguments: [condition.expr, value.expr, other.expr]),
          range: condition.outer.union(other.outer),
          above: max(condition.height, value.height, other.height), at: range,
          isFailed: condition.isFailed || value.isFailed || other.isFailed)
      case .question:
        return
      }
    }
  }

  /// Joins all operands of one `&&` or `||` chain, in halves, so that long chains stay flat.
  private mutating func reduceChain(_ precedence: Precedence) {
    var operands = [takeOperand()]
    var names: [Expr.Name] = []
    while case .binary(let name, precedence, let left)? = frame.pending.last {
      frame.pending.removeLast()
      names.append(name)
      operands.append(left)
    }
    operands.reverse()
    names.reverse()
    operand = joinHalves(operands[...], names)
  }

  private mutating func joinHalves(
    _ operands: ArraySlice<Operand>, _ names: [Expr.Name]
  ) -> Operand {
    guard operands.count > 1 else { return operands.first ?? .failed(at: current.range) }
    let middle = operands.startIndex + Self.leftShare(ofChain: operands.count)
    let left = joinHalves(operands[..<middle], names)
    let right = joinHalves(operands[middle...], names)
    return makeBinary(names[middle - 1], left, right)
  }

  /// How many operands of a chain go to the left half.
  static func leftShare(ofChain count: Int) -> Int { (count + 1) / 2 }

  private mutating func makeBinary(_ name: Expr.Name, _ left: Operand, _ right: Operand) -> Operand
  {
    makeNode(
      .call(function: name, target: nil, arguments: [left.expr, right.expr]),
      range: left.outer.union(right.outer), above: max(left.height, right.height), at: name.range,
      isFailed: left.isFailed || right.isFailed)
  }

  /// Ends the expression being read: everything that waits gets its operand.
  mutating func completeOperand() -> Operand {
    reduce(to: .conditional)
    while case .question(let range, let condition)? = frame.pending.last {
      frame.pending.removeLast()
      let value = takeOperand()
      if !condition.isFailed, !value.isFailed, !current.isRepaired { reportQuestion(at: range) }
      operand = .failed(at: value.outer)
      reduce(to: .conditional)
    }
    return takeOperand()
  }
}
