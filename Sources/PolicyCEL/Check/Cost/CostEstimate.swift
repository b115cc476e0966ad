/// What an evaluation may cost, in units of about 50 ns on common hardware.
package struct CostEstimate: Hashable, Sendable {
  /// The least it costs.
  package var minimum: UInt64
  /// The most it costs; `UInt64.max` also stands for more.
  package var maximum: UInt64

  /// Creates an estimate; a `maximum` below `minimum` is raised to it.
  package init(_ minimum: UInt64, _ maximum: UInt64) {
    self.minimum = minimum
    self.maximum = max(minimum, maximum)
  }

  /// Costs nothing.
  static let zero = CostEstimate(0, 0)
  /// Costs a single step.
  static let one = CostEstimate(1, 1)

  /// The cost of one after the other.
  static func + (left: CostEstimate, right: CostEstimate) -> CostEstimate {
    CostEstimate(
      left.minimum.addingSaturated(right.minimum), left.maximum.addingSaturated(right.maximum))
  }

  /// The cost of many times the same.
  static func * (left: CostEstimate, count: ClosedRange<UInt64>) -> CostEstimate {
    CostEstimate(
      left.minimum.multipliedSaturating(by: count.lowerBound),
      left.maximum.multipliedSaturating(by: count.upperBound))
  }

  /// The cost of the one or the other.
  func union(_ other: CostEstimate) -> CostEstimate {
    CostEstimate(min(minimum, other.minimum), max(maximum, other.maximum))
  }

  /// The same cost, unless it is not paid at all.
  var atMost: CostEstimate { CostEstimate(0, maximum) }
}
