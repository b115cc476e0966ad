import PolicyDiagnostics
import PolicyTestSupport
import Testing

@testable import PolicyYAML

/// A scalar as it stands in a file, and for some of its text the source that must lie under it.
struct MappedText: Sendable {
  var source: String
  var decoded: String
  var places: [(word: String, source: String)]

  init(_ source: String, _ decoded: String, _ places: [(word: String, source: String)]) {
    self.source = source
    self.decoded = decoded
    self.places = places
  }
}

@Test(arguments: [
  MappedText("abc def", "abc def", [("abc", "abc"), ("def", "def")]),
  MappedText(
    "ab  \n   cd\n\n    ef", "ab cd\nef",
    [("ab", "ab"), (" ", "  \n   "), ("cd", "cd"), ("ef", "ef")]),
  MappedText("'it''s a''b'", "it's a'b", [("'s", "''s"), ("b", "b"), ("it's", "it''s")]),
  MappedText("'a\n\n\n   b'", "a\n\nb", [("a", "a"), ("b", "b")]),
  MappedText(
    #""a\tb\x41\u00e9\U0001F600c""#, "a\tbA\u{E9}\u{1F600}c",
    [
      ("\t", #"\t"#), ("A", #"\x41"#), ("\u{E9}", #"\u00e9"#), ("\u{1F600}", #"\U0001F600"#),
      ("c", "c"), ("tbA".dropFirst().description, #"b\x41"#),
    ]),
  MappedText(
    "\"a\\\n   b\\\n\n  \\ c\"", "ab\n c", [("a", "a"), ("b", "b"), (" ", "\\ "), ("c", "c")]),
  MappedText(
    "\"a  \n\t b\\/\\\"c\"", "a b/\"c",
    [("a", "a"), ("b", "b"), ("/", "\\/"), ("\"", "\\\""), ("c", "c")]),
  MappedText(
    "|\n    a b\n      c\n\n    d\n", "a b\n  c\n\nd\n",
    [("a b", "a b"), ("  c", "  c"), ("d", "d")]),
  MappedText("|2-\n      a\n     b\n\n", "  a\n b", [("  a", "  a"), (" b", " b")]),
  MappedText("|+\n    a\n\n", "a\n\n\n", [("a", "a")]),
  MappedText(
    ">\n    a\n    b\n\n    c\n      d\n    e\n", "a b\nc\n  d\ne\n",
    [("a", "a"), ("b", "b"), ("a b", "a\n    b"), ("c", "c"), ("d", "d"), ("e", "e")]),
  MappedText("> # why\r\n    a\r\n    b\r\n", "a b\n", [("a", "a"), ("b", "b")]),
  MappedText("|\n    😀 x\tä y\n", "😀 x\tä y\n", [("😀", "😀"), ("x", "x"), ("y", "y")]),
])
func textLeadsBackToItsSource(text: MappedText) throws {
  let file = SourceFile(name: "t.yaml", text: "# 😀\nké:\n  - \(text.source)\nz: 1\n")
  let list = try #require(YAMLParser.parse(file).value?["ké"])
  let node = try #require(list.sequence?.first)
  #expect(node.scalar == text.decoded)
  #expect(node.exactRuns != nil)
  let map = node.sourceMap
  let decoded = Array(text.decoded.utf8)
  for (word, source) in text.places {
    let bytes = Array(word.utf8)
    let start = try #require(
      decoded.indices.first { decoded[$0...].starts(with: bytes) }, "\(word) is not in the text")
    let range = map.location(of: SourceRange(start, start + bytes.count)).range
    #expect(file.text(of: range) == source)
  }
}

@Test(arguments: [("''", 1), ("\"\"", 1), ("|\n", 1), ("", 0), ("'a'", 1), ("|\n  a\n\n", 4)])
func anEmptyRangeStaysAtTheScalar(source: String, offset: Int) throws {
  let file = SourceFile(name: "t.yaml", text: "k: \(source)\nz: 1\n")
  let node = try #require(YAMLParser.parse(file).value?["k"])
  let start = node.sourceMap.location(of: SourceRange(0, 0)).range
  #expect(start == SourceRange(node.range.start + offset, node.range.start + offset))
  let length = node.scalar?.utf8.count ?? 0
  let end = node.sourceMap.location(of: SourceRange(length, length)).range
  #expect(end.start >= start.start && end.end <= node.range.end)
}

private let fragments: [YAMLScalarStyle: [String]] = {
  let common = [
    "a", "b", "Zq", "x", "y", " ", "  ", "\t", "\n", "\n", "\n\n", "\r\n", "é", "😀", "漢", "0",
    "-", "(", "&&", "e\u{301}",
  ]
  return [
    .plain: common + [":", "#", "'", "\"", "\\", "==", " \n "],
    .singleQuoted: common + ["''", "''", "\"", "\\n", "# ", ": "],
    .doubleQuoted: common + [
      "'", "\\\"", "\\n", "\\t", "\\x41", "\\u00e9", "\\U0001F600", "\\\n", "\\\r\n", "\\ ", "\\/",
      "\\N", "\\_", "\\L", "\\0", "\\e", "\\\\", "# ", ": ", "\\\t",
    ],
    .literal: common + ["\n", "\n ", "\n  ", "'", "\"", "\\n", "# ", ": "],
    .folded: common + ["\n", "\n ", "\n  ", "'", "\"", "\\n", "# ", ": "],
  ]
}()

/// A scalar of a style from random fragments, its lines indented by at least `indentation`.
private func randomScalar(
  _ style: YAMLScalarStyle, indentation: Int, _ generator: inout SeededGenerator
) -> String {
  let pieces = fragments[style] ?? []
  var body = ""
  for _ in 0..<Int.random(in: 0...14, using: &generator) {
    guard let piece = pieces.randomElement(using: &generator) else { continue }
    body += piece
  }
  let spaces = String(repeating: " ", count: indentation)
  let isBlankLineIndented = Bool.random(using: &generator)
  var indented = ""
  let unicodeScalars = Array(body.unicodeScalars)
  for (index, scalar) in unicodeScalars.enumerated() {
    indented.unicodeScalars.append(scalar)
    guard scalar == "\n" else { continue }
    let next = index + 1 < unicodeScalars.count ? unicodeScalars[index + 1] : nil
    if isBlankLineIndented || (next != "\n" && next != "\r") { indented += spaces }
  }
  switch style {
  case .plain: return "p" + indented + "q"
  case .singleQuoted: return "'" + indented + "'"
  case .doubleQuoted: return "\"" + indented + "\""
  case .literal, .folded:
    let indicator = ["", "", "2"].randomElement(using: &generator) ?? ""
    let chomping = ["", "+", "-"].randomElement(using: &generator) ?? ""
    let comment = ["", " # c", "  "].randomElement(using: &generator) ?? ""
    let line = ["\n", "\r\n"].randomElement(using: &generator) ?? "\n"
    return (style == .literal ? "|" : ">") + indicator + chomping + comment + line + spaces
      + indented
  }
}

@Test(arguments: fragments.keys.sorted { "\($0)" < "\($1)" }, [1, 2, 3, 4] as [UInt64])
func decodingAgainYieldsTheSameText(style: YAMLScalarStyle, seed: UInt64) throws {
  var generator = SeededGenerator(seed: seed)
  var read = 0
  for round in 0..<600 {
    let scalar = randomScalar(style, indentation: 4, &generator)
    let after = ["", "\n", "\nz: 1\n", "\n\n# c\nz: 1\n"].randomElement(using: &generator) ?? ""
    let text = "# 😀é\nk:\n  - \(scalar)\(after)"
    let file = SourceFile(name: "t.yaml", text: text)
    guard let node = YAMLParser.parse(file, options: .lenient).value?["k"]?.sequence?.first,
      let value = node.scalar, node.scalarStyle == style
    else { continue }
    read += 1
    let comment = Comment("seed \(seed), round \(round): \(text.debugDescription)")
    guard let runs = node.exactRuns else {
      Issue.record(comment)
      continue
    }
    expectGapless(runs, length: value.utf8.count, comment)
    expectLettersAtTheirPlaces(node, value, comment)
    let own = Array(file.text(of: node.range).utf8)
    switch style {
    case .singleQuoted: #expect(own.first == own.last && own.first == UInt8(ascii: "'"), comment)
    case .doubleQuoted: #expect(own.first == own.last && own.first == UInt8(ascii: "\""), comment)
    case .plain, .literal, .folded: #expect(own.last != UInt8(ascii: "\n"), comment)
    }
  }
  #expect(read > 100, "too few of the generated texts are YAML")
}

private func expectGapless(_ runs: [SourceMap.Run], length: Int, _ comment: Comment) {
  var decoded = 0
  var source = 0
  for run in runs {
    #expect(run.decoded.start == decoded, comment)
    #expect(run.source.start >= source, comment)
    decoded = run.decoded.end
    source = run.source.start
  }
  #expect(decoded == length, comment)
}

private func expectLettersAtTheirPlaces(_ node: YAMLNode, _ value: String, _ comment: Comment) {
  let map = node.sourceMap
  for (offset, byte) in value.utf8.enumerated() {
    guard Unicode.Scalar(byte).properties.isAlphabetic, byte < 0x80 else { continue }
    let place = map.location(of: SourceRange(offset, offset + 1))
    let source = place.file.text(of: place.range)
    let letter = String(Unicode.Scalar(byte))
    #expect(source == letter || (source == "\\x41" && letter == "A"), comment)
    #expect(place.range.start >= node.range.start && place.range.end <= node.range.end, comment)
  }
}
