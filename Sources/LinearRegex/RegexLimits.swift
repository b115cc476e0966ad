/// The bounds on a pattern's size; a pattern beyond one is refused, so it can neither hang nor crash.
public struct RegexLimits: Sendable, Hashable {
  /// How deep groups may nest.
  public var nestingDepth: Int
  /// The highest count in `{n,m}`, also for the product of counts that nest.
  public var repetitionCount: Int
  /// How many instructions the compiled program may have; matching costs at most this per character.
  public var programSize: Int

  /// Depth 250, count 1000, 20 000 instructions.
  public static let `default` = RegexLimits()

  /// Limits that differ from the default where an argument is given.
  public init(nestingDepth: Int = 250, repetitionCount: Int = 1000, programSize: Int = 20_000) {
    self.nestingDepth = nestingDepth
    self.repetitionCount = repetitionCount
    self.programSize = programSize
  }
}
