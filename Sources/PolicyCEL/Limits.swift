/// Bounds that keep hostile expressions cheap.
package struct ExpressionLimits: Sendable {
  /// Longest text, in UTF-8 bytes.
  package var length: Int
  /// Deepest nesting of the tree.
  package var depth: Int
  /// Most nodes.
  package var nodes: Int
  /// Deepest nesting of macros that loop.
  package var comprehensionDepth: Int
  /// Highest static cost estimate.
  package var estimatedCost: UInt64
  /// Most problems reported for one expression.
  package var problems: Int

  /// The cost units that evaluating one clause may spend, about 100 ms.
  ///
  /// It is also the highest estimate of an expression: what is accepted can be paid, as long as inputs
  /// keep the sizes that estimates assume. Looking for each of 1 000 elements among 1 000 is below it.
  package static let standardBudget: UInt64 = 2_000_000

  /// Creates limits.
  package init(
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
  package static let standard = ExpressionLimits()
}
