extension PatternParser {
  mutating func parseRepetition() throws(RegexError) {
    let start = position
    let bounds: (minimum: Int, maximum: Int?)
    switch peek() {
    case "*": bounds = (0, nil)
    case "+": bounds = (1, nil)
    case "?": bounds = (0, 1)
    default:
      guard let counts = takeCounts() else {
        append(single: .scalar(0x7B))
        return
      }
      bounds = counts
    }
    let isCounted = position > start
    if !isCounted { position += 1 }
    // The lazy form finds the same texts: only whether a text matches is asked for.
    _ = take("?")
    let spelling = excerpt(start, position)

    guard start != repetitionEnd else {
      throw error(
        .repeatedRepetition, from: start, to: position,
        "`\(spelling)` repeats a repetition",
        help: "remove one of them, or put the first into a group such as `(?:a*)`")
    }
    guard let operand = group.items.popLast() else {
      throw error(
        .missingOperand, from: start, to: position, "`\(spelling)` has nothing to repeat",
        help:
          "write what to repeat before it, or `\\\(excerpt(start, start + 1))` for the character")
    }
    var weight = tree.weight(of: operand)
    if isCounted {
      try check(bounds, spelling: spelling, from: start)
      weight *= max(1, bounds.maximum ?? bounds.minimum)
      guard weight <= limits.repetitionCount else {
        throw error(
          .invalidRepetition, from: start, to: position,
          "nested counts multiply to \(weight), above \(limits.repetitionCount)",
          help: "lower one of them")
      }
    }
    repetitionEnd = position
    append(repetition(of: operand, bounds, weight: weight))
  }

  private mutating func repetition(
    of operand: Int, _ bounds: (minimum: Int, maximum: Int?), weight: Int
  ) -> Int {
    if tree.nodes[operand] == .empty || bounds.minimum == 1 && bounds.maximum == 1 {
      return operand
    }
    if bounds.maximum == 0 { return tree.add(.empty) }
    let node = SyntaxTree.Node.repetition(
      operand, minimum: bounds.minimum, maximum: bounds.maximum)
    return tree.add(node, weight: weight)
  }

  private func check(
    _ bounds: (minimum: Int, maximum: Int?), spelling: String, from start: Int
  ) throws(RegexError) {
    let highest = max(bounds.minimum, bounds.maximum ?? 0)
    guard highest <= limits.repetitionCount else {
      throw error(
        .invalidRepetition, from: start, to: position,
        "the count in `\(spelling)` is above \(limits.repetitionCount)",
        help: "lower it, or write `*` or `+`")
    }
    if let maximum = bounds.maximum, maximum < bounds.minimum {
      throw error(
        .invalidRepetition, from: start, to: position,
        "the bounds in `\(spelling)` are in the wrong order",
        help: "write `{\(maximum),\(bounds.minimum)}`")
    }
  }

  /// Reads `{n}`, `{n,}` or `{n,m}`; anything else leaves the `{` to be a literal.
  private mutating func takeCounts() -> (minimum: Int, maximum: Int?)? {
    let start = position
    position += 1
    if let minimum = takeCount() {
      if take("}") { return (minimum, minimum) }
      if take(",") {
        if take("}") { return (minimum, nil) }
        if let maximum = takeCount(), take("}") { return (minimum, maximum) }
      }
    }
    position = start
    return nil
  }

  /// Reads a decimal number, at most one above the limit.
  private mutating func takeCount() -> Int? {
    let start = position
    var count = 0
    while let scalar = peek(), ("0"..."9").contains(scalar) {
      count = min(count * 10 + Int(scalar.value - 0x30), limits.repetitionCount + 1)
      position += 1
    }
    let hasLeadingZero = position - start > 1 && scalars[start] == "0"
    return position > start && !hasLeadingZero ? count : nil
  }
}
