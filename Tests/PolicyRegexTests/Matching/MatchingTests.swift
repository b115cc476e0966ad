import Testing

@testable import PolicyRegex

@Suite struct MatchingTests {
  @Test(arguments: [
    Row("a", ["a"], not: ["", "ab", "ba", "aa"]),
    Row("a|ab", ["a", "ab"], not: ["abc", "b"]),
    Row("a*?", ["", "aaa"], not: ["b", "aab"]),
    Row("^ab$", ["ab"], not: ["abab"]),
    Row("^ab", ["ab"], not: ["abc"]),
    Row("ab$", ["ab"], not: ["xab"]),
    Row("", [""], not: ["a"]),
    Row("(?m)^a$", ["a"], not: ["a\na"]),
    Row("[^x]+", ["é日😀"], not: ["axb"]),
    Row("\\w+\\b", ["ab"], not: ["ab "]),
  ])
  func wholeMatchesSpanTheText(_ row: Row) throws {
    let pattern = try Pattern(row.pattern)
    for text in row.found { #expect(pattern.wholeMatches(text), "\(text)") }
    for text in row.missed { #expect(!pattern.wholeMatches(text), "\(text)") }
  }

  @Test(arguments: [
    ("", true), ("abc", true), ("^abc", true), ("abc$", true), ("^abc$", true), ("\\Aé\\z", true),
    ("a\\.b", true), ("[.]com$", true), ("\\Qa+b\\E", true), ("(?i)1-2", true), ("a{1}b", true),
    ("a.c", false), ("(?i)abc", false), ("a|b", false), ("a^b", false), ("(?m)^a", false),
    ("[ab]", false), ("a{2}", false), ("\\ba", false), ("\\x{D800}", false),
  ])
  func plainTextIsComparedByBytes(_ pattern: String, _ isLiteral: Bool) throws {
    #expect(try Pattern(pattern).isLiteral == isLiteral)
  }

  @Test(arguments: ["", "ab", "^ab", "ab$", "^ab$", "^", "$", "^$", "é"])
  func comparingBytesAgreesWithTheProgram(_ source: String) throws {
    let pattern = try Pattern(source)
    for text in ["", "a", "b", "ab", "aab", "abb", "xab", "abx", "abab", "é", "aé", "e\u{301}"] {
      #expect(pattern.matches(in: text) == pattern.simulate(text, whole: false).isMatch)
      #expect(pattern.wholeMatches(text) == pattern.simulate(text, whole: true).isMatch)
    }
  }

  @Test func foreignAndSlicedTextsMatch() throws {
    let pattern = try Pattern("^b+é$")
    #expect(pattern.matches(in: String("abbéa".dropFirst().dropLast())))
    #expect(pattern.matches(in: String(repeating: "b", count: 100) + "é"))
  }

  @Test(arguments: [
    "^(a+)+$", "^(a|a)*$", "^(a|aa)+$", "(a*)*b", "^(a?){30}a{30}$", "(x+x+)+y", "^(.*)*$",
    "(?:a{0,20}){0,20}c", "^(([a-z])+.)+[A-Z]([a-z])+$", "(?i)(?:k|K)*x", "\\b(?:a\\b|a\\B)*z",
  ])
  func stepsGrowWithTheTextOnly(_ source: String) throws {
    let pattern = try Pattern(source)
    var perCharacter: [Double] = []
    for length in [100, 200, 400, 800, 1600] {
      let text = String(repeating: "a", count: length) + "b"
      let steps = pattern.simulate(text, whole: false).steps
      #expect(steps <= (length + 2) * pattern.programSize)
      perCharacter.append(Double(steps) / Double(length))
    }
    let first = try #require(perCharacter.first)
    let last = try #require(perCharacter.last)
    #expect(last <= first * 1.1, "\(perCharacter)")
  }

  @Test func anAnchoredPatternStopsEarly() throws {
    let text = String(repeating: "b", count: 10_000)
    #expect(try Pattern("^a+c").simulate(text, whole: false).steps < 10)
    #expect(try Pattern("^(?:a|c)|^d+").simulate(text, whole: false).steps < 20)
    #expect(try Pattern("b").simulate(text, whole: false).steps < 10)
  }

  @Test(arguments: [
    "a+b", "^(a+)+$", "[a-c]+x", "(?i)(abc|def)", "\\bfoo\\b", "(?m)^a$", ".", "[^é-ü]?a",
    "^[\\w.+-]+@[\\w-]+\\.[\\w.-]+$", "(?i)kelvins", "\\pL+1", "a[^b]c", "x*",
  ])
  func smallProgramsBecomeTables(_ source: String) throws {
    let pattern = try Pattern(source)
    #expect(pattern.tableSize != nil)
    let untabled = try Pattern(source, limits: RegexLimits(tableStates: 0))
    #expect(untabled.tableSize == nil)
    let size = try #require(pattern.tableSize)
    #expect(try Pattern(source, limits: RegexLimits(tableStates: size)).tableSize == size)
    #expect(try Pattern(source, limits: RegexLimits(tableStates: size - 1)).tableSize == nil)
    for text in ["", "a", "aab", "é", "aéc", "\u{212A}ELVIN\u{17F}", "foo", "x\na\n", "a@b.c"] {
      #expect(pattern.matches(in: text) == untabled.matches(in: text), "\(text)")
    }
  }

  @Test(arguments: ["(a|b)*a(a|b){12}c", "(?:[a-z]{0,30}x){0,30}y", "a.{300}b"])
  func largeTablesAreNotBuilt(_ source: String) throws {
    let pattern = try Pattern(source)
    #expect(pattern.tableSize == nil)
    #expect(!pattern.matches(in: String(repeating: "ab", count: 50)))
  }
}
