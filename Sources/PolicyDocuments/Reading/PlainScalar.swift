import PolicyDiagnostics

/// What readers of YAML make of text without quotes, and where they disagree.
package enum PlainScalar {
  /// The bool that some reader of YAML takes a word for; `nil` for any other text.
  package static func booleanWord(_ text: String) -> Bool? {
    guard text.utf8.count <= 5 else { return nil }
    return switch text.lowercased() {
    case "true", "yes", "y", "on": true
    case "false", "no", "n", "off": false
    default: nil
    }
  }

  /// How a number that readers of YAML disagree about is written.
  package enum AmbiguousNumber: String {
    case octal = "an octal number to some readers of YAML and a decimal one to others"
    case sexagesimal = "a number to base 60 to some readers of YAML and text to others"
    case radix = "a number to another base to some readers of YAML and text to others"
    case separated = "a number with separators to some readers of YAML and text to others"
    case special = "not a number that can be counted with"
    case loose = "a number to some readers of YAML and text to others"
  }

  /// What a text without quotes is, as plain data.
  package enum Meaning {
    case null
    case bool(Bool)
    case int(Int64)
    case double(Double)
    case text
    case implicitBool(Bool)
    case ambiguousNumber(AmbiguousNumber)
    case tooLarge
    case instant
  }

  /// Reads a text without quotes as plain data.
  package static func meaning(of text: String) -> Meaning {
    switch text {
    case "", "~", "null", "Null", "NULL": return .null
    case "true": return .bool(true)
    case "false": return .bool(false)
    default: break
    }
    if let flag = booleanWord(text) { return .implicitBool(flag) }
    let bytes = Array(text.utf8)
    let isSigned = bytes.first == UInt8(ascii: "-") || bytes.first == UInt8(ascii: "+")
    let digits = isSigned ? Array(bytes.dropFirst()) : bytes
    if isSpecial(digits) { return .ambiguousNumber(.special) }
    guard let first = digits.first, first.isDigit || first == UInt8(ascii: ".") else {
      return .text
    }
    if isDate(digits) { return .instant }
    return number(text, digits, hasPlus: bytes.first == UInt8(ascii: "+"))
  }

  private static func number(_ text: String, _ digits: [UInt8], hasPlus: Bool) -> Meaning {
    if digits.allSatisfy(\.isDigit) {
      if digits.count > 1, digits[0] == UInt8(ascii: "0") { return .ambiguousNumber(.octal) }
      guard !hasPlus else { return .ambiguousNumber(.loose) }
      return Int64(text).map { .int($0) } ?? .tooLarge
    }
    if hasRadix(digits) { return .ambiguousNumber(.radix) }
    let pieces = digits.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    if pieces.count > 1,
      pieces.allSatisfy({ !$0.isEmpty && $0.allSatisfy { $0.isDigit || $0 == UInt8(ascii: ".") } })
    {
      return .ambiguousNumber(.sexagesimal)
    }
    if digits.contains(UInt8(ascii: "_")),
      digits.allSatisfy({ $0.isDigit || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".") })
    {
      return .ambiguousNumber(.separated)
    }
    return decimal(text, digits, hasPlus: hasPlus)
  }

  /// Reads digits, a point, digits, and perhaps an exponent.
  private static func decimal(_ text: String, _ digits: [UInt8], hasPlus: Bool) -> Meaning {
    let whole = digits.prefix(while: \.isDigit)
    var rest = digits.dropFirst(whole.count)
    var fraction: ArraySlice<UInt8> = []
    let hasPoint = rest.first == UInt8(ascii: ".")
    if hasPoint {
      rest = rest.dropFirst()
      fraction = rest.prefix(while: \.isDigit)
      rest = rest.dropFirst(fraction.count)
    }
    if let mark = rest.first, mark | 0x20 == UInt8(ascii: "e") {
      rest = rest.dropFirst()
      if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") {
        rest = rest.dropFirst()
      }
      guard !rest.isEmpty else { return .text }
      rest = rest.drop(while: \.isDigit)
    }
    guard rest.isEmpty, !(whole.isEmpty && fraction.isEmpty) else { return .text }
    let isPlain =
      hasPoint && !whole.isEmpty && !fraction.isEmpty && !hasPlus
      && (whole.count == 1 || whole.first != UInt8(ascii: "0"))
    guard isPlain, let value = Double(text) else { return .ambiguousNumber(.loose) }
    return value.isFinite ? .double(value) : .tooLarge
  }

  private static func isSpecial(_ bytes: [UInt8]) -> Bool {
    let text = String(decoding: bytes.prefix(5), as: UTF8.self).lowercased()
    return text == ".inf" || text == ".nan"
  }

  private static func hasRadix(_ bytes: [UInt8]) -> Bool {
    guard bytes.count > 2, bytes[0] == UInt8(ascii: "0") else { return false }
    let digits = bytes.dropFirst(2)
    return switch bytes[1] | 0x20 {
    case UInt8(ascii: "x"):
      digits.allSatisfy {
        $0.isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0 | 0x20)
          || $0 == UInt8(ascii: "_")
      }
    case UInt8(ascii: "o"), UInt8(ascii: "b"):
      digits.allSatisfy { $0.isDigit || $0 == UInt8(ascii: "_") }
    default: false
    }
  }

  /// Whether a text begins like `2026-03-01`, as YAML's own type for instants does.
  private static func isDate(_ bytes: [UInt8]) -> Bool {
    let pieces = bytes.prefix(11).split(
      separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard pieces.count == 3, pieces[0].count == 4, pieces[0].allSatisfy(\.isDigit),
      (1...2).contains(pieces[1].count), pieces[1].allSatisfy(\.isDigit)
    else { return false }
    let day = pieces[2].prefix(while: \.isDigit)
    guard (1...2).contains(day.count) else { return false }
    let rest = pieces[2].dropFirst(day.count).first
    return rest == nil || rest == UInt8(ascii: "T") || rest == UInt8(ascii: "t")
      || rest == UInt8(ascii: " ")
  }
}
