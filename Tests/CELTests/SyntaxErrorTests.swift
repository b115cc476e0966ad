import CEL
import Diagnostics
import Testing

@Suite struct SyntaxErrors {
  @Test func show() {

    for line in Self.texts {
      let (e, d) = ExpressionParser.parse(line)
      print("@@@", "(" + marked(line, d.map(\.location.range)).debugDescription + ", [" + d.map { $0.message.debugDescription }.joined(separator: ", ") + "]),", "//", e == nil ? d.map { $0.help ?? "-" }.joined(separator: " | ") : "PARSED")
    }
  }
  static let texts = [
    "", "  ", "// only", "a = b", "a === b", "a !== b", "a <> b", "a and b", "a AND b or c",
    "not a", "not (a)", "a not in b", "a !in b", "a is not null", "x is y",
    "a & b", "a | b", "a ^ b", "a => b", "i++", "++i", "i += 1", "x--", "a ?? b", "a ** 2",
    "a << 1", "a->b", "a::b",
    "“abc” == x", "x == ‘abc’", "“abc", "1.", "1. + 2", "a.", "a..b", "a.1", "a.in", "a.true == 1",
    "'abc", "'abc\n'", "f('abc) && x", "\"\"\"abc", "r'abc",
    "a ? b", "a ? b ? c : d : e", "a ?: b", "a ? : b", "a : b", "? : ", "null?", "a?.b",
    "x == null? 1",
    "session.age < 15m", "x > 30d", "1h30m", "15min", "90 days", "1_000", "0X1F", "0x", "0b101",
    "1U + 1u", "12abc", "1.5u", "1e", "1e400", "9223372036854775808", "-9223372036854775809",
    "18446744073709551616u", "0x8000000000000000", "10.0.0.0/8", "2026-01-31T12:00:00Z", "1.2.3",
    "'\\d+'", "'\\ud800'", "'\\x1'", "'\\400'", "b'\\u00e9'", "'\\U00110000'", "'\\", "'a\\é'",
    "rb'abc'", "f'abc'", "'a' 'b'", "a 'b'", "a b", "1 2", "a.b c.d", "f(a b, c d)", "[1 2, 3 4]",
    "{a b: 1, c d: 2}",
    "(a", "a)", "(a]", "(a])", "f(a, b", "f(a,", "[1, (2, 3]", "((((a", "(1 +", "{'a: 1}", "{a",
    "{a: ", "{a: }", "{: 1}", "{a, b}", "{'a' = 1}", "{a: 1: 2}",
    "()", "f(,)", "f(a,)", "[1,,2]", "[,]", "{,}", "a[]", "a[1,2]", "(1, 2)", "x in (1, 2)", "a, b",
    "f(?a)", "(a)(b)", "a[0](1)", "'x'()", "a.`b`()", "a.?b()", "`a`", "a.``", "a.`b", "a.`b$`",
    "a{b: 1}.c", "a[0]{b: 1}", "A{1: 2}", "A{b}", "A{b c: 1}",
    "+1", "a + ", "a + * b", "* b", "&& a", "a &&", "a && && b", "a ==", "a == == b", "a =", "!",
    "-", "!-a", "-!a", "- ", "!-5",
    "if (a) b else c", "if a then b", "return a", "let x = 1", "for", "import", "package.a",
    "as(1)", "a if b", "true.x", "in", "in a",
    "has()", "has(a)", "has(a['b'])", "has(a.?b)", "has(a, b)", "has(a.b, )", "has(1 +)",
    "[1].all(x)", "[1].all()", "[1].all(x.y, true)", "[1].all(1, true)", "[1].all('x', true)",
    "[1].map(x, y, z, w)", "[1].exists(x > 1)", "cel.bind(x, 1)", "cel.bind(1, 2, 3)",
    "[1].all(in, true)", "[1].all((x), true)", "[1].all(if, true)",
    "a # comment", "/* a */ b", "a; b", "a;", "$a", "${a}", "@a", "a \\ b", "a ~ b", "größe > 1",
    "a == é", "a ≤ b", "a − b", "a\u{a0}== b", "\u{feff}a", "a\u{200b}b", "a\u{0}b", "😀",
    "a contains 'b'", "name like 'x'", "a = 1 && b = 2", "x == 15m && y == 30d",
    "f(1., 'a\\q', b =)", "a && (b || ) && c d", "{'a': 1., 'b': 2 3}", "a ? b : ", "(a ? b) + c",
    "[a ? b, c d]", "a.b.", "a.&&b", "%", "50%", "50% > a", "a == 'x", "!!!", "a !b",
    "x = y ? 1 : 2",
  ]
}
