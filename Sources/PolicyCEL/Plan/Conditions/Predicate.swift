/// A condition ready to be tested, many times and from many threads; in one piece, for it is handed
/// about more often than it is made.
///
/// A test is three things at once: the answer, the first instant at which it may change by time alone,
/// and, when an input is missing or a function fails, the reason why there is no answer. It allocates
/// nothing unless an expression in it does.
///
/// There is one plan: a graph of tests. As long as cells fit, a ``PredicateMachine`` follows it. Where
/// one does not, the same clause is evaluated with all of CEL, and the way goes on from its answer. A
/// clause that fails has no answer, and the condition has one if both ways from there lead to it: the
/// error was absorbed (CEL specification, "Logical Operators"). That is exact, because each clause
/// stands in the graph for one place of the condition, and Kleene's logic gives a joint of independent
/// clauses exactly the answer that all values of the failed ones have in common.
package final class Predicate: Sendable {
  let code: ContiguousArray<Instruction>
  let sets: SymbolSets
  /// The clause of each instruction, with all of CEL.
  private let routines: [Routine]
  /// The most variables that macros of one clause bind at once.
  private let locals: Int
  let start: Int32
  /// What an input has to have for the tests to be followed.
  let reach: InstructionReach
  /// What a string has to be for the condition to hold; see ``SymbolGuard``.
  package let guards: [SymbolGuard]

  /// The cost units that each clause may spend unless a caller says otherwise.
  ///
  /// One unit is about one step of a simple expression; a clause that needs more fails with
  /// ``EvaluationError/Kind/budgetExceeded``, and nothing absorbs that. It is the bound of estimates
  /// too, so that what the checker accepts can be paid.
  package static let standardBudget = ExpressionLimits.standardBudget

  /// Plans a condition; the layout gains the slots it reads.
  package convenience init(_ formula: Formula, layout: inout InputLayout) {
    let context = PlanContext(layout: layout)
    self.init(formula, context: context)
    layout = context.layout
  }

  /// Plans a condition together with others to which names mean the same.
  package init(_ formula: Formula, context: PlanContext) {
    var compiler = PredicateCompiler(context: context)
    let form = BooleanForm(formula)
    start = compiler.compile(form, onTrue: Instruction.yes, onFalse: Instruction.no)
    guards = SymbolDemands(context: context).guards(of: form)
    code = ContiguousArray(compiler.code)
    sets = compiler.sets
    routines = compiler.routines
    locals = routines.reduce(0) { max($0, $1.locals) }
    reach = InstructionReach(code)
  }

  /// Tests the condition.
  ///
  /// - Parameters:
  ///   - until: Lowered to the first instant, in nanoseconds since 1970, at which the answer may be
  ///     another; the largest number stands for never.
  ///   - budget: Cost units that each clause may spend.
  package func test(
    _ input: borrowing Input, until: inout Int128, budget: UInt64 = Predicate.standardBudget
  ) throws(EvaluationError) -> Bool {
    let place = follow(input, from: start, &until)
    guard place >= 0 else { return place == Instruction.yes }
    return try evaluate(input, from: place, &until, budget)
  }

  /// Follows the tests of cells to an end, or to a place that takes more than a cell.
  private func follow(_ input: borrowing Input, from place: Int32, _ until: inout Int128) -> Int32 {
    guard let now = input.nanoseconds, input.cells.cover(reach) else { return place }
    // Instants met by the tests of cells; they fit, and the largest stands for none.
    var flip = Int64.max
    defer { if flip != .max { until = min(until, Int128(flip)) } }
    return code.withUnsafeBufferPointer { code in
      sets.members.withUnsafeBufferPointer { sets in
        input.cells.withUnsafeBuffers { cells, facts in
          PredicateMachine(code: code, sets: sets, cells: cells, facts: facts, now: now)
            .run(from: place, until: &flip)
        }
      }
    }
  }

  /// Goes on with all of CEL, and with cells again where they fit.
  private func evaluate(
    _ input: borrowing Input, from start: Int32, _ until: inout Int128, _ budget: UInt64
  ) throws(EvaluationError) -> Bool {
    var frame = Frame(input: copy input, locals: locals, budget: budget)
    defer { until = min(until, frame.until) }
    var place = start
    while place >= 0 {
      let answer: Bool
      do throws(EvaluationError) {
        answer = try truth(at: Int(place), &frame)
      } catch {
        let instruction = code[Int(place)]
        // The last clause on the way: there is nothing that could absorb its failure, or all does.
        if instruction.onTrue < 0, instruction.onFalse < 0, error.kind != .budgetExceeded {
          guard instruction.onTrue != instruction.onFalse else {
            return instruction.onTrue == Instruction.yes
          }
          throw error
        }
        return try settle(place, error, &frame)
      }
      place = answer ? code[Int(place)].onTrue : code[Int(place)].onFalse
      place = follow(input, from: place, &until)
    }
    return place == Instruction.yes
  }

  /// The answer of one clause.
  private func truth(at place: Int, _ frame: inout Frame) throws(EvaluationError) -> Bool {
    frame.refill()
    guard case .bool(let value) = try routines[place].run(&frame) else {
      throw EvaluationError(.noSuchOverload(function: "condition"))
    }
    return value
  }
}

// MARK: - Clauses without an answer

extension Predicate {
  /// The first instant, in nanoseconds since 1970, at which the answer may be another because of what
  /// moves evenly, or changes again and again but not too often; the largest number for never.
  ///
  /// A clause that changes more often, such as `now.getSeconds() < 30`, is left out, as if nobody
  /// knew it: what this gives is the next instant worth looking at for those who do not follow each of
  /// its changes.
  ///
  /// - Parameter floor: How many nanoseconds changes that come again and again have to lie apart.
  /// - Returns: The instant; the least distance of those changes that were not left out; and whether the
  ///   answer is the same whatever was left out comes to, so that it holds until that instant.
  package func evenFlip(
    of input: borrowing Input, apartBy floor: Int64 = .max,
    budget: UInt64 = Predicate.standardBudget
  ) -> (flip: Int128, pace: Int64, isSettled: Bool) {
    guard start >= 0 else { return (.max, .max, true) }
    var isSettled = true
    var frame = Frame(input: copy input, locals: locals, budget: budget)
    frame.floor = floor
    do throws(EvaluationError) {
      _ = try settle(start, leavingOutRestless: true, &frame)
    } catch {
      // Only what was read counts.
      isSettled = false
    }
    return (frame.evenUntil, frame.pace, isSettled)
  }

  /// Settles a condition from a place on in which clauses fail.
  ///
  /// Each place is settled once, with a stack of its own, so that many failures cost no more than many
  /// clauses. A place leads to an end, or to the clause whose failure is that of the condition: where
  /// both ways of a failed clause lead to the same, its own failure was absorbed.
  ///
  /// - Parameter error: How the first clause failed, if it was asked already.
  private func settle(
    _ start: Int32, _ error: EvaluationError? = nil, leavingOutRestless: Bool = false,
    _ frame: inout Frame
  ) throws(EvaluationError) -> Bool {
    var outcomes: [Int32: Result<Bool, EvaluationError>] = [:]
    if let error { outcomes[start] = .failure(error) }
    var targets: [Int32: Int32] = [
      Instruction.yes: Instruction.yes, Instruction.no: Instruction.no,
    ]
    var stack = [start]
    while let place = stack.last {
      let outcome =
        outcomes[place] ?? self.outcome(at: place, leavingOutRestless: leavingOutRestless, &frame)
      outcomes[place] = outcome
      let instruction = code[Int(place)]
      var ways = [instruction.onTrue, instruction.onFalse]
      switch outcome {
      case .success(let value): ways = [value ? instruction.onTrue : instruction.onFalse]
      case .failure(let error): if error.kind == .budgetExceeded { throw error }
      }
      if let open = ways.first(where: { targets[$0] == nil }) {
        stack.append(open)
        continue
      }
      stack.removeLast()
      let found = Set(ways.compactMap { targets[$0] })
      targets[place] = found.count == 1 ? found.first : place
    }
    let target = targets[start] ?? start
    guard target >= 0 else { return target == Instruction.yes }
    throw failure(at: target, outcomes, targets)
  }

  /// What the answer hangs on: the failure of a clause, and of those to which its ways lead, in whatever
  /// order they were written.
  private func failure(
    at target: Int32, _ outcomes: [Int32: Result<Bool, EvaluationError>],
    _ targets: [Int32: Int32]
  ) -> EvaluationError {
    var joined: EvaluationError?
    var seen: Set<Int32> = [target]
    var stack = [target]
    while let place = stack.popLast() {
      if case .failure(let error) = outcomes[place] {
        joined = joined?.joined(with: error) ?? error
      }
      for way in [code[Int(place)].onTrue, code[Int(place)].onFalse] {
        if let next = targets[way], next >= 0, seen.insert(next).inserted { stack.append(next) }
      }
    }
    return joined ?? EvaluationError(.noSuchOverload(function: "condition"))
  }

  private func outcome(
    at place: Int32, leavingOutRestless: Bool, _ frame: inout Frame
  ) -> Result<Bool, EvaluationError> {
    frame.isRestless = false
    do throws(EvaluationError) {
      let value = try truth(at: Int(place), &frame)
      guard leavingOutRestless, frame.isRestless else { return .success(value) }
      return .failure(EvaluationError(.invalidArgument("it changes again and again")))
    } catch {
      return .failure(error)
    }
  }
}
