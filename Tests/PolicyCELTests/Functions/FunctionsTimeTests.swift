import PolicyCEL
import Testing

/// A Friday.
private let instant = "timestamp('2009-02-13T23:31:30.987654321Z')"

@Test(arguments: [
  ("getFullYear()", "2009"), ("getMonth()", "1"), ("getDayOfMonth()", "12"), ("getDate()", "13"),
  ("getDayOfWeek()", "5"), ("getDayOfYear()", "43"), ("getHours()", "23"), ("getMinutes()", "31"),
  ("getSeconds()", "30"), ("getMilliseconds()", "987"), ("getDayOfWeek('+01:00')", "6"),
  ("getDate('Asia/Kolkata')", "14"), ("getHours('US/Central')", "17"),
  ("getMinutes('Asia/Kathmandu')", "16"),
  ("getMonth('-09:30')", "1"), ("getFullYear('')", "2009"), ("getMilliseconds('UTC')", "987"),
])
func aFieldOfATimestampIs(call: String, value: String) throws {
  try expect("\(instant).\(call)", gives: value)
}

@Test(arguments: [
  ("timestamp('1969-12-31T23:59:59.999Z').getMilliseconds()", "999"),
  ("timestamp('1969-12-31T23:59:59.999Z').getDayOfWeek()", "3"),
  ("timestamp('0001-01-01T00:00:00Z').getFullYear('-01:00')", "0"),
  ("timestamp('9999-12-31T23:59:59Z').getFullYear('+01:00')", "10000"),
  ("timestamp('2024-12-31T00:00:00Z').getDayOfYear()", "365"),
  ("duration('3730s').getHours()", "1"), ("duration('3730s').getMinutes()", "62"),
  ("duration('-3730s').getMinutes()", "-62"), ("duration('1.999s').getSeconds()", "1"),
  ("duration('123.321456789s').getMilliseconds()", "321"),
])
func aPartOfATimeIs(text: String, value: String) throws { try expect(text, gives: value) }

@Test(arguments: [
  ("\(instant).getHours(dyn('Mars/Olympus'))", "invalidArgument"),
  ("\(instant).getHours(dyn('utc'))", "invalidArgument"),
  ("\(instant).getHours(dyn(1))", "noSuchOverload"),
  ("dyn(duration('1s')).getFullYear()", "noSuchOverload"), ("dyn(1).getHours()", "noSuchOverload"),
  ("dyn(duration('1s')).getHours('UTC')", "noSuchOverload"),
])
func aPartOfATimeFails(text: String, error: String) throws { try expect(text, failsWith: error) }
