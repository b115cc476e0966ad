import PolicyDiagnostics

extension Duration {
  /// Reads a duration as policies write it: `90s`, `15m`, `12h`, `30d`, `2w`, `1h30m`.
  ///
  /// Whole numbers with units from the largest to the smallest; `1d` is exactly 24 hours. A sign, a
  /// decimal, a bare number, months and years give `nil`.
  public init?(policyText text: String) {
    var seconds: Int64 = 0
    var lastUnit = Int64.max
    var number: Int64?
    for byte in text.utf8 {
      if byte.isDigit {
        let (scaled, overflow) = (number ?? 0).multipliedReportingOverflow(by: 10)
        let (sum, carry) = scaled.addingReportingOverflow(Int64(byte - UInt8(ascii: "0")))
        guard !overflow, !carry else { return nil }
        number = sum
        continue
      }
      guard let count = number, let unit = Self.policyUnits.first(where: { $0.letter == byte }),
        unit.seconds < lastUnit
      else { return nil }
      let (part, overflow) = count.multipliedReportingOverflow(by: unit.seconds)
      let (sum, carry) = seconds.addingReportingOverflow(part)
      guard !overflow, !carry, sum <= 315_576_000_000 else { return nil }
      seconds = sum
      lastUnit = unit.seconds
      number = nil
    }
    guard number == nil, lastUnit != .max else { return nil }
    self = .seconds(seconds)
  }

  private static let policyUnits: [(letter: UInt8, seconds: Int64)] = [
    (UInt8(ascii: "w"), 604_800), (UInt8(ascii: "d"), 86_400), (UInt8(ascii: "h"), 3_600),
    (UInt8(ascii: "m"), 60), (UInt8(ascii: "s"), 1),
  ]

  /// The duration as policies write it, in its normal form; `nil` if it is negative or has a fraction.
  ///
  /// Days are used from two of them on and only when nothing is left over: `24h`, `36h`, `2d`, `30d`.
  public var policyText: String? {
    let (seconds, attoseconds) = components
    guard seconds >= 0, attoseconds == 0 else { return nil }
    if seconds == 0 { return "0s" }
    if seconds >= 172_800, seconds % 86_400 == 0 { return "\(seconds / 86_400)d" }
    var text = ""
    if seconds >= 3_600 { text += "\(seconds / 3_600)h" }
    if seconds % 3_600 >= 60 { text += "\(seconds % 3_600 / 60)m" }
    if seconds % 60 > 0 { text += "\(seconds % 60)s" }
    return text
  }

  /// The duration as CEL's `string()` gives it: decimal seconds, such as `-1.5s`.
  public var secondsText: String {
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
  public init?(celText text: String) {
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
