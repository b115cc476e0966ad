/// A checked expression ready to be evaluated to a value.
package struct Program: Sendable {
  private let routine: Routine
  /// The type the checker gave it.
  package let type: ValueType

  /// Plans an expression; the layout gains the slots it reads.
  package init(_ checked: CheckedExpression, layout: inout InputLayout) {
    let context = PlanContext(layout: layout)
    routine = Lowering.routine(for: checked, context: context)
    type = checked.type
    layout = context.layout
  }

  /// The value of the expression.
  ///
  /// - Parameters:
  ///   - until: Lowered to the first instant, in nanoseconds since 1970, at which the value may be
  ///     another by time alone.
  ///   - budget: Cost units the evaluation may spend.
  package func evaluate(
    _ input: Input, until: inout Int128, budget: UInt64 = Predicate.standardBudget
  ) throws(EvaluationError) -> Value {
    var frame = Frame(input: input, locals: routine.locals, budget: budget)
    defer { until = min(until, frame.until) }
    return try routine.run(&frame)
  }

  /// The cost units that an evaluation spends, whatever it comes to.
  package func cost(of input: Input, budget: UInt64 = Predicate.standardBudget) -> UInt64 {
    var frame = Frame(input: input, locals: routine.locals, budget: budget)
    _ = try? routine.run(&frame)
    return budget - frame.budget
  }

  /// The value of the expression.
  package func evaluate(
    _ input: Input, budget: UInt64 = Predicate.standardBudget
  ) throws(EvaluationError) -> Value {
    var ignored = Int128.max
    return try evaluate(input, until: &ignored, budget: budget)
  }
}
