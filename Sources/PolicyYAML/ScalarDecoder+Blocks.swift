import PolicyDiagnostics

extension ScalarDecoder {
  /// What stands behind `|` or `>`.
  private struct Header {
    enum Chomping {
      case strip
      case clip
      case keep
    }

    var chomping = Chomping.clip
    var hasIndentation = false
    /// The offset of the first line of text.
    var end: Int
  }

  /// Decodes a block that starts at `|` or `>`.
  ///
  /// The line breaks that close the block lead to the end of its last line, so that nothing about
  /// its end is shown on the line of another node.
  ///
  /// - Parameters:
  ///   - end: the end of the last line that is not blank.
  ///   - text: the text that libyaml yielded. It tells the indentation where an indicator counts
  ///     from the parent's.
  mutating func decodeBlock(_ start: Int, _ end: Int, isFolded: Bool, as text: String) {
    let limit = endOfBlankLines(from: end)
    let header = header(start, limit)
    var indentation = header.hasIndentation ? indentation(from: header.end, limit, text) : 0
    var trailing: [SourceRange] = []
    var index = header.end
    var column = scanBreaks(&index, limit, &indentation, &trailing)
    var leading: SourceRange?
    var wasBlank = false
    var lastEnd = end
    while column == indentation, index < limit {
      let isBlank = bytes[index].isBlank
      if let line = leading {
        if isFolded, line.length < 3, !wasBlank, !isBlank {
          if trailing.isEmpty {
            put(CollectionOfOne(YAMLSourceBytes.space), from: SourceRange(line.start, index))
          }
        } else {
          putBreak(line)
        }
      }
      for line in trailing { putBreak(line) }
      trailing.removeAll()
      wasBlank = isBlank

      let lineEnd = YAMLSourceBytes.endOfLine(in: bytes, from: index, end: limit)
      copy(index, lineEnd)
      lastEnd = max(lastEnd, lineEnd)
      let length = YAMLSourceBytes.lineBreak(in: bytes, at: lineEnd, end: limit)
      leading = length > 0 ? SourceRange(lineEnd, lineEnd + length) : nil
      index = lineEnd + length
      column = scanBreaks(&index, limit, &indentation, &trailing)
    }
    let last = SourceRange(lastEnd, lastEnd)
    if header.chomping != .strip, let leading { putBreak(leading, from: last) }
    if header.chomping == .keep { for line in trailing { putBreak(line, from: last) } }
  }

  private func header(_ start: Int, _ limit: Int) -> Header {
    var header = Header(end: limit)
    var index = min(start + 1, limit)
    let indicatorsEnd = NodeExtent.endOfHeader(in: bytes, from: start, end: limit)
    while index < indicatorsEnd {
      switch bytes[index] {
      case UInt8(ascii: "-"): header.chomping = .strip
      case UInt8(ascii: "+"): header.chomping = .keep
      default: header.hasIndentation = true
      }
      index += 1
    }
    index = YAMLSourceBytes.endOfLine(in: bytes, from: index, end: limit)
    header.end = index + YAMLSourceBytes.lineBreak(in: bytes, at: index, end: limit)
    return header
  }

  /// Passes over indentation and blank lines; with an indentation of 0 it finds out the indentation.
  ///
  /// - Returns: the column reached.
  private func scanBreaks(
    _ index: inout Int, _ limit: Int, _ indentation: inout Int, _ breaks: inout [SourceRange]
  ) -> Int {
    var column = 0
    var widest = 0
    while true {
      while index < limit, bytes[index] == YAMLSourceBytes.space,
        indentation == 0 || column < indentation
      {
        index += 1
        column += 1
      }
      widest = max(widest, column)
      let length = YAMLSourceBytes.lineBreak(in: bytes, at: index, end: limit)
      if length == 0 { break }
      breaks.append(SourceRange(index, index + length))
      index += length
      column = 0
    }
    if indentation == 0 { indentation = max(widest, 1) }
    return column
  }

  /// The indentation of a block whose header gives one: how much of the first line's is not text.
  private func indentation(from start: Int, _ limit: Int, _ text: String) -> Int {
    let written = leadingSpaces(of: bytes[start..<limit])
    let read = leadingSpaces(of: Array(text.utf8)[...])
    return max(1, written - read)
  }

  /// The spaces at the start of the first line that has more than spaces; the most on any line when
  /// none has.
  private func leadingSpaces(of text: ArraySlice<UInt8>) -> Int {
    var spaces = 0
    var most = 0
    for byte in text {
      switch byte {
      case YAMLSourceBytes.space: spaces += 1
      case YAMLSourceBytes.lineFeed, YAMLSourceBytes.carriageReturn:
        most = max(most, spaces)
        spaces = 0
      default: return spaces
      }
    }
    return max(most, spaces)
  }

  /// The offset behind the line break at an offset and the blank lines that follow it.
  private func endOfBlankLines(from start: Int) -> Int {
    var end = YAMLSourceBytes.endOfLine(in: bytes, from: start, end: bytes.count)
    while true {
      let length = YAMLSourceBytes.lineBreak(in: bytes, at: end, end: bytes.count)
      if length == 0 { return end }
      let line = end + length
      let content = YAMLSourceBytes.skipBlanks(in: bytes, from: line, end: bytes.count)
      if content < bytes.count,
        YAMLSourceBytes.lineBreak(in: bytes, at: content, end: bytes.count) == 0
      {
        return line
      }
      end = content
    }
  }
}
