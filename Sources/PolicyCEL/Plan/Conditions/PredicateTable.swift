/// The tests of many predicates in one piece of memory, for those who test them one after the other.
///
/// Public although no product shows it: other modules inline only what is.
public final class PredicateTable: Sendable {
  @usableFromInline let code: PlainTable<Instruction>
  @usableFromInline let sets: PlainTable<SymbolMembers>
  /// What keeps them.
  private let owners: SymbolSets
  @usableFromInline let starts: PlainTable<Int32>
  @usableFromInline let reach: InstructionReach

  /// Takes predicates; `nil` stands for one that always holds.
  package init(_ predicates: some Sequence<Predicate?>) {
    var code: ContiguousArray<Instruction> = []
    var owners = SymbolSets()
    var starts: ContiguousArray<Int32> = []
    for predicate in predicates {
      guard let predicate else {
        starts.append(Instruction.yes)
        continue
      }
      let base = Int32(clamping: code.count)
      for var instruction in predicate.code {
        if instruction.onTrue >= 0 { instruction.onTrue += base }
        if instruction.onFalse >= 0 { instruction.onFalse += base }
        if instruction.operation == .symbols { instruction.operand += Int64(owners.sets.count) }
        code.append(instruction)
      }
      owners.append(predicate.sets)
      starts.append(predicate.start >= 0 ? predicate.start + base : predicate.start)
    }
    reach = InstructionReach(code)
    self.code = PlainTable(code)
    sets = PlainTable(owners.members)
    self.owners = owners
    self.starts = PlainTable(starts)
  }

  /// Tests predicates against an input's cells at an instant.
  ///
  /// - Parameters:
  ///   - now: Nanoseconds since 1970; `nil`, or cells of another layout, leave every answer unknown.
  ///   - body: Gets a tester that must not be kept.
  @inlinable
  @inline(__always)
  public func withTester(
    _ cells: borrowing Cells, now: Int64?, _ body: (borrowing PredicateTester) -> Void
  ) {
    let (code, sets) = (code.elements, sets.elements)
    let isKnown = now != nil && cells.cover(reach)
    let starts = isKnown ? starts.elements : UnsafeBufferPointer(start: nil, count: 0)
    cells.withUnsafeBuffers { slots, facts in
      body(
        PredicateTester(
          machine: PredicateMachine(
            code: code, sets: sets, cells: slots, facts: facts, now: now ?? 0),
          starts: starts))
    }
  }
}

/// Tests the predicates of a table, one at a time.
///
/// Public although no product shows it: other modules inline only what is.
public struct PredicateTester: ~Copyable {
  @usableFromInline let machine: PredicateMachine
  @usableFromInline let starts: UnsafeBufferPointer<Int32>

  @inlinable
  init(machine: PredicateMachine, starts: UnsafeBufferPointer<Int32>) {
    self.machine = machine
    self.starts = starts
  }

  /// The answer of a predicate.
  public enum Answer: Sendable {
    /// It holds.
    case yes
    /// It does not hold.
    case no
    /// It takes more than the prepared cells to tell.
    case unknown
  }

  /// Tests a predicate by its number in the table.
  ///
  /// - Parameter until: Lowered to the first instant, in nanoseconds since 1970, at which the answer may
  ///   be another.
  public func test(_ index: Int, until: inout Int64) -> Answer {
    guard starts.indices.contains(index) else { return .unknown }
    var flip = until
    switch machine.run(from: starts[index], until: &flip) {
    case Instruction.yes:
      until = flip
      return .yes
    case Instruction.no:
      until = flip
      return .no
    default: return .unknown
    }
  }

  /// A slot of the input as plain bits, as far as they tell.
  @inlinable
  @inline(__always)
  public func cell(_ slot: Int) -> (state: CellState, payload: Int64) {
    guard machine.cells.indices.contains(slot) else { return (.other, 0) }
    let cell = machine.cells[slot]
    return (cell.state, cell.payload)
  }
}
