/// A UUID in the spelling that Kratos stores, read from any that it takes.
struct CanonicalUUID {
  /// Lower case with hyphens.
  let text: String

  /// Reads a UUID with or without hyphens, in braces, or as a URN.
  init?(_ spelling: String) {
    var body = Array(spelling.lowercased().utf8)
    if body.starts(with: "urn:uuid:".utf8) { body.removeFirst(9) }
    if body.first == UInt8(ascii: "{"), body.last == UInt8(ascii: "}") {
      body = Array(body.dropFirst().dropLast())
    }
    let hyphens = [8, 13, 18, 23]
    var digits = body
    if body.count == 36 {
      guard hyphens.allSatisfy({ body[$0] == UInt8(ascii: "-") }) else { return nil }
      digits.removeAll { $0 == UInt8(ascii: "-") }
    }
    let isHexadecimal = digits.allSatisfy {
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
        || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
    }
    guard digits.count == 32, isHexadecimal else { return nil }
    var text = ""
    for (index, digit) in digits.enumerated() {
      if [8, 12, 16, 20].contains(index) { text.append("-") }
      text.unicodeScalars.append(Unicode.Scalar(digit))
    }
    self.text = text
  }
}
