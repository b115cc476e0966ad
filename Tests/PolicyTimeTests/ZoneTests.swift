import PolicyTestSupport
import PolicyTime
import Testing

private func instant(_ text: String) throws -> Timestamp { try #require(Timestamp(rfc3339: text)) }

@Test(arguments: [
  ("2026-01-15T12:00:00Z", "Europe/Berlin", 13), ("2026-07-15T12:00:00Z", "Europe/Berlin", 14),
  ("2026-03-29T00:59:59Z", "Europe/Berlin", 1), ("2026-03-29T01:00:00Z", "Europe/Berlin", 3),
  ("2026-10-25T00:59:59Z", "Europe/Berlin", 2), ("2026-10-25T01:00:00Z", "Europe/Berlin", 2),
  ("2099-07-15T12:00:00Z", "Europe/Berlin", 14), ("2099-01-15T12:00:00Z", "Europe/Berlin", 13),
  ("2099-01-15T12:00:00Z", "Australia/Sydney", 23),
  ("2099-07-15T12:00:00Z", "Australia/Sydney", 22),
  ("2026-01-15T12:00:00Z", "Asia/Kathmandu", 17), ("2026-01-15T12:00:00Z", "+05:30", 17),
  ("2026-01-15T12:00:00Z", "5:00", 17), ("2026-01-15T12:00:00Z", "-09:30", 2),
  ("2026-01-15T12:00:00Z", "", 12), ("2026-01-15T12:00:00Z", "UTC", 12),
  ("2026-07-15T12:00:00Z", "Europe/Dublin", 13), ("2026-01-15T12:00:00Z", "Europe/Dublin", 12),
  ("1800-01-01T00:00:00Z", "America/New_York", 19),
])
func theHourIsThatOfTheZone(text: String, zone: String, hour: Int64) throws {
  let rules = try #require(ZoneRules.named(zone))
  #expect(CalendarAccessor.getHours.value(of: try instant(text), in: rules) == hour)
}

@Test(
  arguments: [
    "utc", "Mars/Olympus", "../../etc/passwd", "/etc/localtime", "Europe/../Europe/Berlin",
    "Europe", "Europe/", "./UTC", "zone.tab", "+25:00", "+5", "5:0", "5:60", "\u{0}",
    "Europe/Berlin\u{0}",
    "right/Europe/Berlin", " UTC",
  ])
func whatNamesNoZoneHasNoRules(name: String) {
  #expect(ZoneRules.named(name) == nil)
}

@Test(arguments: [
  (CalendarAccessor.getHours, "2026-01-15T12:34:56.5Z", "UTC", "2026-01-15T13:00:00Z"),
  (.getHours, "2026-01-15T12:00:00Z", "+05:30", "2026-01-15T12:30:00Z"),
  // The clock goes back from 3 to 2: the hour stays 2 for two hours.
  (.getHours, "2026-10-25T00:10:00Z", "Europe/Berlin", "2026-10-25T02:00:00Z"),
  // The clock goes forward from 2 to 3.
  (.getHours, "2026-03-29T00:10:00Z", "Europe/Berlin", "2026-03-29T01:00:00Z"),
  (.getDayOfWeek, "2026-03-29T00:10:00Z", "Europe/Berlin", "2026-03-29T22:00:00Z"),
  (.getDate, "2026-10-25T00:10:00Z", "Europe/Berlin", "2026-10-25T23:00:00Z"),
  (.getMonth, "2026-01-15T12:00:00Z", "Europe/Berlin", "2026-01-31T23:00:00Z"),
  (.getMonth, "2028-02-28T12:00:00Z", "UTC", "2028-03-01T00:00:00Z"),
  (.getFullYear, "2026-02-15T12:00:00Z", "America/New_York", "2027-01-01T05:00:00Z"),
  (.getMinutes, "2026-01-15T12:34:56.5Z", "UTC", "2026-01-15T12:35:00Z"),
  (.getSeconds, "2026-01-15T12:34:56.5Z", "UTC", "2026-01-15T12:34:57Z"),
  (.getMilliseconds, "2026-01-15T12:34:56.0005Z", "UTC", "2026-01-15T12:34:56.001Z"),
  (.getDayOfYear, "1969-12-31T23:00:00Z", "UTC", "1970-01-01T00:00:00Z"),
])
func aFieldChangesAtTheNextBoundaryOfItsZone(
  accessor: CalendarAccessor, text: String, zone: String, change: String
) throws {
  #expect(
    accessor.nextChange(after: try instant(text), in: ZoneRules.named(zone))
      == (try instant(change)))
}

@Test func nothingChangesAfterTheEndOfTheCalendar() {
  for accessor in CalendarAccessor.allCases {
    #expect(accessor.nextChange(after: .maximum, in: nil) == nil)
  }
}

@Test(arguments: [
  "Europe/Berlin", "America/St_Johns", "Africa/Casablanca", "Australia/Lord_Howe", "UTC",
])
func aFieldKeepsItsValueUntilItsNextChangeAndHasAnotherAtIt(zone: String) throws {
  var generator = SeededGenerator(seed: 13)
  let rules = try #require(ZoneRules.named(zone))
  for _ in 0..<100 {
    let seconds = Int64.random(in: -2_000_000_000...6_000_000_000, using: &generator)
    let start = try #require(Timestamp(seconds: seconds, nanoseconds: 5))
    for accessor in CalendarAccessor.allCases where accessor != .getMilliseconds {
      let value = accessor.value(of: start, in: rules)
      let change = try #require(accessor.nextChange(after: start, in: rules))
      #expect(change > start)
      #expect(accessor.value(of: change, in: rules) != value)
      for _ in 0..<10 {
        let between = try #require(
          Timestamp(seconds: Int64.random(in: seconds..<change.seconds, using: &generator)))
        #expect(accessor.value(of: between, in: rules) == value, "\(accessor) \(start) \(between)")
      }
    }
  }
}

@Test func damagedZoneFilesAreRefusedOrRead() throws {
  var generator = SeededGenerator(seed: 17)
  var file = Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15)
  // The header of the 32-bit part is empty; the 64-bit part has one type and one transition.
  file += [UInt8](repeating: 0, count: 24)
  file += Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15)
  file += [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 4]
  file += [0, 0, 0, 0, 0, 0, 0, 100, 0, 0, 0, 0x0E, 0x10, 0, 0] + Array("CET\0".utf8)
  file += Array("\nCET-1CEST,M3.5.0,M10.5.0/3\n".utf8)
  let rules = try #require(ZoneRules(file: file))
  #expect(rules.offset(at: 0) == 3_600)
  #expect(rules.offset(at: 1_784_116_800) == 7_200)
  for length in 0..<file.count { _ = ZoneRules(file: Array(file.prefix(length))) }
  for _ in 0..<2000 {
    var damaged = file
    for _ in 0..<3 {
      damaged[Int.random(in: damaged.indices, using: &generator)] = UInt8(
        truncatingIfNeeded: generator.next())
    }
    guard let rules = ZoneRules(file: damaged) else { continue }
    let seconds = Int64.random(in: -60_000_000_000...250_000_000_000, using: &generator)
    _ = rules.offset(at: seconds)
    _ = rules.nextTransition(after: seconds)
  }
}
