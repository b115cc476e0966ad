import PolicyCEL
import PolicyDiagnostics
import PolicyTestSupport
import Testing

/// What is wrong with texts: `«»` stand around the places that are reported.
@Suite struct SyntaxErrors {
  /// Checks all places and messages of a marked text.
  func expectErrors(
    _ text: String, _ messages: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let plain = MarkedText(text).text
    let (expression, diagnostics) = ExpressionParser.parse(plain).parts
    #expect(expression == nil, sourceLocation: sourceLocation)
    #expect(
      MarkedText.mark(plain, diagnostics.map(\.location.range)) == text,
      sourceLocation: sourceLocation)
    #expect(diagnostics.map(\.message) == messages, sourceLocation: sourceLocation)
    #expect(
      diagnostics.allSatisfy { $0.code == .invalidExpression && $0.severity == .error },
      sourceLocation: sourceLocation)
  }

  @Test(arguments: [
    ("a = b", "write `==` to compare"), ("a and b", "write `&&`"), ("a OR b", "write `||`"),
    ("not a", "write `!`"), ("not (a)", "write `!`"), ("a not in b", "write `!(value in list)`"),
    ("a <> b", "write `!=`"), ("a !== b", "write `!=`"), ("a | b", "write `||`"),
    ("x > 15m", "write `duration(\"15m\")`"), ("x > 2weeks", "write `duration(\"2w\")`"),
    ("x > 90 days", "write `duration(\"90d\")`"), ("1.", "write `1.0`"), ("0X1F", "write `0x1F`"),
    ("1_000", "write `1000`"), ("'\\d'", "or a raw string"), ("“a”", "write `\"a\"`"),
    ("a ? b", "write `condition ? value : other`"), ("has(a['b'])", "write `'b' in a`"),
    ("has(a)", "write `has(a.field)`"), ("x in (1, 2)", "write a list in brackets"),
    ("a contains 'b'", "text.contains("), ("if a", "write `condition ? value : other`"),
    ("xs.all(x > 0)", "write `list.all(x, x > 0)`"), ("a.in", "write `[\"in\"]`"),
    ("i++", "write `+ 1`"), ("a # b", "write `//`"), ("rb'a'", "write `br`"),
    ("2026-01-31T12:00:00Z", "write a timestamp as"), ("10.0.0.1", "as strings: `\"10.0.0.1\"`"),
  ])
  func `typical slips are told their remedy`(text: String, remedy: String) {
    let diagnostics = ExpressionParser.parse(text).diagnostics
    #expect(diagnostics.count == 1)
    #expect(diagnostics.first?.help?.contains(remedy) == true, "\(diagnostics.first?.help ?? "-")")
  }

  @Test(arguments: [
    ("a = b && c === d", "a == b && c == d"),
    ("x > 15m || y < 90min", #"x > duration("15m") || y < duration("90m")"#),
    ("a and b or c", "a && b || c"), ("0X1F + 1_000", "0x1F + 1000"), ("1. + 2", "1.0 + 2"),
    ("f(a, b,)", "f(a, b)"), ("(a]", "(a)"), ("a ≤ b", "a <= b"), ("not a", "! a"),
  ])
  func `offered edits mend the text`(text: String, mended: String) {
    var bytes = Array(text.utf8)
    let edits = ExpressionParser.parse(text).diagnostics.flatMap { $0.fix?.edits ?? [] }
    for edit in edits.reversed() {
      let range = edit.location.range
      bytes.replaceSubrange(range.start..<range.end, with: Array(edit.replacement.utf8))
    }
    #expect(String(decoding: bytes, as: UTF8.self) == mended)
    #expect(ExpressionParser.parse(mended).value != nil)
  }
}
