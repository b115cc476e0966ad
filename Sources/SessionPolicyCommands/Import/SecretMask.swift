import PolicyDiagnostics

/// Shows where something is wrong in a configuration without showing any secret of it.
///
/// It goes by the text and not by the YAML, for what is wrong may be that there is none, and by what may be shown
/// and not by what may not, for a misspelt key has a secret too: keys are shown, values of keys that sessions go by,
/// and what looks like a number, a duration, a truth or the name of a variable. All else is put out, and below keys of
/// secrets also what looks like a key. One pass.
struct SecretMask {
  private let files: Set<Text>
  private var masked: [ObjectIdentifier: SourceFile] = [:]

  private init(files: Set<Text>) { self.files = files }

  /// The keys whose values are shown: what sessions go by, and none of it is secret.
  private static let open: Set<Text> = Set(
    [
      "lifespan", "earliest_possible_extend", "privileged_session_max_age", "required_aal",
      "enabled",
      "passwordless", "passwordless_enabled", "mfa_enabled", "user_verification", "ttl", "max_age",
      "persistent",
      "same_site", "version", "default_schema_id", "level", "format",
    ].map(Text.init))

  /// The keys below which nothing is shown.
  private static let closed: Set<Text> = Set(
    ["secrets", "dsn", "client_secret", "apple_private_key", "connection_uri", "auth", "headers"]
      .map(Text.init))

  /// What is no secret whatever the key.
  private static let plain: Set<Text> = Set(
    ["true", "false", "yes", "no", "on", "off", "null", "~"].map(Text.init))

  /// The same findings, which show no secret.
  ///
  /// - Parameter files: The parts of the configuration; other files are shown as they are.
  static func applied(to diagnostics: [Diagnostic], in files: [SourceFile]) -> [Diagnostic] {
    var mask = SecretMask(files: Set(files.map { Text($0.name) }))
    return diagnostics.map { mask.applied(to: $0) }
  }

  private mutating func applied(to diagnostic: Diagnostic) -> Diagnostic {
    var shown = diagnostic
    shown.location = location(diagnostic.location)
    shown.related = diagnostic.related.map {
      Diagnostic.Related($0.message, at: location($0.location))
    }
    // A message may quote what stands there.
    let range = diagnostic.location.range
    let text = diagnostic.location.file.text(of: range)
    let rest = shown.location.file.text(of: range)
    guard text != rest else { return shown }
    shown.message = Self.hiding(shown.message, of: text, without: rest)
    shown.help = shown.help.map { Self.hiding($0, of: text, without: rest) }
    shown.label = shown.label.map { Self.hiding($0, of: text, without: rest) }
    return shown
  }

  /// A message without what it quotes of a text and is hidden in what is left of it.
  private static func hiding(_ message: String, of text: String, without rest: String) -> String {
    // Messages are of one line.
    let text = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let parts = message.split(separator: "`", omittingEmptySubsequences: false)
    return parts.indices.map { index in
      let start = parts[index].prefix { $0 != "…" }
      let quoted = start.last == " " ? start.dropLast() : start
      let isHidden =
        index % 2 == 1 && !quoted.isEmpty && !rest.contains(quoted)
        && (text.contains(quoted) || quoted.contains("\\"))
      return isHidden ? "…" : String(parts[index])
    }
    .joined(separator: "`")
  }

  private mutating func location(_ location: SourceLocation) -> SourceLocation {
    let file = location.file
    guard files.contains(Text(file.name)) else { return location }
    let known = masked[ObjectIdentifier(file)]
    let other = known ?? SourceFile(name: file.name, bytes: Self.masked(file))
    masked[ObjectIdentifier(file)] = other
    return SourceLocation(other, location.range)
  }

  private static func masked(_ file: SourceFile) -> [UInt8] {
    var scanner = MaskScanner(bytes: file.bytes)
    scanner.scan()
    return scanner.bytes
  }

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

    /// A quoted text, which may go on over lines, or never end.
    private mutating func quoted() {
      let quote = bytes[index]
      let start = index + 1
      var end = start
      while end < bytes.count, bytes[end] != quote {
        end += bytes[end] == UInt8(ascii: "\\") && quote == UInt8(ascii: "\"") ? 2 : 1
      }
      end = min(end, bytes.count)
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
      guard !isOpen, !SecretMask.plain.contains(text), !isNumber(range), !isVariable(range) else {
        return
      }
      for place in range where !isSpace(place) { bytes[place] = UInt8(ascii: "*") }
    }

    private func isSpace(_ place: Int) -> Bool {
      place >= bytes.count || isBlank(place) || isBreak(place)
    }

    private func isBlank(_ place: Int) -> Bool {
      bytes[place] == UInt8(ascii: " ") || bytes[place] == UInt8(ascii: "\t")
    }

    private func isBreak(_ place: Int) -> Bool {
      bytes[place] == UInt8(ascii: "\n") || bytes[place] == UInt8(ascii: "\r")
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
      return bytes[(range.lowerBound + 2)..<(range.upperBound - 1)].allSatisfy {
        $0.isIdentifierPart && !(UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
      }
    }
  }
}
