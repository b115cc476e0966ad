package import PolicyDiagnostics

/// Reads the text of an expression.
package enum ExpressionParser {
  /// Reads an expression, or says everything that is wrong with its text.
  ///
  /// - Parameters:
  ///   - text: The expression.
  ///   - sourceMap: Leads back to the file the text was written in; without one the text is its own
  ///     file, named `<expression>`.
  ///   - limits: Bounds on the text and its tree.
  ///   - macros: Whether `has`, `all` and the like are macros; ordinary calls otherwise.
  ///   - shortNames: Variables that are short for a field of another, by their name: with `identity` of
  ///     `session`, `has(identity)` is `has(session.identity)`.
  /// - Returns: The tree, or `nil` and at least one error, in the order of their places.
  /// - Complexity: O(*n*) in the length of the text; the stack does not grow with it.
  package static func parse(
    _ text: String, sourceMap: SourceMap? = nil, limits: ExpressionLimits = .standard,
    macros: Bool = true, shortNames: [String: String] = [:]
  ) -> Loaded<ParsedExpression> {
    let source = SourceFile(name: "<expression>", text: text)
    let map = sourceMap ?? SourceMap(identity: source)

    guard source.bytes.count <= limits.length else {
      let problem = SyntaxProblem(
        "the expression is \(source.bytes.count) bytes long, more than the \(limits.length) allowed",
        at: SourceRange(0, source.bytes.count),
        help: "split it into several conditions or definitions", code: .expressionLimit)
      return Loaded(nil, [problem.diagnostic(in: source, through: map)])
    }

    var lexer = Lexer(source, problemLimit: limits.problems)
    lexer.tokenize()
    let brackets = BracketMatcher.match(
      lexer.tokens, in: source, problemLimit: limits.problems)
    var parser = Parser(
      source: source, brackets: brackets, limits: limits, usesMacros: macros,
      shortNames: shortNames)
    let root = parser.parse()

    var problems = lexer.problems.listed
    // A literal without an end swallows the brackets after it, so they say nothing.
    if !lexer.hasOpenLiteral { problems += brackets.problems.listed }
    problems += parser.problems.listed
    guard problems.isEmpty else {
      problems.sort { $0.range.start < $1.range.start }
      let shown = problems.prefix(max(1, limits.problems))
      return Loaded(nil, shown.map { $0.diagnostic(in: source, through: map) })
    }
    return Loaded(
      ParsedExpression(text: text, root: root, nodeCount: parser.nodeCount, sourceMap: map))
  }
}
