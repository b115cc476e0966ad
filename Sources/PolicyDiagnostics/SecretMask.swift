/// Hides the secrets of a configuration of Kratos wherever a line of it is shown or a message quotes it.
///
/// It goes by the text and not by the YAML, for what is wrong may be that there is none, and by what may be shown
/// and not by what may not, for a misspelt key has a secret too: keys are shown, values of keys that sessions go by,
/// and what looks like a number, a duration, a truth or the name of a variable. All else is put out, comments too, and
/// below keys of secrets also what looks like a key. One pass.
enum SecretMask {
  /// The keys whose values are shown: what sessions go by, names that policies have too, and words that the
  /// schema lists; none of it is secret.
  private static let open: Set<Text> = Set(
    [
      "lifespan", "earliest_possible_extend", "privileged_session_max_age", "required_aal",
      "enabled", "passwordless", "passwordless_enabled", "mfa_enabled", "user_verification", "ttl",
      "max_age", "persistent", "same_site", "version", "default_schema_id", "level", "format",
      "id", "provider", "hook", "algorithm", "session_lifespan", "faster_session_extend",
      "leak_sensitive_values", "notify_unknown_recipients", "use", "style", "subject_source",
    ].map(Text.init))

  /// The keys of secrets, below which nothing is shown.
  private static let closed: Set<Text> = Set(
    KindKeys.secret.union(["secrets", "auth", "headers"]).map(Text.init))

  /// The keys below closed ones that a path may name.
  private static let known: Set<Text> = Set(
    [
      "cookie", "cipher", "default", "pagination", "type", "config", "name", "value", "in", "user",
      "password",
    ].map(Text.init))

  /// What is no secret whatever the key.
  private static let plain: Set<Text> = Set(
    ["true", "false", "yes", "no", "on", "off", "null", "~"].map(Text.init))

  /// A text in which what may not be shown is put out, each byte where it was, so that places stay right.
  static func masked(_ bytes: [UInt8]) -> [UInt8] {
    var scanner = MaskScanner(bytes: bytes)
    scanner.scan()
    return scanner.bytes
  }

  // MARK: Messages

  /// A message about a place without what it quotes of it and may not be shown.
  static func hiding(_ message: String, at location: SourceLocation) -> String {
    let file = location.file
    guard file.isMasked else { return message }
    // Messages are of one line.
    let text = oneLine(file.text(of: location.range))
    let rest = oneLine(file.shownText(of: location.range))
    guard text != rest else { return message }
    let secrets = words(of: text).filter { !rest.contains($0) }
    let isEscaped = text.contains("\\")
    let parts = message.split(separator: "`", omittingEmptySubsequences: false)
    return parts.indices.map { index in
      let start = parts[index].prefix { $0 != "…" }
      let quoted = start.last == " " ? start.dropLast() : start
      let isHidden =
        index % 2 == 1 && !quoted.isEmpty && !rest.contains(quoted)
        && (isEscaped || text.contains(quoted) || quoted.contains("\\")
          || secrets.contains { quoted.contains($0) })
      return isHidden ? "…" : String(parts[index])
    }
    .joined(separator: "`")
  }

  /// A machine path without keys below those of secrets that are none of Kratos'.
  static func hiding(path: String, in file: SourceFile) -> String {
    guard file.isMasked else { return path }
    var isClosed = false
    return path.split(separator: ".", omittingEmptySubsequences: false).map { step in
      let name = step.prefix { $0 != "[" }
      defer { isClosed = isClosed || closed.contains(Text(String(name))) }
      guard isClosed, !known.contains(Text(String(name))) else { return String(step) }
      return "…" + step.dropFirst(name.count)
    }
    .joined(separator: ".")
  }

  private static func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// What a text is made of that is long enough not to stand in a message by chance.
  private static func words(of text: String) -> [Substring] {
    text.split { !$0.isLetter && !$0.isNumber }.filter { $0.utf8.count >= 4 }
  }

  // MARK: Texts

  /// What a text is made of, as far as hiding values needs it.
  private struct MaskScanner {
    var bytes: [UInt8]
    private var index = 0
    /// Whether a key may begin here: at the head of a line, of an item, or of a member.
    private var isHead = true
    /// Whether the value that stands here belongs to a key whose values are shown.
    private var isOpen = false
    /// How far this line is set in.
    private var indent = 0
    /// How far the key is set in below which nothing is shown.
    private var margin: Int?

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func scan() {
      beginLine()
      while index < bytes.count {
        switch bytes[index] {
        case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
          index += 1
          beginLine()
        case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ","), UInt8(ascii: "}"),
          UInt8(ascii: "]"):
          (isHead, isOpen) = (true, false)
          index += 1
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: ":"): index += 1
        case UInt8(ascii: "-") where isHead && isSpace(index + 1),
          UInt8(ascii: "?") where isHead && isSpace(index + 1):
          index += 1
        case UInt8(ascii: "#"): comment()
        case UInt8(ascii: "\""), UInt8(ascii: "'"): quoted()
        default: word()
        }
      }
    }

    private mutating func beginLine() {
      (isHead, isOpen, indent) = (true, false, 0)
      while index + indent < bytes.count, isBlank(index + indent) { indent += 1 }
      let place = index + indent
      guard let outer = margin, place < bytes.count, !isBreak(place) else { return }
      if indent < outer || indent == outer && bytes[place] != UInt8(ascii: "-") { margin = nil }
    }

    /// A comment, in which anything may stand.
    private mutating func comment() {
      let start = index + 1
      repeat { index += 1 } while index < bytes.count && !isBreak(index)
      hide(start..<index)
    }

    /// A quoted text, which may go on over lines, or never end.
    private mutating func quoted() {
      let start = index + 1
      let end = bytes.endOfQuoted(from: index, before: bytes.count)
      var next = min(end + 1, bytes.count)
      while next < bytes.count, isBlank(next) { next += 1 }
      take(start..<end, isKey: isHead && next < bytes.count && bytes[next] == UInt8(ascii: ":"))
      index = min(end + 1, bytes.count)
    }

    /// A word without quotes.
    private mutating func word() {
      let start = index
      // The braces of a variable's name belong to it.
      var depth = 0
      while index < bytes.count {
        let byte = bytes[index]
        if byte == UInt8(ascii: "$"), index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "{")
        {
          depth += 1
          index += 2
          continue
        }
        if isSpace(index) || byte == UInt8(ascii: ",") { break }
        if byte == UInt8(ascii: ":"), isSpace(index + 1) { break }
        if byte == UInt8(ascii: "}"), depth > 0 {
          depth -= 1
        } else if byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}")
          || byte == UInt8(ascii: "[")
          || byte == UInt8(ascii: "{")
        {
          break
        }
        index += 1
      }
      if index == start { index += 1 }
      take(start..<index, isKey: isHead && index < bytes.count && bytes[index] == UInt8(ascii: ":"))
    }

    private mutating func take(_ range: Range<Int>, isKey: Bool) {
      let text = Text(String(decoding: bytes[range], as: UTF8.self))
      isHead = false
      if isKey, margin == nil, bytes[range].allSatisfy(isWord) {
        if SecretMask.closed.contains(text) { margin = indent }
        isOpen = SecretMask.open.contains(text)
        return
      }
      // One word is the value; what follows it, or stands below it in a quote that is not closed, is not.
      let isShown = isOpen && !range.contains(where: isBreak)
      isOpen = false
      guard !isShown, !SecretMask.plain.contains(text), !isNumber(range), !isVariable(range) else {
        return
      }
      hide(range)
    }

    private mutating func hide(_ range: Range<Int>) {
      for place in range where !isSpace(place) { bytes[place] = UInt8(ascii: "*") }
    }

    private func isSpace(_ place: Int) -> Bool {
      place >= bytes.count || isBlank(place) || isBreak(place)
    }

    private func isBlank(_ place: Int) -> Bool {
      bytes[place].isBlank
    }

    private func isBreak(_ place: Int) -> Bool {
      bytes[place].isLineBreak
    }

    private func isWord(_ byte: UInt8) -> Bool {
      byte.isIdentifierPart || "-.$".utf8.contains(byte)
    }

    /// A small number, or a duration as Go writes them: a number and a unit, again and again.
    private func isNumber(_ range: Range<Int>) -> Bool {
      guard
        range.count <= 6 || range.count <= 12 && bytes[range.upperBound - 1] == UInt8(ascii: "s"),
        let first = bytes[range].first, first.isDigit
      else { return false }
      let units = Array("nuµmsh.".utf8)
      return bytes[range].allSatisfy { $0.isDigit || units.contains($0) }
    }

    /// `${NAME}` in capitals, with nothing else in it.
    private func isVariable(_ range: Range<Int>) -> Bool {
      guard range.count > 3, bytes[range].starts(with: Array("${".utf8)),
        bytes[range.upperBound - 1] == UInt8(ascii: "}")
      else { return false }
      return bytes[(range.lowerBound + 2)..<(range.upperBound - 1)].allSatisfy(
        \.isEnvironmentNamePart)
    }
  }
}

extension Diagnostic {
  /// What a range of its file says, by which a finding is known again when other lines have changed.
  ///
  /// What is put out looks alike in many lines, so that the path stands before what is left of it, and
  /// nothing that a secret could be guessed by.
  package func mark(of range: SourceRange) -> String {
    let file = location.file
    let text = file.shownText(of: range)
    guard let path, !file.isShown(range) else { return text }
    return "\(path): \(text)"
  }
}
