extension SizeEstimate {
  /// The size of what a function gives, by the sizes of its operands, target first.
  ///
  /// - Returns: `nil` when only the type of the result tells.
  static func result(of name: String, _ operands: [SizeEstimate]) -> SizeEstimate? {
    let first = operands.first ?? .none
    switch name {
    case Operator.add.function:
      return operands.dropFirst().reduce(first, +)
    case "dyn", "optional.of", "optional.ofNonZeroValue", "value", "bytes", "reverse", "distinct",
      "sort", "slice":
      return first.atMost
    case "or", "orValue":
      return union(operands)?.atMost
    case "lowerAscii", "upperAscii", "trim", "substring", "charAt":
      return SizeEstimate(0, first.bytes)
    case "first", "last":
      return (first.element ?? .none).atMost
    case "flatten":
      return operands.count == 1 ? first.flattened : first.flattenedAtAnyDepth
    case "lists.range":
      return .list(0, UInt64(ListRange.longest), of: .none)
    case "string":
      return SizeEstimate(0, max(first.maximum, longestScalarText))
    case "strings.quote":
      return SizeEstimate(0, first.bytes.multipliedSaturating(by: 2).addingSaturated(2))
    case "split":
      return SizeEstimate.list(0, first.bytes.addingSaturated(1), of: SizeEstimate(0, first.bytes))
        .holding(bytes: first.bytes, elements: first.bytes.addingSaturated(1))
    case "join":
      let separator = operands.count > 1 ? operands[1].maximum : 0
      let separators = first.maximum.multipliedSaturating(by: separator)
      return SizeEstimate(0, first.bytes.addingSaturated(separators))
    case "replace" where operands.count > 2:
      let occurrences = FunctionCost.occurrences(of: operands[1].minimum, in: first.maximum)
      let added = occurrences.multipliedSaturating(by: operands[2].maximum)
      return SizeEstimate(0, first.maximum.addingSaturated(added))
    case "format" where operands.count > 1:
      let arguments = operands[1]
      let numbers = arguments.elements.addingSaturated(1)
        .multipliedSaturating(by: longestFormattedNumber)
      return SizeEstimate(
        0,
        first.maximum.addingSaturated(arguments.bytes.multipliedSaturating(by: 2))
          .addingSaturated(numbers))
    default:
      return nil
    }
  }

  /// The longest text of a number, an instant or a span.
  private static let longestScalarText: UInt64 = 64
  /// The longest text of one in a format, brackets included: 309 digits and 1000 after the point.
  private static let longestFormattedNumber: UInt64 = 1400
}
