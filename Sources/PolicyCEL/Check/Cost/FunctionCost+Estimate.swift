extension FunctionCost {
  /// Operands larger than this cost no more, so that no sum of them overflows.
  private static let largestSize: UInt64 = 1 << 60

  /// What a call costs for operands of estimated sizes, target first.
  func estimate(_ operands: [SizeEstimate]) -> CostEstimate {
    let first = operands.first ?? .none
    let second = operands.count > 1 ? operands[1] : .none
    let most =
      units(min(first.maximum, Self.largestSize), min(second.maximum, Self.largestSize))
      .addingSaturated(contentUnits(first, second, operands.count > 2 ? operands[2] : .none))
    return CostEstimate(leastUnits(first, second).addingSaturated(1), most.addingSaturated(1))
  }

  /// The least beyond the call itself.
  private func leastUnits(_ first: SizeEstimate, _ second: SizeEstimate) -> UInt64 {
    switch model {
    case .membership, .joining, .sorting, .comparing, .distinguishing, .counting, .match: return 0
    case .equality where first.mayContain || second.mayContain: return 0
    default:
      return units(min(first.minimum, Self.largestSize), min(second.minimum, Self.largestSize))
    }
  }

  /// The most for what is in the operands, beyond what their own sizes cost.
  private func contentUnits(
    _ first: SizeEstimate, _ second: SizeEstimate, _ third: SizeEstimate
  ) -> UInt64 {
    switch model {
    case .equality:
      return first.mayContain && second.mayContain
        ? Self.tenth(
          SizeEstimate.weight(
            bytes: first.holdsMaps ? first.bytes : min(first.bytes, second.bytes),
            elements: min(first.elements, second.elements))) : 0
    case .membership:
      guard first.mayContain else { return 0 }
      let times = second.count.upperBound
      let bytes = times.multipliedSaturating(by: first.bytes)
      return Self.tenth(
        SizeEstimate.weight(
          bytes: first.holdsMaps ? bytes : min(bytes, second.bytes),
          elements: min(second.elements, times.multipliedSaturating(by: first.elements))))
    case .joining:
      return Self.tenth(first.weight).addingSaturated(
        Self.tenth(first.count.upperBound.multipliedSaturating(by: second.maximum)))
    case .formatting:
      return Self.tenth(second.weight).addingSaturated(
        second.count.upperBound.multipliedSaturating(by: 10))
    case .replacement:
      let occurrences = Self.occurrences(of: second.minimum, in: first.maximum)
      return Self.tenth(occurrences.multipliedSaturating(by: third.maximum))
    case .sorting:
      return Self.sorting(count: first.count.upperBound, weight: first.weight)
    case .comparing:
      return Self.comparing(first.compared, second.compared)
    case .distinguishing:
      return Self.comparing(first.compared, (0, 0, first.compared.compounds))
    case .counting:
      return UInt64(ListRange.longest)
    case .constant, .firstLength, .bothLengths, .shorterLength, .search, .match:
      return 0
    }
  }
}

extension SizeEstimate {
  /// Whether there may be values in it.
  fileprivate var mayContain: Bool { isDynamic || elements > 0 }

  /// How many elements there are to compare, what is in them, and how many may be lists or maps.
  fileprivate var compared: (count: UInt64, weight: UInt64, compounds: UInt64) {
    let count = self.count.upperBound
    return (count, weight, element.map { $0.isDynamic || $0.element != nil } ?? true ? count : 0)
  }

  /// What walking through all of it counts.
  fileprivate var weight: UInt64 { Self.weight(bytes: bytes, elements: elements) }

  /// What walking through so much counts; from a limit on it is not counted, and no budget is enough.
  fileprivate static func weight(bytes: UInt64, elements: UInt64) -> UInt64 {
    elements >= WeightCounter.visitLimit ? .max : bytes.addingSaturated(elements)
  }
}
