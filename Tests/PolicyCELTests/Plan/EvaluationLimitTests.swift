import PolicyCEL
import PolicyDiagnostics
import PolicyTime
import Testing

/// Each limit of checking and evaluating is reached, and its neighbour below is not.
@Suite struct EvaluationLimits {
  private static func codes(_ text: String, _ limits: ExpressionLimits) throws -> [DiagnosticCode] {
    ExpressionChecker.check(try parsed(text), in: sessionEnvironment, limits: limits)
      .diagnostics.map(\.code)
  }

  @Test func `the estimated cost is bounded`() throws {
    let text = "session.authentication_methods.exists(m, m.aal == \"aal2\")"
    let checked = try #require(
      ExpressionChecker.check(try parsed(text), in: sessionEnvironment).value)
    let cost = CostEstimate.estimate(checked).maximum
    #expect(try Self.codes(text, ExpressionLimits(estimatedCost: cost)) == [])
    #expect(try Self.codes(text, ExpressionLimits(estimatedCost: cost - 1)) == [.expressionLimit])
  }

  @Test(arguments: [1, 2, 3, 4])
  func `loops nest as deep as the limit`(limit: Int) throws {
    func loops(_ count: Int) -> String {
      (0..<count).reduce("true") { "[1].all(x\($1), \($0))" }
    }
    let limits = ExpressionLimits(comprehensionDepth: limit)
    #expect(try Self.codes(loops(limit), limits) == [])
    #expect(try Self.codes(loops(limit + 1), limits) == [.expressionLimit])
  }

  @Test func `the checked tree is as deep as the limit`() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth - 1) + "1" + String(repeating: "]", count: depth - 1)
    }
    let limits = ExpressionLimits(depth: 20)
    #expect(try Self.codes(nested(20), limits) == [])
    #expect(try Self.codes(nested(21), limits) == [.expressionLimit])
  }

  @Test func `the problems of a check are as many as the limit`() throws {
    for count in [6, 7, 8] {
      let text = Array(repeating: "nope", count: count).joined(separator: " || ")
      #expect(
        try Self.codes(text, ExpressionLimits(problems: 7)).count == min(count, 7), "\(count)")
    }
  }

  @Test(arguments: [
    "session.count + 1 > 0", "session.tags.exists(t, t == 'zzz')", "session.tags.join('-') != ''",
    "cel.bind(x, session.tags, x == x)",
  ])
  func `a budget is enough to the last unit, and nothing absorbs its overrun`(text: String) throws {
    let attributes: [String: Value] = [
      "session.count": .int(1), "session.tags": .list([.string("a"), .string("b")]),
    ]
    func outcome(_ text: String, _ budget: UInt64?) throws -> (cost: UInt64, error: String?) {
      let checked = try #require(
        ExpressionChecker.check(try parsed(text), in: RandomConditions.environment).value)
      var layout = InputLayout()
      let program = Program(checked, layout: &layout)
      let input = Input(layout: layout, now: .minimum) { attributes[$0.description] }
      do throws(EvaluationError) {
        _ = try program.evaluate(input, budget: budget ?? .max)
        return (program.cost(of: input), nil)
      } catch {
        return (0, "\(error.kind)")
      }
    }
    let cost = try outcome(text, nil).cost
    #expect(cost > 0)
    #expect(try outcome(text, cost).error == nil)
    #expect(try outcome(text, cost - 1).error == "budgetExceeded")
    #expect(try outcome("\(text) || true", cost - 1).error == "budgetExceeded")
    #expect(try outcome("!(\(text)) && false", cost - 1).error == "budgetExceeded")
  }
}
