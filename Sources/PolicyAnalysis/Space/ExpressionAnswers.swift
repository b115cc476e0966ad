import PolicyCEL
import PolicyDiagnostics

/// What expressions that are not looked into say of texts, each asked of the evaluator once, and which usual texts
/// they name.
///
/// A thousand conditions with a pattern each have all to agree on a text for each of a thousand sessions: what one
/// says of a text is the same every time.
struct ExpressionAnswers {
  private struct Known {
    let evaluator: SoleInput
    var answers: [Text: Cell] = [:]
    /// Of an attribute those of its usual texts that have something in common with what is written.
    var named: [AttributePath: Set<Text>] = [:]
    /// Of an attribute the texts of which it may make different things.
    var likely: [AttributePath: [String]] = [:]
  }

  private var known: [String: Known] = [:]
  private var count = 0

  /// The most answers that are kept: some tens of megabytes.
  private static let most = 200_000
  /// What it takes to look one up, in the work of a look at a term.
  private static let look = 4

  /// What an expression that reads one text says of one, or that it has no answer.
  ///
  /// - Parameter work: What it took is added, in the work of a look at a term.
  mutating func answer(
    of expression: OpaqueExpression, for text: Text, _ work: inout Int
  ) -> Cell {
    work += Self.look
    if count >= Self.most { (known, count) = ([:], 0) }
    let evaluator = self.evaluator(of: expression)
    if let answer = known[expression.key]?.answers[text] { return answer }
    let answer = evaluator.cell(for: text)
    work += evaluator.work
    count += 1
    known[expression.key]?.answers[text] = answer
    return answer
  }

  /// What an expression says where the one text that it reads is not there, or that it has no answer.
  mutating func answerWithoutInput(of expression: OpaqueExpression) -> Cell {
    Cell(answer: evaluator(of: expression).answer(to: .absent))
  }

  /// The usual texts of an attribute that an expression names.
  mutating func texts(of path: AttributePath, namedBy expression: OpaqueExpression) -> Set<Text> {
    _ = evaluator(of: expression)
    if let named = known[expression.key]?.named[path] { return named }
    let written = expression.writtenTexts
    let named = UsualTexts.all(of: path).filter { text in
      written.contains { UsualTexts.names($0, text) }
    }
    let texts = Set(named.map(Text.init))
    known[expression.key]?.named[path] = texts
    return texts
  }

  /// The texts of an attribute of which an expression may make different things.
  mutating func likelyTexts(of path: AttributePath, for expression: OpaqueExpression) -> [String] {
    _ = evaluator(of: expression)
    if let likely = known[expression.key]?.likely[path] { return likely }
    let likely = expression.likelyTexts(of: path)
    known[expression.key]?.likely[path] = likely
    return likely
  }

  private mutating func evaluator(of expression: OpaqueExpression) -> SoleInput {
    if let known = known[expression.key] { return known.evaluator }
    let evaluator = expression.evaluator
    known[expression.key] = Known(evaluator: evaluator)
    count += 1
    return evaluator
  }
}
