/// What a client shows for its session. It is never logged: neither it nor a part of it has a description.
enum Credential: Hashable, Sendable {
  /// The value of Kratos' session cookie.
  case cookie(String)
  /// The field `X-Session-Token`.
  case sessionToken(String)
  /// The token of `Authorization: Bearer`.
  case bearer(String)

  /// The longest that is taken, in bytes; Kratos' own are shorter than half of it.
  static let limit = 8_192

  /// Finds the credential that Kratos would look at: the token, then the cookie, then the bearer. A wrong
  /// one is not followed by another, as in Kratos.
  init?(token: String?, cookies: String?, authorization: String?, cookieName: String) {
    if let token, !token.isEmpty {
      self = .sessionToken(token)
    } else if let cookies, let value = Self.value(of: cookieName, in: cookies) {
      self = .cookie(value)
    } else if let authorization, authorization.utf8.count > 7,
      authorization.prefix(7).lowercased() == "bearer "
    {
      self = .bearer(String(authorization.dropFirst(7)))
    } else {
      return nil
    }
    guard text.utf8.count <= Self.limit, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      return nil
    }
  }

  /// The first cookie of a name, as Go's `Request.Cookie` finds it, and so Kratos: what a service behind
  /// takes for the session must be the one that was decided about. Space around a name does not count, nor
  /// do quotes around a value, and a cookie whose value Go does not take is none.
  static func value(of name: String, in cookies: String) -> String? {
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
    for pair in cookies.utf8.split(separator: UInt8(ascii: ";")) {
      let start = pair.drop(while: isSpace)
      guard start.starts(with: name.utf8) else { continue }
      let rest = start.dropFirst(name.utf8.count).drop(while: isSpace)
      guard rest.first == UInt8(ascii: "=") else { continue }
      var value = rest.dropFirst()
      while let last = value.last, isSpace(last) { value = value.dropLast() }
      let quote = UInt8(ascii: "\"")
      if value.count > 1, value.first == quote, value.last == quote {
        value = value.dropFirst().dropLast()
      }
      guard value.allSatisfy({ (0x20...0x7E).contains($0) && $0 != quote && $0 != 0x5C }) else {
        continue
      }
      return value.isEmpty ? nil : String(value)
    }
    return nil
  }

  /// The credential itself; for nobody but Kratos.
  var text: String {
    switch self {
    case .cookie(let text), .sessionToken(let text), .bearer(let text): text
    }
  }

  /// Whether it is a browser's.
  var isCookie: Bool { if case .cookie = self { true } else { false } }

  /// When a cookie was issued, in seconds since 1970: gorilla/securecookie writes it in front of what it
  /// signs. Only worth something once Kratos has taken the cookie, for it alone can check the signature.
  static func issuedAt(cookie value: String) -> Int64? {
    let decoded = base64Prefix(of: value, count: 24)
    guard let bar = decoded.firstIndex(of: UInt8(ascii: "|")) else { return nil }
    return Int64(String(decoding: decoded[..<bar], as: UTF8.self))
  }

  /// The beginning of what a text in base64 for URLs stands for.
  private static func base64Prefix(of text: String, count: Int) -> [UInt8] {
    var decoded: [UInt8] = []
    var bits: UInt32 = 0
    var width = 0
    for byte in text.utf8 where decoded.count < count {
      let digit: UInt8
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): digit = byte - UInt8(ascii: "A")
      case UInt8(ascii: "a")...UInt8(ascii: "z"): digit = byte - UInt8(ascii: "a") + 26
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0") + 52
      case UInt8(ascii: "-"), UInt8(ascii: "+"): digit = 62
      case UInt8(ascii: "_"), UInt8(ascii: "/"): digit = 63
      default: return decoded
      }
      bits = bits << 6 | UInt32(digit)
      width += 6
      if width >= 8 {
        width -= 8
        decoded.append(UInt8(truncatingIfNeeded: bits >> UInt32(width)))
        bits &= (1 << UInt32(width)) - 1
      }
    }
    return decoded
  }
}
