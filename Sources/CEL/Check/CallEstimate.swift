/// What a function costs beyond its operands, and how large its result is.
struct CallEstimate {
  /// The function's own cost, without the one unit of every call.
  let cost: CostEstimate
  /// The size of the result; `nil` when only its type tells.
  let resultSize: SizeEstimate?

  /// Estimates a call of a function by the sizes of its operands, target first.
  init(name: String, operands: [SizeEstimate], isMap: Bool) {
    let all = operands.reduce(SizeEstimate.none, +)
    let first = operands.first ?? .none
    let last = operands.last ?? .none
    switch name {
    case "@in":
      cost = isMap ? .zero : CostEstimate(0, last.maximum)
      resultSize = SizeEstimate.none
    case "contains":
      cost = Self.product(first.traversal, last.traversal)
      resultSize = SizeEstimate.none
    case "matches":
      let pattern = CostEstimate(last.minimum / 4 + 1, last.maximum / 4 + 1)
      let text = (first + SizeEstimate(1, 1)).traversal
      cost = Self.product(text, pattern)
      resultSize = SizeEstimate.none
    case "startsWith", "endsWith":
      cost = last.traversal
      resultSize = SizeEstimate.none
    case "_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_":
      let shorter = SizeEstimate(
        min(first.minimum, last.minimum), min(first.maximum, last.maximum))
      cost = shorter.traversal.atMost
      resultSize = SizeEstimate.none
    case "_+_":
      cost = all.traversal
      resultSize = all
    case "size", "duration", "timestamp", "type":
      cost = .zero
      resultSize = SizeEstimate.none
    case "dyn", "optional.of", "optional.ofNonZeroValue", "value":
      cost = .zero
      resultSize = first
    case "or", "orValue":
      cost = .zero
      resultSize = SizeEstimate.union(operands)
    case "lowerAscii", "upperAscii", "trim", "reverse", "substring", "charAt":
      cost = all.traversal
      resultSize = first.atMost
    case "split":
      cost = all.traversal
      resultSize = SizeEstimate(0, (first + SizeEstimate(1, 1)).maximum, element: first.atMost)
    default:
      cost = all.traversal
      resultSize = nil
    }
  }

  private static func product(_ left: CostEstimate, _ right: CostEstimate) -> CostEstimate {
    CostEstimate(
      left.minimum.multipliedSaturated(by: right.minimum),
      left.maximum.multipliedSaturated(by: right.maximum))
  }
}
