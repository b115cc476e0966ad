/// A planned expression: every name is a slot, every function chosen.
typealias Run = @Sendable (inout Frame) throws(EvaluationError) -> Value

/// A planned expression with the room its variables need.
struct Routine: Sendable {
  /// The expression.
  let run: Run
  /// How many variables macros bind at once.
  let locals: Int
}

/// The state of one evaluation.
struct Frame {
  /// What is read.
  let input: Input
  /// Variables bound by macros, by the index given at planning.
  var locals: [Value]
  /// Why some of those that `cel.bind` binds have no value; whoever reads them fails.
  var failures: [Int: EvaluationError] = [:]
  /// Cost units left.
  var budget: UInt64
  /// The first instant, in nanoseconds since 1970, at which anything read so far may read otherwise
  /// by time alone.
  var until: Int128 = .max

  init(input: Input, locals: Int, budget: UInt64) {
    self.input = input
    self.locals = Array(repeating: .null, count: locals)
    self.budget = budget
  }

  /// Pays for work; overrunning the budget ends the evaluation.
  @inline(__always)
  mutating func spend(_ units: UInt64) throws(EvaluationError) {
    guard units <= budget else {
      budget = 0
      throw EvaluationError(.budgetExceeded)
    }
    budget -= units
  }

  /// Notes that what was read may change at an instant.
  @inline(__always)
  mutating func mayChange(at nanoseconds: Int128) {
    if nanoseconds < until { until = nanoseconds }
  }

  /// Notes that what was read may change at the very next nanosecond.
  mutating func mayChangeAtOnce() { mayChange(at: input.now.nanosecondsSinceEpoch + 1) }
}
