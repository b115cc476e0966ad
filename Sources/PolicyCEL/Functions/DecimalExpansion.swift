/// The exact decimal digits of a double, for rounding half to even on its true value.
///
/// Every double is *s* · 2ᵉ with whole *s* and *e*, and so has finitely many decimal digits: at most 309
/// before the point and 1 074 after it. They are all worked out, in a base of 10⁹, instead of guessing how
/// many are enough (D. Goldberg, "What Every Computer Scientist Should Know About Floating-Point
/// Arithmetic", 1991). It costs at most about 80 passes over 90 numbers, and is asked for by `format`
/// alone.
struct DecimalExpansion {
  private let isNegative: Bool
  /// The digits of the whole part, without leading zeros, then those of the fraction.
  private let digits: [UInt8]
  /// How many of the digits stand before the point; negative for zeros after it.
  private let point: Int

  init(_ number: Double) {
    isNegative = number.sign == .minus
    guard number != 0, number.isFinite else {
      digits = []
      point = 0
      return
    }
    // number = significand · 2^exponent, worked out digit by digit in a base of 10^9.
    let magnitude = number.magnitude
    let significand = UInt64(magnitude.significandBitPattern) | (magnitude.isNormal ? 1 << 52 : 0)
    let exponent = (magnitude.isNormal ? Int(magnitude.exponentBitPattern) : 1) - 1_075
    var whole = BigDecimal(significand)
    if exponent >= 0 {
      whole.multiply(by: 2, times: exponent, atOnce: 29)
      digits = whole.digits
      point = digits.count
    } else {
      // Dividing by 2^n is multiplying by 5^n and moving the point by n.
      whole.multiply(by: 5, times: -exponent, atOnce: 13)
      digits = whole.digits
      point = digits.count + exponent
    }
  }

  /// The number with so many digits after the point.
  func fixed(_ precision: Int) -> String {
    let (rounded, place) = rounded(keeping: point + precision)
    var whole = rounded.prefix(max(0, place)).map(Self.character)
    if whole.isEmpty { whole = ["0"] }
    var fraction = [Character](repeating: "0", count: min(precision, max(0, -place)))
    fraction += rounded.dropFirst(max(0, place)).map(Self.character)
    while fraction.count < precision { fraction.append("0") }
    return (isNegative ? "-" : "") + String(whole)
      + (precision > 0 ? "." + String(fraction.prefix(precision)) : "")
  }

  /// The number with one digit before the point, so many after it, and an exponent.
  func scientific(_ precision: Int) -> String {
    let (rounded, place) = rounded(keeping: precision + 1)
    var text = rounded.map(Self.character)
    while text.count < precision + 1 { text.append("0") }
    let exponent = digits.isEmpty ? 0 : place - 1
    let power = abs(exponent)
    return (isNegative ? "-" : "") + String(text.prefix(1))
      + (precision > 0 ? "." + String(text[1..<(precision + 1)]) : "")
      + "e" + (exponent < 0 ? "-" : "+") + (power < 10 ? "0" : "") + String(power)
  }

  private static func character(_ digit: UInt8) -> Character { Character(String(digit)) }

  /// The first digits, rounded half to even, and where the point stands in them.
  private func rounded(keeping count: Int) -> (digits: [UInt8], point: Int) {
    guard count < digits.count else { return (digits, point) }
    guard count >= 0 else { return ([], point) }
    var kept = Array(digits.prefix(count))
    let next = digits[count]
    let isBeyondHalf = next > 5 || (next == 5 && digits.dropFirst(count + 1).contains { $0 != 0 })
    let isHalf = next == 5 && !isBeyondHalf
    guard isBeyondHalf || (isHalf && (kept.last ?? 0) % 2 == 1) else { return (kept, point) }
    var index = kept.count - 1
    while index >= 0, kept[index] == 9 {
      kept[index] = 0
      index -= 1
    }
    if index >= 0 {
      kept[index] += 1
      return (kept, point)
    }
    return ([1] + kept, point + 1)
  }
}

/// A whole number of any size in base 10⁹.
private struct BigDecimal {
  /// The lowest group first.
  private var groups: [UInt32]

  init(_ number: UInt64) {
    groups = [
      UInt32(number % 1_000_000_000), UInt32(number / 1_000_000_000 % 1_000_000_000),
      UInt32(number / 1_000_000_000_000_000_000),
    ]
    trim()
  }

  /// Multiplies by a power of a factor, so many factors at once that their product fits 31 bits.
  mutating func multiply(by factor: UInt64, times: Int, atOnce step: Int) {
    var left = times
    while left > 0 {
      let count = min(left, step)
      multiply(by: (0..<count).reduce(1) { product, _ in product * factor })
      left -= count
    }
  }

  private mutating func multiply(by factor: UInt64) {
    var carry: UInt64 = 0
    for index in groups.indices {
      let product = UInt64(groups[index]) * factor + carry
      groups[index] = UInt32(product % 1_000_000_000)
      carry = product / 1_000_000_000
    }
    while carry > 0 {
      groups.append(UInt32(carry % 1_000_000_000))
      carry /= 1_000_000_000
    }
  }

  private mutating func trim() { while groups.count > 1, groups.last == 0 { groups.removeLast() } }

  /// The decimal digits, highest first, without leading zeros.
  var digits: [UInt8] {
    var result: [UInt8] = []
    for (place, group) in groups.reversed().enumerated() {
      let text = String(group)
      if place > 0 { result += [UInt8](repeating: 0, count: 9 - text.utf8.count) }
      result += text.utf8.map { $0 - UInt8(ascii: "0") }
    }
    return Array(result.drop { $0 == 0 })
  }
}
