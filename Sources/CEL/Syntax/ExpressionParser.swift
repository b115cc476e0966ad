public import Diagnostics

/// Reads the text of a CEL expression into a tree.
public enum ExpressionParser {
  /// Parses an expression.
  ///
  /// All problems are reported at once, each at its own place in the file that the expression was
  /// written in. Depth, length and size are bounded, so hostile text costs bounded time and stack.
  ///
  /// - Parameters:
  ///   - text: The expression.
  ///   - sourceMap: Leads offsets of the text back to its file; left out, the text is its own file.
  ///   - limits: Bounds on the expression.
  ///   - macros: Whether `has`, `all` and their like are macros or plain calls.
  /// - Returns: The tree, `nil` if anything was wrong, and what was wrong.
  public static func parse(
    _ text: String, sourceMap: SourceMap? = nil, limits: ExpressionLimits = .standard,
    macros: Bool = true
  ) -> (expression: ParsedExpression?, diagnostics: [Diagnostic]) {
    let map =
      sourceMap ?? SourceMap(identity: SourceFile(name: "<expression>", text: text))
    var problems: [(SyntaxProblem, SourceRange)] = []
    var root: Expr?
    var count = 0
    if text.utf8.count > limits.length {
      problems = [(.tooLong(text.utf8.count, limit: limits.length), SourceRange(0, 1))]
    } else {
      var parser = Parser(text, limits: limits, macros: macros)
      root = parser.parse()
      problems = parser.problems
      count = parser.nodeCount
    }
    let diagnostics = problems.map { problem, range in
      Diagnostic(
        problem.code, .error, problem.message, at: map.location(of: range), help: problem.help)
    }
    guard diagnostics.isEmpty, let root else { return (nil, diagnostics) }
    return (ParsedExpression(text: text, root: root, nodeCount: count, sourceMap: map), [])
  }
}
