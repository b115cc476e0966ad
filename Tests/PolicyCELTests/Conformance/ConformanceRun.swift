import PolicyCEL
import PolicyDiagnostics
import PolicyTime

extension Value {
  /// Whether this is the very value of a conformance case: of the same kind all the way down, with
  /// NaN equal to NaN, and maps free in their order.
  func conforms(to expected: Value) -> Bool {
    switch (self, expected) {
    case (.double(let found), .double(let wanted)):
      found.isNaN ? wanted.isNaN : found == wanted
    case (.list(let found), .list(let wanted)):
      found.count == wanted.count && zip(found, wanted).allSatisfy { $0.conforms(to: $1) }
    case (.map(let found), .map(let wanted)):
      found.count == wanted.count
        && wanted.entries.allSatisfy { key, value in
          found.entries.contains { $0.conforms(to: key) && $1.conforms(to: value) }
        }
    case (.optional(let found?), .optional(let wanted?)): found.conforms(to: wanted)
    default: type == expected.type && self == expected
    }
  }
}

extension ConformanceCase {
  /// What running a case gave.
  enum Outcome {
    /// A type, and a value unless the case is only checked.
    case result(ValueType, Value?)
    /// What was wrong, and at which stage.
    case error(String)
  }

  /// Parses, checks and evaluates as the case asks.
  func run() -> Outcome {
    // The suite nests macros and literals deeper than conditions of policies may.
    let limits = ExpressionLimits(comprehensionDepth: 32)
    let (parsed, problems) = ExpressionParser.parse(
      expression, limits: limits, macros: !disablesMacros
    ).parts
    guard let parsed else {
      return .error("syntax: \(problems.map(\.message).joined(separator: "; "))")
    }
    let checked: CheckedExpression
    if disablesCheck {
      checked = ExpressionChecker.resolve(parsed, in: environment)
    } else {
      let (found, problems) = ExpressionChecker.check(parsed, in: environment, limits: limits).parts
      guard let found else {
        return .error("check: \(problems.map(\.message).joined(separator: "; "))")
      }
      checked = found
    }
    if checksOnly { return .result(checked.type, nil) }

    var layout = InputLayout()
    let program = Program(checked, layout: &layout)
    let input = Input(layout: layout, now: .minimum) { bindings[$0.description] }
    do throws(EvaluationError) {
      return .result(checked.type, try program.evaluate(input))
    } catch {
      return .error("evaluation: \(error.description)")
    }
  }

  /// What is wrong with an outcome, in one line; `nil` if it is as expected.
  func failure(of outcome: Outcome) -> String? {
    let isExpected =
      switch (expectation, outcome) {
      case (.error, .error): true
      case (.value(let wanted), .result(_, let found?)): found.conforms(to: wanted)
      case (.typed(let type, let wanted), .result(let deduced, let found)):
        type == deduced && (wanted.map { found?.conforms(to: $0) ?? checksOnly } ?? true)
      default: false
      }
    guard !isExpected else { return nil }
    let line = "\(id): \(expression): expected \(expectation), got \(outcome)"
    return line.split(whereSeparator: \.isNewline).joined(separator: "⏎")
  }
}

extension ConformanceCase.Expectation: CustomStringConvertible {
  var description: String {
    switch self {
    case .value(let value): "\(value.kindName), \(value)"
    case .typed(let type, let value): "\(type)\(value.map { " = \($0)" } ?? "")"
    case .error: "an error"
    }
  }
}

extension ConformanceCase.Outcome: CustomStringConvertible {
  var description: String {
    switch self {
    case .result(let type, let value):
      value.map { "\($0.kindName), \($0) (deduced: \(type))" } ?? "\(type)"
    case .error(let message): "an error (\(message))"
    }
  }
}
