import PolicyTestSupport
import Testing

@testable import PolicyRegex

@Suite struct AgreementTests {
  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func programsAgreeWithTheDefinition(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<100 {
      let source = Self.randomPattern(depth: 4, using: &generator)
      guard let pattern = try? Pattern(source) else { continue }
      let tree = try PatternParser(source, limits: .default).parse()
      for _ in 0..<8 {
        let text = randomText(using: &generator)
        let definition = Definition(tree: tree, text: text.unicodeScalars.map(\.value))
        let starts = 0...definition.text.count
        let isFound = starts.contains { !definition.ends(of: tree.root, from: $0).isEmpty }
        let isWhole = definition.ends(of: tree.root, from: 0).contains(definition.text.count)
        let note: Comment = "seed \(seed): \(source) on \(text.debugDescription)"
        #expect(pattern.matches(in: text) == isFound, note)
        #expect(pattern.simulate(text, whole: false).isMatch == isFound, note)
        #expect(pattern.wholeMatches(text) == isWhole, note)
      }
    }
  }

  @Test func randomBytesAreReadOrRefused() {
    var generator = SeededGenerator(seed: 7)
    let alphabet = Array("ab\\()[]{}^$.*+?|-:,0129xQEpPLdwsi<>=!nzA é\u{0}😀".unicodeScalars)
    var remaining = 100_000
    while remaining > 0 {
      let length = Int.random(in: 1...40, using: &generator)
      remaining -= length
      var source = ""
      for _ in 0..<length {
        if let scalar = alphabet.randomElement(using: &generator) {
          source.unicodeScalars.append(scalar)
        }
      }
      do throws(RegexError) {
        let pattern = try Pattern(source)
        _ = pattern.matches(in: "ab01 é😀-\n(x)")
      } catch {
        #expect(error.range.upperBound <= source.utf8.count, "\(source.debugDescription)")
        #expect(!error.message.isEmpty)
        #expect(
          error.description.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
      }
    }
  }

  private func randomText(using generator: inout SeededGenerator) -> String {
    let parts = ["a", "a", "b", "b", "A", "B", "é", "É", "\n", " ", "1"]
    let length = Int.random(in: 0...9, using: &generator)
    return (0..<length).map { _ in parts.randomElement(using: &generator) ?? "" }.joined()
  }

  static func randomPattern(depth: Int, using generator: inout SeededGenerator) -> String {
    let atoms = [
      "a", "b", "ab", "é", ".", "[ab]", "[^a]", "\\w", "\\W", "\\s", "^", "$", "\\b", "\\B",
      "\\A", "\\z", "\\pL", "\\p{Lu}", "[a-c\\n]", "",
    ]
    let shape = depth == 0 ? 0 : Int.random(in: 0...8, using: &generator)
    let inner = { (generator: inout SeededGenerator) in
      Self.randomPattern(depth: depth - 1, using: &generator)
    }
    switch shape {
    case 1, 2, 3: return inner(&generator) + inner(&generator)
    case 4: return "(?:\(inner(&generator))|\(inner(&generator)))"
    case 5, 6:
      let repetitions = ["*", "+", "?", "*?", "{2}", "{1,3}", "{0,2}", "{2,}", "{0}"]
      return "(?:\(inner(&generator)))" + (repetitions.randomElement(using: &generator) ?? "")
    case 7:
      let flags = ["i", "m", "s", "im-s", "-i"]
      return "(?\(flags.randomElement(using: &generator) ?? ""):\(inner(&generator)))"
    default: return atoms.randomElement(using: &generator) ?? ""
    }
  }
}

/// What a tree means, spelt out: from a position, all positions where a match can end.
private struct Definition {
  let tree: SyntaxTree
  let text: [UInt32]

  func ends(of node: Int, from start: Int) -> Set<Int> {
    switch tree.nodes[node] {
    case .empty: return [start]
    case .scalar(let wanted): return step(start) { $0 == wanted }
    case .folded(let wanted): return step(start) { CaseFolding.canonical($0) == wanted }
    case .set(let set): return step(start) { tree.sets[set].contains($0) }
    case .any: return step(start) { _ in true }
    case .anyExceptNewline: return step(start) { $0 != 0x0A }
    case .assertion(let assertion):
      let before = start > 0 ? text[start - 1] : noScalar
      let after = start < text.count ? text[start] : noScalar
      return assertion.holds(before: before, after: after) ? [start] : []
    case .sequence(let items):
      return items.reduce([start]) { ends, item in
        Set(ends.flatMap { self.ends(of: item, from: $0) })
      }
    case .choice(let branches):
      return Set(branches.flatMap { ends(of: $0, from: start) })
    case .repetition(let operand, let minimum, let maximum):
      var ends: Set<Int> = [start]
      for _ in 0..<minimum { ends = Set(ends.flatMap { self.ends(of: operand, from: $0) }) }
      var all = ends
      for _ in minimum..<(maximum ?? minimum + text.count + 1) {
        ends = Set(ends.flatMap { self.ends(of: operand, from: $0) })
        all.formUnion(ends)
      }
      return all
    }
  }

  private func step(_ start: Int, _ condition: (UInt32) -> Bool) -> Set<Int> {
    start < text.count && condition(text[start]) ? [start + 1] : []
  }
}
