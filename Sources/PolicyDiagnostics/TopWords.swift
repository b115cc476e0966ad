/// The words at the top of a text that look like keys, and where each stands first.
///
/// They are found by the text, for it may be neither YAML nor JSON: in blocks what begins a line that is
/// set in no further than the first, in braces the members of the outermost, in quotes or not. A quoted
/// text ends with its line, so that one that is not closed hides no key below. One pass.
package struct TopWords {
  /// Where each word stands first.
  package private(set) var ranges: [Text: SourceRange] = [:]
  /// Words further in that tell as what the text is to be taken: those of secrets anywhere, and those of
  /// sessions below keys that sessions have too.
  private var inner: Set<Text> = []
  /// Whether a line gives a variable of the environment its value.
  private var hasAssignment = false

  private let bytes: [UInt8]
  /// How far the outermost keys are set in.
  private var margin: Int?
  /// How many braces are open, in a text that begins with one.
  private var depth = 0
  /// The word at the top below which this is.
  private var above: Text?

  /// The most bytes of a word that may be a key.
  private static let longest = 32

  /// Looks for the words of a text.
  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while start < bytes.count {
      var end = start
      while end < bytes.count, !bytes[end].isLineBreak { end += 1 }
      readLine(start..<end)
      start = end + 1
    }
  }

  /// Where a word stands first; `nil` if it does not.
  package subscript(name: String) -> SourceRange? { ranges[Text(name)] }

  /// Whether there is one of some words.
  package func contains(anyOf names: Set<String>) -> Bool { names.contains { self[$0] != nil } }

  /// Whether it seems to be a configuration of Kratos, a part of one, or what carries one.
  var isOfConfiguration: Bool {
    guard !contains(anyOf: KindKeys.ours) else { return false }
    let isCertain =
      contains(anyOf: KindKeys.certain) || contains(anyOf: KindKeys.carrier)
      || contains(anyOf: KindKeys.telling)
    let isOfSession =
      contains(anyOf: KindKeys.session) || KindKeys.session.contains { inner.contains(Text($0)) }
    return isCertain || hasAssignment
      || !isOfSession
        && (contains(anyOf: KindKeys.ambiguous)
          || KindKeys.telling.contains { inner.contains(Text($0)) })
  }

  // MARK: Lines

  private mutating func readLine(_ line: Range<Int>) {
    var place = line.lowerBound
    if depth == 0, bytes[line].starts(with: "---".utf8) { place += 3 }
    // A `-` or a `?` before a space begins an item or a key.
    while place < line.upperBound,
      bytes[place].isBlank
        || depth == 0 && "-?".utf8.contains(bytes[place]) && place + 1 < line.upperBound
          && bytes[place + 1].isBlank
    {
      place += 1
    }
    guard place < line.upperBound, depth > 0 || !"#%".utf8.contains(bytes[place]) else { return }
    let indent = place - line.lowerBound
    let isTop = depth == 0 && indent <= margin ?? indent
    if isTop { margin = indent }
    let isInBraces = depth > 0 || isTop && "{[".utf8.contains(bytes[place])
    let isExplicit = bytes[line.lowerBound..<place].contains(UInt8(ascii: "?"))
    read(
      place..<line.upperBound, isInBraces: isInBraces, isTop: isTop, isExplicit: isExplicit)
  }

  /// Reads what stands in a line; each word that is alone before a `:` is one, and one alone behind a `?`.
  private mutating func read(
    _ range: Range<Int>, isInBraces: Bool, isTop: Bool, isExplicit: Bool
  ) {
    var place = range.lowerBound
    var word: Range<Int>?
    var (count, isAtKey) = (0, true)
    while place < range.upperBound {
      let byte = bytes[place]
      switch byte {
      case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["), UInt8(ascii: "]"),
        UInt8(ascii: ","):
        if isInBraces, byte == UInt8(ascii: "{") { depth += 1 }
        if isInBraces, byte == UInt8(ascii: "}") { depth = max(0, depth - 1) }
        (word, count) = (nil, 0)
        place += 1
      case UInt8(ascii: ":"):
        if let word, count == 1 {
          note(word, isTop: isInBraces ? depth <= 1 : isTop && isAtKey)
        }
        (word, count, isAtKey) = (nil, 0, false)
        place += 1
      case _ where byte.isBlank: place += 1
      default:
        let found = token(at: place, before: range.upperBound)
        if isTop, !isInBraces, isAtKey, found.upperBound > place {
          hasAssignment = hasAssignment || isAssignment(found)
        }
        word = found
        count += 1
        place = max(place + 1, found.upperBound)
        if place < range.upperBound, "\"'".utf8.contains(bytes[place]), found.lowerBound > 0,
          bytes[found.lowerBound - 1] == bytes[place]
        {
          place += 1
        }
      }
    }
    if isExplicit, !isInBraces, isAtKey, count == 1, let word { note(word, isTop: isTop) }
  }

  /// The word at a place, without its quotes.
  private func token(at place: Int, before end: Int) -> Range<Int> {
    if "\"'".utf8.contains(bytes[place]) {
      return (place + 1)..<bytes.endOfQuoted(from: place, before: end)
    }
    var close = place
    while close < end, !bytes[close].isBlank, !"{}[],:\"'".utf8.contains(bytes[close]) {
      close += 1
    }
    return place..<close
  }

  private mutating func note(_ word: Range<Int>, isTop: Bool) {
    guard !word.isEmpty, word.count <= Self.longest else { return }
    let name = Text(String(decoding: bytes[word], as: UTF8.self))
    if isTop {
      if ranges[name] == nil { ranges[name] = SourceRange(word.lowerBound, word.upperBound) }
      above = name
    } else if KindKeys.telling.contains(name.string)
      || KindKeys.session.contains(name.string)
        && KindKeys.ambiguous.contains(above?.string ?? "")
    {
      inner.insert(name)
    }
  }

  /// Whether it is a name in capitals and a `=`, as files of the environment have it.
  private func isAssignment(_ word: Range<Int>) -> Bool {
    let name = bytes[word].prefix { $0 != UInt8(ascii: "=") }
    return name.count < word.count && name.first?.isIdentifierStart ?? false
      && name.allSatisfy(\.isEnvironmentNamePart)
  }
}
