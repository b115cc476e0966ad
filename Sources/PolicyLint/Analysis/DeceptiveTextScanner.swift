import PolicyDiagnostics

/// Finds characters that make a text read otherwise than it looks.
struct DeceptiveTextScanner {
  /// Such a place.
  struct Trap {
    let range: SourceRange
    let message: String
    let help: String
  }

  private(set) var traps: [Trap] = []

  /// A run of letters: where it begins, and of which scripts it has any.
  private struct Word {
    var start: Int
    var scripts: Set<Script> = []
  }

  private enum Script: String {
    case latin = "Latin"
    case greek = "Greek"
    case cyrillic = "Cyrillic"
  }

  init(_ file: SourceFile) {
    var offset = 0
    var previous: Unicode.Scalar?
    var word: Word?
    // A wrong byte is reported by the reader; here it only must not shift what follows.
    let text = String(decoding: file.bytes, as: UTF8.self)
    guard text.utf8.count == file.bytes.count else { return }
    for scalar in text.unicodeScalars {
      let width = UTF8.width(scalar)
      let place = SourceRange(offset, offset + width)
      if scalar.isLetter {
        word = word ?? Word(start: offset)
        if let script = Self.script(of: scalar) { word?.scripts.insert(script) }
      } else {
        close(&word, at: offset)
      }
      check(scalar, after: previous, at: place)
      previous = scalar
      offset += width
    }
    close(&word, at: offset)
  }

  private mutating func check(
    _ scalar: Unicode.Scalar, after previous: Unicode.Scalar?, at place: SourceRange
  ) {
    let code = "U+" + Self.hex(scalar.value)
    switch scalar.value {
    case 0x202A...0x202E, 0x2066...0x2069, 0x200E, 0x200F, 0x061C:
      traps.append(
        Trap(
          range: place,
          message: "\(code) turns the direction of text, so the line reads otherwise than it looks",
          help: "remove it"))
    case 0x200B, 0x2060, 0xFEFF, 0x00AD, 0x180E:
      guard scalar.value != 0xFEFF || place.start > 0 else { return }
      traps.append(
        Trap(
          range: place, message: "\(code) is invisible, so two texts that look alike differ",
          help: "remove it"))
    case 0x200C, 0x200D:
      // Between letters of scripts that need them, and in emoji, joiners are meant.
      guard (previous?.value ?? 0) < 0x300 else { return }
      traps.append(
        Trap(
          range: place, message: "\(code) is invisible, so two texts that look alike differ",
          help: "remove it"))
    default: break
    }
  }

  private mutating func close(_ word: inout Word?, at end: Int) {
    defer { word = nil }
    guard let found = word, found.scripts.count > 1 else { return }
    let scripts = found.scripts.map(\.rawValue).sorted().joined(separator: " and ")
    traps.append(
      Trap(
        range: SourceRange(found.start, end),
        message: "letters of \(scripts) stand in one word, so it is another word than it looks",
        help: "write it in one script"))
  }

  private static func script(of scalar: Unicode.Scalar) -> Script? {
    switch scalar.value {
    case 0x41...0x5A, 0x61...0x7A: .latin
    case 0x370...0x3FF: .greek
    case 0x400...0x52F: .cyrillic
    default: nil
    }
  }

  private static func hex(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}

extension Unicode.Scalar {
  /// Whether it is a letter; a fast answer for ASCII.
  fileprivate var isLetter: Bool {
    value < 0x80 ? (0x61...0x7A).contains(value | 0x20) : properties.isAlphabetic
  }
}
