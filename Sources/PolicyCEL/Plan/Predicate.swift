/// A condition ready to be tested, many times and from many threads.
///
/// A test is three things at once: the answer, the first instant at which it may change by time alone,
/// and, when an input is missing or a function fails, the reason why there is no answer. It allocates
/// nothing unless an expression in it does.
public struct Predicate: Sendable {
  let code: ContiguousArray<Instruction>
  let sets: ContiguousArray<UInt64>
  private let expressions: [Routine]
  let start: Int32
  /// What an input has to have for the tests to be followed.
  let reach: InstructionReach
  /// What a string has to be for the condition to hold; see ``SymbolGuard``.
  public let guards: [SymbolGuard]
  private let complete: PlannedFormula

  /// The cost units that one test may spend unless a caller says otherwise.
  ///
  /// One unit is about one step of a simple expression; a test that needs more fails with
  /// ``EvaluationError/Kind/budgetExceeded``.
  public static let standardBudget: UInt64 = 1_000_000

  /// Plans a condition; the layout gains the slots it reads.
  public init(_ formula: Formula, layout: inout InputLayout) {
    let context = PlanContext(layout: layout)
    var compiler = PredicateCompiler(context: context)
    let first = compiler.compile(formula, onTrue: Instruction.yes, onFalse: Instruction.no)
    guards = compiler.guards(of: formula)
    complete = PlannedFormula(formula, context: context)
    code = ContiguousArray(compiler.code)
    sets = ContiguousArray(compiler.sets.words)
    expressions = compiler.expressions
    start = first
    reach = InstructionReach(code)
    layout = context.layout
  }

  /// Tests the condition.
  ///
  /// - Parameters:
  ///   - until: Lowered to the first instant, in nanoseconds since 1970, at which the answer may be
  ///     another; the largest number stands for never.
  ///   - budget: Cost units the test may spend.
  public func test(
    _ input: borrowing Input, until: inout Int128, budget: UInt64 = Predicate.standardBudget
  ) throws(EvaluationError) -> Bool {
    if let now = input.nanoseconds {
      var flip = until
      switch run(input, now: now, until: &flip, budget: budget) {
      case Instruction.yes:
        until = flip
        return true
      case Instruction.no:
        until = flip
        return false
      default: break
      }
    }
    return try testCompletely(input, until: &until, budget: budget)
  }

  /// Tests with all the rules of CEL about errors; the way that is taken when a cell does not fit.
  private func testCompletely(
    _ input: borrowing Input, until: inout Int128, budget: UInt64
  ) throws(EvaluationError) -> Bool {
    var frame = Frame(input: copy input, locals: 0, budget: budget)
    defer { until = min(until, frame.until) }
    return try complete.test(&frame)
  }

  /// Follows the tests to an end; a place that is neither end means that a cell did not fit.
  private func run(
    _ input: borrowing Input, now: Int64, until: inout Int128, budget: UInt64
  ) -> Int32 {
    guard input.cells.cover(reach) else { return start }
    var place = start
    // Instants met by the tests of cells; they fit, and the largest stands for none.
    var flip = Int64.max
    defer { if flip != .max { until = min(until, Int128(flip)) } }
    while place >= 0 {
      place = code.withUnsafeBufferPointer { code in
        sets.withUnsafeBufferPointer { sets in
          input.cells.withUnsafeBuffers { cells, facts in
            PredicateMachine(code: code, sets: sets, cells: cells, facts: facts, now: now)
              .run(from: place, until: &flip)
          }
        }
      }
      guard place >= 0, code[Int(place)].operation == .expression else { return place }
      let instruction = code[Int(place)]
      guard let answer = evaluate(Int(instruction.operand), input, &until, budget) else {
        return place
      }
      place = answer ? instruction.onTrue : instruction.onFalse
    }
    return place
  }

  /// Runs an expression; `nil` if it failed.
  private func evaluate(
    _ index: Int, _ input: borrowing Input, _ until: inout Int128, _ budget: UInt64
  ) -> Bool? {
    let routine = expressions[index]
    var frame = Frame(input: copy input, locals: routine.locals, budget: budget)
    do throws(EvaluationError) {
      guard case .bool(let value) = try routine.run(&frame) else { return nil }
      until = min(until, frame.until)
      return value
    } catch {
      return nil
    }
  }
}
