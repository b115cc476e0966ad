/// Cuts bytes that arrive in pieces into lines, holding no more than one unfinished line.
struct LineSplitter {
  /// A line without its end; `nil` bytes for one that is too long to be kept.
  struct Line: Sendable {
    /// Its number, from 1.
    var number: Int
    var bytes: [UInt8]?
  }

  /// The most bytes of a line.
  let limit: Int

  private var rest: [UInt8] = []
  private var isSkipping = false
  private var count = 0

  init(limit: Int) { self.limit = limit }

  /// The lines that a piece completes; blank ones are counted and left out.
  mutating func lines(of piece: [UInt8]) -> [Line] {
    var lines: [Line] = []
    var start = 0
    while let end = piece[start...].firstIndex(of: UInt8(ascii: "\n")) {
      rest += piece[start..<end]
      if let line = finish() { lines.append(line) }
      start = end + 1
    }
    rest += piece[start...]
    if rest.count > limit {
      rest = []
      isSkipping = true
    }
    return lines
  }

  /// The last line, if it had no end.
  mutating func last() -> Line? { rest.isEmpty && !isSkipping ? nil : finish() }

  private mutating func finish() -> Line? {
    count += 1
    defer {
      rest = []
      isSkipping = false
    }
    if isSkipping || rest.count > limit { return Line(number: count, bytes: nil) }
    if rest.last == UInt8(ascii: "\r") { rest.removeLast() }
    let isBlank = rest.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    return isBlank ? nil : Line(number: count, bytes: rest)
  }
}
