/// A condition on a position between two characters; it consumes nothing.
enum Assertion: Sendable, Equatable {
  case textStart
  case textEnd
  case lineStart
  case lineEnd
  case wordBoundary
  case notWordBoundary

  /// Whether it holds between two scalars, where ``noScalar`` stands for an end of the text.
  func holds(before: UInt32, after: UInt32) -> Bool {
    switch self {
    case .textStart: before == noScalar
    case .textEnd: after == noScalar
    case .lineStart: before == noScalar || before == newline
    case .lineEnd: after == noScalar || after == newline
    case .wordBoundary: isWord(before) != isWord(after)
    case .notWordBoundary: isWord(before) == isWord(after)
    }
  }
}

/// Stands for "before the first" or "after the last" scalar of a text.
let noScalar = UInt32.max

let newline: UInt32 = 0x0A

/// Whether a scalar counts as part of a word for `\w` and `\b`: ASCII letters, digits and `_`.
func isWord(_ scalar: UInt32) -> Bool {
  switch scalar {
  case 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A: true
  default: false
  }
}
