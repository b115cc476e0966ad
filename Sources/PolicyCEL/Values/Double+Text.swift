extension Double {
  /// The shortest text that reads back as this number, in the form of C's and Go's `%g`: `1`, `1e+06`,
  /// `0.0001`, `1e-05`; `inf`, `-inf`, `nan`.
  var shortestText: String {
    if let special { return special }
    let (digits, exponent) = decimalDigits
    // %g writes an exponent below 1e-4 and from 1e6 on.
    guard exponent < -4 || exponent >= 6 else { return positionalText }
    let rest = digits.dropFirst()
    let power = abs(exponent)
    return (self < 0 ? "-" : "") + String(digits.prefix(1)) + (rest.isEmpty ? "" : "." + rest) + "e"
      + (exponent < 0 ? "-" : "+") + (power < 10 ? "0" : "") + "\(power)"
  }

  /// The same digits without an exponent, however many zeros that takes: `1000000`, `0.00001`.
  var positionalText: String {
    if let special { return special }
    let (digits, exponent) = decimalDigits
    let mark = self < 0 ? "-" : ""
    if exponent < 0 {
      return mark + "0." + String(repeating: "0", count: -exponent - 1) + digits
    }
    let whole = exponent + 1
    guard digits.utf8.count > whole else {
      return mark + digits + String(repeating: "0", count: whole - digits.utf8.count)
    }
    return mark + digits.prefix(whole) + "." + digits.dropFirst(whole)
  }

  /// The text of what has no digits worth working out.
  private var special: String? {
    if isNaN { return "nan" }
    if isInfinite { return self < 0 ? "-inf" : "inf" }
    return self == 0 ? (sign == .minus ? "-0" : "0") : nil
  }

  /// The number as a CEL literal, always with a point or an exponent: `1.0`, `1e+20`.
  var literalText: String {
    if isNaN { return "double(\"NaN\")" }
    if isInfinite { return self < 0 ? "double(\"-Infinity\")" : "double(\"Infinity\")" }
    return description
  }

  /// The shortest decimal digits without leading or trailing zeros, and the exponent of the first.
  private var decimalDigits: (digits: String, exponent: Int) {
    var digits: [UInt8] = []
    var point: Int?
    var exponent = 0
    let text = Array(magnitude.description.utf8)
    var index = 0
    while index < text.count {
      let byte = text[index]
      if byte == UInt8(ascii: ".") {
        point = digits.count
      } else if byte == UInt8(ascii: "e") {
        exponent = Int(String(decoding: text[(index + 1)...], as: UTF8.self)) ?? 0
        break
      } else {
        digits.append(byte)
      }
      index += 1
    }
    exponent += (point ?? digits.count) - 1
    let zeros = digits.prefix { $0 == UInt8(ascii: "0") }.count
    digits.removeFirst(min(zeros, max(0, digits.count - 1)))
    exponent -= zeros
    while digits.count > 1, digits.last == UInt8(ascii: "0") { digits.removeLast() }
    return (String(decoding: digits, as: UTF8.self), exponent)
  }
}
