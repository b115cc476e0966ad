import PolicyTime

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
  private(set) var budget: UInt64
  private let wholeBudget: UInt64
  /// The first instant, in nanoseconds since 1970, at which anything read so far may read otherwise
  /// by time alone.
  var until: Int128 = .max
  /// The same of what moves evenly, and so flips a few times and never again, and of what changes again
  /// and again at a distance of ``floor`` or more.
  var evenUntil: Int128 = .max
  /// How far apart changes lie that are followed, in nanoseconds.
  var floor: Int64 = .max
  /// The least distance at which anything followed changes again and again.
  private(set) var pace = Int64.max
  /// Whether anything was read that changes more often than is followed.
  var isRestless = false

  init(input: Input, locals: Int, budget: UInt64) {
    self.input = input
    self.locals = Array(repeating: .null, count: locals)
    self.budget = budget
    wholeBudget = budget
  }

  /// Begins with a new clause, which has a budget of its own.
  mutating func refill() { budget = wholeBudget }

  /// Runs what has variables of its own, as a definition has.
  mutating func enter<Result>(
    _ locals: Int, _ body: (inout Frame) throws(EvaluationError) -> Result
  ) throws(EvaluationError) -> Result {
    let outer = (self.locals, failures)
    self.locals = Array(repeating: .null, count: locals)
    failures = [:]
    defer { (self.locals, failures) = outer }
    return try body(&self)
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
    if nanoseconds < evenUntil { evenUntil = nanoseconds }
  }

  /// Notes that what was read may change at an instant, and then again and again, at distances of so many
  /// nanoseconds or more.
  mutating func mayChangeAgain(at nanoseconds: Int128, every distance: Int64) {
    if nanoseconds < until { until = nanoseconds }
    guard distance >= floor else {
      isRestless = true
      return
    }
    if nanoseconds < evenUntil { evenUntil = nanoseconds }
    pace = min(pace, distance)
  }

  /// Notes that what was read may change at the very next nanosecond.
  mutating func mayChangeAtOnce() {
    mayChangeAgain(at: input.now.nanosecondsSinceEpoch + 1, every: 1)
  }
}
