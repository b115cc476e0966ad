/// Bounds that keep hostile documents cheap.
public struct JSONLimits: Sendable {
  /// Longest text, in bytes.
  public var size: Int
  /// Deepest nesting of arrays and objects; never more than ``maximumDepth``.
  public var depth: Int
  /// Most duplicate keys reported for one document.
  public var problems: Int

  /// The deepest nesting that any limit can allow, for the sake of the stack.
  public static let maximumDepth = 512

  /// Creates limits.
  public init(size: Int = 4 << 20, depth: Int = 64, problems: Int = 20) {
    self.size = size
    self.depth = min(depth, Self.maximumDepth)
    self.problems = problems
  }

  /// 4 MiB and 64 levels.
  public static let standard = JSONLimits()
}
