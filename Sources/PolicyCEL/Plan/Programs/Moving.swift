/// A timestamp or duration as a line through now: time is the only thing that moves, at rate 1.
///
/// `now - session.issued_at` has rate 1, `session.expires_at - now` rate -1, a constant rate 0. Two
/// lines compared with each other give the present answer and the very nanosecond at which it flips.
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
