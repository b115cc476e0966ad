/// A field of a timestamp's calendar date and clock, or a part of a duration.
///
/// The names are those of CEL's functions.
package enum CalendarAccessor: String, CaseIterable, Sendable {
  case getFullYear
  case getMonth
  case getDayOfMonth
  case getDate
  case getDayOfWeek
  case getDayOfYear
  case getHours
  case getMinutes
  case getSeconds
  case getMilliseconds

  /// Whether durations have it too.
  package var isClockPart: Bool {
    switch self {
    case .getHours, .getMinutes, .getSeconds, .getMilliseconds: true
    default: false
    }
  }

  /// How many nanoseconds lie between two of its changes at the least, zones that move their clocks by
  /// half an hour included.
  package var distance: Int64 {
    switch self {
    case .getMilliseconds: 1_000_000
    case .getSeconds: 1_000_000_000
    case .getMinutes: 60_000_000_000
    case .getHours: 1_800_000_000_000
    case .getFullYear, .getMonth, .getDayOfMonth, .getDate, .getDayOfWeek, .getDayOfYear:
      72_000_000_000_000
    }
  }

  /// The field of a timestamp in a zone.
  package func value(of instant: Timestamp, in zone: ZoneRules?) -> Int64 {
    let local = instant.seconds + (zone?.offset(at: instant.seconds) ?? 0)
    let days = local.flooredQuotient(by: 86_400)
    let clock = local - days * 86_400
    let date = CivilDate(daysSinceEpoch: days)
    switch self {
    case .getFullYear: return date.year
    case .getMonth: return date.month - 1
    case .getDayOfMonth: return date.day - 1
    case .getDate: return date.day
    case .getDayOfWeek: return (days + 4) - (days + 4).flooredQuotient(by: 7) * 7
    case .getDayOfYear: return date.dayOfYear
    case .getHours: return clock / 3_600
    case .getMinutes: return clock % 3_600 / 60
    case .getSeconds: return clock % 60
    case .getMilliseconds: return Int64(instant.nanoseconds / 1_000_000)
    }
  }

  /// The part of a duration: whole hours, minutes or seconds of all of it; the milliseconds of a second.
  package func value(of span: Duration) -> Int64 {
    let nanoseconds = span.wholeNanoseconds ?? 0
    switch self {
    case .getHours: return Int64(nanoseconds / 3_600_000_000_000)
    case .getMinutes: return Int64(nanoseconds / 60_000_000_000)
    case .getSeconds: return Int64(nanoseconds / 1_000_000_000)
    default: return Int64(nanoseconds % 1_000_000_000 / 1_000_000)
    }
  }

  /// The first instant after another at which the field has another value; `nil` for none in the
  /// calendar.
  ///
  /// A zone whose offset jumps about without end gives an instant at which
  /// nothing changes, early and never late.
  package func nextChange(after instant: Timestamp, in zone: ZoneRules?) -> Timestamp? {
    if self == .getMilliseconds {
      let step = Int128(1_000_000)
      let now = instant.nanosecondsSinceEpoch
      return Timestamp(nanosecondsSinceEpoch: (now - modulo(now, step)) + step)
    }
    let present = value(of: instant, in: zone)
    var seconds = instant.seconds
    var candidate: Timestamp?
    // A change of the offset may leave the field as it is, and so may the boundary before it.
    for _ in 0..<32 {
      seconds = nextBoundary(after: seconds, in: zone)
      candidate = Timestamp(seconds: seconds)
      guard let candidate, value(of: candidate, in: zone) == present else { break }
    }
    return candidate
  }

  /// The next boundary of the field on the local clock, or the next change of the offset before it, in
  /// seconds.
  private func nextBoundary(after seconds: Int64, in zone: ZoneRules?) -> Int64 {
    let offset = zone?.offset(at: seconds) ?? 0
    let local = seconds + offset
    let days = local.flooredQuotient(by: 86_400)
    let boundary: Int64
    switch self {
    case .getSeconds, .getMilliseconds: boundary = local + 1
    case .getMinutes: boundary = (local.flooredQuotient(by: 60) + 1) * 60
    case .getHours: boundary = (local.flooredQuotient(by: 3_600) + 1) * 3_600
    case .getDayOfMonth, .getDate, .getDayOfWeek, .getDayOfYear: boundary = (days + 1) * 86_400
    case .getMonth:
      let date = CivilDate(daysSinceEpoch: days)
      let rest = CivilDate.days(inMonth: date.month, of: date.year) - date.day
      boundary = (days + rest + 1) * 86_400
    case .getFullYear:
      let date = CivilDate(daysSinceEpoch: days)
      boundary = CivilDate(year: date.year + 1, month: 1, day: 1).daysSinceEpoch * 86_400
    }
    guard let transition = zone?.nextTransition(after: seconds) else { return boundary - offset }
    return min(boundary - offset, transition)
  }

  private func modulo(_ number: Int128, _ divisor: Int128) -> Int128 {
    let rest = number % divisor
    return rest < 0 ? rest + divisor : rest
  }
}
