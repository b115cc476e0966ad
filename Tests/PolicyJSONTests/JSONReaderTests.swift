import PolicyDiagnostics
import PolicyJSON
import Testing

/// Reads a text and gives the value; a finding fails the test.
private func read(_ text: String) throws -> JSONValue {
  let (value, diagnostics) = JSONReader.parse(SourceFile(name: "t.json", text: text)).parts
  #expect(diagnostics.isEmpty)
  return try #require(value)
}

/// The findings of a text that is not valid.
private func findings(_ bytes: [UInt8], limits: JSONLimits = .standard) -> [Diagnostic] {
  let (value, diagnostics) = JSONReader.parse(
    SourceFile(name: "t.json", bytes: bytes), limits: limits
  ).parts
  #expect(value == nil)
  return diagnostics
}

private func findings(_ text: String, limits: JSONLimits = .standard) -> [Diagnostic] {
  findings(Array(text.utf8), limits: limits)
}

@Test func readsEveryKindOfValue() throws {
  let value = try read(
    #" {"n": null, "t": true, "f": false, "i": -12, "d": 1.50e+2, "s": "é😀", "a": [1, []], "o": {}} "#
  )
  #expect(value["n"]?.isNull == true)
  #expect(value["t"]?.bool == true)
  #expect(value["f"]?.bool == false)
  #expect(value["i"]?.number?.int64 == -12)
  #expect(value["d"]?.number?.text == "1.50e+2")
  #expect(value["d"]?.number?.double == 150)
  #expect(value["s"]?.string == "é😀")
  #expect(value["a"] == [1, []])
  #expect(value["o"] == [:])
  #expect(value["absent"] == nil)
  #expect(value.object?.members.map(\.key) == ["n", "t", "f", "i", "d", "s", "a", "o"])
}

@Test(arguments: [
  (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"),
  (#""\u0041\u00e9\u20AC""#, "Aé€"),
  (#""\ud83d\ude00""#, "😀"),
  (#""\u0000""#, "\0"),
  (#""é\n\uFFFF""#, "é\n\u{FFFF}"),
])
func resolvesEscapes(source: String, text: String) throws {
  #expect(try read(source).string.map { Array($0.utf8) } == Array(text.utf8))
}

@Test(arguments: [
  ("9223372036854775807", Int64.max, UInt64(Int64.max)),
  ("-9223372036854775808", Int64.min, nil),
  ("18446744073709551615", nil, UInt64.max),
  ("9223372036854775808", nil, UInt64(1) << 63),
  ("1.0", nil, nil), ("1e3", nil, nil), ("-0", 0, 0),
])
func numbersKeepTheirRange(text: String, signed: Int64?, unsigned: UInt64?) throws {
  let number = try #require(try read(text).number)
  #expect(number.text == text)
  #expect(number.int64 == signed)
  #expect(number.uint64 == unsigned)
}

@Test func numbersTooLargeForADoubleHaveNone() throws {
  #expect(try read("1e400").number?.double == nil)
  #expect(try read("123456789012345678901234567890").number?.text.utf8.count == 30)
}

@Test func keysAreToldApartByTheirBytes() throws {
  let value = try read("{\"\u{e9}\": 1, \"e\u{301}\": 2}")
  #expect(value["\u{e9}"]?.number?.int64 == 1)
  #expect(value["e\u{301}"]?.number?.int64 == 2)
}

@Test func valuesAndKeysKnowTheirPlace() throws {
  let value = try read(#"{"a": [10, "x"]}"#)
  #expect(value.range == SourceRange(0, 16))
  #expect(value["a"]?.array?.last?.range == SourceRange(11, 14))
  #expect(value.object?.member("a")?.keyRange == SourceRange(1, 4))
  #expect(JSONValue.null.range == nil)
}

/// A text, the marked place in it (`↓` before the byte meant), and the message.
@Test(arguments: [
  ("↓", "the JSON document is empty"),
  ("↓  ", "the JSON document is empty"),
  ("[1, ↓", "expected a value, found the end of the text"),
  ("↓[1", "this `[` is never closed"),
  ("{\"a\": ↓{\"b\": 1", "this `{` is never closed"),
  ("[1 ↓2]", "expected `,` or `]`, found `2`"),
  ("[1↓,]", "a comma before `]` is not allowed in JSON"),
  ("{\"a\": 1↓, }", "a comma before `}` is not allowed in JSON"),
  ("{↓a: 1}", "expected a key in double quotes, found `a`"),
  ("{↓'a': 1}", "strings take double quotes in JSON"),
  ("{\"a\" ↓1}", "expected `:` after the key `a`, found `1`"),
  ("↓True", "`True` is no value of JSON"),
  ("↓NaN", "`NaN` is no value of JSON"),
  ("↓secret", "`s…` is no value of JSON"), ("{\"a\": ↓x}", "`x` is no value of JSON"),
  ("↓12secret", "`12…` is no number of JSON"), ("↓-secret", "`-…` is no number of JSON"),
  ("↓.5", "`.5` is no number of JSON"),
  ("↓+1", "`+1` is no number of JSON"),
  ("↓1.", "`1.` is no number of JSON"),
  ("↓1e", "`1e` is no number of JSON"),
  ("↓-", "`-` is no number of JSON"),
  ("↓1x", "`1x` is no number of JSON"),
  ("↓0x10", "`0x10` is no number of JSON"),
  ("-↓012", "a number does not begin with a needless zero"),
  ("↓\"abc", "this string is never closed"),
  ("↓\"abc\\n", "this string is never closed"),
  ("\"a↓\nb\"", "a string ends at the line break, before its closing quote"),
  ("\"a↓\u{1}b\"", "the control character U+0001 is not escaped"),
  ("\"é↓\\x\"", "`\\x` is no escape sequence of JSON"),
  ("\"↓\\u12g4\"", "`\\u12` is no escape sequence of JSON"),
  ("\"↓\\ud83d!\"", "`\\ud83d` is half of a surrogate pair, and the other half is missing"),
  ("\"↓\\ude00\"", "`\\ude00` is half of a surrogate pair, and the other half is missing"),
  ("\"↓\\ud83d\\u0041\"", "`\\ud83d` is half of a surrogate pair, and the other half is missing"),
  ("[1, ↓// two\n2]", "comments are not allowed in JSON"),
  ("{} ↓{}", "there is text after the end of the JSON document"),
  ("[↓\0]", "the JSON text holds a NUL byte"),
  ("\"a↓\0\"", "the JSON text holds a NUL byte"),
  ("[↓\u{a0}1]", "expected a value, found `\u{a0}`"),
  ("[↓“a”]", "expected a value, found `“`"),
])
func saysWhatIsWrongAndWhere(marked: String, message: String) throws {
  let parts = marked.split(separator: "↓", omittingEmptySubsequences: false)
  let found = findings(parts.joined())
  #expect(found.map(\.message) == [message])
  #expect(found.first?.location.range.start == parts.first?.utf8.count)
  #expect(found.first?.code == .invalidJSON)
}

@Test(
  arguments: [
    ([0xEF, 0xBB, 0xBF, 0x7B, 0x7D], 0, "the JSON text begins with a byte order mark"),
    ([0xFF, 0xFE, 0x7B, 0x00], 0, "the JSON text is not UTF-8; it looks like UTF-16"),
    ([0x7B, 0x00, 0x7D, 0x00], 0, "the JSON text is not UTF-8; it looks like UTF-16"),
    ([0x22, 0x61, 0xFF, 0x22], 2, "the JSON text is not valid UTF-8 from here on"),
    ([0x22, 0xC0, 0x80, 0x22], 1, "the JSON text is not valid UTF-8 from here on"),
    ([0x22, 0xED, 0xA0, 0x80, 0x22], 1, "the JSON text is not valid UTF-8 from here on"),
    ([0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], 1, "the JSON text is not valid UTF-8 from here on"),
    ([0x22, 0xE2, 0x82, 0x22], 1, "the JSON text is not valid UTF-8 from here on"),
    ([0x22, 0x5C, 0x6E, 0xE2, 0x82], 3, "the JSON text is not valid UTF-8 from here on"),
    ([0x22, 0x5C, 0x80, 0x22], 2, "the JSON text is not valid UTF-8 from here on"),
    ([0x5B, 0x80], 1, "the JSON text is not valid UTF-8 from here on"),
  ] as [([UInt8], Int, String)])
func refusesOtherEncodings(bytes: [UInt8], start: Int, message: String) {
  let found = findings(bytes)
  #expect(found.map(\.message) == [message])
  #expect(found.first?.location.range.start == start)
  #expect(found.first?.code == .invalidEncoding)
}

@Test func reportsEveryDuplicateKeyWithBothPlaces() throws {
  let found = findings(#"{"a": 1, "b": {"c": 1, "c": 2}, "\u0061": 3}"#)
  #expect(found.map(\.code) == [.duplicateKey, .duplicateKey])
  #expect(found.map(\.location.range) == [SourceRange(23, 26), SourceRange(32, 40)])
  #expect(
    found.flatMap(\.related).map(\.location.range) == [SourceRange(15, 18), SourceRange(1, 4)])
}

@Test func findsDuplicatesAmongManyKeysInBoundedTime() {
  let members = (0..<200_000).map { "\"k\($0 % 199_999)\":0" }
  let found = findings("{" + members.joined(separator: ",") + "}")
  #expect(found.map(\.message) == ["the key `k0` is given twice in one object"])
}

@Test func stopsAtTheDepthLimit() throws {
  let deep = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
  #expect(try read(deep).array?.count == 1)
  let found = findings("[" + deep + "]")
  #expect(found.map(\.message) == ["arrays and objects are nested deeper than 64 levels"])
  #expect(found.first?.location.range == SourceRange(64, 65))
  #expect(found.first?.code == .resourceLimit)
}

@Test func noLimitLetsTheStackOverflow() {
  let found = findings(
    String(repeating: "{\"a\":", count: 100_000), limits: JSONLimits(depth: .max))
  #expect(found.map(\.message) == ["arrays and objects are nested deeper than 512 levels"])
}

@Test func refusesAHugeDocumentWithOneMessage() {
  let found = findings([UInt8](repeating: UInt8(ascii: "["), count: 5_000_000))
  #expect(
    found.map(\.message) == ["the JSON document has 5000000 bytes, more than the limit of 4194304"])
  #expect(found.first?.code == .resourceLimit)
}

@Test func everyPrefixAndEveryDamagedByteIsReadOrReported() throws {
  let text = #"{"a":[1.5e-3,"x\u00e9\ud83d\ude00é",null,true],"b":{"c":""}}"#
  let bytes = Array(text.utf8)
  for end in bytes.indices {
    #expect(findings(Array(bytes[..<end])).count == 1, "prefix of \(end) bytes")
  }
  for index in bytes.indices {
    for byte: UInt8 in [0x00, 0x22, 0x5C, 0x7B, 0x7D, 0x80, 0xFF, 0x30] {
      var damaged = bytes
      damaged[index] = byte
      let (value, found) = JSONReader.parse(SourceFile(name: "t", bytes: damaged)).parts
      #expect((value == nil) == !found.isEmpty, "byte \(byte) at \(index)")
    }
  }
}
