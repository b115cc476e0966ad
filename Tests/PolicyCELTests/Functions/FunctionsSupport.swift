import PolicyCEL
import PolicyDiagnostics
import PolicyTime
import Testing

/// What an expression without inputs gives, as CEL text, or the kind of its error.
func evaluated(
  _ text: String, isChecked: Bool = true, budget: UInt64 = Predicate.standardBudget
) throws -> Result<Value, EvaluationError> {
  let expression = try parsed(text)
  let checked: CheckedExpression
  if isChecked {
    let result = ExpressionChecker.check(expression, in: Environment())
    checked = try #require(result.value, "\(text): \(result.diagnostics.map(\.message))")
  } else {
    checked = ExpressionChecker.resolve(expression, in: Environment())
  }
  var layout = InputLayout()
  let program = Program(checked, layout: &layout)
  let input = Input(layout: layout, now: .minimum) { _ in nil }
  do throws(EvaluationError) {
    return .success(try program.evaluate(input, budget: budget))
  } catch {
    return .failure(error)
  }
}

/// Expects an expression to give the value that the other text describes.
func expect(
  _ text: String, gives expected: String,
  sourceLocation: Testing.SourceLocation = #_sourceLocation
) throws {
  switch try evaluated(text) {
  case .success(let value):
    #expect(value.description == expected, "\(text)", sourceLocation: sourceLocation)
  case .failure(let error):
    Issue.record("\(text): \(error.kind)", sourceLocation: sourceLocation)
  }
}

/// Expects an expression to fail at evaluation, for a reason that the text names the beginning of.
func expect(
  _ text: String, failsWith expected: String, isChecked: Bool = true,
  sourceLocation: Testing.SourceLocation = #_sourceLocation
) throws {
  switch try evaluated(text, isChecked: isChecked) {
  case .success(let value):
    Issue.record("\(text) gave \(value)", sourceLocation: sourceLocation)
  case .failure(let error):
    #expect(
      "\(error.kind)".hasPrefix(expected), "\(text): \(error.kind)", sourceLocation: sourceLocation)
  }
}
