/// Turns a syntax tree into a program, from its end to its start and without recursion.
///
/// This is Thompson's construction (K. Thompson, "Regular Expression Search Algorithm", CACM 11:6, 1968)
/// in the form that R. Cox gives it ("Regular Expression Matching: the Virtual Machine Approach",
/// 2009): each node becomes instructions that go on to the entry of what follows it. Going from the end
/// to the start, that entry is always known, and nothing has to be patched but the split of a loop. The
/// program has O(1) instructions for each node and each copy of a counted repetition, which the limits
/// bound.
struct ProgramCompiler {
  /// What remains to be done; a task takes the entry of what follows and leaves its own.
  private enum Task {
    case node(Int)
    /// Joins the branch just compiled with those after it, then goes on to the one before.
    case branch([Int], index: Int, following: Int32, joined: Int32?)
    /// Points the reserved split of `x*` or `x+` at the body just compiled.
    case loop(split: Int32, following: Int32, isOptional: Bool)
    /// Adds copies of a node before what is compiled, the optional ones last in the text.
    case copies(of: Int, required: Int, optional: Int, end: Int32, isFirst: Bool)
  }

  private let tree: SyntaxTree
  private let limits: RegexLimits
  private let patternLength: Int
  private var program = Program()
  private var tasks: [Task] = []
  private var entry: Int32 = 0

  init(_ tree: SyntaxTree, patternLength: Int, limits: RegexLimits) {
    self.tree = tree
    self.limits = limits
    self.patternLength = patternLength
  }

  consuming func compile() throws(RegexError) -> Program {
    program.sets = tree.sets
    program.isAnchored = isAnchored()
    tasks = [.node(tree.root)]
    while let task = tasks.popLast() { try perform(task) }
    program.start = entry
    return program
  }

  private mutating func perform(_ task: Task) throws(RegexError) {
    switch task {
    case .node(let node):
      try compile(tree.nodes[node])
    case .branch(let branches, let index, let following, let joined):
      if let joined { try emit(.split(entry, joined)) }
      guard index > 0 else { return }
      tasks.append(.branch(branches, index: index - 1, following: following, joined: entry))
      tasks.append(.node(branches[index - 1]))
      entry = following
    case .loop(let split, let following, let isOptional):
      program.instructions[Int(split)] = .split(entry, following)
      if isOptional { entry = split }
    case .copies(let node, let required, let optional, let end, let isFirst):
      // A copy just compiled that was optional may be skipped, together with those after it.
      if !isFirst { try emit(.split(entry, end)) }
      if optional > 0 {
        tasks.append(
          .copies(of: node, required: required, optional: optional - 1, end: end, isFirst: false))
        tasks.append(.node(node))
      } else {
        for _ in 0..<required { tasks.append(.node(node)) }
      }
    }
  }

  private mutating func compile(_ node: SyntaxTree.Node) throws(RegexError) {
    switch node {
    case .empty: break
    case .scalar(let scalar): try emit(.scalar(scalar, next: entry))
    case .folded(let scalar):
      program.folds = true
      try emit(.folded(scalar, next: entry))
    case .set(let set): try emit(.set(Int32(set), next: entry))
    case .any: try emit(.any(next: entry))
    case .anyExceptNewline: try emit(.anyExceptNewline(next: entry))
    case .assertion(let assertion): try emit(.assert(assertion, next: entry))
    case .sequence(let items):
      for item in items { tasks.append(.node(item)) }
    case .choice(let branches):
      tasks.append(
        .branch(branches, index: branches.count - 1, following: entry, joined: nil))
      if let last = branches.last { tasks.append(.node(last)) }
    case .repetition(let operand, let minimum, let maximum):
      if let maximum {
        tasks.append(
          .copies(
            of: operand, required: minimum, optional: maximum - minimum, end: entry,
            isFirst: true))
      } else {
        // All but the last copy come before the loop.
        for _ in 1..<max(1, minimum) { tasks.append(.node(operand)) }
        let following = entry
        try emit(.split(following, following))
        tasks.append(.loop(split: entry, following: following, isOptional: minimum == 0))
        tasks.append(.node(operand))
      }
    }
  }

  private mutating func emit(_ instruction: Program.Instruction) throws(RegexError) {
    guard program.instructions.count < limits.programSize else {
      throw RegexError(
        kind: .programTooLarge, range: 0..<patternLength,
        message: "the pattern needs more than \(limits.programSize) instructions",
        help: "lower its repetition counts, or split it")
    }
    entry = Int32(truncatingIfNeeded: program.instructions.count)
    program.instructions.append(instruction)
  }

  /// Whether every way through the tree begins with an assertion of the text's start.
  private func isAnchored() -> Bool {
    // Children come before their parents.
    var answers: [Bool] = []
    answers.reserveCapacity(tree.nodes.count)
    for node in tree.nodes {
      switch node {
      case .assertion(let assertion): answers.append(assertion == .textStart)
      case .sequence(let items): answers.append(items.first.map { answers[$0] } ?? false)
      case .choice(let branches): answers.append(branches.allSatisfy { answers[$0] })
      case .repetition(let operand, let minimum, _): answers.append(minimum > 0 && answers[operand])
      default: answers.append(false)
      }
    }
    return answers[tree.root]
  }
}
