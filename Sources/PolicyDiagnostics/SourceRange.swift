/// A half-open range of UTF-8 byte offsets into one source text.
///
/// Offsets are counted from 0 at the first byte of the text. Lines and columns are computed only
/// when something is shown to a person or written for a program; see ``SourceFile/position(at:)``.
public struct SourceRange: Hashable, Sendable {
  /// Offset of the first byte.
  public var start: Int
  /// Offset just past the last byte; equal to `start` for an empty range.
  public var end: Int

  /// Creates a range; an `end` before `start` is moved to `start`.
  public init(_ start: Int, _ end: Int) {
    self.start = start
    self.end = max(start, end)
  }

  /// The number of bytes covered.
  public var length: Int { end - start }

  /// The smallest range that covers both.
  public func union(_ other: SourceRange) -> SourceRange {
    SourceRange(min(start, other.start), max(end, other.end))
  }
}

/// A value together with the place it was read from.
public struct Located<Value> {
  /// What was read.
  public var value: Value
  /// Where it stands.
  public var location: SourceLocation

  /// Pairs a value with its place.
  public init(_ value: Value, at location: SourceLocation) {
    self.value = value
    self.location = location
  }
}

extension Located: Sendable where Value: Sendable {}

/// A range in a named source.
public struct SourceLocation: Sendable {
  /// The source the range belongs to.
  public let file: SourceFile
  /// The bytes meant.
  public var range: SourceRange

  /// Names a range of a source.
  public init(_ file: SourceFile, _ range: SourceRange) {
    self.file = file
    self.range = range
  }
}
