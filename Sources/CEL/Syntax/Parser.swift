import Diagnostics

/// A recursive-descent parser that goes on after an error.
///
/// An error ends the operand it stands in; reading goes on at the next logic operator, comma or closing
/// bracket, so that one slip is one message and the next slip is found as well.
struct Parser {
  /// Why an operand was given up.
  enum Failure: Error {
    /// It is wrong; the problem has been reported.
    case reported
    /// A limit is reached; nothing more is read.
    case limit
  }

  let limits: ExpressionLimits
  let macros: Bool
  private let tokens: [Token]
  private var index = 0
  private(set) var problems: [(SyntaxProblem, SourceRange)] = []
  /// The height of the tree below each node, by id.
  private var heights: [Int] = []
  /// How deep the parser itself is nested.
  private var depth = 0

  init(_ text: String, limits: ExpressionLimits, macros: Bool) {
    self.limits = limits
    self.macros = macros
    var lexer = Lexer(text)
    var tokens: [Token] = []
    repeat { tokens.append(lexer.next()) } while tokens.last?.kind != .end
    self.tokens = tokens
    problems = lexer.problems
  }

  var nodeCount: Int { heights.count }

  /// Reads the whole text.
  mutating func parse() -> Expr? {
    if current.kind == .end {
      if problems.isEmpty { report(.empty, current.range) }
      return nil
    }
    var root: Expr?
    do throws(Failure) {
      root = try expression()
      if current.kind != .end {
        unexpected("an operator or the end")
      }
    } catch {
      root = nil
    }
    problems.sort { $0.1.start < $1.1.start }
    return problems.isEmpty ? root : nil
  }

  // MARK: Words

  var current: Token { tokens[index] }

  /// The word after the present one.
  var following: Token { tokens[min(index + 1, tokens.count - 1)] }

  mutating func advance() { if index < tokens.count - 1 { index += 1 } }

  func at(_ mark: Token.Mark) -> Bool { current.kind == .mark(mark) }

  /// Takes a mark if it stands here.
  mutating func take(_ mark: Token.Mark) -> Bool {
    guard at(mark) else { return false }
    advance()
    return true
  }

  /// The end of the word before the present one.
  var lastEnd: Int { index > 0 ? tokens[index - 1].range.end : 0 }

  // MARK: Problems

  mutating func report(_ problem: SyntaxProblem, _ range: SourceRange) {
    guard problems.count < limits.problems else {
      if problems.count == limits.problems {
        problems.append((.tooManyProblems(limit: limits.problems), range))
      }
      return
    }
    problems.append((problem, range))
  }

  /// Reports the present word, unless it was reported already.
  mutating func unexpected(_ expected: String) {
    switch current.kind {
    case .invalid: break
    case .end:
      if let open = unclosed.last {
        report(.unclosed(open.mark.rawValue), open.range)
      } else {
        report(.unexpectedEnd(expected: expected), current.range)
      }
    case .identifier(let word):
      let meant = ["and": "&&", "or": "||", "not": "!", "AND": "&&", "OR": "||", "NOT": "!"][word]
      if let meant {
        report(.notAnOperator(word, meant: meant), current.range)
      } else {
        report(.unexpected(word, expected: expected), current.range)
      }
    default:
      report(.unexpected(describe(current), expected: expected), current.range)
    }
  }

  private func describe(_ token: Token) -> String {
    switch token.kind {
    case .mark(let mark): mark.rawValue
    case .identifier(let word), .quotedIdentifier(let word), .int(let word): word
    case .uint(let number): "\(number)u"
    case .double(let number): number.literalText
    case .string(let text): text.celLiteral
    case .bytes: "b\"…\""
    case .end, .invalid: ""
    }
  }

  /// Brackets that are open, innermost last.
  private var unclosed: [(mark: Token.Mark, range: SourceRange)] = []

  mutating func open(_ mark: Token.Mark) {
    unclosed.append((mark, current.range))
    advance()
  }

  /// Takes a closing bracket.
  mutating func close(_ mark: Token.Mark) throws(Failure) {
    guard at(mark) else {
      unexpected("`,` or `\(mark.rawValue)`")
      skip(until: [mark])
      if at(mark) { advance() }
      if !unclosed.isEmpty { unclosed.removeLast() }
      throw .reported
    }
    advance()
    if !unclosed.isEmpty { unclosed.removeLast() }
  }

  /// Skips to one of the marks on this level of brackets, or to what ends the level.
  mutating func skip(until marks: Set<Token.Mark>) {
    var level = 0
    while current.kind != .end {
      if case .mark(let mark) = current.kind {
        if level == 0, marks.contains(mark) { return }
        switch mark {
        case .openParenthesis, .openBracket, .openBrace: level += 1
        case .closeParenthesis, .closeBracket, .closeBrace:
          if level == 0 { return }
          level -= 1
        default: break
        }
      }
      advance()
    }
  }

  // MARK: Nodes

  /// Makes a node above others; the tree's height and size are bounded here.
  mutating func make(
    _ kind: Expr.Kind, _ range: SourceRange, above children: [Expr] = []
  ) throws(Failure) -> Expr {
    let height = 1 + (children.map { heights[$0.id] }.max() ?? 0)
    guard height <= limits.depth else {
      report(.tooDeep(limit: limits.depth), range)
      throw .limit
    }
    guard heights.count < limits.nodes else {
      report(.tooManyNodes(limit: limits.nodes), range)
      throw .limit
    }
    heights.append(height)
    return Expr(id: heights.count - 1, range: range, kind: kind)
  }

  /// Enters a level of nesting.
  mutating func enter() throws(Failure) {
    depth += 1
    guard depth <= limits.depth else {
      report(.tooDeep(limit: limits.depth), current.range)
      throw .limit
    }
  }

  mutating func leave() { depth -= 1 }
}
