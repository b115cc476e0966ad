extension SizeEstimate {
  /// The size of what a function gives, by the sizes of its operands, target first.
  ///
  /// - Returns: `nil` when only the type of the result tells.
  static func result(of name: String, _ operands: [SizeEstimate]) -> SizeEstimate? {
    let first = operands.first ?? .none
    switch name {
    case "_+_":
      return operands.reduce(.none, +)
    case "dyn", "optional.of", "optional.ofNonZeroValue", "value":
      return first
    case "or", "orValue":
      return union(operands)
    case "lowerAscii", "upperAscii", "trim", "reverse", "substring", "charAt":
      return first.atMost
    case "split":
      return SizeEstimate(0, (first + SizeEstimate(1, 1)).maximum, element: first.atMost)
    default:
      return nil
    }
  }
}

extension FunctionCost {
  /// Operands larger than this cost no more, so that no sum of them overflows.
  private static let largestSize: UInt64 = 1 << 60

  /// What a call costs for operands of estimated sizes, target first.
  func estimate(_ operands: [SizeEstimate]) -> CostEstimate {
    func size(_ index: Int, _ end: (SizeEstimate) -> UInt64) -> UInt64 {
      operands.indices.contains(index) ? min(end(operands[index]), Self.largestSize) : 0
    }
    return CostEstimate.one
      + CostEstimate(
        units(size(0, \.minimum), size(1, \.minimum)),
        units(size(0, \.maximum), size(1, \.maximum)))
  }
}
