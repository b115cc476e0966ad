import PolicyDiagnostics
import PolicyYAML
import Testing

@Test func aFileBeyondTheSizeIsNotRead() {
  let bytes = [UInt8](repeating: UInt8(ascii: "["), count: 50_000_000)
  #expect(findings(bytes) == ["Y006 1:1 file of 50000000 bytes is not read, the limit is 1048576"])
}

@Test func anEnormousScalarIsNotRead() {
  let text = "a: \"" + String(repeating: "x", count: 5_000_000) + "\"\n"
  #expect(findings(text) == ["Y006 1:1 file of 5000006 bytes is not read, the limit is 1048576"])
}

@Test(arguments: ["[", "- ", "? ", "{a: ", "[{a: "])
func deepNestingStopsAtTheLimit(opening: String) {
  let text = String(repeating: opening, count: 200_000)
  let limits = YAMLLimits(bytes: 10_000_000)
  let found = findings(text, limits: limits)
  #expect(found.count == 1)
  #expect(found.first?.hasSuffix("lists and mappings nested deeper than 64 levels") == true)
}

@Test func theDeepestAllowedNestingIsRead() throws {
  let text = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
  #expect(document(text) != nil)
  #expect(document("[" + text + "]") == nil)
}

@Test func depthIsCountedWithAliasesFollowed() {
  var text = "a0: &a0 [x]\n"
  for level in 1...100 { text += "a\(level): &a\(level) [*a\(level - 1)]\n" }
  #expect(findings(text) == ["Y006 64:12 lists and mappings nested deeper than 64 levels"])
}

@Test func anAliasBombCostsNothing() {
  var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
  for level in 1...9 {
    let aliases = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
    text += "a\(level): &a\(level) [\(aliases)]\n"
  }
  let found = findings(text)
  #expect(found.count == 1)
  #expect(
    found.first?.hasSuffix("more than 100000 values in one document, aliases followed") == true)
}

@Test func aliasesMayNotMultiplyTheDocumentBeyondTheFactor() {
  let items = Array(repeating: "x", count: 100).joined(separator: ", ")
  func text(uses: Int) -> String {
    "a: &a [\(items)]\nb: [" + Array(repeating: "*a", count: uses).joined(separator: ", ") + "]\n"
  }
  #expect(findings(text(uses: 9)).isEmpty)
  #expect(
    findings(text(uses: 20)) == [
      "Y006 2:5 aliases turn 125 written values into 2125, more than 10 times as many"
    ])
}

@Test func nodesAreCounted() {
  let text = "[" + String(repeating: "x,", count: 100_000) + "]"
  #expect(
    findings(text) == ["Y006 1:200000 more than 100000 values in one document, aliases followed"])
  #expect(findings("[a, b]", limits: YAMLLimits(nodes: 3)).isEmpty)
  #expect(findings("[a, b]", limits: YAMLLimits(nodes: 2)).count == 1)
}

@Test func findingsBeyondTheLimitAreCounted() {
  let text = String(repeating: "a: 1\n", count: 50_000)
  let found = findings(text)
  #expect(found.count == 101)
  #expect(found.last == "Y006 50001:1 49899 more problems in this file not listed")
}

@Test func aLongKeyIsShortenedInMessages() {
  let key = String(repeating: "k", count: 900)
  let message = findings("\(key): 1\n\(key): 2\n").first ?? ""
  #expect(message.count < 200)
}

@Test func aThousandLevelsCanBeAskedForAndReleased() {
  let limits = YAMLLimits(depth: 5000)
  #expect(limits.depth == 1000)
  let text = String(repeating: "[", count: 1000) + String(repeating: "]", count: 1000)
  let file = SourceFile(name: "t.yaml", text: text)
  #expect(YAMLParser.parse(file, limits: limits).value != nil)
}

@Test func manyMistakesOnOneLineStayCheap() {
  let tags = "[" + String(repeating: "!a x,", count: 90_000) + "]"
  #expect(findings(tags).count == 101)
  let anchors = (0..<30_000).map { "&a\($0) x" }.joined(separator: ",")
  let aliases = (0..<30_000).map { "*b\($0)" }.joined(separator: ",")
  #expect(findings("[\(anchors),\(aliases)]").count == 101)
}
