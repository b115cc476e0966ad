import PolicyDiagnostics
import PolicyYAML
import Testing

@Test(arguments: [
  (
    "a: 1\nb: [x, y]\n",
    #""a: 1\nb: [x, y]"{"a"="a": "1"="1", "b"="b": "[x, y]"["x"="x", "y"="y"]}"#
  ),
  ("- a\n- b\n\n# end\n", #""- a\n- b"["a"="a", "b"="b"]"#),
  ("a:\n- x\n-\nb:\n", #""a:\n- x\n-\nb:"{"a"="a": "- x\n-"["x"="x", ""=""], "b"="b": ""=""}"#),
  (
    "a: |\n  x\n  y\n\n# c\nb: 1\n",
    #""a: |\n  x\n  y\n\n# c\nb: 1"{"a"="a": "|\n  x\n  y"="x\ny\n", "b"="b": "1"="1"}"#
  ),
  ("a: >- # c\n\nb: 1\n", #""a: >- # c\n\nb: 1"{"a"="a": ">-"="", "b"="b": "1"="1"}"#),
  (
    "ké: 'vü' # 😀\n😀: \"x\"\n",
    #""ké: \'vü\' # 😀\n😀: \"x\""{"ké"="ké": "\'vü\'"="vü", "😀"="😀": "\"x\""="x"}"#
  ),
  (
    "a: &n # c\n  b: 1\nc: *n\n",
    #""a: &n # c\n  b: 1\nc: *n"{"a"="a": "b: 1"{"b"="b": "1"="1"}, "c"="c": "b: 1"{"b"="b": "1"="1"}}"#
  ),
  ("a: &n\nb: 1\n", #""a: &n\nb: 1"{"a"="a": ""="", "b"="b": "1"="1"}"#),
  ("? a\n? b\n", #""? a\n? b"{"a"="a": ""="", "b"="b": ""=""}"#),
  ("{a, b: , c}\n", #""{a, b: , c}"{"a"="a": ""="", "b"="b": ""="", "c"="c": ""=""}"#),
  ("[a: 1, b]\n", #""[a: 1, b]"["a: 1"{"a"="a": "1"="1"}, "b"="b"]"#),
  ("a: x\n  y\nb: 1\r\n", #""a: x\n  y\nb: 1"{"a"="a": "x\n  y"="x y", "b"="b": "1"="1"}"#),
  ("--- \na: 1\n...\n", #""a: 1"{"a"="a": "1"="1"}"#),
  (
    "a:\n  - b:\n      c: 1\n    d: 2   \n",
    #""a:\n  - b:\n      c: 1\n    d: 2"{"a"="a": "- b:\n      c: 1\n    d: 2"["b:\n      c: 1\n    d: 2"{"b"="b": "c: 1"{"c"="c": "1"="1"}, "d"="d": "2"="2"}]}"#
  ),
])
func everyNodeCoversItsOwnText(text: String, expected: String) throws {
  let node = try #require(document(text))
  #expect(outline(node) == expected)
}

@Test func emptyValueStandsBehindItsColon() throws {
  let text = "a:\n  b:   # none\nc: 1\n"
  let node = try #require(document(text)?["a"]?["b"])
  #expect(node.isEmptyPlainScalar)
  #expect(node.range == SourceRange(7, 7))
}

@Test func scalarsStayRawText() throws {
  let node = try #require(document("[NO, 010, 1:30, ~, null, 'x', \"y\"]"))
  #expect(node.sequence?.compactMap(\.scalar) == ["NO", "010", "1:30", "~", "null", "x", "y"])
  #expect(node.sequence?.last?.scalarStyle == .doubleQuoted)
}

@Test func anAliasedNodeKnowsBothPlaces() throws {
  let text = "a: &n [x]\nb: *n\n"
  let node = try #require(document(text))
  let original = try #require(node["a"])
  let alias = try #require(node["b"])
  #expect(original.anchor?.value == "n")
  #expect(original.anchor?.location.range == SourceRange(3, 5))
  #expect(alias.anchor == nil)
  #expect(alias.alias?.value == "n")
  #expect(alias.occurrence.range == SourceRange(13, 15))
  #expect(alias.range == original.range)
}

@Test func keysAreFoundByTheirBytes() throws {
  let node = try #require(document("\u{E9}: 1\ne\u{301}: 2\n"))
  #expect(node["\u{E9}"]?.scalar == "1")
  #expect(node["e\u{301}"]?.scalar == "2")
  #expect(node["f"] == nil)
}

@Test func tagsAreKeptWhereTheyAreAllowed() throws {
  let node = try #require(document("a: !!str &x 1\nb: &y !t {}\n", options: .lenient))
  #expect(node["a"]?.tag?.value == "tag:yaml.org,2002:str")
  #expect(node["a"]?.tag?.location.range == SourceRange(3, 8))
  #expect(node["a"]?.anchor?.location.range == SourceRange(9, 11))
  #expect(node["a"]?.range == SourceRange(12, 13))
  #expect(node["b"]?.tag?.location.range == SourceRange(20, 22))
}
