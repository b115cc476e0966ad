/// Turns a condition into a graph of tests.
///
/// Code is made from its end to its beginning, so that every jump leads to code that exists already, and
/// the graph has no circles. A joint makes no code of its own: its parts lead to each other, as the
/// branches do that a compiler makes of `a && (b || !c)`. Each clause stands in the code once for each
/// place in the condition, and nothing but its place tells what the rest of the condition comes to; that
/// is what lets a test that fails be settled by looking at where both answers lead.
struct PredicateCompiler {
  let context: PlanContext
  let source: CellSource
  /// Instructions, last first.
  private(set) var code: [Instruction] = []
  private(set) var sets = SymbolSets()
  /// Each instruction's clause with all of CEL; none for the elements of lists.
  private(set) var routines: [Routine] = []
  /// Whether a clause takes more than the cells of the source, so that the code means nothing.
  private(set) var isBeyondCells = false
  /// How many definitions were opened.
  private var openings = 0

  /// Definitions are opened as long as there is less code, and fewer were; beyond that a copy would be
  /// too dear.
  private static let openingLimit = 256

  init(context: PlanContext, source: CellSource = .input) {
    self.context = context
    self.source = source
  }

  /// Makes code for a condition; gives the place of its first instruction.
  mutating func compile(_ form: BooleanForm, onTrue: Int32, onFalse: Int32) -> Int32 {
    switch form.kind {
    case .all(let parts):
      return parts.reversed().reduce(onTrue) { compile($1, onTrue: $0, onFalse: onFalse) }
    case .any(let parts):
      return parts.reversed().reduce(onFalse) { compile($1, onTrue: onTrue, onFalse: $0) }
    case .clause(let clause):
      if code.count < Self.openingLimit, openings < Self.openingLimit,
        let (_, form) = clause.definition
      {
        openings += 1
        return compile(form, onTrue: onTrue, onFalse: onFalse)
      }
      return compile(
        clause, onTrue: clause.isNegated ? onFalse : onTrue,
        onFalse: clause.isNegated ? onTrue : onFalse)
    }
  }

  /// Makes code for a clause, whatever negations stand before it.
  private mutating func compile(
    _ clause: BooleanClause, onTrue: Int32, onFalse: Int32
  ) -> Int32 {
    let planned = planned(clause)
    if let answer = planned.answer { return answer ? onTrue : onFalse }
    if let routine = planned.routine { routines.append(routine) }
    guard var instruction = planned.instruction else {
      isBeyondCells = true
      return onFalse
    }
    if let set = planned.set { instruction.operand = sets.insert(set) }
    instruction.onTrue = onTrue
    instruction.onFalse = onFalse
    code.append(instruction)
    return Int32(code.count - 1)
  }

  /// A clause, planned once wherever conditions have it in common.
  private func planned(_ clause: BooleanClause) -> PlannedClause {
    guard case .input = source else { return plan(clause) }
    let place = ClausePlace(clause)
    if let known = context.clauses[place] { return known }
    // Planning may find new slots, so the layout is not held meanwhile.
    let planned = plan(clause)
    context.clauses[place] = planned
    return planned
  }

  private func plan(_ clause: BooleanClause) -> PlannedClause {
    if case .bool(let answer) = clause.checked.constant(of: clause.expr) {
      return PlannedClause(answer: answer, checked: clause.checked)
    }
    var lowering = Lowering(clause.checked, context: context)
    let tests = CellTests(lowering: lowering, source: source)
    let test = tests.test(clause.expr)
    guard case .input = source else {
      return PlannedClause(
        instruction: test?.instruction, set: test?.set, checked: clause.checked)
    }
    let routine = lowering.routine(for: clause)
    return PlannedClause(
      instruction: test?.instruction ?? general(clause.expr, routine, tests, lowering),
      set: test?.set, routine: routine, checked: clause.checked)
  }

  /// An instruction for a clause of any form: one that time does not move is a fact.
  private func general(
    _ expr: Expr, _ routine: Routine, _ tests: CellTests, _ lowering: Lowering
  ) -> Instruction {
    guard lowering.isTimeless(expr) else { return Instruction(operation: .expression) }
    let text = lowering.readsOnlyInputs(expr) ? expr.formatted : nil
    let test = tests.factTest(expr)
    let number = context.layout.fact(text) { Fact(routine: routine, test: test) }
    return Instruction(operation: .fact, slot: Int32(clamping: number))
  }
}
