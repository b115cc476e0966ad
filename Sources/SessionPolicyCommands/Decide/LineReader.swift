/// The lines of a file, or of standard input, one after the other: whatever their number, no more than a
/// piece of them is held.
struct LineReader {
  /// A line without its end.
  struct Line {
    /// Its number, from 1.
    let number: Int
    /// Its bytes; `nil` for a line that is too long to be kept.
    let bytes: [UInt8]?
  }

  private let pieces: InputPieces
  private var gatherer: LineGatherer
  private var waiting: [Line] = []
  private var number = 0
  private var isAtEnd = false

  /// Opens a file; `-` is standard input.
  init(_ path: String, on console: Console, limit: Int) throws(InputPieces.PieceError) {
    gatherer = LineGatherer(limit: limit, partSize: 1 << 15)
    pieces = try InputPieces(path, on: console)
  }

  /// The next line; `nil` after the last.
  mutating func next() throws(InputPieces.PieceError) -> Line? {
    while waiting.isEmpty, !isAtEnd { try fill() }
    return waiting.popLast()
  }

  private mutating func fill() throws(InputPieces.PieceError) {
    guard let bytes = try pieces.next() else { return }
    isAtEnd = bytes.isEmpty
    let piece = gatherer.add(bytes, isLast: isAtEnd)
    var lines: [Line] = []
    if piece.beginsTooLong {
      number += 1
      lines.append(Line(number: number, bytes: nil))
    }
    piece.bytes.withUnsafeBufferPointer { text in
      for line in LineCutter(text) {
        number += 1
        lines.append(Line(number: number, bytes: line.count <= gatherer.limit ? Array(line) : nil))
      }
    }
    waiting = lines.reversed()
  }
}
