import PolicyDiagnostics

/// Builds the tree of an expression from its tokens.
///
/// The parser keeps its own stack: brackets are frames, and within a frame operators wait for their
/// right operands. So nesting is bounded by ``ExpressionLimits/depth`` alone, on any thread.
///
/// After an error the parser goes on with an operand that is marked as failed. Nothing that follows
/// from a failed operand is reported again.
struct Parser {
  let source: SourceFile
  /// The tokens; all brackets pair, and the last token is the end.
  private let tokens: [Token]
  /// The index of the token that closes a bracket, by the index of the token that opens it.
  private let closers: [Int]
  let limits: ExpressionLimits
  let usesMacros: Bool
  /// Variables that are short for a field of another.
  let shortNames: [String: String]

  /// Index of the next token.
  private(set) var position = 0
  /// The brackets around this place, outermost first; the first is the whole text.
  var frames: [Frame] = [Frame(.whole)]
  /// What was just read, when an operator or an end comes next; `nil` when an operand comes next.
  var operand: Operand?
  /// The number of nodes made.
  var nodeCount = 0
  /// Whether a limit was exceeded, so that there is no point in going on.
  private var isAborted = false
  /// What was wrong.
  private(set) var problems: SyntaxProblems

  /// Prepares to parse paired tokens.
  init(
    source: SourceFile, brackets: BracketMatcher.Result, limits: ExpressionLimits,
    usesMacros: Bool, shortNames: [String: String]
  ) {
    self.shortNames = shortNames
    self.source = source
    tokens = brackets.tokens
    closers = brackets.closers
    self.limits = limits
    problems = SyntaxProblems(limit: limits.problems)
    self.usesMacros = usesMacros
  }

  /// Parses the whole text; the result counts only if there are no problems.
  mutating func parse() -> Expr {
    while !isAborted {
      if operand == nil {
        readOperand()
      } else if case .end = current.kind {
        break
      } else {
        readContinuation()
      }
    }
    return completeOperand().expr
  }

  // MARK: Tokens

  /// The next token.
  var current: Token { tokens[position] }

  /// A token some way after the next one, or before it.
  func lookAhead(_ distance: Int = 1) -> Token {
    tokens[max(0, min(position + distance, tokens.count - 1))]
  }

  /// The token before the next.
  var previous: Token? { position > 0 ? tokens[position - 1] : nil }

  /// Goes past the next token, never past the end.
  mutating func advance(_ count: Int = 1) {
    position = min(position + count, tokens.count - 1)
  }

  /// Goes past the next token, and past the whole bracket if it opens one.
  mutating func skipGroup() {
    if closers[position] >= 0 { position = closers[position] }
    advance()
  }

  /// Goes to the next place at this level where an operand can begin anew or end.
  mutating func synchronize() {
    while true {
      switch current.kind {
      case .end: return
      case .symbol(let symbol):
        switch symbol {
        case .comma, .colon, .question, .and, .or: return
        default:
          if symbol.isCloser { return }
          skipGroup()
        }
      default: advance()
      }
    }
  }

  /// Goes to the end of the element, past operators too.
  mutating func skipElement() {
    while true {
      switch current.kind {
      case .end: return
      case .symbol(let symbol) where symbol == .comma || symbol.isCloser: return
      default: skipGroup()
      }
    }
  }

  // MARK: Problems

  /// Reports a problem, unless it only follows from one that is known.
  mutating func report(
    _ message: String, at range: SourceRange, help: String, replacement: String? = nil
  ) {
    guard !isAborted else { return }
    problems.append(SyntaxProblem(message, at: range, help: help, replacement: replacement))
  }

  /// Reports that the tree would be too large, and ends the parse.
  mutating func abort(_ message: String, at range: SourceRange, help: String) {
    guard !isAborted else { return }
    problems.appendLast(
      SyntaxProblem(message, at: range, help: help, code: .expressionLimit))
    isAborted = true
  }

  private mutating func reportDepth(at range: SourceRange) {
    abort(
      "the expression nests deeper than \(limits.depth) levels", at: range,
      help: "move parts of it into definitions, or use a list with `in`, `all` or `exists`")
  }

  // MARK: Nodes

  /// Makes a node above others.
  ///
  /// - Parameters:
  ///   - range: The text of the node.
  ///   - height: The greatest height among the nodes below; -1 without any.
  ///   - place: What to mark when a limit is exceeded.
  mutating func makeNode(
    _ kind: Expr.Kind, range: SourceRange, above height: Int, at place: SourceRange,
    isFailed: Bool = false
  ) -> Operand {
    guard !isAborted else { return .failed(at: range) }
    guard height < limits.depth else {
      reportDepth(at: place)
      return .failed(at: range)
    }
    guard nodeCount < limits.nodes else {
      abort(
        "the expression has more than \(limits.nodes) parts", at: place,
        help: "split it into several conditions or definitions")
      return .failed(at: range)
    }
    defer { nodeCount += 1 }
    return Operand(
      expr: Expr(id: nodeCount, range: range, kind: kind), outer: range, height: height + 1,
      isFailed: isFailed)
  }

  /// Ends the parse if the operand that was just read nests too deeply.
  mutating func checkDepth(at place: SourceRange) {
    if let operand, operand.height > limits.depth { reportDepth(at: place) }
  }

  /// Takes the operand that was just read.
  mutating func takeOperand() -> Operand {
    defer { operand = nil }
    return operand ?? .failed(at: current.range)
  }

  // MARK: Frames

  /// The innermost bracket.
  var frame: Frame {
    _read { yield frames[frames.count - 1] }
    _modify { yield &frames[frames.count - 1] }
  }

  /// Enters a bracket; its opening token is the next.
  mutating func open(_ construct: Frame.Construct) {
    guard frames.count <= limits.depth else {
      reportDepth(at: current.range)
      return
    }
    let closer = closers[position]
    frames.append(
      Frame(
        construct, opening: current.range,
        isUnclosed: closer < 0 || tokens[closer].isRepaired))
    advance()
  }

  /// Leaves the innermost bracket.
  mutating func popFrame() -> Frame {
    guard frames.count > 1, let last = frames.popLast() else { return frames[0] }
    return last
  }
}
