/// A compiled pattern: a graph of instructions without a loop that consumes nothing twice.
///
/// It is a nondeterministic automaton as R. Pike wrote them for `sam`: an instruction that consumes a
/// character is a state, `split` and `assert` are edges that consume none.
struct Program: Sendable {
  enum Instruction: Sendable {
    case match
    case scalar(UInt32, next: Int32)
    /// Any scalar whose case-folded form is this one.
    case folded(UInt32, next: Int32)
    case set(Int32, next: Int32)
    case any(next: Int32)
    case anyExceptNewline(next: Int32)
    case split(Int32, Int32)
    case assert(Assertion, next: Int32)
  }

  var instructions: [Instruction] = [.match]
  var sets: [CharacterSet] = []
  var start: Int32 = 0
  /// Whether a match can only begin at the start of the text.
  var isAnchored = false
  /// Whether an instruction compares case-folded scalars.
  var folds = false
}
