import PolicyTime

/// What a client of an API is told in `WWW-Authenticate`.
enum Challenge {
  /// The challenge for a decision that lets nobody through.
  ///
  /// - `reauthenticate`: RFC 9470 §3, with the error code that it fixes. `acr_values` is the level asked for,
  ///   `max_age` in seconds how old what is shown may be; where neither is asked, whatever is shown has to be
  ///   new, which is an age of 0.
  /// - `sign_in`: `invalid_token` (RFC 6750 §3.1), or no error code at all where there was no session, and so
  ///   nothing that could be wrong (§3).
  static func bearer(_ decision: Decision) -> String {
    var parameters: [(String, String)] = []
    switch decision.outcome {
    case .proceed: return "Bearer"
    case .signIn:
      if decision.reasons.contains(where: { $0.code == .noSession }) { return "Bearer" }
      parameters = [("error", "invalid_token"), ("error_description", decision.told)]
    case .reauthenticate:
      parameters = [
        ("error", "insufficient_user_authentication"), ("error_description", decision.told),
      ]
      let due = decision.reauthentication
      if let level = due?.aal { parameters.append(("acr_values", level.name)) }
      if let age = due?.maxAge {
        parameters.append(("max_age", "\(max(0, age.components.seconds))"))
      } else if due?.aal == nil, due?.methods == nil {
        parameters.append(("max_age", "0"))
      }
    }
    return "Bearer " + parameters.map { "\($0.0)=\"\(quotable($0.1))\"" }.joined(separator: ", ")
  }

  /// The text with what may not stand in a description (RFC 6750 §3: visible ASCII and spaces without quotes
  /// and backslashes) replaced, and of what is long the beginning.
  private static func quotable(_ text: String) -> String {
    let bytes = text.utf8.prefix(300).map { byte -> UInt8 in
      switch byte {
      case UInt8(ascii: "\""): UInt8(ascii: "'")
      case UInt8(ascii: "\\"): UInt8(ascii: "/")
      case 0x20...0x7E: byte
      default: UInt8(ascii: "?")
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension Decision {
  /// What people are told: the sentences of the rules that ask, each once; or else what happens.
  var told: String {
    var known: Set<String> = []
    let messages = reasons.compactMap(\.message).filter { known.insert($0).inserted }
    return messages.isEmpty ? title + "." : messages.joined(separator: " ")
  }

  /// What happens now, in words.
  var title: String {
    switch outcome {
    case .proceed: "The session goes on"
    case .reauthenticate: "You have to prove again who you are"
    case .signIn: "You have to sign in"
    }
  }
}
