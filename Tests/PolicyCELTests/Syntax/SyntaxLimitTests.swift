import PolicyCEL
import PolicyDiagnostics
import Testing

@Suite struct SyntaxLimits {
  /// Constructs that nest: what one level opens and closes, and how many levels it makes.
  static let nestings: [(open: String, inner: String, close: String, levels: Int)] = [
    ("(", "1", ")", 1), ("[", "1", "]", 1), ("f(", "1", ")", 1), ("{1: ", "1", "}", 1),
    ("{", "1", ": 1}", 1), ("A{b: ", "1", "}", 1), ("a.f(", "1", ")", 1), ("a[", "1", "]", 1),
    ("!(", "a", ")", 2), ("-(", "a", ")", 2), ("a ? b : ", "c", "", 1), ("1 + (", "1", ")", 2),
    ("", "a", ".b", 1), ("", "a", "[0]", 1), ("", "a", ".f()", 1), ("", "1", " + 1", 1),
    ("", "1", " == 1", 1), ("a.all(x, ", "b", ")", 1), ("has(a[", "b", "].c)", 2),
    ("cel.bind(x, ", "b", ", c)", 1), ("a && (b || (", "c", "))", 4),
  ]

  @Test(arguments: nestings.indices)
  func `nesting ends at the limit, on a small stack`(index: Int) async {
    let nesting = Self.nestings[index]
    let (deepest, tooDeep, hostile) = await onSmallStack {
      func parse(_ count: Int) -> (isRead: Bool, isPrinted: Bool, codes: [DiagnosticCode]) {
        let text =
          String(repeating: nesting.open, count: count) + nesting.inner
          + String(repeating: nesting.close, count: count)
        let (expression, diagnostics) = ExpressionParser.parse(text).parts
        let printed = expression.map { ExpressionParser.parse($0.formatted).value != nil }
        return (expression != nil, printed == true, diagnostics.map(\.code))
      }
      let fitting = 250 / nesting.levels
      return (
        parse(fitting), parse(fitting + 1),
        parse(60_000 / (nesting.open + nesting.close).utf8.count)
      )
    }
    #expect(deepest.isRead && deepest.isPrinted, "\(deepest.codes)")
    #expect(!tooDeep.isRead && tooDeep.codes == [.expressionLimit])
    #expect(!hostile.isRead && hostile.codes == [.expressionLimit])
  }

  @Test(arguments: [
    "(", "[", "{", "f(", "a?", "a?b:", "!(", "- (", "{a:", "a[", "a.all(x,", "1+(", ")", "]", "([{",
  ])
  func `unfinished nesting is bounded as well`(piece: String) async {
    let count = await onSmallStack {
      let text = String(repeating: piece, count: 60_000 / piece.utf8.count)
      return ExpressionParser.parse(text).diagnostics.count
    }
    #expect((1...100).contains(count))
  }

  @Test func `repeated signs and long chains do not nest`() async {
    let texts = [
      String(repeating: "!", count: 60_001) + "a", String(repeating: "-", count: 60_000) + "a",
      Array(repeating: "a", count: 10_000).joined(separator: "&&"),
      Array(repeating: "a", count: 10_000).joined(separator: " || "),
      "[" + Array(repeating: "1", count: 20_000).joined(separator: ",") + "]",
    ]
    let results = await onSmallStack {
      texts.map { text in
        let formatted = ExpressionParser.parse(text).value?.formatted
        return formatted.flatMap {
          ExpressionParser.parse($0, limits: .init(length: .max)).value
        }?
        .nodeCount ?? -1
      }
    }
    #expect(results == [2, 1, 19_999, 19_999, 20_001])
  }

  @Test func `long chains are printed flat`() throws {
    let text = Array(repeating: "a", count: 1_000).joined(separator: " && ")
    #expect(try #require(ExpressionParser.parse(text).value).formatted == text)
  }

  @Test func `the length is bounded`() {
    let limits = ExpressionLimits(length: 5)
    #expect(ExpressionParser.parse("1 + 2", limits: limits).value != nil)
    let (expression, diagnostics) = ExpressionParser.parse("1 + 22", limits: limits).parts
    #expect(expression == nil)
    #expect(diagnostics.map(\.code) == [.expressionLimit])
  }

  @Test func `the number of nodes is bounded`() {
    let limits = ExpressionLimits(nodes: 3)
    #expect(ExpressionParser.parse("1 + 2", limits: limits).value?.nodeCount == 3)
    let (expression, diagnostics) = ExpressionParser.parse("[1 + 2, 3, 4, 5]", limits: limits).parts
    #expect(expression == nil)
    #expect(diagnostics.map(\.code) == [.expressionLimit])
  }

  @Test func `the number of problems is bounded`() {
    let text = "[" + Array(repeating: "a b", count: 500).joined(separator: ", ") + "]"
    #expect(ExpressionParser.parse(text).diagnostics.count == 100)
    #expect(
      ExpressionParser.parse(text, limits: ExpressionLimits(problems: 3)).diagnostics.count == 3)
  }
}
