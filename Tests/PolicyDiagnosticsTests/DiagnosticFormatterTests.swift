import PolicyDiagnostics
import Testing

// Testing has a type of the same name.
private typealias SourceLocation = PolicyDiagnostics.SourceLocation

/// The place of a word in a file.
private func place(_ file: SourceFile, _ word: String, occurrence: Int = 1) -> SourceLocation {
  let bytes = Array(word.utf8)
  var found = 0
  for start in file.bytes.indices where file.bytes[start...].starts(with: bytes) {
    found += 1
    if found == occurrence {
      return SourceLocation(file, SourceRange(start, start + bytes.count))
    }
  }
  return SourceLocation(file, SourceRange(file.bytes.count, file.bytes.count))
}

private func formatted(
  _ diagnostic: Diagnostic, coloring: TextColoring = .plain, width: Int = 120
) -> String {
  DiagnosticFormatter(coloring: coloring, sourceWidth: width).format(diagnostic)
}

private let policy = SourceFile(
  name: "policies/web.yaml",
  text: """
    version: 1
    policy: web
    description: For the web.



    rules:
      - id: extend-active
        may: extend
        max_lifetme: 12h
        within: 6h
        by: 1h
      - id: other
        may: extend

    """)

@Test func aDiagnosticShowsItsLinesWithCaretsAndLabels() {
  let diagnostic = Diagnostic(
    .unknownField, .error, "unknown field `max_lifetme` in a rule",
    at: place(policy, "max_lifetme"), label: "did you mean `max_lifetime`?",
    help: "a rule takes `id`, `may`, `when` and limits",
    related: [
      .init("in this rule", at: place(policy, "id: extend-active")),
      .init("of this policy", at: place(policy, "web")),
    ],
    fix: Fix("rename it to `max_lifetime`", isSafe: false, edits: []))
  #expect(
    formatted(diagnostic) == """
      error[S101] unknown-field: unknown field `max_lifetme` in a rule
        --> policies/web.yaml:10:5
         |
       2 | policy: web
         |         --- of this policy
      ...
       8 |   - id: extend-active
         |     ----------------- in this rule
       9 |     may: extend
      10 |     max_lifetme: 12h
         |     ^^^^^^^^^^^ did you mean `max_lifetime`?
         |
         = help: a rule takes `id`, `may`, `when` and limits
         = fix: rename it to `max_lifetime`

      """)
}

@Test func otherFilesGetTheirOwnBlock() {
  let other = SourceFile(name: "b.yaml", text: "policy: web\n")
  let diagnostic = Diagnostic(
    .duplicateID, .warning, "policy `web` appears twice", at: place(other, "web"),
    related: [.init("first here", at: place(policy, "web"))])
  #expect(
    formatted(diagnostic) == """
      warning[S103] duplicate-id: policy `web` appears twice
       --> b.yaml:1:9
        |
      1 | policy: web
        |         ^^^
       --> policies/web.yaml:2:9
        |
      2 | policy: web
        |         --- first here

      """)
}

@Test func aRelatedPlaceOnTheSameLineGetsItsOwnRow() {
  let file = SourceFile(name: "a", text: "{a: 1, a: 2}")
  let diagnostic = Diagnostic(
    .duplicateKey, .error, "key `a` appears twice", at: place(file, "a", occurrence: 2),
    label: "again here", related: [.init("first here", at: place(file, "a"))])
  #expect(
    formatted(diagnostic) == """
      error[Y001] duplicate-key: key `a` appears twice
       --> a:1:8
        |
      1 | {a: 1, a: 2}
        |        ^ again here
        |  - first here

      """)
}

@Test(
  arguments: [
    ("\ta:\tx", "x", "    a:  x", "        ^"),
    ("漢字: x", "x", "漢字: x", "      ^"),
    ("漢字: x", "漢字", "漢字: x", "^^^^"),
    ("😀👩‍👩‍👧🇩🇪: x", "x", "😀👩‍👩‍👧🇩🇪: x", "        ^"),
    ("e\u{301}a\u{308}: x", "x", "e\u{301}a\u{308}: x", "    ^"),
    ("a\u{1B}[31m x", "x", "a\\u{1B}[31m x", "            ^"),
    ("a\u{202E}b x", "x", "a\\u{202E}b x", "           ^"),
    ("a\u{200B} x", "\u{200B}", "a\\u{200B} x", " ^^^^^^^^"),
    ("e\u{301}x", "\u{301}", "e\u{301}x", "^"),
    ("a  ", "", "a  ", "   ^"),
  ] as [(String, String, String, String)])
func caretsStandUnderTheWord(source: String, word: String, line: String, carets: String) {
  let file = SourceFile(name: "a", text: source)
  let location =
    word.isEmpty
    ? SourceLocation(file, SourceRange(file.bytes.count, file.bytes.count)) : place(file, word)
  let rows = formatted(Diagnostic(.invalidYAML, .error, "m", at: location)).split(separator: "\n")
  #expect(rows.dropFirst(3).map(String.init) == ["1 | \(line)", "  | \(carets)"])
}

@Test func invalidBytesAreShownAsNumbers() {
  let file = SourceFile(name: "a", bytes: [0x61, 0xE9, 0x62, 0x0A, 0x80])
  let diagnostic = Diagnostic(
    .invalidEncoding, .error, "m", at: SourceLocation(file, SourceRange(1, 2)))
  #expect(formatted(diagnostic).contains("1 | a\\xE9b\n  |  ^^^^\n"))
}

@Test func aRangeOverLinesIsUnderlinedToTheEndOfTheFirst() {
  let file = SourceFile(name: "a", text: "when: >\n  a\n  b\n")
  let diagnostic = Diagnostic(
    .invalidYAML, .error, "m", at: SourceLocation(file, SourceRange(6, 15)))
  #expect(formatted(diagnostic).hasSuffix("1 | when: >\n  |       ^\n"))
  let long = Diagnostic(.invalidYAML, .error, "m", at: SourceLocation(file, SourceRange(0, 15)))
  #expect(formatted(long).hasSuffix("1 | when: >\n  | ^^^^^^^\n"))
}

@Test func theEndOfTheFileGetsOneCaret() {
  let file = SourceFile(name: "a", text: "a: 1\r\n")
  for range in [SourceRange(6, 6), SourceRange(6, 99), SourceRange(99, 99)] {
    let diagnostic = Diagnostic(.emptyDocument, .error, "m", at: SourceLocation(file, range))
    #expect(formatted(diagnostic).hasSuffix(" --> a:2:1\n  |\n2 |\n  | ^\n"))
  }
}

@Test func aFileWithoutTextIsOnlyNamed() {
  let file = SourceFile(name: "gone.yaml", bytes: [])
  let diagnostic = Diagnostic(
    .unreadableFile, .error, "cannot read the file",
    at: SourceLocation(file, SourceRange(0, 0)), help: "check the path")
  #expect(
    formatted(diagnostic) == """
      error[Y011] unreadable-file: cannot read the file
       --> gone.yaml
        = help: check the path

      """)
}

@Test(arguments: [0, 5, 500, 4_000, 100_000, 4_999_999])
func aLongLineIsCutAroundTheCaret(offset: Int) {
  var bytes = [UInt8](repeating: UInt8(ascii: "x"), count: 5_000_000)
  bytes[offset] = UInt8(ascii: "!")
  let file = SourceFile(name: "a", bytes: bytes)
  let location = SourceLocation(file, SourceRange(offset, offset + 1))
  let rows = formatted(Diagnostic(.invalidYAML, .error, "m", at: location), width: 60)
    .split(separator: "\n").dropFirst(3).map(Array.init)
  #expect(rows.count == 2)
  let (line, carets) = (rows[0], rows[1])
  #expect(line.count <= 66)
  #expect(carets.last == "^" && line[carets.count - 1] == "!")
  #expect((line[4] == "…") == (offset >= 60 / 3 + 1))
  #expect((line.last == "…") == (offset < 4_999_000))
}

@Test func manyRelatedPlacesAreCounted() {
  let file = SourceFile(name: "a", text: "a\n")
  let related = Array(
    repeating: Diagnostic.Related("here", at: SourceLocation(file, SourceRange(0, 1))), count: 12)
  let diagnostic = Diagnostic(
    .invalidYAML, .error, "m", at: SourceLocation(file, SourceRange(0, 1)), related: related)
  #expect(formatted(diagnostic).hasSuffix("= note: 4 more places are not shown\n"))
}

@Test func conciseIsOneLineForEach() {
  let diagnostics = [
    Diagnostic(
      .unknownField, .error, "unknown field `max_lifetme`", at: place(policy, "max_lifetme"),
      help: "no"),
    Diagnostic(.resourceLimit, .info, "two\nlines", at: place(policy, "web")),
  ]
  #expect(
    DiagnosticFormatter(style: .concise).format(diagnostics) == """
      policies/web.yaml:10:5: error: unknown field `max_lifetme` [S101 unknown-field]
      policies/web.yaml:2:9: info: two\\nlines [Y006 resource-limit]

      """)
}

@Test func hostileTextNeverReachesTheTerminal() {
  let hostile = "\u{1B}[2J\u{9B}31m\u{202E}\u{2066}\u{7}\r\n\u{2028}\u{85}\u{E0041}"
  let file = SourceFile(name: "a\(hostile)", text: "k: \(hostile)")
  let location = SourceLocation(file, SourceRange(3, 8))
  let diagnostic = Diagnostic(
    .invalidYAML, .error, "m \(hostile)", at: location, label: hostile, help: hostile,
    related: [.init(hostile, at: location)], fix: Fix(hostile, isSafe: false, edits: []))
  for style in [DiagnosticFormatter.Style.full, .concise] {
    let text = DiagnosticFormatter(style: style).format(diagnostic)
    for scalar in text.unicodeScalars where scalar != "\n" {
      #expect(scalar.properties.generalCategory != .control, "U+\(scalar.value)")
      #expect(scalar.properties.generalCategory != .format, "U+\(scalar.value)")
      #expect(scalar.value != 0x2028)
    }
    #expect(text.hasPrefix(style == .concise ? "a\\u{1B}" : "error[Y009]"))
  }
}

@Test func colourAddsOnlyEscapeSequences() {
  let diagnostic = Diagnostic(
    .unknownField, .error, "unknown field", at: place(policy, "max_lifetme"), label: "here",
    help: "help", related: [.init("in this rule", at: place(policy, "web"))])
  let colored = formatted(diagnostic, coloring: .ansi)
  #expect(colored.contains("\u{1B}[1;31merror[S101]\u{1B}[0m"))
  let stripped = colored.replacing(/\u{1B}\[[0-9;]*m/, with: "")
  #expect(stripped == formatted(diagnostic))
}

@Test(arguments: [
  ("plain", "plain"), ("a\nb\t\r", "a\\nb\\t\\r"), ("\u{1B}[0m", "\\u{1B}[0m"),
  ("x\u{202E}y", "x\\u{202E}y"), ("\u{FEFF}", "\\u{FEFF}"), ("👩‍👩‍👧 é 漢", "👩‍👩‍👧 é 漢"),
  // A joiner that joins nothing is not seen; one behind a sign of emoji is a part of it.
  ("\u{202E}\u{200D}x", "\\u{202E}\\u{200D}x"), ("\u{200B}\u{200C}", "\\u{200B}\\u{200C}"),
  ("\u{1F441}\u{FE0F}\u{200D}\u{1F5E8}", "\u{1F441}\u{FE0F}\u{200D}\u{1F5E8}"),
  ("back\\slash", "back\\slash"),
])
func untrustedTextIsMadeVisible(text: String, expected: String) {
  #expect(escapedForDisplay(text) == expected)
  #expect(escapedForDisplay(expected) == expected)
}

@Test func quotedTextIsShortened() {
  #expect(quotedForDisplay("abc") == "`abc`")
  #expect(quotedForDisplay("abcdef", limit: 3) == "`abc…`")
  #expect(quotedForDisplay("abc", limit: 3) == "`abc`")
}

@Test(arguments: ["\u{A0}", "\u{1680}", "\u{2003}", "\u{202F}", "\u{205F}", "\u{3000}"])
func spacesThatAreNoneAreVisibleInWhatIsQuoted(space: String) throws {
  let scalar = try #require(space.unicodeScalars.first)
  let code = String(scalar.value, radix: 16, uppercase: true)
  #expect(quotedForDisplay("a b\(space)") == "`a b\\u{\(code)}`")
}
