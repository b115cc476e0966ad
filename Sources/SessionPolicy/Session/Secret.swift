import PolicyDiagnostics

/// Session tokens and cookies, which let their bearer in and so never stand in a message.
enum Secret {
  /// What a text is, if all of it is a secret: people paste the token where the session belongs.
  static func name(of text: some Collection<UInt8>) -> String? {
    let word = text.drop { isSpace($0) || $0 == UInt8(ascii: "\"") }
    let start = word.prefix { !isSpace($0) && $0 != UInt8(ascii: "\"") }
    let isHeader = ["cookie:", "set-cookie:"].contains {
      start.count == $0.utf8.count && zip(start, $0.utf8).allSatisfy { $0 | 0x20 == $1 | 0x20 }
    }
    if isHeader || start.starts(with: "ory_kratos_session".utf8) { return "a session cookie" }
    guard length(of: start) > 0 else { return nil }
    if start.starts(with: "ory_".utf8) { return "a session token" }
    return start.starts(with: "eyJ".utf8) ? "a JSON Web Token" : "a session cookie"
  }

  /// A file with the secrets in it made unreadable, each byte where it was, so that places stay right.
  static func masked(_ file: SourceFile) -> SourceFile {
    SourceFile(name: file.name, bytes: masked(Array(file.bytes)))
  }

  /// A text with the secrets in it made unreadable.
  static func masked(_ text: String) -> String {
    String(decoding: masked(Array(text.utf8)), as: UTF8.self)
  }

  private static func masked(_ text: [UInt8]) -> [UInt8] {
    var bytes = text
    var place = 0
    var isWithin = false
    while place < bytes.count {
      let count = isWithin ? 0 : length(of: bytes[place...])
      if count > 0 {
        for index in place..<place + count { bytes[index] = UInt8(ascii: "*") }
        place += count
        continue
      }
      isWithin = isTokenByte(bytes[place])
      place += 1
    }
    return bytes
  }

  /// How long the secret at the beginning of a text is; 0 where there is none.
  ///
  /// Kratos' tokens are `ory_st_` and more; a JSON Web Token begins with `{"` in base64; a cookie of
  /// securecookie begins with the digits of its instant in base64, which is `MT` until 2286.
  private static func length(of text: some Collection<UInt8>) -> Int {
    let isLong: Int
    if text.starts(with: "ory_".utf8) {
      isLong = 16
    } else if text.starts(with: "eyJ".utf8) {
      isLong = 24
    } else if text.starts(with: "MT".utf8) {
      isLong = 60
    } else {
      return 0
    }
    let count = text.prefix(while: isTokenByte).count
    return count >= isLong ? count : 0
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || 0x09...0x0D ~= byte }

  private static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "-"),
      UInt8(ascii: "."), UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "/"),
      UInt8(ascii: "|"), UInt8(ascii: "%"):
      true
    default: false
    }
  }
}

extension NotASession {
  /// Tells that a text is a secret, which is not shown.
  init?(secret text: some Collection<UInt8>) {
    guard let name = Secret.name(of: text) else { return nil }
    self.init(
      message: "this is \(name), not a session",
      help:
        "ask Kratos what it stands for: `GET /sessions/whoami` with it as \(Self.header(of: name))"
    )
  }

  private static func header(of name: String) -> String {
    switch name {
    case "a session cookie": "`Cookie`"
    case "a session token": "`X-Session-Token`"
    default: "what it was made from, the cookie or the session token"
    }
  }
}
