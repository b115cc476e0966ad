/// A timestamp or duration as a line through now: time is the only thing that moves, at rate 1.
///
/// `now - session.issued_at` has rate 1, `session.expires_at - now` rate -1, a constant rate 0. Two
/// lines compared with each other give the present answer and the very nanosecond at which it flips.
///
/// Why it is right: whatever is made of instants and durations by adding and subtracting is linear in
/// now, and so is the difference of two such values. Its sign changes once at the most: in the nanosecond
/// in which the line reaches zero, or in the one after it for a comparison that zero itself meets. Both
/// are tried. Where a value stops being linear (a part of a calendar, the end of a range) the line
/// bends, and nothing is said of what lies beyond.
///
/// What it costs: one division of 128 bits. Values are within CEL's calendar of ±10 000 years, 69 bits of
/// nanoseconds, and rates are sums over one expression, so that no product leaves 128 bits.
struct Moving {
  /// The value now: nanoseconds since 1970, or nanoseconds of a duration.
  var nanoseconds: Int128
  /// Nanoseconds gained with every nanosecond that passes.
  var rate: Int128 = 0
  /// The first instant, in nanoseconds since 1970, at which the line bends; `max` for never.
  var bendsAt: Int128 = .max

  /// Two lines added.
  static func + (left: Moving, right: Moving) -> Moving {
    Moving(
      nanoseconds: left.nanoseconds + right.nanoseconds, rate: left.rate + right.rate,
      bendsAt: min(left.bendsAt, right.bendsAt))
  }

  /// Two lines subtracted.
  static func - (left: Moving, right: Moving) -> Moving {
    Moving(
      nanoseconds: left.nanoseconds - right.nanoseconds, rate: left.rate - right.rate,
      bendsAt: min(left.bendsAt, right.bendsAt))
  }

  /// The number of nanoseconds after which the sign of this line has another answer to a comparison
  /// with zero; `nil` for never.
  func flip(of comparison: Comparison) -> Int128? {
    guard rate != 0 else { return nil }
    let present = comparison.holds(nanoseconds, 0)
    // The sign can change when the line reaches zero, or in the nanosecond after it.
    let first: Int128
    if nanoseconds == 0 {
      first = 1
    } else {
      guard (nanoseconds < 0) == (rate > 0) else { return nil }
      let (steps, rest) = (-nanoseconds).quotientAndRemainder(dividingBy: rate)
      first = rest == 0 ? steps : steps + 1
    }
    if comparison.holds(nanoseconds + rate * first, 0) != present { return first }
    if comparison.holds(nanoseconds + rate * (first + 1), 0) != present { return first + 1 }
    return nil
  }

  /// The number of nanoseconds after which this line has left a range, or come into it; `nil` for
  /// never.
  func crossing(of range: ClosedRange<Int128>) -> Int128? {
    guard rate != 0 else { return nil }
    let (speed, isRising) = (rate.magnitude, rate > 0)
    if range.contains(nanoseconds) {
      let room = isRising ? range.upperBound - nanoseconds : nanoseconds - range.lowerBound
      return room / Int128(speed) + 1
    }
    guard (nanoseconds < range.lowerBound) == isRising else { return nil }
    let distance = isRising ? range.lowerBound - nanoseconds : nanoseconds - range.upperBound
    return (distance - 1) / Int128(speed) + 1
  }
}
