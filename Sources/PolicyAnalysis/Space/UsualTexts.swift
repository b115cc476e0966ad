import PolicyCEL
import PolicyDiagnostics
import SessionPolicy

/// What stands for a text that no policy names.
///
/// An expression that is not looked into names texts too, in its own way: a part of them, a pattern, a network. What
/// one of these texts is to it may be chance, and what all are to it that have nothing in common with what is
/// written in it is what it says of any text.
enum UsualTexts {
  /// Texts of an attribute, the most usual one first, of which no two are alike.
  static func all(of path: AttributePath) -> [String] {
    let name = path.description
    if let known = known[name] { return known }
    let last = name.split(separator: ".").last ?? "text"
    return [first(of: name), "another-\(last)", "third.\(last)", "4th \(last)"]
  }

  /// The most usual text of an attribute.
  static func first(of name: String) -> String {
    known[name]?.first ?? "some-\(name.split(separator: ".").last ?? "text")"
  }

  /// Countries with letters that are not the same, and networks for documentation (RFC 5737, RFC 3849) and of
  /// carriers (RFC 6598).
  private static let known = [
    "request.action": ["report.read"],
    "request.ip": [
      "203.0.113.7", "198.51.100.23", "192.0.2.88", "2001:db8::5", "100.64.18.4", "3fff:6::a1",
    ],
    "request.country": ["CH", "NP", "UY", "FI", "KE", "JM", "LV", "BW"],
    "request.client.type": ["browser"], "identity.schema_id": ["default"],
  ]

  /// Texts of an attribute of which functions say something that no policy writes.
  static func special(of path: AttributePath) -> [String] {
    path == AttributePath(["request", "ip"])
      ? ["127.0.0.1", "10.0.0.1", "224.0.0.1", "::1", "fe80::1", "ff02::1"] : []
  }

  /// So many texts that have nothing in common with what is written are enough to tell what is said of any.
  static let enough = 3

  /// Whether something that is written may be meant to be a text, a part of it or a network that it is in.
  static func names(_ written: String, _ text: String) -> Bool {
    let (written, text) = (written.lowercased(), text.lowercased())
    guard !written.isEmpty else { return false }
    if written.contains(text) || text.contains(written) { return true }
    if isAddress(written), isAddress(text), network(of: written) == network(of: text) {
      return true
    }
    // The words of a pattern.
    return written.split { !$0.isLetter }.contains { text.contains($0) }
  }

  private static func isAddress(_ text: String) -> Bool {
    text.contains { $0 == "." || $0 == ":" }
  }

  /// The first part of an address, behind what a pattern begins with.
  private static func network(of text: String) -> Substring {
    text.drop { !$0.isHexDigit }.prefix { $0.isHexDigit }
  }
}
