import PolicyTestSupport
import PolicyTime
import Testing

@Test(
  arguments: [
    ("2009-02-13T23:31:30Z", "2009-02-13T23:31:30Z"),
    ("2009-02-13t23:31:30.5z", "2009-02-13T23:31:30.5Z"),
    ("2009-02-13T23:31:30.000000001+01:30", "2009-02-13T22:01:30.000000001Z"),
    ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
    ("0000-12-31T23:00:00-02:00", "0001-01-01T01:00:00Z"),
    ("9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.999999999Z"),
    ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"),
    ("2024-02-29T00:00:00-00:00", "2024-02-29T00:00:00Z"),
    ("1969-12-31T23:59:59.25Z", "1969-12-31T23:59:59.25Z"),
  ])
func anInstantIsReadWithAnyOffsetAndPrintedInUTC(text: String, printed: String) {
  #expect(Timestamp(rfc3339: text)?.rfc3339 == printed)
}

@Test(
  arguments: [
    "", "2009-2-13T23:31:30Z", "2009-02-13 23:31:30Z", "2009-02-13T23:31:30", "2009-02-13",
    "2009-02-13T24:00:00Z", "2009-02-30T00:00:00Z", "2023-02-29T00:00:00Z",
    "2009-13-01T00:00:00Z", "2009-00-01T00:00:00Z", "2009-01-00T00:00:00Z",
    "2009-02-13T23:60:00Z", "2009-02-13T23:31:61Z", "2009-02-13T23:31:30.Z",
    "2009-02-13T23:31:30.1234567890Z", "2009-02-13T23:31:30,5Z", "2009-02-13T23:31:30+0100",
    "2009-02-13T23:31:30+24:00", "2009-02-13T23:31:30Z ", " 2009-02-13T23:31:30Z",
    "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:60Z", "9999-12-31T23:59:59-00:01",
    "10000-01-01T00:00:00Z", "2009-02-13T23:31:30\u{E9}", "-001-02-13T23:31:30Z",
  ])
func whatIsNotRFC3339OrNotInRangeIsRefused(text: String) {
  #expect(Timestamp(rfc3339: text) == nil)
}

@Test func printingAndReadingAnInstantIsTheIdentity() {
  var generator = SeededGenerator(seed: 3)
  for _ in 0..<2000 {
    let seconds = Int64.random(
      in: Timestamp.minimum.seconds...Timestamp.maximum.seconds, using: &generator)
    let nanoseconds = Int32.random(in: 0...999, using: &generator) * 1_001_001
    let instant = Timestamp(seconds: seconds, nanoseconds: nanoseconds)
    #expect(instant != nil)
    #expect(instant.flatMap { Timestamp(rfc3339: $0.rfc3339) } == instant)
  }
}

/// The usual form is read another way than all others, so both ways are held together.
@Test func utcAsZAndAsAnOffsetOfZeroAreReadAlike() {
  var generator = SeededGenerator(seed: 4)
  var read = 0
  for _ in 0..<20_000 {
    let seconds = Int64.random(
      in: Timestamp.minimum.seconds...Timestamp.maximum.seconds, using: &generator)
    let nanoseconds = [0, 5, 250_000_000, 999_999_999].randomElement(using: &generator) ?? 0
    let instant = Timestamp(seconds: seconds, nanoseconds: Int32(nanoseconds)) ?? .minimum
    var text = Array(instant.rfc3339.utf8.dropLast())
    for _ in 0..<Int.random(in: 0...2, using: &generator) {
      let place = Int.random(in: 0..<text.count, using: &generator)
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: text[place] = UInt8.random(in: 0x20...0x7E, using: &generator)
      case 1: text.remove(at: place)
      default: text[place] = UInt8.random(in: 0x2D...0x3A, using: &generator)
      }
    }
    let body = String(decoding: text, as: UTF8.self)
    let usual = Timestamp(rfc3339: body + "Z")
    #expect(usual == Timestamp(rfc3339: body + "+00:00"), "\(body)")
    if usual != nil { read += 1 }
  }
  #expect(read > 5_000)
}

@Test func everyDayOfFourCenturiesFollowsTheOneBefore() {
  var previous = CivilDate(year: 1999, month: 12, day: 31)
  var isInOrder = true
  for days in (10_957 as Int64)..<(10_957 + 146_097) {
    let date = CivilDate(daysSinceEpoch: days)
    isInOrder = isInOrder && date.daysSinceEpoch == days
    if date.day == 1 {
      let last = CivilDate.days(inMonth: previous.month, of: previous.year)
      isInOrder = isInOrder && previous.day == last
    } else {
      isInOrder = isInOrder && date.day == previous.day + 1 && date.month == previous.month
    }
    previous = date
  }
  #expect(isInOrder)
}

@Test(
  arguments: [
    ("0", 0), ("-0", 0), ("100s", 100_000_000_000), ("1.5s", 1_500_000_000),
    ("+1s", 1_000_000_000), (".5s", 500_000_000), ("1.s", 1_000_000_000),
    ("1s1h", 3_601_000_000_000), ("1h34us", 3_600_000_034_000), ("0.1ns", 0),
    ("-1.5h", -5_400_000_000_000), ("1ms2us3ns", 1_002_003), ("2d", 172_800_000_000_000),
    ("1w", 604_800_000_000_000), ("0.000000001s", 1), ("1\u{B5}s", 1_000),
    ("1m", 60_000_000_000), ("315576000000s", 315_576_000_000_000_000_000),
  ] as [(String, Int128)])
func theTextOfADurationIsReadExactly(text: String, nanoseconds: Int128) {
  #expect(Duration(celText: text)?.wholeNanoseconds == nanoseconds)
}

@Test(
  arguments: [
    "", "1", "-", "s", ".s", "1 s", " 1s", "1x", "1h 2m", "--1s", "1e3s", "315576000001s",
    "-320000000000s", "99999999999999999999999999999999999999999999w", "1.5", "1mo",
  ])
func malformedAndOutOfRangeDurationsAreRefused(text: String) {
  #expect(Duration(celText: text) == nil)
}

@Test(
  arguments: [
    ("90s", 90, "1m30s"), ("15m", 900, "15m"), ("12h", 43_200, "12h"), ("43200s", 43_200, "12h"),
    ("30d", 2_592_000, "30d"), ("720h", 2_592_000, "30d"), ("2w", 1_209_600, "14d"),
    ("1h30m", 5_400, "1h30m"), ("1d", 86_400, "24h"), ("36h", 129_600, "36h"),
    ("48h", 172_800, "2d"), ("49h", 176_400, "49h"), ("0s", 0, "0s"),
    ("1w1d1h1m1s", 694_861, "193h1m1s"),
  ] as [(String, Int64, String)])
func aPolicyDurationIsReadAndPrintedInOneForm(text: String, seconds: Int64, normal: String) {
  #expect(Duration(policyText: text) == .seconds(seconds))
  #expect(Duration.seconds(seconds).policyText == normal)
  #expect(Duration(policyText: normal) == .seconds(seconds))
}

@Test(
  arguments: [
    ("1ns", 1, "1ns"), ("1h1ns", 3_600_000_000_001, "1h1ns"),
    (
      "23h59m59s999ms999us999ns",
      86_399_999_999_999, "23h59m59s999ms999us999ns"
    ), ("1500ms", 1_500_000_000, "1s500ms"),
    ("1m1ms", 60_001_000_000, "1m1ms"), ("2d1ns", 172_800_000_000_001, "48h1ns"),
    ("1us", 1_000, "1us"),
    (
      "9223372036854775807ns", 9_223_372_036_854_775_807,
      "2562047h47m16s854ms775us807ns"
    ),
  ] as [(String, Int128, String)])
func aPolicyDurationGoesDownToNanoseconds(text: String, nanoseconds: Int128, normal: String) {
  #expect(Duration(policyText: text)?.wholeNanoseconds == nanoseconds)
  #expect(Duration(nanosecondCount: nanoseconds).policyText == normal)
  #expect(Duration(policyText: normal)?.wholeNanoseconds == nanoseconds)
}

@Test(
  arguments: [
    "", "90", "1.5h", "-5m", "+5m", "1m1h", "1h1h", "1 h", "1ns1s", "1ms1ms", "1us1ms", "1\u{B5}s",
    "1mo", "1y", "h", "1h30",
    "9999999999999w", "9223372036854775808s", "1H", "\u{FF11}h",
  ])
func aPolicyDurationIsWholeNumbersWithUnitsFromLargeToSmall(text: String) {
  #expect(Duration(policyText: text) == nil)
}

@Test func theTextOfADurationReadsBackAsTheSameDuration() {
  var generator = SeededGenerator(seed: 5)
  for shift in [0, 10, 20, 30, 40, 50] {
    for _ in 0..<100 {
      let count = Int128(Int64.random(in: .min ... .max, using: &generator) >> Int64(shift))
      let duration = Duration(nanosecondCount: count)
      #expect(Duration(celText: duration.secondsText) == duration)
      #expect(duration.policyText.map { Duration(policyText: $0) == duration } ?? true)
    }
  }
  #expect(Duration.milliseconds(-1_500).secondsText == "-1.5s")
  #expect(Duration.seconds(-5).policyText == nil)
}
