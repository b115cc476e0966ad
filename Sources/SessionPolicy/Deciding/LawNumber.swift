import PolicyTime

/// The numbers that the law counts in: nanoseconds, since 1970 for instants.
///
/// The law is one text. It is compiled twice: over 64 bits for short answers, where instants within
/// ±146 years of 1970 and spans of up to 36 years can be added a few times without overflow, and over
/// 128 bits for everything else, where nothing within CEL's calendar overflows.
protocol LawNumber: FixedWidthInteger, SignedInteger, Sendable {
  /// Whether an instant can be reckoned with.
  static func fits(instant: Int128) -> Bool
  /// Whether a span can be added to an instant.
  static func fits(span: Int128) -> Bool
  /// The sum of an instant and a span; `nil` beyond the calendar, where nothing ever comes.
  func later(by span: Self) -> Self?
}

extension Int64: LawNumber {
  static func fits(instant: Int128) -> Bool { instant.magnitude < 1 << 62 }
  static func fits(span: Int128) -> Bool { span.magnitude < 1 << 60 }

  @inline(__always)
  func later(by span: Int64) -> Int64? { self &+ span }
}

extension Int128: LawNumber {
  static func fits(instant: Int128) -> Bool { true }
  static func fits(span: Int128) -> Bool { true }

  func later(by span: Int128) -> Int128? {
    let end = self &+ span
    return Self.calendar.contains(end) ? end : nil
  }

  /// All instants of CEL.
  private static let calendar =
    Timestamp.minimum.nanosecondsSinceEpoch...Timestamp.maximum.nanosecondsSinceEpoch
}

extension Duration {
  /// The duration in nanoseconds, at most CEL's range of ±10 000 years, which leads out of all calendars.
  var clampedNanoseconds: Int128 {
    wholeNanoseconds ?? (self < .zero ? -1 : 1) * 315_576_000_000_000_000_000
  }
}

/// An instant of evaluation that notes when comparisons with it flip.
struct Clock<Number: LawNumber> {
  let now: Number
  /// The first flip noted; the largest number for none.
  var until = Number.max
  /// Whether something was met that does not fit into these numbers, so that nothing noted counts.
  var isBeyond = false
  /// Which of the instants that come again and again are noted; the others are skipped.
  var patience = Patience()
  /// The first instant that was skipped; the largest number for none.
  var skipped = Number.max

  @inline(__always)
  init(now: Number) { self.now = now }

  /// Whether now is before an instant; if so, the answer flips at that instant.
  @inline(__always)
  mutating func isBefore(_ instant: Number) -> Bool {
    guard now < instant else { return false }
    until = min(until, instant)
    return true
  }

  /// Notes that something flips at an instant.
  @inline(__always)
  mutating func flips(at instant: Int64) {
    // Within 64 bits the largest number stands for never.
    if instant != .max { until = min(until, Number(instant)) }
  }

  /// Notes that something flips at an instant; the largest number stands for never.
  mutating func flips(at instant: Int128) { note(instant, in: \.until) }

  /// Notes that something may flip at an instant that is not looked at.
  mutating func skips(_ instant: Int128) { note(instant, in: \.skipped) }

  private mutating func note(_ instant: Int128, in place: WritableKeyPath<Clock, Number>) {
    guard instant != .max else { return }
    guard Number.fits(instant: instant) else {
      isBeyond = true
      return
    }
    self[keyPath: place] = min(self[keyPath: place], Number(truncatingIfNeeded: instant))
  }
}
