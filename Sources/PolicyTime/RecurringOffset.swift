import PolicyDiagnostics

/// A POSIX time zone rule such as `CET-1CEST,M3.5.0,M10.5.0/3`: what holds after a zone's last transition.
///
/// The form is that of `TZ` in POSIX.1-2017 §8.3, as RFC 8536 §3.3 puts it at the end of a zone's file.
/// Days are reckoned with as if local time were UTC, and an offset is taken off afterwards. An instant is
/// held against the two changes of its year by standard time, so that an answer takes two dates and no
/// search; that is right as long as no zone changes within an hour of New Year.
struct RecurringOffset: Sendable {
  /// A day of the year on which the offset changes.
  private struct Change: Sendable {
    enum Day: Sendable {
      /// The week (5 is the last) and weekday of a month.
      case weekday(month: Int64, week: Int64, day: Int64)
      /// 1 to 365, the leap day never counted.
      case julian(Int64)
      /// 0 to 365, the leap day counted.
      case ordinal(Int64)
    }

    var day: Day
    /// Seconds after midnight, local time.
    var time: Int64

    /// The change in a year, in seconds since 1970 as if local time were UTC.
    func local(in year: Int64) -> Int64 {
      let january = CivilDate(year: year, month: 1, day: 1).daysSinceEpoch
      let days: Int64
      switch day {
      case .julian(let number):
        days = january + number - 1 + (CivilDate.isLeap(year) && number > 59 ? 1 : 0)
      case .ordinal(let number): days = january + number
      case .weekday(let month, let week, let day):
        let first = CivilDate(year: year, month: month, day: 1).daysSinceEpoch
        let weekday = (first + 4) - (first + 4).flooredQuotient(by: 7) * 7
        var date = first + (day - weekday + 7) % 7 + (week - 1) * 7
        if date >= first + CivilDate.days(inMonth: month, of: year) { date -= 7 }
        days = date
      }
      return days * 86_400 + time
    }
  }

  private let standard: Int64
  private let summer: (offset: Int64, begins: Change, ends: Change)?

  /// Reads a rule; `nil` if it is not one.
  init?(_ text: [UInt8]) {
    var reader = Reader(text)
    guard reader.name(), let west = reader.time() else { return nil }
    standard = -west
    guard !reader.isAtEnd else {
      summer = nil
      return
    }
    guard reader.name() else { return nil }
    var offset = standard + 3_600
    if !reader.at(UInt8(ascii: ",")) {
      guard let west = reader.time() else { return nil }
      offset = -west
    }
    guard let begins = reader.change(), let ends = reader.change() else { return nil }
    summer = (offset, begins, ends)
  }

  /// The offset at an instant, in seconds.
  func offset(at seconds: Int64) -> Int64 {
    guard let summer else { return standard }
    let (begins, ends) = changes(around: seconds, summer)
    let isSummer =
      begins < ends
      ? seconds >= begins && seconds < ends : !(seconds >= ends && seconds < begins)
    return isSummer ? summer.offset : standard
  }

  /// The first change after an instant.
  func nextTransition(after seconds: Int64) -> Int64? {
    guard let summer else { return nil }
    let year = Self.year(of: seconds + standard)
    return (year...(year + 1)).flatMap { year in
      [
        summer.begins.local(in: year) - standard, summer.ends.local(in: year) - summer.offset,
      ]
    }.filter { $0 > seconds }.min()
  }

  private func changes(
    around seconds: Int64, _ summer: (offset: Int64, begins: Change, ends: Change)
  ) -> (begins: Int64, ends: Int64) {
    let year = Self.year(of: seconds + standard)
    return (
      summer.begins.local(in: year) - standard, summer.ends.local(in: year) - summer.offset
    )
  }

  private static func year(of local: Int64) -> Int64 {
    CivilDate(daysSinceEpoch: local.flooredQuotient(by: 86_400)).year
  }

  /// Reads the parts of a rule.
  private struct Reader {
    private var bytes: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { self.bytes = bytes[...] }

    var isAtEnd: Bool { bytes.isEmpty }

    func at(_ byte: UInt8) -> Bool { bytes.first == byte }

    mutating func take(_ byte: UInt8) -> Bool {
      guard at(byte) else { return false }
      bytes.removeFirst()
      return true
    }

    /// A name of letters, or of anything in angle brackets.
    mutating func name() -> Bool {
      if take(UInt8(ascii: "<")) {
        guard let end = bytes.firstIndex(of: UInt8(ascii: ">")) else { return false }
        bytes = bytes[(end + 1)...]
        return true
      }
      let letters = bytes.prefix { $0.isIdentifierStart }
      bytes = bytes.dropFirst(letters.count)
      return !letters.isEmpty
    }

    mutating func number() -> Int64? {
      let digits = bytes.prefix { $0.isDigit }
      guard !digits.isEmpty, digits.count < 6 else { return nil }
      bytes = bytes.dropFirst(digits.count)
      return Int64(String(decoding: digits, as: UTF8.self))
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    mutating func time() -> Int64? {
      let isNegative = take(UInt8(ascii: "-"))
      if !isNegative { _ = take(UInt8(ascii: "+")) }
      guard let hours = number() else { return nil }
      var seconds = hours * 3_600
      if take(UInt8(ascii: ":")) { seconds += (number() ?? 0) * 60 }
      if take(UInt8(ascii: ":")) { seconds += number() ?? 0 }
      return isNegative ? -seconds : seconds
    }

    mutating func change() -> Change? {
      guard take(UInt8(ascii: ",")) else { return nil }
      let day: Change.Day
      if take(UInt8(ascii: "M")) {
        guard let month = number(), (1...12).contains(month), take(UInt8(ascii: ".")),
          let week = number(), take(UInt8(ascii: ".")), let weekday = number()
        else { return nil }
        day = .weekday(month: month, week: week, day: weekday)
      } else if take(UInt8(ascii: "J")) {
        guard let number = number() else { return nil }
        day = .julian(number)
      } else {
        guard let number = number() else { return nil }
        day = .ordinal(number)
      }
      var time: Int64 = 7_200
      if take(UInt8(ascii: "/")) {
        guard let written = self.time() else { return nil }
        time = written
      }
      return Change(day: day, time: time)
    }
  }
}
