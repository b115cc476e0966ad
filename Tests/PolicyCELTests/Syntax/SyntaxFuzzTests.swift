import Foundation
import PolicyCEL
import PolicyDiagnostics
import PolicyTestSupport
import Testing

/// Hostile texts. `FUZZ_CASES` sets how many of each sort; a failure prints the seed.
@Suite struct SyntaxFuzz {
  static let cases =
    ProcessInfo.processInfo.environment["FUZZ_CASES"].flatMap { Int($0) } ?? 20_000

  static let seeds: [String] = [
    "session.aal == 'aal2' && has(identity.traits.email) ? now - session.issued_at < duration('15m') : false",
    "[1, 2u, 3.5e-3, ?x].map(y, y > 0x1F, {?'k': y.?z, \"a\": b'\\xff'}) || !(-a[?0].`x-y` in c)",
    "cel.bind(x, a.b.C{f: 1, ?g: r'\\d'}, x.f(x, .y) % 2 == 0) // end\n && '''a\nb''' != \"\\u00e9\"",
    "a ? b : c ? d : e", "((((1))))", "f(g(h(i(1, 2), [3]), {4: 5}))", "---9223372036854775808",
  ]

  static let pieces = [
    "(", ")", "[", "]", "{", "}", ",", ":", "?", ".", "'", "\"", "`", "\\", "&&", "||", "=", "!",
    "-",
    "in", "has(", ".all(x,", "1", "0x", "1e", "u", "a", "if", "/*", "//", "\n", "“", "é", "\u{a0}",
    "$",
    "15m", "'''", "r'", "b\"", "\\u", "cel.bind(", "A{", ".?", "[?", "true", "++", "and ", "not ",
  ]

  /// Whether a text is read or refused as it must be: never neither, never both.
  static func isSound(_ text: String) -> Bool {
    let (expression, diagnostics) = ExpressionParser.parse(text).parts
    guard let expression else {
      let length = text.utf8.count
      return !diagnostics.isEmpty
        && diagnostics.allSatisfy {
          $0.location.range.start >= 0 && $0.location.range.end <= length
            && !$0.message.isEmpty && $0.help?.isEmpty == false && !$0.message.contains("\n")
        }
    }
    guard diagnostics.isEmpty else { return false }
    let formatted = expression.formatted
    let again = ExpressionParser.parse(formatted).value
    return again?.nodeCount == expression.nodeCount && again?.formatted == formatted
  }

  /// A short text of arbitrary bytes, most of them printable.
  static func randomText(_ generator: inout SeededGenerator) -> String {
    let bytes = (0..<generator.below(40)).map { _ in
      generator.below(3) == 0
        ? UInt8(truncatingIfNeeded: generator.next())
        : UInt8(truncatingIfNeeded: 0x20 + generator.below(0x5F))
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A text with a few places removed, replaced, doubled or added.
  static func changed(_ text: String, _ generator: inout SeededGenerator) -> String {
    var bytes = Array(text.utf8)
    for _ in 0...generator.below(4) {
      let place = generator.below(bytes.count + 1)
      let end = min(bytes.count, place + generator.below(6))
      switch generator.below(4) {
      case 0: bytes.removeSubrange(place..<end)
      case 1: bytes.insert(contentsOf: Array(generator.pick(pieces).utf8), at: place)
      case 2: bytes.replaceSubrange(place..<end, with: Array(generator.pick(pieces).utf8))
      default:
        bytes.insert(contentsOf: Array(bytes[place..<end]), at: generator.below(bytes.count))
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func `random bytes are read or refused`() async {
    let seed = UInt64.random(in: 0 ... .max)
    let failure = await onSmallStack { () -> String? in
      var generator = SeededGenerator(seed: seed)
      for _ in 0..<Self.cases {
        let text = Self.randomText(&generator)
        if !Self.isSound(text) { return text }
      }
      return nil
    }
    #expect(failure == nil, "seed \(seed)")
  }

  @Test func `changed expressions are read or refused`() async {
    let seed = UInt64.random(in: 0 ... .max)
    let failure = await onSmallStack { () -> String? in
      var generator = SeededGenerator(seed: seed)
      for _ in 0..<Self.cases {
        let text = Self.changed(generator.pick(Self.seeds), &generator)
        if !Self.isSound(text) { return text }
      }
      return nil
    }
    #expect(failure == nil, "seed \(seed)")
  }
}
