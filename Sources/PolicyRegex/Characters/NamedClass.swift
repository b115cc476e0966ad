/// The classes that have a name of their own; all of them are ASCII.
enum NamedClass {
  /// The classes of `\d` and its like.
  static let perl: [Unicode.Scalar: (ranges: [ClosedRange<UInt32>], isNegated: Bool)] = [
    "d": (digit, false), "D": (digit, true),
    "s": (perlSpace, false), "S": (perlSpace, true),
    "w": (word, false), "W": (word, true),
  ]

  /// The classes of `[[:alpha:]]` and its like.
  static let posix: [String: [ClosedRange<UInt32>]] = [
    "alnum": digit + upper + lower,
    "alpha": upper + lower,
    "ascii": [0x00...0x7F],
    "blank": [0x09...0x09, 0x20...0x20],
    "cntrl": [0x00...0x1F, 0x7F...0x7F],
    "digit": digit,
    "graph": [0x21...0x7E],
    "lower": lower,
    "print": [0x20...0x7E],
    "punct": [0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E],
    "space": [0x09...0x0D, 0x20...0x20],
    "upper": upper,
    "word": word,
    "xdigit": digit + [0x41...0x46, 0x61...0x66],
  ]

  private static let digit: [ClosedRange<UInt32>] = [0x30...0x39]
  private static let upper: [ClosedRange<UInt32>] = [0x41...0x5A]
  private static let lower: [ClosedRange<UInt32>] = [0x61...0x7A]
  private static let word = digit + upper + [0x5F...0x5F] + lower
  /// Without the vertical tab, as in RE2.
  private static let perlSpace: [ClosedRange<UInt32>] = [0x09...0x0A, 0x0C...0x0D, 0x20...0x20]
}
