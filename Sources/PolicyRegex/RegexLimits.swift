/// The bounds on a pattern's size; a pattern beyond one is refused, so it can neither hang nor crash.
///
/// A limit below zero counts as zero, one above a million as a million.
package struct RegexLimits: Sendable, Hashable {
  /// How deep groups may nest.
  package var nestingDepth: Int
  /// The highest count in `{n,m}`, also for the product of counts that nest.
  package var repetitionCount: Int
  /// How many instructions the compiled program may have; matching costs at most this per character.
  package var programSize: Int

  /// How many states the table for faster matching may have, at most 256; a pattern that needs more
  /// is matched without one. Zero suits a pattern that is used only once.
  package var tableStates: Int

  /// Depth 250, count 1000, 20 000 instructions, 256 states.
  package static let `default` = RegexLimits()

  /// Limits that differ from the default where an argument is given.
  package init(
    nestingDepth: Int = 250, repetitionCount: Int = 1000, programSize: Int = 20_000,
    tableStates: Int = 256
  ) {
    self.nestingDepth = nestingDepth
    self.repetitionCount = repetitionCount
    self.programSize = programSize
    self.tableStates = tableStates
  }

  /// The limits brought into the range that the engine can count in.
  var clamped: RegexLimits {
    let highest = 1_000_000
    func clamp(_ limit: Int) -> Int { min(max(limit, 0), highest) }
    return RegexLimits(
      nestingDepth: clamp(nestingDepth), repetitionCount: clamp(repetitionCount),
      programSize: clamp(programSize), tableStates: clamp(tableStates))
  }
}
