/// A URL of the web as far as a redirect needs it taken apart (RFC 3986 §3): absolute, or a path from the
/// root.
///
/// What a browser would take for another host than a reader does is none: `//host`, `/\host`, a user's
/// name before the host, a host with escapes, and anything but visible ASCII.
struct WebURL: Sendable, Hashable {
  /// Everything before the query.
  private var base: Substring
  /// The query without its question mark; `nil` for none.
  private(set) var query: Substring?
  /// The fragment without its number sign; `nil` for none.
  private(set) var fragment: Substring?
  /// Whether it names a host.
  let isAbsolute: Bool

  /// Reads a URL; `nil` if it is none.
  init?(_ text: String) {
    guard text.utf8.count <= Visit.urlLimit,
      text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") })
    else { return nil }
    var rest = Substring(text)
    if let mark = rest.firstIndex(of: "#") {
      fragment = rest[rest.index(after: mark)...]
      rest = rest[..<mark]
    }
    if let mark = rest.firstIndex(of: "?") {
      query = rest[rest.index(after: mark)...]
      rest = rest[..<mark]
    }
    base = rest
    let scheme = ["https://", "http://"].first { rest.lowercased().hasPrefix($0) }
    isAbsolute = scheme != nil
    if let scheme {
      guard Self.isAuthority(rest.dropFirst(scheme.count).prefix { $0 != "/" }) else { return nil }
    } else {
      guard rest.hasPrefix("/"), !rest.hasPrefix("//") else { return nil }
    }
  }

  /// Whether a text is a host, and at most a port behind it (RFC 3986 §3.2).
  private static func isAuthority(_ text: Substring) -> Bool {
    let isAddress = text.first == "["
    let end =
      isAddress
      ? text.firstIndex(of: "]").map(text.index(after:)) : text.firstIndex(of: ":") ?? text.endIndex
    guard let end, end > text.startIndex else { return false }
    let host = isAddress ? text[..<end].dropFirst().dropLast() : text[..<end]
    let port = text[end...]
    return !host.isEmpty
      && host.allSatisfy {
        isAddress
          ? $0.isHexDigit || $0 == ":" || $0 == "."
          : $0.isLetter || $0.isNumber || $0 == "-" || $0 == "." || $0 == "_"
      }
      && (port.isEmpty
        || port.first == ":" && port.dropFirst().allSatisfy(\.isNumber)
          && UInt16(port.dropFirst()) != nil)
  }

  /// The whole URL.
  var text: String {
    base + (query.map { "?" + $0 } ?? "") + (fragment.map { "#" + $0 } ?? "")
  }

  /// Takes a parameter out of the query, all of it that there is; gives the last.
  mutating func takeParameter(_ name: String) -> String? {
    guard let query else { return nil }
    var found: String?
    let kept = query.split(separator: "&", omittingEmptySubsequences: false).filter { pair in
      guard pair.hasPrefix(name + "=") else { return true }
      found = String(pair.dropFirst(name.utf8.count + 1))
      return false
    }
    guard found != nil else { return nil }
    self.query = kept.isEmpty ? nil : Substring(kept.joined(separator: "&"))
    return found
  }

  /// Adds a parameter that needs no encoding to the query.
  mutating func add(_ name: String, _ value: String) {
    query = Substring((query.map { $0 + "&" } ?? "") + "\(name)=\(value)")
  }
}
