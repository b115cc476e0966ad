import PolicyDiagnostics
package import PolicyTime

extension Timestamp {
  /// Reads an instant as documents hold it: RFC 3339, and what clients make of it when they write it
  /// again.
  ///
  /// A space may stand for the `T` (RFC 3339 §5.6; Python's `str(datetime)`), ` UTC` for the `Z` and
  /// ` +0100` for `+01:00` (Ruby's `Time#to_s`), and digits of a fraction beyond the ninth are cut, as
  /// whatever Kratos compares has nine.
  package init?(document utf8: UnsafeBufferPointer<UInt8>) {
    if let instant = Timestamp(rfc3339: utf8) {
      self = instant
      return
    }
    guard utf8.count >= 20, utf8.count <= 128 else { return nil }
    var plain = Array(utf8)
    if plain[10] == UInt8(ascii: " ") { plain[10] = UInt8(ascii: "T") }
    if plain.suffix(4).elementsEqual(" UTC".utf8) {
      plain.removeLast(4)
      plain.append(UInt8(ascii: "Z"))
    } else {
      Self.mendOffset(of: &plain)
    }
    let fraction = 20
    if plain.count > fraction, plain[fraction - 1] == UInt8(ascii: ".") {
      let digits = plain[fraction...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")) ~= $0 }
      if digits.count > 9 { plain.removeSubrange(fraction + 9..<fraction + digits.count) }
    }
    guard let instant = plain.withUnsafeBufferPointer({ Timestamp(rfc3339: $0) }) else {
      return nil
    }
    self = instant
  }

  /// Writes an offset at the end of a text as RFC 3339 does, without a space before it and with a colon
  /// in it.
  private static func mendOffset(of text: inout [UInt8]) {
    func isSign(_ place: Int) -> Bool {
      text[place] == UInt8(ascii: "+") || text[place] == UInt8(ascii: "-")
    }
    // The text has at least twenty bytes.
    var sign = text.count - 6
    if isSign(text.count - 5), text.suffix(4).allSatisfy(\.isDigit) {
      text.insert(UInt8(ascii: ":"), at: text.count - 2)
      sign = text.count - 6
    }
    if isSign(sign), text[sign - 1] == UInt8(ascii: " ") { text.remove(at: sign - 1) }
  }

  /// Reads an instant as documents hold it.
  package init?(document text: String) {
    var text = text
    guard let instant = text.withUTF8({ Timestamp(document: $0) }) else { return nil }
    self = instant
  }
}
