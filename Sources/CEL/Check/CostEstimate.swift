/// What an evaluation may cost, in units of about 50 ns on common hardware.
public struct CostEstimate: Hashable, Sendable {
  /// The least it costs.
  public var minimum: UInt64
  /// The most it costs; `UInt64.max` also stands for more.
  public var maximum: UInt64

  /// Creates an estimate; a `maximum` below `minimum` is raised to it.
  public init(_ minimum: UInt64, _ maximum: UInt64) {
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
  static func * (left: CostEstimate, count: SizeEstimate) -> CostEstimate {
    CostEstimate(
      left.minimum.multipliedSaturating(by: count.minimum),
      left.maximum.multipliedSaturating(by: count.maximum))
  }

  /// The cost of the one or the other.
  func union(_ other: CostEstimate) -> CostEstimate {
    CostEstimate(min(minimum, other.minimum), max(maximum, other.maximum))
  }

  /// The same cost, unless it is not paid at all.
  var atMost: CostEstimate { CostEstimate(0, maximum) }
}

/// How large a string, list or map may be, and what is in it.
struct SizeEstimate: Sendable {
  /// The fewest bytes or elements.
  var minimum: UInt64
  /// The most bytes or elements.
  var maximum: UInt64
  /// The size of the largest element; empty when the elements have none.
  private var elements: [SizeEstimate] = []

  /// Creates an estimate.
  init(_ minimum: UInt64, _ maximum: UInt64, element: SizeEstimate? = nil) {
    self.minimum = minimum
    self.maximum = max(minimum, maximum)
    elements = element.map { [$0] } ?? []
  }

  /// The size of what has none, such as a number.
  static let none = SizeEstimate(0, 0)

  /// The size of an element.
  var element: SizeEstimate? { elements.first }

  /// The size of both together.
  static func + (left: SizeEstimate, right: SizeEstimate) -> SizeEstimate {
    SizeEstimate(
      left.minimum.addingSaturated(right.minimum), left.maximum.addingSaturated(right.maximum),
      element: SizeEstimate.union([left.element, right.element].compactMap { $0 }))
  }

  /// The size of any one of several.
  static func union(_ sizes: [SizeEstimate]) -> SizeEstimate? {
    guard let minimum = sizes.map(\.minimum).min(), let maximum = sizes.map(\.maximum).max() else {
      return nil
    }
    return SizeEstimate(minimum, maximum, element: union(sizes.compactMap(\.element)))
  }

  /// The same size with any number of elements left out.
  var atMost: SizeEstimate { SizeEstimate(0, maximum, element: element) }

}

/// The sizes that an estimate uses for what nothing bounds.
///
/// A field's own bound, ``ObjectType/Field/sizeLimit``, goes before them.
public enum SizeAssumptions {
  /// The most bytes of a string: 10 000.
  public static let stringLength: UInt64 = 10_000
  /// The most elements of a list or map: 1 000.
  public static let elementCount: UInt64 = 1_000

  /// The size of a value of which only the type is known.
  static func size(of type: ValueType, limit: Int? = nil) -> SizeEstimate {
    let limit = limit.map { UInt64(clamping: $0) }
    switch type {
    case .string, .bytes, .dyn:
      return SizeEstimate(0, limit ?? stringLength)
    case .list(let element):
      return SizeEstimate(0, limit ?? elementCount, element: size(of: element))
    case .map(let key, _):
      return SizeEstimate(0, limit ?? elementCount, element: size(of: key))
    case .abstract("optional_type", let parameters):
      return parameters.first.map { size(of: $0, limit: limit.map { Int(clamping: $0) }) } ?? .none
    default:
      return .none
    }
  }
}

extension UInt64 {
  fileprivate func addingSaturated(_ other: UInt64) -> UInt64 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? .max : sum
  }
}
