import Synchronization

/// A source text with a name and a line table.
///
/// The bytes are kept exactly as read. A byte order mark, carriage returns and invalid UTF-8 are all
/// representable, so that every reader can report them at their place.
public final class SourceFile: Sendable {
  /// The name shown to people, usually a path as it was given.
  public let name: String
  /// The text as UTF-8 bytes, unchanged.
  public let bytes: [UInt8]
  /// Offset of the first byte of each line; a line ends with LF, CR LF or CR.
  ///
  /// Found when first asked for: most texts are read without a finding.
  private let lines = Mutex<[Int]?>(nil)

  /// Keeps bytes under a name.
  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  private var lineStarts: [Int] {
    lines.withLock { known in
      let starts = known ?? Self.lineStarts(in: bytes)
      known = starts
      return starts
    }
  }

  private static func lineStarts(in bytes: [UInt8]) -> [Int] {
    var starts = [0]
    var index = 0
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\n"):
        starts.append(index + 1)
      case UInt8(ascii: "\r")
      where index + 1 >= bytes.count || bytes[index + 1] != UInt8(ascii: "\n"):
        starts.append(index + 1)
      default:
        break
      }
      index += 1
    }
    return starts
  }

  /// Keeps a text under a name.
  public convenience init(name: String, text: String) {
    self.init(name: name, bytes: Array(text.utf8))
  }

  /// The number of lines; a text without a line break has one.
  public var lineCount: Int { lineStarts.count }

  /// The 1-based line on which a byte stands.
  ///
  /// - Complexity: O(log *n*) in the number of lines.
  public func line(at offset: Int) -> Int {
    max(1, lineStarts.partitioningIndex { $0 > offset })
  }

  /// The bytes of a 1-based line without its line break; empty for a line that does not exist.
  public func lineRange(_ line: Int) -> SourceRange {
    let lineStarts = lineStarts
    guard line >= 1, line <= lineStarts.count else { return SourceRange(bytes.count, bytes.count) }
    let start = lineStarts[line - 1]
    var end = line < lineStarts.count ? lineStarts[line] : bytes.count
    while end > start, bytes[end - 1] == UInt8(ascii: "\n") || bytes[end - 1] == UInt8(ascii: "\r")
    {
      end -= 1
    }
    return SourceRange(start, end)
  }

  /// The 1-based line and column of a byte; columns count UTF-16 code units.
  public func position(at offset: Int) -> SourcePosition {
    let clamped = min(max(offset, 0), bytes.count)
    let line = line(at: clamped)
    let before = String(decoding: bytes[lineStarts[line - 1]..<clamped], as: UTF8.self)
    return SourcePosition(line: line, column: before.utf16.count + 1)
  }

  /// The text of a range; invalid UTF-8 becomes U+FFFD.
  public func text(of range: SourceRange) -> String {
    let start = min(max(range.start, 0), bytes.count)
    let end = min(max(range.end, start), bytes.count)
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }
}

/// A place as people and programs read it: both 1-based, columns in UTF-16 code units.
public struct SourcePosition: Hashable, Sendable {
  /// The line, from 1.
  public var line: Int
  /// The column, from 1, in UTF-16 code units.
  public var column: Int

  /// Names a line and a column.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}
