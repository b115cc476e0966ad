/// How many cells and facts instructions read at the most.
@usableFromInline
struct InstructionReach: Sendable {
  @usableFromInline var slots = 0
  @usableFromInline var facts = 0

  init() {}

  init(_ code: some Sequence<Instruction>) {
    for instruction in code { extend(by: instruction) }
  }

  mutating func extend(by instruction: Instruction) {
    switch instruction.operation {
    case .fact: facts = max(facts, Int(instruction.slot) + 1)
    case .expression: break
    default: slots = max(slots, Int(instruction.slot) + 1)
    }
  }
}

extension Cells {
  /// Whether there are as many cells and facts as instructions read.
  @inlinable
  @inline(__always)
  func cover(_ reach: InstructionReach) -> Bool {
    slotCount >= reach.slots && factCount >= reach.facts
  }
}

/// Follows instructions over the cells of one input.
///
/// It holds pointers and nothing else, so that a test neither counts references nor allocates.
///
/// Why it is right: it answers only what cells tell exactly. A cell fits if its bits are all of the value,
/// so that comparing bits is comparing values; anything else ends the walk at its clause, and the caller
/// goes on from there with all of CEL. Time is compared as `start + limit` with now: both are below 2⁶²,
/// so that the sum cannot overflow, and the answer flips at that sum or one nanosecond after it.
///
/// What it costs: one step for each test on the way to an end, some fifteen instructions of a processor.
/// Code only leads forward, so that there are at most as many steps as instructions.
///
/// Where it comes from: jumping code for conditions (A. Aho et al., "Compilers", 2nd edition, §6.6), and
/// what `&&` and `||` mean by the CEL specification, "Logical Operators".
///
/// - Invariant: Jumps lead to instructions or ends, sets are those of the code, and the input reaches
///   as far as an ``InstructionReach`` of the code says. Only ``PredicateTable`` and ``Predicate`` make
///   machines, and they check the reach.
@usableFromInline
struct PredicateMachine {
  @usableFromInline let code: UnsafeBufferPointer<Instruction>
  @usableFromInline let sets: UnsafeBufferPointer<SymbolMembers>
  @usableFromInline let cells: UnsafeBufferPointer<Cell>
  @usableFromInline let facts: UnsafeBufferPointer<Cell>
  /// Nanoseconds since 1970.
  @usableFromInline let now: Int64

  @inlinable
  init(
    code: UnsafeBufferPointer<Instruction>, sets: UnsafeBufferPointer<SymbolMembers>,
    cells: UnsafeBufferPointer<Cell>, facts: UnsafeBufferPointer<Cell>, now: Int64
  ) {
    self.code = code
    self.sets = sets
    self.cells = cells
    self.facts = facts
    self.now = now
  }

  /// Follows the tests from a place to an end, or to a place that needs more than a cell.
  @inline(__always)
  func run(from start: Int32, until: inout Int64) -> Int32 {
    var place = start
    while place >= 0 {
      let instruction = code[Int(place)]
      let holds: Bool
      switch instruction.operation {
      case .expression: return place
      case .presence:
        let state = cells[Int(instruction.slot)].state
        guard state != .failed else { return place }
        holds = state != .missing
      case .fact:
        let fact = facts[Int(instruction.slot)]
        guard fact.state == .fits else { return place }
        holds = fact.payload != 0
      default:
        let cell = cells[Int(instruction.slot)]
        guard cell.state == .fits else { return place }
        holds = test(instruction, cell.payload, &until)
      }
      place = holds ? instruction.onTrue : instruction.onFalse
    }
    return place
  }

  /// One test of a cell.
  @inline(__always)
  private func test(
    _ instruction: Instruction, _ payload: Int64, _ until: inout Int64
  ) -> Bool {
    switch instruction.operation {
    case .flag: return payload != 0
    case .number, .symbol: return instruction.comparison.holds(payload, instruction.operand)
    case .symbols: return sets[Int(instruction.operand)].contains(payload)
    case .elapsed, .difference:
      // The instant at which the difference is exactly the limit; both are below 2^62.
      let meeting = payload &+ instruction.operand
      if now < meeting {
        let flip =
          instruction.comparison == .atMost || instruction.comparison == .greater
          ? meeting &+ 1 : meeting
        if flip < until { until = flip }
      } else if now == meeting, instruction.comparison != .less,
        instruction.comparison != .atLeast
      {
        until = min(until, meeting &+ 1)
      }
      return instruction.comparison.holds(now, meeting)
    case .presence, .fact, .expression: return false
    }
  }
}
