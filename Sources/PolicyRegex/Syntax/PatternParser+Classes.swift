extension PatternParser {
  /// Reads `[…]`.
  mutating func parseClass() throws(RegexError) -> Int {
    let start = position
    position += 1
    let isNegated = take("^")
    var builder = CharacterSet.Builder(ignoresCase: flags.ignoresCase)
    var isFirst = true
    while let scalar = peek() {
      if scalar == "]", !isFirst {
        position += 1
        return tree.add(builder.build(isNegated: isNegated))
      }
      isFirst = false
      if try parsePOSIXClass(into: &builder) { continue }
      if try parseClassEscape(into: &builder) { continue }
      try parseRange(into: &builder)
    }
    throw error(
      .missingBracket, from: start, to: start + 1, "this character class is never closed",
      help: "add `]`, or write `\\[` for a bracket")
  }

  private mutating func parseRange(into builder: inout CharacterSet.Builder) throws(RegexError) {
    let start = position
    let low = try parseClassScalar()
    guard peek() == "-", let next = peek(1), next != "]" else {
      builder.insert(low...low)
      return
    }
    position += 1
    if next == "\\", let letter = peek(1),
      NamedClass.perl[letter] != nil || letter == "p" || letter == "P"
    {
      throw error(
        .invalidRange, from: start, to: position + 2,
        "the range `\(excerpt(start, position + 2))` ends with a class",
        help: "write `\\-` for a hyphen")
    }
    let high = try parseClassScalar()
    guard low <= high else {
      throw error(
        .invalidRange, from: start, to: position,
        "the range `\(excerpt(start, position))` is in the wrong order",
        help: "write the lower end first, or `\\-` for a hyphen")
    }
    builder.insert(low...high)
  }

  private mutating func parseClassScalar() throws(RegexError) -> UInt32 {
    guard let scalar = peek(), scalar != "\\" else {
      return try parseScalarEscape(from: position)
    }
    position += 1
    return scalar.value
  }

  /// Reads `[:alpha:]` or `[:^alpha:]`; without the closing `:]` it is plain characters.
  private mutating func parsePOSIXClass(
    into builder: inout CharacterSet.Builder
  ) throws(RegexError) -> Bool {
    guard peek() == "[", peek(1) == ":" else { return false }
    var length = 2
    while let scalar = peek(length), isWord(scalar.value) || scalar == "^" { length += 1 }
    guard peek(length) == ":", peek(length + 1) == "]" else { return false }
    let start = position
    position += 2
    let isNegated = take("^")
    let name = text(position, start + length)
    position = start + length + 2
    guard let ranges = NamedClass.posix[name] else {
      throw error(
        .unknownClass, from: start, to: position, "`\(excerpt(start, position))` is no known class",
        help: "write one of "
          + NamedClass.posix.keys.sorted().map { "`[:\($0):]`" }.joined(separator: ", "))
    }
    builder.insert(ranges, isNegated: isNegated)
    return true
  }
}
