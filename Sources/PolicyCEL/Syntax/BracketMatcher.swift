import PolicyDiagnostics

/// Pairs the brackets of an expression before it is parsed.
///
/// Brackets that do not pair are reported here, once, and mended: one that is never closed gets a
/// closing one, one that closes nothing is left out. The parser can then rely on every bracket, and
/// a single slip does not spread.
struct BracketMatcher {
  /// Tokens whose brackets all pair.
  struct Result {
    /// The tokens, mended.
    var tokens: [Token] = []
    /// The index of the closing bracket of each opening one; -1 for other tokens.
    var closers: [Int] = []
    /// What was wrong.
    var problems: SyntaxProblems
  }

  /// A bracket that is still open.
  private struct Opening {
    let index: Int
    let closer: Symbol
    /// A closing bracket of another kind inside it.
    var stray: Token?
  }

  private let source: SourceFile
  private var result: Result
  private var open: [Opening] = []
  /// The number of open brackets by the symbol that closes them.
  private var openCounts: [Symbol: Int] = [:]

  private init(source: SourceFile, problemLimit: Int) {
    self.source = source
    result = Result(problems: SyntaxProblems(limit: problemLimit))
  }

  /// Pairs the brackets of tokens that end with ``Token/Kind/end``.
  ///
  /// - Complexity: O(*n*).
  static func match(
    _ tokens: [Token], in source: SourceFile, problemLimit: Int
  ) -> Result {
    var matcher = BracketMatcher(source: source, problemLimit: problemLimit)
    matcher.result.tokens.reserveCapacity(tokens.count)
    matcher.result.closers.reserveCapacity(tokens.count)
    for token in tokens { matcher.take(token) }
    return matcher.result
  }

  private mutating func take(_ token: Token) {
    if case .end = token.kind {
      closeUnclosed(downTo: 0, before: token)
      append(token)
    } else if let symbol = token.symbol, let closer = symbol.closer {
      open.append(Opening(index: result.tokens.count, closer: closer))
      openCounts[closer, default: 0] += 1
      append(token)
    } else if let symbol = token.symbol, symbol.isCloser {
      close(with: token, symbol)
    } else {
      append(token)
    }
  }

  /// Adds a token and gives its index.
  private mutating func append(_ token: Token) {
    result.tokens.append(token)
    result.closers.append(-1)
  }

  /// Takes a closing bracket: it closes the nearest open one of its kind, or nothing.
  private mutating func close(with token: Token, _ symbol: Symbol) {
    guard openCounts[symbol, default: 0] > 0,
      let level = open.lastIndex(where: { $0.closer == symbol })
    else {
      if open.isEmpty {
        result.problems.append(
          SyntaxProblem(
            "`\(symbol.rawValue)` closes nothing", at: token.range,
            help: "remove it, or open the bracket before it"))
      } else if open[open.count - 1].stray == nil {
        open[open.count - 1].stray = token
      }
      return
    }
    closeUnclosed(downTo: level + 1, before: token)
    let opening = open.removeLast()
    openCounts[symbol, default: 1] -= 1
    if let stray = opening.stray {
      result.problems.append(
        SyntaxProblem(
          "`\(text(of: stray))` closes nothing; the open bracket is `\(text(of: opening))`",
          at: stray.range, help: "remove it, or open the bracket before it"))
    }
    result.closers[opening.index] = result.tokens.count
    append(token)
  }

  /// Reports the brackets that are open beyond a level and puts what closes them before a token.
  private mutating func closeUnclosed(downTo level: Int, before token: Token) {
    guard open.count > level, let innermost = open.last else { return }
    let range = result.tokens[innermost.index].range
    let others = open.count - level - 1
    if let stray = innermost.stray {
      result.problems.append(
        SyntaxProblem(
          "`\(text(of: innermost))` is closed by `\(text(of: stray))`", at: stray.range,
          help: "write `\(innermost.closer.rawValue)` here", replacement: innermost.closer.rawValue)
      )
    } else {
      let more = others == 0 ? "" : ", nor are \(others) more before it"
      result.problems.append(
        SyntaxProblem(
          "`\(text(of: innermost))` is never closed\(more)", at: range,
          help: "add `\(innermost.closer.rawValue)` where the bracket ends"))
    }
    while open.count > level {
      let opening = open.removeLast()
      openCounts[opening.closer, default: 1] -= 1
      result.closers[opening.index] = result.tokens.count
      append(
        Token(
          kind: .symbol(opening.closer), range: SourceRange(token.range.start, token.range.start),
          isRepaired: true))
    }
  }

  private func text(of token: Token) -> String { source.excerpt(of: token.range) }

  private func text(of opening: Opening) -> String { text(of: result.tokens[opening.index]) }
}
