import PolicyDiagnostics

/// Follows all ways through a program at once, one character after the other.
///
/// The simulation of an automaton by the set of its states (Thompson 1968), with Pike's list of threads
/// as the set: P. Briggs' and L. Torczon's sparse set ("An Efficient Representation for Sparse Sets",
/// LOPLAS 2, 1993) adds, asks and empties in O(1), and its memory needs no clearing.
///
/// Every instruction is looked at once per character at most, so that the time is bounded by the
/// length of the text times the size of the program, whatever the pattern.
struct Simulation {
  /// Whether a text matched, and how many instructions were looked at.
  struct Outcome: Equatable {
    var isMatch: Bool
    var steps: Int
  }

  /// A sparse set of instructions, in a part of the shared storage: its members in the order of
  /// their insertion, then for each instruction its place among them.
  struct Threads {
    let base: Int32
    var count: Int32 = 0
  }

  let program: Program
  private let size: Int32
  private var storage: [Int32]
  private(set) var steps = 0

  init(_ program: Program) {
    self.program = program
    size = Int32(truncatingIfNeeded: program.instructions.count)
    storage = Array(repeating: 0, count: 4 * program.instructions.count)
  }

  /// Two empty sets for the threads before and after a character.
  func makeThreads() -> (Threads, Threads) {
    (Threads(base: 0), Threads(base: 2 * size))
  }

  func members(of threads: Threads) -> ArraySlice<Int32> {
    storage[Int(threads.base)..<Int(threads.base + threads.count)]
  }

  mutating func insert(_ instruction: Int32, into threads: inout Threads) {
    let placeIndex = Int(threads.base + size + instruction)
    let place = storage[placeIndex]
    if place < threads.count, storage[Int(threads.base + place)] == instruction { return }
    storage[Int(threads.base + threads.count)] = instruction
    storage[placeIndex] = threads.count
    threads.count += 1
  }

  /// Moves all threads over one character, or to the end of the text.
  ///
  /// - Returns: Whether a thread has come to a match before that character.
  mutating func advance(
    _ current: inout Threads, to next: inout Threads, before: UInt32, scalar: UInt32
  ) -> Bool {
    var isMatch = false
    let folded = program.folds && scalar != noScalar ? CaseFolding.canonical(scalar) : scalar
    var index: Int32 = 0
    while index < current.count {
      steps += 1
      switch program.instructions[Int(storage[Int(current.base + index)])] {
      case .match:
        isMatch = true
      case .split(let first, let second):
        insert(first, into: &current)
        insert(second, into: &current)
      case .assert(let assertion, let target):
        if assertion.holds(before: before, after: scalar) { insert(target, into: &current) }
      case .scalar(let wanted, let target):
        if scalar == wanted { insert(target, into: &next) }
      case .folded(let wanted, let target):
        if folded == wanted { insert(target, into: &next) }
      case .set(let set, let target):
        if scalar != noScalar, program.sets[Int(set)].contains(scalar) {
          insert(target, into: &next)
        }
      case .any(let target):
        if scalar != noScalar { insert(target, into: &next) }
      case .anyExceptNewline(let target):
        if scalar != noScalar, scalar != newline { insert(target, into: &next) }
      }
      index += 1
    }
    return isMatch
  }

  /// Searches the text for a match, or tests whether the whole of it is one.
  static func run(
    _ program: Program, on text: UnsafeBufferPointer<UInt8>, whole: Bool
  ) -> Outcome {
    var simulation = Simulation(program)
    let isMatch = simulation.run(on: text, whole: whole)
    return Outcome(isMatch: isMatch, steps: simulation.steps)
  }

  private mutating func run(on text: UnsafeBufferPointer<UInt8>, whole: Bool) -> Bool {
    var (current, next) = makeThreads()
    var before = noScalar
    var offset = 0
    insert(program.start, into: &current)
    while current.count > 0 {
      let (scalar, width) = nextScalar(text, at: offset)
      let isMatch = advance(&current, to: &next, before: before, scalar: scalar)
      if isMatch, !whole || scalar == noScalar { return true }
      if scalar == noScalar { return false }
      current.count = 0
      swap(&current, &next)
      if !whole, !program.isAnchored { insert(program.start, into: &current) }
      before = scalar
      offset += width
    }
    return false
  }
}

/// The scalar at an offset of valid UTF-8 and its length, or ``noScalar`` at the end.
@inline(__always)
private func nextScalar(
  _ text: UnsafeBufferPointer<UInt8>, at offset: Int
) -> (scalar: UInt32, width: Int) {
  guard offset < text.count else { return (noScalar, 0) }
  let (scalar, length) = decodeScalar(in: text, at: offset)
  return (scalar?.value ?? 0xFFFD, length)
}
