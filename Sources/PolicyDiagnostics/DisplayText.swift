/// Text made safe to show: whatever a terminal or a reader could be misled by becomes visible.
///
/// Control characters, bidirectional controls, line separators and invisible characters are written
/// as `\n`, `\t` or `\u{1B}`; everything else stays. The result is for reading, not for decoding:
/// a backslash stays as it is. Applying it twice changes nothing more.
package func escapedForDisplay(_ text: String) -> String {
  guard text.utf8.contains(where: { !(0x20...0x7E).contains($0) }) else { return text }
  return escapedForDisplay(text, writing: { _ in nil })
}

/// Text as XML and HTML take it, between tags or within double quotes.
///
/// XML 1.0 has no form for most control characters, so they and all else that nobody sees are written as
/// people read them.
package func escapedForMarkup(_ text: String, isAttribute: Bool = false) -> String {
  escapedForDisplay(text) { scalar in
    switch scalar {
    case "&": "&amp;"
    case "<": "&lt;"
    case ">": "&gt;"
    case "\"" where isAttribute: "&quot;"
    case "\n", "\t": isAttribute ? "&#\(scalar.value);" : String(scalar)
    case "\r": "&#13;"
    // No characters, and not what stands for the bytes of names.
    case _ where scalar.value & 0xFFFE == 0xFFFE && !isHiddenOnDisplay(scalar, after: nil):
      "\u{FFFD}"
    default: nil
    }
  }
}

/// Text made safe to show in a format with signs of its own.
///
/// - Parameter sign: How the format writes a scalar; `nil` for as ``escapedForDisplay(_:)`` does.
package func escapedForDisplay(
  _ text: String, writing sign: (Unicode.Scalar) -> String?
) -> String {
  var result = ""
  var previous: Unicode.Scalar?
  for scalar in text.unicodeScalars {
    if let written = sign(scalar) {
      result += written
    } else if isHiddenOnDisplay(scalar, after: previous) {
      result += displayEscape(of: scalar)
    } else {
      result.unicodeScalars.append(scalar)
    }
    previous = scalar
  }
  return result
}

/// The user's own words for a message: in back-ticks, safe to show, and shortened when long. Spaces that are none
/// to YAML and to CEL are visible too, for they may be what the message is about.
///
/// - Parameter limit: how many characters are kept before `…` stands for the rest.
package func quotedForDisplay(_ text: String, limit: Int = 80) -> String {
  let text = shortened(text, to: limit)
  guard text.utf8.contains(where: { $0 > 0x7E }) else { return "`\(escapedForDisplay(text))`" }
  let shown = escapedForDisplay(text) { scalar in
    scalar != " " && scalar.properties.generalCategory == .spaceSeparator
      ? displayEscape(of: scalar) : nil
  }
  return "`\(shown)`"
}

/// The first scalars of a text, with `…` for the rest.
package func shortened(_ text: String, to limit: Int) -> String {
  let scalars = text.unicodeScalars
  guard let cut = scalars.index(scalars.startIndex, offsetBy: limit, limitedBy: scalars.endIndex),
    cut != scalars.endIndex
  else { return text }
  return String(scalars[..<cut]) + "…"
}

/// Whether joiners and variation selectors behind a scalar have a meaning.
private func takesJoiners(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0..<0x600: false
  // A joiner stands behind the selector of an emoji.
  case 0xFE00...0xFE0F: true
  default: !isHiddenOnDisplay(scalar, after: nil)
  }
}

/// Whether a scalar would act on a terminal, reorder the text, or not be seen at all.
///
/// The joiners and variation selectors that emoji and some scripts need are left alone where they
/// stand behind one of theirs, and nowhere else.
///
/// - Parameter previous: The scalar before it; `nil` if there is none.
package func isHiddenOnDisplay(_ scalar: Unicode.Scalar, after previous: Unicode.Scalar?) -> Bool {
  switch scalar.value {
  case 0x20...0x7E: false
  case 0x200C, 0x200D, 0xFE00...0xFE0F: previous.map { !takesJoiners($0) } ?? true
  case 0...0x1F, 0x7F...0x9F, 0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F,
    0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F, 0x3164, 0xFEFF, 0xFFA0,
    0xFFF9...0xFFFB, 0xE0000...0xE0FFF, bytesOfNames:
    true
  default: false
  }
}

/// The scalars that stand for bytes of a file's name that are no UTF-8.
private let bytesOfNames: ClosedRange<UInt32> = 0x10_FF80...0x10_FFFF

/// How a hidden scalar is written.
private func displayEscape(of scalar: Unicode.Scalar) -> String {
  switch scalar {
  case "\n": "\\n"
  case "\r": "\\r"
  case "\t": "\\t"
  case _ where bytesOfNames.contains(scalar.value):
    "\\x" + String(scalar.value & 0xFF, radix: 16, uppercase: true)
  default: "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
  }
}

/// The number of terminal columns that a character takes: 2 for emoji and East Asian wide
/// characters, 0 for combining marks.
func displayWidth(of character: Character) -> Int {
  if let byte = character.utf8.first, byte < 0x80, character.utf8.count == 1 { return 1 }
  var width = 0
  for scalar in character.unicodeScalars {
    if scalar.value == 0xFE0F || scalar.properties.isEmojiPresentation { return 2 }
    width += displayWidth(of: scalar)
  }
  return width
}

private func displayWidth(of scalar: Unicode.Scalar) -> Int {
  switch scalar.value {
  case 0x1160...0x11FF, 0xD7B0...0xD7FF: return 0  // vowels and finals of a Hangul syllable
  case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97C,
    0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6B, 0xFF01...0xFF60,
    0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x1F200...0x1F265,
    0x20000...0x3FFFD:
    return 2
  default: break
  }
  switch scalar.properties.generalCategory {
  case .nonspacingMark, .enclosingMark, .format: return 0
  default: return 1
  }
}

/// A name as words: `sign_in` as `sign in`.
package func inWords(_ name: String) -> String {
  name.split(separator: "_").joined(separator: " ")
}
