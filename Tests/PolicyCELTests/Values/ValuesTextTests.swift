import PolicyTestSupport
import PolicyTime
import Testing

@testable import PolicyCEL

@Test(
  arguments: [
    (.null, "null"), (.bool(true), "true"), (.int(-5), "-5"), (.uint(5), "5u"),
    (.double(1), "1.0"), (.double(1e20), "1e+20"), (.double(.nan), "double(\"NaN\")"),
    (.string("a\"b\\\n\u{0}\u{202E}"), "\"a\\\"b\\\\\\n\\u0000\\u202e\""),
    (.string("na\u{EF}ve \u{1F431}"), "\"na\u{EF}ve \u{1F431}\""),
    (.bytes([0x61, 0x00, 0xFF]), "b\"a\\x00\\xff\""),
    (.timestamp(.minimum), "timestamp(\"0001-01-01T00:00:00Z\")"),
    (.duration(.seconds(900)), "duration(\"15m\")"),
    (.duration(.milliseconds(-1_500)), "duration(\"-1.5s\")"),
    (.type(.timestamp), "google.protobuf.Timestamp"), (.optional(nil), "optional.none()"),
    (.optional(.int(1)), "optional.of(1)"), (.list([.int(1), .list([])]), "[1, []]"),
    (.map(MapValue(members: [("b", .int(1)), ("a", .null)])), "{\"b\": 1, \"a\": null}"),
  ] as [(Value, String)])
func aValueIsDescribedAsTheExpressionThatGivesIt(value: Value, text: String) throws {
  #expect(value.description == text)
  #expect(try evaluated(text).get() == value || text.contains("NaN"))
}

@Test func aLongValueIsCutAndStaysClosed() {
  let numbers = Value.list((0..<1000).map { .int($0) })
  let text = numbers.description(limit: 10)
  #expect(text.hasPrefix("[0, 1, 2") && text.hasSuffix(", …]") && text.count < 20)
  #expect(Value.string(String(repeating: "x", count: 999)).description(limit: 5).count < 30)
}

@Test(
  arguments: [
    (1, "1"), (100_000, "100000"), (999_999, "999999"), (1_000_000, "1e+06"),
    (123_456_789, "1.23456789e+08"), (0.0001, "0.0001"), (0.00001, "1e-05"), (-0.0, "-0"),
    (0.1 + 0.2, "0.30000000000000004"), (123.456, "123.456"), (-0.0045, "-0.0045"),
    (1e300, "1e+300"), (.leastNonzeroMagnitude, "5e-324"), (120, "120"), (-2.5e7, "-2.5e+07"),
    (.nan, "nan"), (.infinity, "inf"), (-.infinity, "-inf"),
  ] as [(Double, String)])
func aDoubleIsWrittenByItsShortestDigits(value: Double, text: String) {
  #expect(value.shortestText == text)
}

@Test func theTextOfADoubleReadsBackAsTheSameDouble() {
  var generator = SeededGenerator(seed: 11)
  for _ in 0..<500 {
    let value = Double(bitPattern: generator.next())
    guard value.isFinite else { continue }
    #expect(Double(value.shortestText) == value)
    #expect(Double(value.positionalText) == value)
    #expect(Double(value.literalText) == value)
  }
}
