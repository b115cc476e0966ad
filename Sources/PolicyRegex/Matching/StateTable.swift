/// A deterministic automaton for searching, one table look-up for each byte.
///
/// The subset construction (M. Rabin and D. Scott, 1959) over the instructions of a program. RE2 builds
/// such states while it matches and throws them away when there are too many; this builds all of them
/// at once or none, so that a pattern can be shared without a lock and its time does not depend on what
/// it met before. Bytes that no instruction tells apart share a column, as in RE2's byte map.
///
/// It is built once, and only for a program that stays small as a table. A state is the set of
/// instructions that wait for the next character, with what matters of the character before.
struct StateTable: Sendable {
  /// A match was found.
  private static let accepted: UInt8 = 0
  /// No match can be found any more.
  private static let dead: UInt8 = 1
  /// The program tells characters beyond ASCII apart, the table does not.
  private static let undecided: UInt8 = 2
  private static let first: UInt8 = 3

  private let classes: [UInt8]
  private let classCount: Int
  private let transitions: [UInt8]
  /// Whether a text that ends in a state has a match.
  private let acceptsAtEnd: [Bool]
  /// Whether the table can tell for every text, not for those of ASCII alone.
  let isTotal: Bool

  /// The number of states.
  var count: Int { acceptsAtEnd.count }

  /// Builds the table unless it would need more states than the maximum, or too much work.
  init?(_ program: Program, maximum: Int) {
    guard maximum > Int(Self.first), program.instructions.count <= Builder.instructionLimit else {
      return nil
    }
    var builder = Builder(program, maximum: min(maximum, 256))
    guard builder.build() else { return nil }
    classes = builder.classes.classes
    classCount = builder.classes.count
    transitions = builder.transitions
    acceptsAtEnd = builder.acceptsAtEnd
    isTotal = builder.classes.isUniformBeyondASCII
  }

  /// Whether the program matches somewhere in the text, or nothing if the table cannot tell.
  func matches(in text: UnsafeBufferPointer<UInt8>) -> Bool? {
    var state = Self.first
    for byte in text {
      state = transitions[Int(state) * classCount + Int(classes[Int(byte)])]
      if state < Self.first { return state == Self.undecided ? nil : state == Self.accepted }
    }
    return acceptsAtEnd[Int(state)]
  }
}

extension StateTable {
  private struct State: Hashable {
    var threads: [Int32]
    var before: UInt32
  }

  private struct Builder {
    /// Bounds the work for one table: instructions in a program, and looked at altogether.
    static let instructionLimit = 500
    static let stepLimit = 20_000

    let classes: ByteClasses
    var transitions: [UInt8] = []
    var acceptsAtEnd: [Bool] = []

    private let program: Program
    private let maximum: Int
    private var simulation: Simulation
    private var states: [State] = []
    private var numbers: [State: UInt8] = [:]
    private let seesStart: Bool
    private let seesLines: Bool
    private let seesWords: Bool

    init(_ program: Program, maximum: Int) {
      self.program = program
      self.maximum = maximum
      classes = ByteClasses(program)
      simulation = Simulation(program)
      let assertions = program.instructions.compactMap(\.assertion)
      seesStart = assertions.contains { $0 == .textStart || $0 == .lineStart }
      seesLines = assertions.contains(.lineStart)
      seesWords = assertions.contains { $0 == .wordBoundary || $0 == .notWordBoundary }
    }

    /// Answers false if the table would be too large.
    mutating func build() -> Bool {
      transitions = Array(repeating: accepted, count: Int(first) * classes.count)
      acceptsAtEnd = Array(repeating: false, count: Int(first))
      let start = State(threads: [program.start], before: kind(of: noScalar))
      guard number(of: start) != nil else { return false }
      var index = 0
      while index < states.count {
        guard addRow(of: states[index]), simulation.steps <= Self.stepLimit else { return false }
        index += 1
      }
      return true
    }

    private mutating func addRow(of state: State) -> Bool {
      let own = UInt8(truncatingIfNeeded: transitions.count / classes.count)
      for scalar in classes.representatives {
        guard let next = successor(of: state, over: scalar) else { return false }
        transitions.append(next)
      }
      // A scalar beyond ASCII is stepped over with its first byte.
      let beyond =
        classes.isUniformBeyondASCII ? successor(of: state, over: 0xFFFD) : undecided
      guard let beyond else { return false }
      transitions.append(beyond)
      transitions.append(own)
      acceptsAtEnd.append(advance(state, over: noScalar) == nil)
      return true
    }

    /// The number of the state after a scalar; nothing if there are too many states.
    private mutating func successor(of state: State, over scalar: UInt32) -> UInt8? {
      guard simulation.steps <= StateTable.Builder.stepLimit else { return nil }
      guard let threads = advance(state, over: scalar) else { return accepted }
      if threads.isEmpty { return dead }
      return number(of: State(threads: threads, before: kind(of: scalar)))
    }

    /// The instructions that wait after a scalar, in order; nothing if there is a match before it.
    private mutating func advance(_ state: State, over scalar: UInt32) -> [Int32]? {
      var (current, next) = simulation.makeThreads()
      for thread in state.threads { simulation.insert(thread, into: &current) }
      let isMatch = simulation.advance(
        &current, to: &next, before: state.before, scalar: scalar)
      if isMatch { return nil }
      if !program.isAnchored { simulation.insert(program.start, into: &next) }
      return simulation.members(of: next).sorted()
    }

    private mutating func number(of state: State) -> UInt8? {
      if let known = numbers[state] { return known }
      let number = Int(first) + states.count
      guard number < maximum else { return nil }
      states.append(state)
      numbers[state] = UInt8(truncatingIfNeeded: number)
      return UInt8(truncatingIfNeeded: number)
    }

    /// A scalar that the program's assertions cannot tell from this one.
    private func kind(of scalar: UInt32) -> UInt32 {
      if scalar == noScalar, seesStart { return noScalar }
      if scalar == newline, seesLines { return newline }
      if seesWords, isWord(scalar) { return 0x61 }
      return 0x20
    }
  }
}

extension Program.Instruction {
  fileprivate var assertion: Assertion? {
    if case .assert(let assertion, _) = self { assertion } else { nil }
  }
}
