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
        if let operation = Operator(between: symbol) {
          readBinary(operation, token)
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
  mutating func readBinary(_ operation: Operator, _ token: Token) {
    let precedence = operation.precedence
    reduce(to: operation.isLogical ? precedence.next : precedence)
    var left = takeOperand()
    left.isFailed = left.isFailed || token.isRepaired
    frame.pending.append(.binary(operation, at: token.range, left: left))
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
      case .prefix(let operation, let place):
        frame.pending.removeLast()
        let right = takeOperand()
        operand = makeNode(
          .unary(operation, right.expr), range: SourceRange(place.start, right.outer.end),
          above: right.height, at: place, isFailed: right.isFailed)
      case .binary(let operation, _, _) where operation.isLogical:
        reduceChain(operation)
      case .binary(let operation, let place, let left):
        frame.pending.removeLast()
        operand = makeBinary(operation, at: place, left, takeOperand())
      case .alternative(let range, let condition, let value):
        frame.pending.removeLast()
        let other = takeOperand()
        operand = makeNode(
          .choice(condition: condition.expr, value.expr, other.expr),
          range: condition.outer.union(other.outer),
          above: max(condition.height, value.height, other.height), at: range,
          isFailed: condition.isFailed || value.isFailed || other.isFailed)
      case .question:
        return
      }
    }
  }

  /// Joins all operands of one `&&` or `||` chain, in halves, so that long chains stay flat.
  private mutating func reduceChain(_ operation: Operator) {
    var operands = [takeOperand()]
    var places: [SourceRange] = []
    while case .binary(operation, let place, let left)? = frame.pending.last {
      frame.pending.removeLast()
      places.append(place)
      operands.append(left)
    }
    operands.reverse()
    places.reverse()
    operand = joinHalves(operands[...], operation, places)
  }

  private mutating func joinHalves(
    _ operands: ArraySlice<Operand>, _ operation: Operator, _ places: [SourceRange]
  ) -> Operand {
    guard operands.count > 1 else { return operands.first ?? .failed(at: current.range) }
    let middle = operands.startIndex + Self.leftShare(ofChain: operands.count)
    let left = joinHalves(operands[..<middle], operation, places)
    let right = joinHalves(operands[middle...], operation, places)
    return makeBinary(operation, at: places[middle - 1], left, right)
  }

  /// How many operands of a chain go to the left half.
  static func leftShare(ofChain count: Int) -> Int { (count + 1) / 2 }

  private mutating func makeBinary(
    _ operation: Operator, at place: SourceRange, _ left: Operand, _ right: Operand
  ) -> Operand {
    makeNode(
      .binary(operation, left.expr, right.expr),
      range: left.outer.union(right.outer), above: max(left.height, right.height), at: place,
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
