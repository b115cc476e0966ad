import PolicyDiagnostics

/// Decodes the text of a scalar a second time, remembering where every byte came from.
///
/// It follows libyaml step by step. What it yields is only used when it is the very text that
/// libyaml yielded; see ``YAMLNode/sourceMap``.
struct ScalarDecoder {
  let bytes: [UInt8]
  private(set) var decoded: [UInt8] = []
  private(set) var runs: [SourceMap.Run] = []

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  // MARK: Output

  /// Appends source bytes as they are.
  mutating func copy(_ start: Int, _ end: Int) {
    guard start < end else { return }
    let offset = decoded.count
    decoded += bytes[start..<end]
    let source = SourceRange(start, end)
    if let last = runs.last, last.source.end == start,
      last.decoded.length == last.source.length
    {
      runs[runs.count - 1] = SourceMap.Run(
        decoded: SourceRange(last.decoded.start, decoded.count), source: last.source.union(source))
    } else {
      runs.append(SourceMap.Run(decoded: SourceRange(offset, decoded.count), source: source))
    }
  }

  /// Appends a text that stands for source bytes.
  mutating func put(_ text: some Sequence<UInt8>, from source: SourceRange) {
    let offset = decoded.count
    decoded += text
    guard decoded.count > offset else { return }
    runs.append(SourceMap.Run(decoded: SourceRange(offset, decoded.count), source: source))
  }

  /// Appends a line break as YAML reads it: the separators U+2028 and U+2029 stay, others become LF.
  mutating func putBreak(_ range: SourceRange, from source: SourceRange? = nil) {
    if isLineSeparator(range) {
      put(bytes[range.start..<range.end], from: source ?? range)
    } else {
      put(CollectionOfOne(YAMLSourceBytes.lineFeed), from: source ?? range)
    }
  }

  private func isLineSeparator(_ range: SourceRange) -> Bool { range.length == 3 }

  // MARK: Plain and quoted

  /// Decodes text without quotes.
  mutating func decodePlain(_ start: Int, _ end: Int) {
    var index = start
    while index < end {
      if isWhitespace(index, end) {
        index = fold(from: index, end: end)
      } else {
        copy(index, index + 1)
        index += 1
      }
    }
  }

  /// Decodes what stands between single quotes.
  mutating func decodeSingleQuoted(_ start: Int, _ end: Int) {
    let quote = UInt8(ascii: "'")
    var index = start
    while index < end {
      if isWhitespace(index, end) {
        index = fold(from: index, end: end)
      } else if bytes[index] == quote, index + 1 < end, bytes[index + 1] == quote {
        put(CollectionOfOne(quote), from: SourceRange(index, index + 2))
        index += 2
      } else {
        copy(index, index + 1)
        index += 1
      }
    }
  }

  /// Decodes what stands between double quotes.
  mutating func decodeDoubleQuoted(_ start: Int, _ end: Int) {
    var index = start
    while index < end {
      if isWhitespace(index, end) {
        index = fold(from: index, end: end)
      } else if bytes[index] == UInt8(ascii: "\\"), index + 1 < end {
        let lineBreak = YAMLSourceBytes.lineBreak(in: bytes, at: index + 1, end: end)
        if lineBreak > 0 {
          index = fold(from: index + 1 + lineBreak, end: end, isBehindBreak: true)
        } else {
          let length = escapeLength(bytes[index + 1])
          let source = SourceRange(index, min(index + length, end))
          put(Self.escaped(bytes[source.start..<source.end]), from: source)
          index = source.end
        }
      } else {
        copy(index, index + 1)
        index += 1
      }
    }
  }

  private func isWhitespace(_ index: Int, _ end: Int) -> Bool {
    bytes[index].isBlank
      || YAMLSourceBytes.lineBreak(in: bytes, at: index, end: end) > 0
  }

  /// Decodes blanks and line breaks between words: blanks alone stay, one line break becomes a
  /// space, of several the first is dropped.
  ///
  /// - Parameter isBehindBreak: whether an escaped line break came before, which leaves nothing.
  private mutating func fold(from start: Int, end: Int, isBehindBreak: Bool = false) -> Int {
    var index = start
    var first: SourceRange?
    var rest: [SourceRange] = []
    var hasBreak = isBehindBreak
    while index < end {
      let length = YAMLSourceBytes.lineBreak(in: bytes, at: index, end: end)
      if length > 0 {
        let range = SourceRange(index, index + length)
        if hasBreak { rest.append(range) } else { first = range }
        hasBreak = true
        index += length
      } else if bytes[index].isBlank {
        index += 1
      } else {
        break
      }
    }
    guard hasBreak else {
      copy(start, index)
      return index
    }
    if let first {
      if isLineSeparator(first) {
        putBreak(first)
      } else if rest.isEmpty {
        put(CollectionOfOne(YAMLSourceBytes.space), from: SourceRange(start, index))
      }
    }
    for range in rest { putBreak(range) }
    return index
  }

  private func escapeLength(_ letter: UInt8) -> Int {
    switch letter {
    case UInt8(ascii: "x"): 4
    case UInt8(ascii: "u"): 6
    case UInt8(ascii: "U"): 10
    default: 2
    }
  }

  /// The UTF-8 bytes that an escape stands for.
  private static func escaped(_ escape: ArraySlice<UInt8>) -> [UInt8] {
    let letter = escape.dropFirst().first.map { Unicode.Scalar($0) }
    let scalar: Unicode.Scalar?
    switch letter {
    case "0": scalar = "\0"
    case "a": scalar = "\u{07}"
    case "b": scalar = "\u{08}"
    case "t", "\t": scalar = "\t"
    case "n": scalar = "\n"
    case "v": scalar = "\u{0B}"
    case "f": scalar = "\u{0C}"
    case "r": scalar = "\r"
    case "e": scalar = "\u{1B}"
    case "N": scalar = "\u{85}"
    case "_": scalar = "\u{A0}"
    case "L": scalar = "\u{2028}"
    case "P": scalar = "\u{2029}"
    case "x", "u", "U":
      let digits = String(decoding: escape.dropFirst(2), as: UTF8.self)
      scalar = UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init)
    default: scalar = letter
    }
    return scalar.map { Array(String(Character($0)).utf8) } ?? []
  }
}
