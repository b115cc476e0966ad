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

@Test func escapesWhatMustBeAndWhatNobodySees() {
  let table: [(String, String)] = [
    ("\"\\/\u{8}\u{c}\n\r\t\u{0}\u{1f}", #"\"\\/\b\f\n\r\t\u0000\u001f"#),
    ("é😀漢\u{10FFFF}", "é😀漢\\udbff\\udfff"), ("\u{7F}a\u{9B}b\u{AD}", #"\u007fa\u009bb\u00ad"#),
    ("eight of\u{202E}fdp.exe", #"eight of\u202efdp.exe"#), ("\u{FEFF}\u{200B}", #"\ufeff\u200b"#),
    ("a\u{200D}b", #"a\u200db"#), ("👩\u{200D}🚀", "👩\u{200D}🚀"), ("❤\u{FE0F}", "❤\u{FE0F}"),
    ("\u{2028}\u{2066}\u{E0041}", #"\u2028\u2066\udb40\udc41"#),
  ]
  for (text, written) in table {
    let value = JSONValue.string(text)
    #expect(JSONWriter.text(of: value) == "\"\(written)\"")
    let object = JSONValue.object([text: value])
    let document = JSONWriter.text(of: object)
    #expect(JSONReader.parse(SourceFile(name: "t", text: document)).value == object)
  }
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
