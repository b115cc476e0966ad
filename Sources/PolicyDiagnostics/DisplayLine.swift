/// One line of a source as a terminal shows it, with the column of every byte.
///
/// Tabs become spaces, hidden characters and invalid bytes become visible, and a long line is cut to
/// a window around the place of interest.
struct DisplayLine {
  /// A piece of the line that is shown as a unit.
  private struct Cell {
    var range: SourceRange
    var text: String
    var width: Int
  }

  /// The distance of tab stops, in columns.
  private static let tabWidth = 4
  /// How many bytes on either side of the place of interest are looked at.
  private static let reach = 2048

  private var cells: [Cell] = []

  /// Lays out a 1-based line, keeping the start of `focus` in sight within `maximumWidth` columns.
  init(_ file: SourceFile, line: Int, focus: SourceRange, maximumWidth: Int) {
    let whole = file.lineRange(line)
    let bytes = file.shownBytes
    let middle = min(max(focus.start, whole.start), whole.end)
    var start = max(whole.start, middle - Self.reach)
    while start > whole.start, start < middle, bytes[start] & 0xC0 == 0x80 { start += 1 }
    var end = min(whole.end, middle + Self.reach)
    while end < whole.end, end > middle, bytes[end] & 0xC0 == 0x80 { end -= 1 }

    layOut(bytes, from: start, to: end)
    cut(toWidth: maximumWidth, around: middle, of: whole)
  }

  /// The line as it is shown.
  var text: String { cells.map(\.text).joined() }

  /// The columns, from 0, that a range covers on this line; never empty.
  func columns(of range: SourceRange) -> Range<Int> {
    var start = 0
    var end = 0
    for cell in cells {
      if cell.range.end <= range.start { start += cell.width }
      if cell.range.start < range.end { end += cell.width }
    }
    return start..<max(end, start + 1)
  }

  private mutating func layOut(_ bytes: [UInt8], from start: Int, to end: Int) {
    var column = 0
    var index = start
    while index < end {
      // A stretch of valid UTF-8, by grapheme; then the bytes that are not.
      var valid = index
      while valid < end {
        let next = decodeScalar(in: bytes, at: valid)
        if next.scalar == nil || valid + next.length > end { break }
        valid += next.length
      }
      for character in String(decoding: bytes[index..<valid], as: UTF8.self) {
        let range = SourceRange(index, index + character.utf8.count)
        append(character, range, column: &column)
        index = range.end
      }
      if valid < end {
        let hex = String(bytes[valid], radix: 16, uppercase: true)
        append("\\x" + (hex.count < 2 ? "0" : "") + hex, SourceRange(valid, valid + 1), &column)
        index = valid + 1
      }
    }
  }

  private mutating func append(_ character: Character, _ range: SourceRange, column: inout Int) {
    if character == "\t" {
      let width = Self.tabWidth - column % Self.tabWidth
      append(String(repeating: " ", count: width), range, &column)
    } else {
      let shown = escapedForDisplay(String(character))
      guard shown.utf8.elementsEqual(character.utf8) else { return append(shown, range, &column) }
      let width = displayWidth(of: character)
      cells.append(Cell(range: range, text: String(character), width: width))
      column += width
    }
  }

  /// Appends text of one column per character.
  private mutating func append(_ text: String, _ range: SourceRange, _ column: inout Int) {
    let width = text.reduce(0) { $0 + displayWidth(of: $1) }
    cells.append(Cell(range: range, text: text, width: width))
    column += width
  }

  /// Keeps the cells of a window; the bytes left out on either side become one `…`.
  private mutating func cut(toWidth maximum: Int, around focus: Int, of whole: SourceRange) {
    let total = cells.reduce(0) { $0 + $1.width }
    var kept = cells[...]
    if total > maximum {
      let before = cells.reduce(0) { $0 + ($1.range.end <= focus ? $1.width : 0) }
      var excess = min(max(0, before - maximum / 3), total - maximum)
      while excess > 0, let first = kept.first {
        excess -= first.width
        kept.removeFirst()
      }
      var width = kept.reduce(0) { $0 + $1.width }
      while width > maximum, let last = kept.popLast() { width -= last.width }
    }
    let start = kept.first?.range.start ?? whole.start
    let end = kept.last?.range.end ?? whole.end
    var result = Array(kept)
    if start > whole.start {
      result.insert(Cell(range: SourceRange(whole.start, start), text: "…", width: 1), at: 0)
    }
    if end < whole.end {
      result.append(Cell(range: SourceRange(end, whole.end), text: "…", width: 1))
    }
    cells = result
  }
}
