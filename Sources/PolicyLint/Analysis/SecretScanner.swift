import PolicyDiagnostics

/// Finds what looks like a credential.
struct SecretScanner {
  /// Such a place.
  struct Secret {
    let range: SourceRange
    let kind: String
  }

  private(set) var secrets: [Secret] = []

  /// What a credential begins with, how many more characters it has at least, and what it is.
  private static let prefixes: [(prefix: [UInt8], rest: Int, kind: String)] = [
    (Array("ory_st_".utf8), 16, "a session token"),
    (Array("ory_at_".utf8), 16, "an access token"),
    (Array("ory_rt_".utf8), 16, "a refresh token"),
    (Array("ory_pat_".utf8), 16, "an API key"),
    (Array("ory_apikey_".utf8), 16, "an API key"),
    (Array("AKIA".utf8), 16, "an access key"),
    (Array("ghp_".utf8), 30, "an access token"),
    (Array("MT".utf8), 120, "a session cookie"),
  ]

  init(_ file: SourceFile) {
    let bytes = file.bytes
    var start = 0
    while start < bytes.count {
      guard Self.isToken(bytes[start]) else {
        start += 1
        continue
      }
      var end = start
      while end < bytes.count, Self.isToken(bytes[end]) { end += 1 }
      if let kind = Self.kind(of: bytes[start..<end]) {
        secrets.append(Secret(range: SourceRange(start, end), kind: kind))
      }
      start = end
    }
    findKeys(file)
  }

  private static func kind(of token: ArraySlice<UInt8>) -> String? {
    if token.starts(with: "eyJ".utf8) {
      let parts = token.split(separator: UInt8(ascii: "."))
      if parts.count == 3, parts.allSatisfy({ $0.count >= 10 }) { return "a signed token" }
    }
    return prefixes.first {
      token.count >= $0.prefix.count + $0.rest && token.starts(with: $0.prefix)
    }?.kind
  }

  private mutating func findKeys(_ file: SourceFile) {
    let mark = Array("-----BEGIN ".utf8)
    for number in 1...file.lineCount {
      let line = file.lineRange(number)
      guard line.length > mark.count else { continue }
      let text = file.bytes[line.start..<line.end].drop { $0 == UInt8(ascii: " ") }
      guard text.starts(with: mark),
        String(decoding: text, as: UTF8.self).contains("PRIVATE KEY-----")
      else { continue }
      secrets.append(Secret(range: SourceRange(text.startIndex, line.end), kind: "a private key"))
    }
  }

  /// Whether a byte is of base64, of its form for addresses, or joins the parts of a token.
  private static func isToken(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"),
      UInt8(ascii: "."):
      true
    default: false
    }
  }
}
