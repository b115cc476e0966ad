/// An instant in the form in which servers write: UTC as `Z`, capital letters, no leap second, a year
/// from 1 on.
struct UsualInstant {
  let daysSinceEpoch: Int64
  let secondOfDay: Int64
  let nanoseconds: UInt64

  /// Reads UTF-8 eight bytes at a time; `nil` for any other form.
  @inline(__always)
  init?(_ utf8: UnsafeBufferPointer<UInt8>) {
    guard utf8.count >= 20, utf8.count <= 30, let base = utf8.baseAddress,
      utf8[utf8.count - 1] == UInt8(ascii: "Z")
    else { return nil }
    let text = UnsafeRawPointer(base)
    // `2026-03-`, `01T09:00` and, over the last of it, `09:00:00`.
    let date = EightCharacters(text, digits: 0x00FF_FF00_FFFF_FFFF, others: 0x2D00_002D_0000_0000)
    let time = EightCharacters(
      text + 8, digits: 0xFFFF_00FF_FF00_FFFF, others: 0x0000_3A00_0054_0000)
    let end = EightCharacters(
      text + 11, digits: 0xFFFF_00FF_FF00_FFFF, others: 0x0000_3A00_003A_0000)
    guard date.isExpected, time.isExpected, end.isExpected,
      let fraction = Self.fraction(text, count: utf8.count)
    else { return nil }
    let year = date.pair(at: 0) &* 100 &+ date.pair(at: 2)
    let (month, day) = (date.pair(at: 5), time.pair(at: 0))
    let (hour, minute, second) = (time.pair(at: 3), time.pair(at: 6), end.pair(at: 6))
    guard year >= 1, hour < 24, minute < 60, second < 60, day >= 1, 1...12 ~= month,
      day <= 28 || day <= CivilDate.days(inMonth: month, of: year)
    else { return nil }
    daysSinceEpoch = Self.days(year, month, day)
    secondOfDay = hour &* 3_600 &+ minute &* 60 &+ second
    nanoseconds = fraction
  }

  /// Days since 1970-01-01 of a day from the year 1 on, as ``CivilDate/daysSinceEpoch``.
  @inline(__always)
  private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    // Years start in March here, so that the leap day is the last day of a year.
    let marchYear = UInt32(truncatingIfNeeded: month <= 2 ? year &- 1 : year)
    let fromMarch = UInt32(truncatingIfNeeded: month > 2 ? month &- 3 : month &+ 9)
    let leapDays = marchYear / 4 &- marchYear / 100 &+ marchYear / 400
    let days = marchYear &* 365 &+ leapDays &+ (153 &* fromMarch &+ 2) / 5
    return Int64(days) &+ day &- 719_469
  }

  /// Nanoseconds of what stands between the seconds and the `Z`.
  @inline(__always)
  private static func fraction(_ text: UnsafeRawPointer, count: Int) -> UInt64? {
    guard count > 20 else { return 0 }
    let digits = count &- 21
    guard digits >= 1, (text + 19).load(as: UInt8.self) == UInt8(ascii: ".") else { return nil }
    // The eight bytes before the `Z`, of which those before the fraction count as zeros.
    var word = UInt64(littleEndian: (text + (count &- 9)).loadUnaligned(as: UInt64.self))
    if digits < 8 {
      let others = (UInt64(1) << UInt64((8 &- digits) &* 8)) &- 1
      word = (word & ~others) | (0x3030_3030_3030_3030 & others)
    }
    guard EightCharacters.areDigits(word) else { return nil }
    let value = EightCharacters.number(word)
    guard digits == 9 else { return value &* powersOfTen(9 &- digits) }
    let first = (text + 20).load(as: UInt8.self) &- 0x30
    return first < 10 ? UInt64(first) &* 100_000_000 &+ value : nil
  }

  @inline(__always)
  private static func powersOfTen(_ exponent: Int) -> UInt64 {
    switch exponent {
    case 1: 10
    case 2: 100
    case 3: 1_000
    case 4: 10_000
    case 5: 100_000
    case 6: 1_000_000
    case 7: 10_000_000
    default: 100_000_000
    }
  }
}

/// Eight characters at once, some of which have to be digits and the others given ones.
private struct EightCharacters {
  private let word: UInt64
  /// Whether all are as expected.
  let isExpected: Bool

  /// Loads eight bytes of text, the first one lowest.
  ///
  /// - Parameters:
  ///   - digits: All ones where a digit is expected.
  ///   - others: The characters that are expected elsewhere.
  @inline(__always)
  init(_ text: UnsafeRawPointer, digits: UInt64, others: UInt64) {
    word = UInt64(littleEndian: text.loadUnaligned(as: UInt64.self))
    let high: UInt64 = 0xF0F0_F0F0_F0F0_F0F0
    let zeros: UInt64 = 0x3030_3030_3030_3030
    let sixes: UInt64 = 0x0606_0606_0606_0606
    // Digits are 0x30 to 0x39: the high half is 3, also six further on. No byte carries into the next.
    isExpected =
      word & ~digits == others && word & high & digits == zeros & digits
      && ((word & digits) &+ (sixes & digits)) & high & digits == zeros & digits
  }

  /// Whether eight bytes are digits.
  @inline(__always)
  static func areDigits(_ word: UInt64) -> Bool {
    let high: UInt64 = 0xF0F0_F0F0_F0F0_F0F0
    let zeros: UInt64 = 0x3030_3030_3030_3030
    return word & high == zeros && (word &+ 0x0606_0606_0606_0606) & high == zeros
  }

  /// The number that eight digits make, the first one lowest.
  @inline(__always)
  static func number(_ word: UInt64) -> UInt64 {
    // Pairs of digits, then fours, then all eight.
    var number = ((word & 0x0F0F_0F0F_0F0F_0F0F) &* 2_561) >> 8
    number = ((number & 0x00FF_00FF_00FF_00FF) &* 6_553_601) >> 16
    return ((number & 0x0000_FFFF_0000_FFFF) &* 42_949_672_960_001) >> 32
  }

  /// The number that two digits make.
  @inline(__always)
  func pair(at place: Int) -> Int64 {
    let both = word >> UInt64(place * 8)
    return Int64(both & 0x0F) * 10 + Int64(both >> 8 & 0x0F)
  }
}
