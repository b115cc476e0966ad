import PolicyTestSupport
import Testing

@testable import PolicyRegex

/// Texts that patterns match, made of the patterns.
@Suite struct SamplerTests {
  @Test(arguments: [
    ("^[A-J]", ["A", "J"]),
    ("abc", ["abc"]),
    ("^(CH|LI)$", ["CH", "LI"]),
    (#"^\d{2}[.:]x?$"#, ["11.", "11:", "00."]),
    ("(?i)^ÄB", ["äb"]),
    (#"^\w+@example\.com$"#, ["A@example.com"]),
    ("^[^a-zA-Z0-9]$", [" ", "~"]),
    (#"^\p{Greek}+$"#, ["Ͱ"]),
    ("^(a{3}|b{2,})-c+$", ["aaa-c", "bb-c"]),
    (#"\bx\b"#, ["x"]),
    ("", [""]),
  ])
  func aSampleIsShortAndPlain(pattern: String, texts: [String]) {
    let samples = Pattern.samples(of: pattern, atMost: 8)
    for text in texts { #expect(samples.contains(text), "\(samples)") }
    #expect(samples.count <= 8)
  }

  @Test(arguments: ["(", "[b-a]", "a{2000}", "^a$b", "$a"])
  func whatMatchesNothingHasNone(pattern: String) {
    #expect(Pattern.samples(of: pattern, atMost: 8) == [])
  }

  /// Whatever asks nothing of positions matches what is made of it.
  @Test func everyPatternWithoutAssertionsHasSamples() throws {
    var generator = SeededGenerator(seed: 11)
    var count = 0
    for _ in 0..<2_000 {
      let source = AgreementTests.randomPattern(depth: 4, using: &generator)
      guard let tree = try? PatternParser(source, limits: .default).parse() else { continue }
      let samples = Pattern.samples(of: source, atMost: 4)
      let pattern = try Pattern(source)
      #expect(samples.allSatisfy(pattern.matches), "\(source): \(samples)")
      let asks = tree.nodes.contains { if case .assertion = $0 { true } else { false } }
      guard !asks else { continue }
      count += 1
      #expect(!samples.isEmpty, "\(source)")
    }
    #expect(count > 200)
  }

  @Test func largePatternsTakeBoundedWork() {
    let nested = String(repeating: "(a|b", count: 60) + String(repeating: "){9}", count: 3)
    for pattern in [
      String(repeating: "x", count: 60_000), String(repeating: "(?:[a-z]{30}){30}", count: 50),
      nested + String(repeating: ")", count: 57),
    ] {
      #expect(Pattern.samples(of: pattern, atMost: 8).allSatisfy { $0.utf8.count <= 1_024 })
    }
  }
}
