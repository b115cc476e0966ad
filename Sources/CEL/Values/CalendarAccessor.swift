/// The functions that read a field of a timestamp's calendar date and clock, or a part of a duration.
enum CalendarAccessor: String, CaseIterable, Sendable {
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
  var isClockPart: Bool {
    switch self {
    case .getHours, .getMinutes, .getSeconds, .getMilliseconds: true
    default: false
    }
  }

  /// The field of a timestamp in a zone.
  func value(of instant: Timestamp, in zone: ZoneRules?) -> Int64 {
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
  func value(of span: Duration) -> Int64 {
    let nanoseconds = span.wholeNanoseconds ?? 0
    switch self {
    case .getHours: return Int64(nanoseconds / 3_600_000_000_000)
    case .getMinutes: return Int64(nanoseconds / 60_000_000_000)
    case .getSeconds: return Int64(nanoseconds / 1_000_000_000)
    default: return Int64(nanoseconds % 1_000_000_000 / 1_000_000)
    }
  }

  /// The first instant after another at which the field may change; `nil` for none in the calendar.
  func nextChange(after instant: Timestamp, zone: Value?) -> Timestamp? {
    if self == .getMilliseconds {
      let step = Int128(1_000_000)
      let now = instant.nanosecondsSinceEpoch
      return Timestamp(nanosecondsSinceEpoch: (now - modulo(now, step)) + step)
    }
    var rules: ZoneRules?
    if case .string(let name) = zone { rules = try? ZoneRules.named(name) }
    let offset = rules?.offset(at: instant.seconds) ?? 0
    let local = instant.seconds + offset
    var next: Int64
    switch self {
    case .getSeconds, .getMilliseconds: next = local + 1
    case .getMinutes: next = (local.flooredQuotient(by: 60) + 1) * 60
    case .getHours: next = (local.flooredQuotient(by: 3_600) + 1) * 3_600
    default: next = (local.flooredQuotient(by: 86_400) + 1) * 86_400
    }
    next -= offset
    if let transition = rules?.nextTransition(after: instant.seconds) {
      next = min(next, transition)
    }
    return Timestamp(seconds: next)
  }

  private func modulo(_ number: Int128, _ divisor: Int128) -> Int128 {
    let rest = number % divisor
    return rest < 0 ? rest + divisor : rest
  }
}
