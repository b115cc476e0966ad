/// One test of a predicate, and where to go from there.
///
/// A predicate is a graph of tests that only leads forward, like the branches a compiler would make of
/// `a && (b || !c)`. Each test reads one cell of the input.
@usableFromInline
struct Instruction: Sendable {
  /// The tests.
  enum Operation: UInt8, Sendable {
    /// A bool is true.
    case flag
    /// The attribute is there.
    case presence
    /// An int, a duration, or an instant compared with a constant.
    case number
    /// A string is one constant.
    case symbol
    /// A string is one of a set of constants: bits of a table.
    case symbols
    /// The time since an instant, compared with a positive duration; below zero counts as zero.
    case elapsed
    /// Now minus an instant, compared with a duration.
    case difference
    /// A condition that time does not move, evaluated when the input was prepared.
    case fact
    /// Any other expression; it takes all of CEL.
    case expression
  }

  var operation: Operation
  var comparison: Comparison = .equal
  /// The cell that is read, or the number of the fact.
  var slot: Int32 = 0
  /// The constant: a number, nanoseconds, a symbol, the place of a set.
  var operand: Int64 = 0
  /// The next instruction when the test holds; ``yes`` or ``no`` at the end.
  var onTrue: Int32 = Instruction.yes
  /// The next instruction when it does not.
  var onFalse: Int32 = Instruction.no

  /// The end: the predicate holds.
  static let yes: Int32 = -1
  /// The end: the predicate does not hold.
  static let no: Int32 = -2
}
