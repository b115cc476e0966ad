extension PatternParser {
  mutating func openGroup() throws(RegexError) {
    let start = position
    position += 1
    var inner = flags
    if take("?") {
      if let flags = try parseGroupKind(from: start) {
        inner = flags
      } else {
        return
      }
    }
    guard outerGroups.count < limits.nestingDepth else {
      throw error(
        .nestingTooDeep, from: start, to: start + 1,
        "groups nest deeper than \(limits.nestingDepth)", help: "split the pattern")
    }
    outerGroups.append(group)
    group = Group(start: start, outerFlags: flags)
    flags = inner
  }

  mutating func closeGroup() throws(RegexError) {
    guard let outer = outerGroups.popLast() else {
      throw error(
        .unexpectedParenthesis, from: position, to: position + 1, "`)` closes no group",
        help: "remove it, or write `\\)` for a parenthesis")
    }
    let node = finish(group)
    flags = group.outerFlags
    group = outer
    append(node)
    position += 1
  }

  /// Reads what follows `(?`: the flags inside the group, or nothing if it was only a change of
  /// flags such as `(?i)`.
  private mutating func parseGroupKind(from start: Int) throws(RegexError) -> Flags? {
    if take("<=") || take("<!") || take("=") || take("!") {
      throw error(
        .lookaround, from: start, to: position,
        "look-around `\(excerpt(start, position))` is not supported, matching it would not be linear",
        help: "test for the surrounding text with a second pattern")
    }
    if take("P=") {
      throw backreference(from: start)
    }
    if take("P<") || take("<") {
      try parseGroupName(from: start)
      return flags
    }
    if let scalar = peek(), let unsupported = Self.unsupportedGroups[scalar] {
      throw error(
        .unsupported, from: start, to: position + 1,
        "\(unsupported.what) `\(excerpt(start, position + 1))` is not supported",
        help: unsupported.help)
    }
    return try parseFlags(from: start)
  }

  private static let unsupportedGroups: [Unicode.Scalar: (what: String, help: String)] = [
    ">": ("the atomic group", "write `(?:`, matching never backtracks"),
    "#": ("the comment", "explain the pattern outside of it"),
    "(": ("the condition", "write an alternation such as `(?:a|b)`"),
    "|": ("the branch reset", "write `(?:`"),
    "&": ("the subroutine", "repeat the group's text"),
    "R": ("the recursion", "write the nesting out to the depth that is needed"),
    "'": ("the quoted name", "write `(?<name>`"),
  ]

  func backreference(from start: Int) -> RegexError {
    error(
      .backreference, from: start, to: position,
      "the back-reference `\(excerpt(start, position))` is not supported, "
        + "matching it would not be linear",
      help: "repeat the group's text")
  }

  private mutating func parseGroupName(from start: Int) throws(RegexError) {
    let nameStart = position
    while let scalar = peek(), isWord(scalar.value) { position += 1 }
    let name = text(nameStart, position)
    guard peek() == ">", !name.isEmpty else {
      throw error(
        .invalidGroupName, from: start, to: position + 1,
        "this is no group name: `\(excerpt(nameStart, position + 1))`",
        help: "write letters, digits and `_`, then `>`")
    }
    guard groupNames.insert(name).inserted else {
      throw error(
        .duplicateGroupName, from: nameStart, to: position,
        "two groups have the name `\(excerpt(nameStart, position))`",
        help: "rename one of them, or write `(?:`")
    }
    position += 1
  }

  private mutating func parseFlags(from start: Int) throws(RegexError) -> Flags? {
    var changed = flags
    var value = true
    var needsFlag = false
    while let scalar = peek() {
      position += 1
      switch scalar {
      case "i": changed.ignoresCase = value
      case "m": changed.isMultiline = value
      case "s": changed.dotMatchesNewline = value
      case "U": break
      case "-" where value:
        value = false
        needsFlag = true
        continue
      case ":" where !needsFlag:
        return changed
      case ")" where !needsFlag:
        flags = changed
        return nil
      default:
        throw error(
          .invalidGroup, from: start, to: position,
          "`\(excerpt(start, position))` starts no group",
          help: "write `(?:` for a group, `(?<name>` for a named one, "
            + "or flags out of `imsU` such as `(?i)`")
      }
      needsFlag = false
    }
    throw error(
      .missingParenthesis, from: start, to: position, "this group is never closed",
      help: "add `)`, or write `\\(` for a parenthesis")
  }
}
