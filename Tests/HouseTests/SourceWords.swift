/// The words of Swift source, without comments and strings.
struct SourceWords {
  /// A word.
  struct Word {
    let text: String
    /// How many braces are open.
    let depth: Int
    /// Whether a point stands before it.
    let isMember: Bool
  }

  private(set) var words: [Word] = []
  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    while position < bytes.count { step() }
  }

  private func at(_ text: StaticString, _ offset: Int = 0) -> Bool {
    text.withUTF8Buffer { text in
      let start = position + offset
      guard start + text.count <= bytes.count else { return false }
      for index in 0..<text.count where bytes[start + index] != text[index] { return false }
      return true
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    let lower = byte | 0x20
    return lower >= 0x61 && lower <= 0x7A || byte == 0x5F || byte >= 0x30 && byte <= 0x39
  }

  private mutating func step() {
    let byte = bytes[position]
    if Self.isLetter(byte) {
      let start = position
      while position < bytes.count, Self.isLetter(bytes[position]) { position += 1 }
      words.append(
        Word(
          text: String(decoding: bytes[start..<position], as: UTF8.self), depth: depth,
          isMember: start > 0 && bytes[start - 1] == UInt8(ascii: ".")))
      return
    }
    if at("//") {
      while position < bytes.count, bytes[position] != 0x0A { position += 1 }
      return
    }
    if at("/*") {
      while position < bytes.count, !at("*/") { position += 1 }
      position += 2
      return
    }
    if byte == UInt8(ascii: "\"") || at("#\"") || at("##\"") {
      string()
      return
    }
    if byte == UInt8(ascii: "{") { depth += 1 }
    if byte == UInt8(ascii: "}") { depth -= 1 }
    position += 1
  }

  /// Steps over a string, with what is put into it.
  private mutating func string() {
    var marks = 0
    while bytes[position] == UInt8(ascii: "#") {
      marks += 1
      position += 1
    }
    let isLong = at("\"\"\"")
    let quotes = isLong ? 3 : 1
    position += quotes
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\\"), hasMarks(marks, after: 1) {
        position += 1 + marks
        if position < bytes.count, bytes[position] == UInt8(ascii: "(") {
          interpolation()
        } else {
          position += 1
        }
        continue
      }
      if byte == UInt8(ascii: "\""), !isLong || at("\"\"\""), hasMarks(marks, after: quotes) {
        position += quotes + marks
        return
      }
      position += 1
    }
  }

  private func hasMarks(_ count: Int, after offset: Int) -> Bool {
    for index in 0..<count {
      let place = position + offset + index
      guard place < bytes.count, bytes[place] == UInt8(ascii: "#") else { return false }
    }
    return true
  }

  /// Reads what is put into a string, at its opening parenthesis.
  private mutating func interpolation() {
    var open = 0
    while position < bytes.count {
      if bytes[position] == UInt8(ascii: "(") { open += 1 }
      if bytes[position] == UInt8(ascii: ")") {
        open -= 1
        if open == 0 {
          position += 1
          return
        }
      }
      step()
    }
  }
}
