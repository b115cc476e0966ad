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

  /// Whether it was given as a configuration of Kratos, so that it is masked whatever it looks like.
  private let isConfiguration: Bool
  /// The bytes as they may be shown, found when first asked for; `.some(nil)` for all as they are.
  private let mask = Mutex<[UInt8]??>(nil)

  /// Keeps bytes under a name.
  public convenience init(name: String, bytes: [UInt8]) {
    self.init(name: name, bytes: bytes, isConfiguration: false)
  }

  private init(name: String, bytes: [UInt8], isConfiguration: Bool) {
    self.name = name
    self.bytes = bytes
    self.isConfiguration = isConfiguration
  }

  /// The same file, which is a configuration of Kratos: only what is no secret is shown of it.
  package var asConfiguration: SourceFile {
    isConfiguration ? self : SourceFile(name: name, bytes: bytes, isConfiguration: true)
  }

  /// The same file with another text.
  package func replaced(by bytes: [UInt8]) -> SourceFile {
    SourceFile(name: name, bytes: bytes, isConfiguration: isConfiguration)
  }

  private var masked: [UInt8]? {
    mask.withLock { known in
      if let known { return known }
      let isNeeded = isConfiguration || TopWords(bytes).isOfConfiguration
      let masked = isNeeded ? SecretMask.masked(bytes) : nil
      known = .some(masked)
      return masked
    }
  }

  /// Whether not all of it may be shown.
  var isMasked: Bool { masked != nil }

  /// The bytes as they may be shown to people, each where it stands: without the secrets of a
  /// configuration of Kratos, whichever file it was taken for.
  package var shownBytes: [UInt8] { masked ?? bytes }

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

  /// The text of a range, for those who read it; invalid UTF-8 becomes U+FFFD.
  public func text(of range: SourceRange) -> String { text(of: range, in: bytes) }

  /// The text of a range as it may be shown to people.
  package func shownText(of range: SourceRange) -> String { text(of: range, in: shownBytes) }

  /// Whether all of a range may be shown.
  package func isShown(_ range: SourceRange) -> Bool {
    !isMasked || text(of: range) == shownText(of: range)
  }

  private func text(of range: SourceRange, in bytes: [UInt8]) -> String {
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
