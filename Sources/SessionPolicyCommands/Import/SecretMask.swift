import PolicyDiagnostics

/// Shows where something is wrong in a configuration without showing any secret of it.
///
/// It goes by the lines and not by the YAML, for what is wrong may be that there is none: whatever stands
/// behind a key of secrets, on its line and below it, is put out, and so is what stands before the `@` of an
/// address. It puts out too much rather than too little, and costs one pass over the text.
struct SecretMask {
  private var masked: [ObjectIdentifier: SourceFile] = [:]

  /// The keys whose values are secret, or hold some.
  private static let keys: [[UInt8]] = [
    "secrets", "dsn", "client_secret", "apple_private_key", "connection_uri", "auth", "headers",
    "base64", "jwks_url", "api_key", "password_hash", "token",
  ].map { Array($0.utf8) }

  /// The same findings, which show no secret.
  static func applied(to diagnostics: [Diagnostic]) -> [Diagnostic] {
    var mask = SecretMask()
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
    if shown.location.file.text(of: range) != diagnostic.location.file.text(of: range) {
      shown.message = "this is not what Kratos takes here, so Kratos refuses the file"
      (shown.help, shown.label) = ("what stands here is a secret, and is not shown", nil)
    }
    return shown
  }

  private mutating func location(_ location: SourceLocation) -> SourceLocation {
    let file = location.file
    let known = masked[ObjectIdentifier(file)]
    let other = known ?? SourceFile(name: file.name, bytes: Self.masked(file))
    masked[ObjectIdentifier(file)] = other
    return SourceLocation(other, location.range)
  }

  private static func masked(_ file: SourceFile) -> [UInt8] {
    var bytes = file.bytes
    // How far the key is set in below which everything is put out.
    var margin: Int?
    for number in 1...max(1, file.lineCount) {
      let range = file.lineRange(number)
      let line = bytes[range.start..<range.end]
      guard let first = line.firstIndex(where: { $0 != UInt8(ascii: " ") }) else { continue }
      let isItem = line[first] == UInt8(ascii: "-")
      let indent = first - range.start
      if let outer = margin, indent > outer || indent == outer && isItem {
        hide(&bytes, from: first, to: range.end)
        continue
      }
      margin = nil
      if let end = endOfKey(in: line) {
        hide(&bytes, from: end, to: range.end)
        margin = indent
      }
      hideUserOfAddress(&bytes, from: range.start, to: range.end)
    }
    return bytes
  }

  /// Where the value of the first secret key of a line begins; `nil` if it has none.
  private static func endOfKey(in line: ArraySlice<UInt8>) -> Int? {
    for colon in line.indices where line[colon] == UInt8(ascii: ":") {
      var name = line[..<colon]
      while let last = name.last, isQuoteOrSpace(last) { name = name.dropLast() }
      for key in keys where name.reversed().starts(with: key.reversed()) {
        let before = name.dropLast(key.count).last
        if before.map(isWord) != true { return colon + 1 }
      }
    }
    return nil
  }

  private static func hideUserOfAddress(_ bytes: inout [UInt8], from start: Int, to end: Int) {
    let mark = Array("://".utf8)
    var index = start
    while index + mark.count < end {
      guard bytes[index...].starts(with: mark) else {
        index += 1
        continue
      }
      let rest = bytes[(index + mark.count)..<end].prefix {
        $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "'")
      }
      if let sign = rest.lastIndex(of: UInt8(ascii: "@")) {
        hide(&bytes, from: index + mark.count, to: sign)
      }
      index += mark.count + rest.count
    }
  }

  private static func hide(_ bytes: inout [UInt8], from start: Int, to end: Int) {
    for index in start..<max(start, end) where bytes.indices.contains(index) {
      if bytes[index] != UInt8(ascii: " ") { bytes[index] = UInt8(ascii: "*") }
    }
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private static func isQuoteOrSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: " ")
  }
}
