import PolicyDiagnostics

/// Narrows the extents that libyaml reports to a node's own text.
enum NodeExtent {
  /// Where a node's content, anchor and tag stand.
  struct Parts {
    var content: Int
    var anchor: SourceRange?
    var tag: SourceRange?
  }

  /// Passes over the anchor and the tag before a node's content, in any order, with the blanks,
  /// line breaks and comments between them.
  static func parts(in bytes: [UInt8], from start: Int, end: Int, count: Int) -> Parts {
    var parts = Parts(content: start)
    var index = start
    for _ in 0..<count {
      let wordEnd = endOfWord(in: bytes, from: index, end: end)
      let range = SourceRange(index, wordEnd)
      if index < end, bytes[index] == UInt8(ascii: "&") {
        parts.anchor = range
      } else {
        parts.tag = range
      }
      parts.content = wordEnd
      index = nextContent(in: bytes, from: wordEnd, end: end)
    }
    if index < end { parts.content = index }
    return parts
  }

  /// The end of a block scalar that starts at its header: its last line that is not blank, or the
  /// header when there is none.
  static func endOfBlockScalar(in bytes: [UInt8], from start: Int, end: Int) -> Int {
    let header = endOfHeader(in: bytes, from: start, end: end)
    let firstLine = YAMLSourceBytes.endOfLine(in: bytes, from: header, end: end)
    var last = end
    while last > firstLine, isSpaceOrBreak(bytes[last - 1]) { last -= 1 }
    guard last > firstLine else { return header }
    return YAMLSourceBytes.endOfLine(in: bytes, from: last, end: end)
  }

  /// The offset behind `|` or `>` and its indicators.
  static func endOfHeader(in bytes: [UInt8], from start: Int, end: Int) -> Int {
    var index = min(start + 1, end)
    while index < end, bytes[index] > 0x20, bytes[index] != UInt8(ascii: "#") { index += 1 }
    return index
  }

  private static func isSpaceOrBreak(_ byte: UInt8) -> Bool {
    byte.isBlank || byte == YAMLSourceBytes.lineFeed
      || byte == YAMLSourceBytes.carriageReturn
  }

  /// The end of an anchor or a tag.
  private static func endOfWord(in bytes: [UInt8], from start: Int, end: Int) -> Int {
    var index = start
    while index < end, !bytes[index].isBlank,
      YAMLSourceBytes.lineBreak(in: bytes, at: index, end: end) == 0
    { index += 1 }
    return index
  }

  /// The next offset that is neither blank, line break nor comment.
  private static func nextContent(in bytes: [UInt8], from start: Int, end: Int) -> Int {
    var index = start
    while index < end {
      let lineBreak = YAMLSourceBytes.lineBreak(in: bytes, at: index, end: end)
      if lineBreak > 0 {
        index += lineBreak
      } else if bytes[index].isBlank {
        index += 1
      } else if bytes[index] == UInt8(ascii: "#") {
        index = YAMLSourceBytes.endOfLine(in: bytes, from: index, end: end)
      } else {
        break
      }
    }
    return index
  }
}
