/// A day of the proleptic Gregorian calendar, the one RFC 3339 uses.
///
/// Days are counted in eras of 400 years, which all have 146 097 days, and within an era by whole numbers
/// alone; years begin in March. The formulas are those of H. Hinnant, "chrono-Compatible Low-Level Date
/// Algorithms", and cost a few divisions by constants.
package struct CivilDate: Equatable {
  /// The year; 1 to 9999 for a ``Timestamp`` in UTC, one more on either side in other zones.
  package var year: Int64
  /// The month, 1 to 12.
  package var month: Int64
  /// The day of the month, from 1.
  package var day: Int64

  /// Names a day.
  package init(year: Int64, month: Int64, day: Int64) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// The day a number of days after 1970-01-01; the number is within ±10⁸.
  package init(daysSinceEpoch days: Int64) {
    // Years start in March here, so that the leap day is the last day of a year.
    let shifted = days + 719_468
    let era = shifted.flooredQuotient(by: 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// Days since 1970-01-01.
  package var daysSinceEpoch: Int64 {
    let marchYear = month <= 2 ? year - 1 : year
    let era = marchYear.flooredQuotient(by: 400)
    let yearOfEra = marchYear - era * 400
    let monthFromMarch = month > 2 ? month - 3 : month + 9
    let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// Days since the first of January, from 0.
  var dayOfYear: Int64 {
    daysSinceEpoch - CivilDate(year: year, month: 1, day: 1).daysSinceEpoch
  }

  /// Whether a year has 366 days.
  static func isLeap(_ year: Int64) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  /// The number of days of a month; 0 for a month that does not exist.
  package static func days(inMonth month: Int64, of year: Int64) -> Int64 {
    switch month {
    case 1, 3, 5, 7, 8, 10, 12: 31
    case 4, 6, 9, 11: 30
    case 2: isLeap(year) ? 29 : 28
    default: 0
    }
  }
}

extension Int64 {
  /// The quotient rounded down, for a positive divisor.
  func flooredQuotient(by divisor: Int64) -> Int64 {
    let quotient = self / divisor
    return self - quotient * divisor < 0 ? quotient - 1 : quotient
  }
}
