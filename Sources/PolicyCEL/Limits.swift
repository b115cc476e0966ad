/// Bounds that keep hostile expressions cheap.
public struct ExpressionLimits: Sendable {
  /// Longest text, in UTF-8 bytes.
  public var length: Int
  /// Deepest nesting of the tree.
  public var depth: Int
  /// Most nodes.
  public var nodes: Int
  /// Deepest nesting of macros that loop.
  public var comprehensionDepth: Int
  /// Highest static cost estimate.
  public var estimatedCost: UInt64
  /// Most problems reported for one expression.
  public var problems: Int

  /// The cost units that evaluating one clause may spend, about 100 ms.
  ///
  /// It is also the highest estimate of an expression: what is accepted can be paid, as long as inputs
  /// keep the sizes that estimates assume. Looking for each of 1 000 elements among 1 000 is below it.
  public static let standardBudget: UInt64 = 2_000_000

  /// Creates limits.
  public init(
    length: Int = 65_536, depth: Int = 250, nodes: Int = 100_000, comprehensionDepth: Int = 4,
    estimatedCost: UInt64 = standardBudget, problems: Int = 100
  ) {
    self.length = length
    self.depth = depth
    self.nodes = nodes
    self.comprehensionDepth = comprehensionDepth
    self.estimatedCost = estimatedCost
    self.problems = problems
  }

  /// The limits for conditions in policies: 64 KiB of text, 250 levels.
  public static let standard = ExpressionLimits()
}
