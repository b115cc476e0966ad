import PolicyDiagnostics
import PolicyYAML
import Testing

@Test(
  arguments: [
    ("a: 1\na: 2\n", ["Y001 2:1 key `a` appears twice in one mapping, only the first would count"]),
    (
      "<<: {a: 1}\n",
      ["Y005 1:1 merge key `<<` is not read, since YAML versions differ in what it means"]
    ),
    ("a: *n\n", ["Y005 1:4 alias `*n` names an anchor that is not defined before it"]),
    (
      "a: &n [*n]\n",
      ["Y005 1:8 alias `*n` stands inside the value it names, which would never end"]
    ),
    ("[a]: 1\n", ["Y009 1:1 a list or mapping cannot be a key, the entry is not read"]),
    ("a: !managed\n", ["Y009 1:4 `!managed` is read as a YAML tag, not as a value"]),
    ("a: !!str 1\n", ["Y009 1:4 `!!str` is read as a YAML tag, not as a value"]),
    ("a:\n\tb: 1\n", ["Y007 2:1 tab used as indentation, where YAML allows only spaces"]),
    ("a:\n  b: 1\n\tc: 1\n", ["Y007 3:1 tab used as indentation, where YAML allows only spaces"]),
    ("a: |\n\tb\n", ["Y007 2:1 tab used as indentation, where YAML allows only spaces"]),
    ("", ["Y012 1:1 file holds no document"]),
    ("# only\n", ["Y012 2:1 file holds no document"]),
    ("---\n", ["Y012 2:1 file holds no document"]),
    (
      "a: 1\n---\nb: 2\n",
      ["Y013 2:1 a second document starts here, only the first one would be read"]
    ),
    ("a: \"x\n", ["Y009 1:4 quoted text is never closed"]),
    ("a: 'x\n---\n", ["Y009 1:4 quoted text is not closed before the document ends"]),
    ("a: [1, 2\nb: 3\n", ["Y009 2:2 expected `,` or `]` in a list between brackets"]),
    ("a: {b: 1\nc: 2\n", ["Y009 2:2 expected `,` or `}` in a mapping between braces"]),
    ("a: \"x\" == \"y\"\n", ["Y009 1:8 text behind a closing quote, where the value has ended"]),
    ("a: 'b': c\n", ["Y009 1:7 text behind a closing quote, where the value has ended"]),
    (
      "a:\u{A0}b\nc: 1\n",
      ["Y007 1:3 U+00A0 looks like a space, and is a letter like others to YAML"]
    ),
    (
      "a:\n  - b: 1\n  -\u{2003}c: 1\n",
      ["Y007 3:4 U+2003 looks like a space, and is a letter like others to YAML"]
    ),
    ("a: 1\n%YAML 1.2\n", ["Y009 2:1 a line that starts with `%` ends the document"]),
    (
      "# text\n%YAML 1.2\na: 1\n",
      ["Y009 2:1 no line `---` follows this directive, so no document begins"]
    ),
    ("a: b: c\n", ["Y009 1:5 `: ` inside an unquoted value, where it would start another key"]),
    (
      "a: 1\n  b: 2\n",
      ["Y009 2:4 a key cannot stand here, since the value before it goes on to this line"]
    ),
    ("  a: 1\n b: 2\n", ["Y009 2:2 the document has ended before this text"]),
    ("x:\n  a: 1\n b: 2\n", ["Y009 3:2 expected a key of the mapping, or a line indented less"]),
    ("a: 1\n- b\n", ["Y009 2:1 expected a key of the mapping, or a line indented less"]),
    (
      "- a\nb: 1\n",
      ["Y009 2:1 expected `-` and the next item of the list, or a line indented less"]
    ),
    ("a: 1\nrules\nb: 2\n", ["Y009 2:1 expected `:` behind this key"]),
    ("a: @x\n", ["Y009 1:4 an unquoted value cannot start with `@`"]),
    ("a: \"\\d\"\n", ["Y009 1:5 unknown escape `\\d` in text between double quotes"]),
    ("a: \"\\xZZ\"\n", ["Y009 1:7 too few hexadecimal digits in an escape"]),
    ("a: \"\\uD800\"\n", ["Y009 1:7 escape names a number that is no character"]),
    ("a: && b\n", ["Y009 1:4 expected a name of letters, digits, `-` and `_` behind `&` or `*`"]),
    ("a: > b\n", ["Y009 1:6 text of a block starts on the line below `|` or `>`"]),
    ("a: |0\n  b\n", ["Y009 1:5 an indentation of 0 behind `|` or `>`, where 1 to 9 is possible"]),
    ("a: - b\n", ["Y009 1:4 `-` cannot start an item here"]),
    ("%YAML 3.0\n---\na: 1\n", ["Y009 1:1 unsupported version of YAML, only 1.1 and 1.2 are read"]),
    (
      "%FOO\n",
      ["Y009 1:1 a line that starts with `%` is read as a YAML directive, and this one is none"]
    ),
    (
      "a: !x!y z\n",
      ["Y009 1:4 text that starts with `!` is read as a YAML tag, and this one is not defined"]
    ),
    (
      "a: 1\u{85}b: 2\n", ["Y007 1:5 U+0085 is an unusual line break that most editors do not show"]
    ),
    ("a: 1\nb: \u{FEFF}2\n", ["Y007 2:4 U+FEFF is an invisible byte order mark inside the text"]),
    (
      "\u{FEFF}a: 1\n",
      [
        "Y007 1:1 file starts with a byte order mark, which is easily taken for a part of the first key"
      ]
    ),
    ("a: \u{0}\n", ["Y010 1:4 control character U+0000 at offset 3, the file is not read"]),
    ("a: \u{1B}[31m\n", ["Y010 1:4 control character U+001B at offset 3, the file is not read"]),
    ("a: \u{7F}\n", ["Y010 1:4 control character U+007F at offset 3, the file is not read"]),
  ] as [(String, [String])])
func mistakesAreNamedAtTheirPlace(text: String, expected: [String]) {
  #expect(findings(text) == expected)
}

@Test(
  arguments: [
    (
      [0x61, 0x3A, 0x20, 0xE9, 0x0A],
      "Y010 1:4 byte 0xE9 at offset 3 is not valid UTF-8, the file is not read"
    ),
    (
      [0x61, 0xC0, 0x80], "Y010 1:2 byte 0xC0 at offset 1 is not valid UTF-8, the file is not read"
    ),
    (
      [0x61, 0xED, 0xA0, 0x80],
      "Y010 1:2 byte 0xED at offset 1 is not valid UTF-8, the file is not read"
    ),
    (
      [0x61, 0xF0, 0x9F, 0x98],
      "Y010 1:2 byte 0xF0 at offset 1 is not valid UTF-8, the file is not read"
    ),
    ([0xFF, 0xFE, 0x61, 0x00], "Y010 1:1 file is encoded as UTF-16, not as UTF-8"),
    ([0x00, 0x61, 0x00, 0x3A], "Y010 1:1 file is encoded as UTF-16, not as UTF-8"),
    ([0xFF, 0xFE, 0x00, 0x00], "Y010 1:1 file is encoded as UTF-32, not as UTF-8"),
  ] as [([UInt8], String)])
func otherEncodingsAreNamed(bytes: [UInt8], expected: String) {
  #expect(findings(bytes) == [expected])
}

@Test func everyRepeatedKeyIsReportedWithTheFirst() throws {
  let text = "a: 1\nb: {x: 1, x: 2}\n'a': 2\na: 3\n"
  let file = SourceFile(name: "t.yaml", text: text)
  let (node, diagnostics) = YAMLParser.parse(file).parts
  #expect(diagnostics.map { file.line(at: $0.location.range.start) } == [2, 3, 4])
  #expect(diagnostics.map { $0.related.map(\.location.range.start) } == [[9], [0], [0]])
  #expect(node?["a"]?.scalar == "1")
  #expect(node?.mapping?.count == 2)
}

@Test func whatWasFoundBeforeASyntaxErrorIsReportedToo() {
  let codes = findings("a: 1\na: 2\nb: *x\nc: [\n").map { $0.prefix(4) }
  #expect(codes == ["Y001", "Y005", "Y009"])
}

@Test func afterARepeatedKeyOrASecondDocumentTheRestIsThere() {
  for text in ["a: 1\na: 2\n", "a: 1\n---\nb: 2\n", "\u{FEFF}a: 1\n"] {
    let result = YAMLParser.parse(SourceFile(name: "t.yaml", text: text))
    #expect(result.value?["a"]?.scalar == "1")
  }
}

@Test(arguments: ["a: *x\n", "<<: {}\n", "a: !managed\n", "a: [\n", ""])
func whatWouldBeMisreadIsNoDocument(text: String) {
  #expect(YAMLParser.parse(SourceFile(name: "t.yaml", text: text)).value == nil)
}

@Test func lenientReadingTakesWhateverYAMLAllows() throws {
  let text = "\u{FEFF}b: &b {x: 1}\nc: {<<: *b, x: 2, x: 3}\n[k]: !t v\n"
  let node = try #require(document(text, options: .lenient))
  #expect(node["c"]?.mapping?.compactMap(\.key.scalar) == ["<<", "x", "x"])
  #expect(node.mapping?.last?.key.sequence?.first?.scalar == "k")
  #expect(node["b"]?.range == SourceRange(9, 15))
}

@Test func repeatedKeysCanBeAWarning() {
  let file = SourceFile(name: "t.yaml", text: "a: 1\na: 2\n")
  let result = YAMLParser.parse(file, options: YAMLOptions(duplicateKeys: .warning))
  #expect(result.diagnostics.map(\.severity) == [.warning])
  #expect(result.value?.mapping?.count == 2)
}

@Test func theMisspeltAliasIsSuggested() {
  let file = SourceFile(name: "t.yaml", text: "a: &strong [x]\nb: *stronk\n")
  #expect(YAMLParser.parse(file).diagnostics.first?.label == "did you mean `*strong`?")
}

@Test(arguments: ["!managed && x", "!managed || x", "!(a || b)", "!managed == x", "!a"])
func aNegationReadAsATagIsShownInQuotes(condition: String) {
  for prefix in ["when: ", "- ", "  - any:\n    - "] {
    let file = SourceFile(name: "t.yaml", text: "\(prefix)\(condition)\n")
    #expect(
      YAMLParser.parse(file).diagnostics.map(\.help) == [
        "to write text that starts with `!`, put it in quotes: `\"\(condition)\"`"
      ])
  }
}
