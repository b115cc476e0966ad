import PolicyDiagnostics

extension Duration {
  /// Reads a duration as policies write it: `90s`, `15m`, `12h`, `30d`, `2w`, `1h30m`, `1h1ns`.
  ///
  /// Whole numbers with the units `w d h m s ms us ns`, each at most once and in this order; `1d` is
  /// exactly 24 hours. A sign, a decimal, a bare number, months and years give `nil`.
  package init?(policyText text: String) {
    var rest = text.utf8[...]
    var units = Self.policyUnits[...]
    var total: Int128 = 0
    guard !rest.isEmpty else { return nil }
    while !rest.isEmpty {
      let digits = rest.prefix(while: \.isDigit)
      rest = rest.dropFirst(digits.count)
      let letters = rest.prefix { !$0.isDigit }
      rest = rest.dropFirst(letters.count)
      guard let count = Int64(Substring(digits)),
        let place = units.firstIndex(where: { $0.name.utf8.elementsEqual(letters) })
      else { return nil }
      // 2⁶³ of the largest unit stay far below 2¹²⁷ nanoseconds.
      total += Int128(count) * units[place].nanoseconds
      guard total <= Self.maximumNanoseconds else { return nil }
      units = units[(place + 1)...]
    }
    self.init(nanosecondCount: total)
  }

  private static let policyUnits: [(name: String, nanoseconds: Int128)] = [
    ("w", 604_800_000_000_000), ("d", 86_400_000_000_000), ("h", 3_600_000_000_000),
    ("m", 60_000_000_000), ("s", 1_000_000_000), ("ms", 1_000_000), ("us", 1_000), ("ns", 1),
  ]

  /// The duration as policies write it, in its normal form; `nil` if it is negative, longer than can be
  /// read, or has a fraction of a nanosecond.
  ///
  /// Days are used from two of them on and only when nothing is left over: `24h`, `36h`, `2d`, `30d`.
  package var policyText: String? {
    guard self >= .zero, components.attoseconds % 1_000_000_000 == 0, var rest = wholeNanoseconds
    else { return nil }
    if rest == 0 { return "0s" }
    let day: Int128 = 86_400_000_000_000
    if rest >= 2 * day, rest % day == 0 { return "\(rest / day)d" }
    var text = ""
    for unit in Self.policyUnits.dropFirst(2) where rest >= unit.nanoseconds {
      text += "\(rest / unit.nanoseconds)\(unit.name)"
      rest %= unit.nanoseconds
    }
    return text
  }

  /// The duration as CEL's `string()` gives it: decimal seconds, such as `-1.5s`.
  package var secondsText: String {
    let total = wholeNanoseconds ?? 0
    let (seconds, rest) = total.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
    var fraction = ""
    if rest > 0 {
      let digits = String(rest)
      fraction = "." + String(repeating: "0", count: 9 - digits.utf8.count) + digits
      while fraction.hasSuffix("0") { fraction.removeLast() }
    }
    return (total < 0 ? "-" : "") + String(seconds) + fraction + "s"
  }

  /// Reads the text of CEL's `duration()`: a sign, then numbers with `h m s ms us ns`, or a bare `0`.
  ///
  /// The spellings of policies, with `d` and `w`, are read as well.
  package init?(celText text: String) {
    if let policy = Duration(policyText: text) {
      self = policy
      return
    }
    var bytes = ArraySlice(text.utf8)
    var isNegative = false
    if let sign = bytes.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      isNegative = sign == UInt8(ascii: "-")
      bytes.removeFirst()
    }
    if bytes.elementsEqual([UInt8(ascii: "0")]) {
      self = .zero
      return
    }
    guard !bytes.isEmpty else { return nil }
    var total: Int128 = 0
    while !bytes.isEmpty {
      guard let part = Self.part(&bytes) else { return nil }
      total += part
      guard total <= Self.maximumNanoseconds else { return nil }
    }
    self.init(nanosecondCount: isNegative ? -total : total)
  }

  /// One number with its unit, in nanoseconds.
  private static func part(_ bytes: inout ArraySlice<UInt8>) -> Int128? {
    var mantissa: Int128 = 0
    var scale: Int128 = 1
    var hasDigits = false
    var isFraction = false
    while let byte = bytes.first {
      if byte == UInt8(ascii: "."), !isFraction {
        isFraction = true
      } else if byte.isDigit {
        hasDigits = true
        // Digits beyond a femtosecond's share of an hour cannot matter.
        if !isFraction || scale < 1_000_000_000_000_000 {
          mantissa = mantissa * 10 + Int128(byte - UInt8(ascii: "0"))
          if isFraction { scale *= 10 }
        }
        guard mantissa < 1 << 90 else { return nil }
      } else {
        break
      }
      bytes.removeFirst()
    }
    guard hasDigits else { return nil }
    let letters = bytes.prefix { $0.isIdentifierStart || $0 >= 0x80 }
    let unit: Int128
    switch String(decoding: letters, as: UTF8.self) {
    case "h": unit = 3_600_000_000_000
    case "m": unit = 60_000_000_000
    case "s": unit = 1_000_000_000
    case "ms": unit = 1_000_000
    case "us", "µs", "μs": unit = 1_000
    case "ns": unit = 1
    default: return nil
    }
    bytes = bytes.dropFirst(letters.count)
    let (product, overflow) = mantissa.multipliedReportingOverflow(by: unit)
    return overflow ? nil : product / scale
  }
}
