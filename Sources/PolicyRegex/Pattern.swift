/// A regular expression in RE2's syntax that is matched in linear time.
///
/// A pattern can come from anyone and meet any text: the time to match is at most proportional to
/// the length of the text times ``programSize``, there is no backtracking. Characters are Unicode
/// code points, compared without normalisation. Look-around and back-references do not exist.
///
/// A pattern can be shared between threads; matching allocates once at most.
package struct Pattern: Sendable {
  /// The text that the pattern was made from.
  package let pattern: String

  private let program: Program
  private let literal: LiteralSearch?
  private let table: StateTable?

  /// Compiles a pattern.
  ///
  /// - Throws: The first mistake in the pattern, or the limit that it exceeds.
  /// - Complexity: O(*n*) for a pattern without counted repetitions, else O(*n* + program size).
  package init(_ pattern: String, limits: RegexLimits = .default) throws(RegexError) {
    let limits = limits.clamped
    let tree = try PatternParser(pattern, limits: limits).parse()
    try self.init(pattern, tree, limits: limits)
  }

  /// Compiles what a pattern was read as.
  init(_ pattern: String, _ tree: SyntaxTree, limits: RegexLimits) throws(RegexError) {
    let compiler = ProgramCompiler(tree, patternLength: pattern.utf8.count, limits: limits)
    self.pattern = pattern
    program = try compiler.compile()
    literal = LiteralSearch(tree)
    table = literal == nil ? StateTable(program, maximum: limits.tableStates) : nil
  }

  /// How many instructions the compiled program has, which bounds the cost for each character.
  package var programSize: Int { program.instructions.count }

  /// How many steps matching takes for each byte at the most: one where bytes are compared or looked up
  /// in a table, else ``programSize``.
  package var stepsPerByte: Int {
    literal != nil || table?.isTotal == true ? 1 : max(programSize, 1)
  }

  /// Whether the pattern matches somewhere in the text.
  ///
  /// - Complexity: O(*n* · ``programSize``) for a text of *n* bytes.
  package func matches(in text: String) -> Bool {
    if let literal { return withBytes(of: text) { literal.matches(in: $0) } }
    return withBytes(of: text) { bytes in
      table?.matches(in: bytes) ?? Simulation.run(program, on: bytes, whole: false).isMatch
    }
  }

  /// Whether the pattern matches the text from its start to its end.
  ///
  /// - Complexity: O(*n* · ``programSize``) for a text of *n* bytes.
  package func wholeMatches(_ text: String) -> Bool {
    if let literal { return withBytes(of: text) { literal.wholeMatches($0) } }
    return simulate(text, whole: true).isMatch
  }

  /// Whether the pattern is matched by comparing bytes.
  var isLiteral: Bool { literal != nil }

  /// The number of states of the table for matching, if there is one.
  var tableSize: Int? { table?.count }

  /// Runs the program itself, also for a pattern that has a faster way.
  func simulate(_ text: String, whole: Bool) -> Simulation.Outcome {
    withBytes(of: text) { Simulation.run(program, on: $0, whole: whole) }
  }
}

/// Lends the UTF-8 of a text; only a text bridged from another runtime is copied for it.
private func withBytes<Result>(
  of text: String, _ body: (UnsafeBufferPointer<UInt8>) -> Result
) -> Result {
  if let result = text.utf8.withContiguousStorageIfAvailable(body) { return result }
  var copy = text
  return copy.withUTF8(body)
}
