import PolicyTime

/// A whole number that time moves in steps: whole hours since an instant, whole seconds since 1970.
///
/// It is the quotient of a line by a unit, turned round or moved by whole numbers. All values of the line
/// with one quotient are an interval, and so are those whose quotient is below or above it; that gives
/// the instant at which a comparison flips exactly, however many steps lie before it.
struct Step {
  /// The line, in nanoseconds.
  var line: Moving
  /// Nanoseconds of a step.
  let unit: Int128
  /// Whether quotients are rounded down, as seconds since 1970 are, and not towards zero as parts of
  /// durations are.
  let isFloored: Bool
  /// 1, or -1 where the quotient is subtracted from something.
  var sign: Int128 = 1
  /// What is added to it.
  var offset: Int128 = 0

  private var quotient: Int128 {
    let (quotient, rest) = line.nanoseconds.quotientAndRemainder(dividingBy: unit)
    return isFloored && rest < 0 ? quotient - 1 : quotient
  }

  /// The number now.
  var value: Int128 { offset + sign * quotient }

  /// The values of the line with a quotient.
  private func values(of quotient: Int128) -> ClosedRange<Int128> {
    let low = quotient * unit
    if isFloored || quotient > 0 { return low...(low + unit - 1) }
    return quotient == 0 ? (1 - unit)...(unit - 1) : (low - unit + 1)...low
  }

  /// The number of nanoseconds after which the number is another; `nil` for never.
  var nextStep: Int128? { line.crossing(of: values(of: quotient)) }

  /// The number of nanoseconds after which a comparison with a number flips; `nil` for never.
  func flip(of comparison: Comparison, with number: Int64) -> Int128? {
    let mirrored = sign > 0 ? comparison : comparison.mirrored
    let same = values(of: sign * (Int128(number) - offset))
    switch mirrored {
    case .equal, .unequal: return line.crossing(of: same)
    case .less, .atLeast: return line.crossing(of: -Self.farAway...(same.lowerBound - 1))
    case .atMost, .greater: return line.crossing(of: -Self.farAway...same.upperBound)
    }
  }

  /// Beyond all lines and their steps.
  private static let farAway = Int128(1) << 120
}
