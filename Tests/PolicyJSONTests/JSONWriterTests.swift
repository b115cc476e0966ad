import PolicyDiagnostics
import PolicyJSON
import Testing

@Test func writesCompactTextInTheOrderGiven() {
  let value: JSONValue = [
    "z": 1, "a": ["x", true, .null], "empty": [:], "none": [], "big": .number(UInt64.max),
  ]
  #expect(
    JSONWriter.text(of: value)
      == #"{"z":1,"a":["x",true,null],"empty":{},"none":[],"big":18446744073709551615}"#)
}

@Test func writesPrettyText() {
  let value: JSONValue = ["a": [1, [:]], "b": ["c": []]]
  #expect(
    JSONWriter.text(of: value, .pretty) == """
      {
        "a": [
          1,
          {}
        ],
        "b": {
          "c": []
        }
      }
      """)
}

@Test func escapesOnlyWhatMustBeEscaped() {
  let value = JSONValue.string("\"\\/\u{8}\u{c}\n\r\t\u{0}\u{1f}\u{7f}é😀\u{2028}")
  #expect(
    JSONWriter.text(of: value) == "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\u{7f}é😀\u{2028}\"")
}

@Test func writesOneDocumentPerLine() {
  var writer = JSONWriter()
  for number in 1...2 {
    writer.write(["n": .number(number)])
    writer.writeLineFeed()
  }
  #expect(writer.text == "{\"n\":1}\n{\"n\":2}\n")
}

@Test func whatIsWrittenReadsBackEqual() throws {
  let text = #"{"b":[1.50,-0,1e400,"\u0000\"é"],"a":{"":null},"c":[[],{}]}"#
  let value = try #require(JSONReader.parse(SourceFile(name: "t", text: text)).value)
  for style in [JSONWriter.Style.compact, .pretty] {
    let again = JSONReader.parse(
      SourceFile(name: "t", text: JSONWriter.text(of: value, style))
    ).value
    #expect(again == value)
  }
  #expect(JSONWriter.text(of: value) == text)
}

@Test func doublesAreWrittenShortOrNotAtAll() {
  #expect(JSONNumber(0.1)?.text == "0.1")
  #expect(JSONNumber(1e300)?.text == "1e+300")
  #expect(JSONNumber(Double.infinity) == nil)
  #expect(JSONNumber(Double.nan) == nil)
}

@Test func settingAMemberReplacesAppendsOrRemoves() {
  var object: JSONObject = ["a": 1, "b": 2]
  object["a"] = 3
  object["c"] = "x"
  object["b"] = nil
  #expect(object == ["a": 3, "c": "x"])
  #expect(object.member("c")?.keyRange == nil)
}
