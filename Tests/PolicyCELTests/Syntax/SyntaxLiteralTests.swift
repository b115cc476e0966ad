import PolicyCEL
import PolicyDiagnostics
import Testing

@Suite struct SyntaxLiterals {
  @Test(arguments: [
    ("0", "0"), ("01", "1"), ("42", "42"), ("0x1F", "31"), ("0xabCDef", "11259375"),
    ("9223372036854775807", "9223372036854775807"), ("0x7fffffffffffffff", "9223372036854775807"),
    ("-9223372036854775808", "-9223372036854775808"),
    ("- 9223372036854775808", "-9223372036854775808"),
    ("-0x8000000000000000", "-9223372036854775808"),
    ("---9223372036854775808", "-9223372036854775808"),
    ("-1", "-1"), ("--1", "1"), ("---1", "-1"), ("- - 1", "1"), ("-(1)", "(-_ 1)"),
    ("0u", "0u"), ("1U", "1u"), ("0xFFu", "255u"),
    ("18446744073709551615u", "18446744073709551615u"),
    ("-1u", "(-_ 1u)"), ("--1u", "1u"),
    ("1.0", "1.0d"), (".5", "0.5d"), ("1e5", "100000.0d"), ("1.5e-3", "0.0015d"),
    ("1E+2", "100.0d"), ("-0.0", "-0.0d"), ("-.5", "-0.5d"), ("--2.5", "2.5d"), ("007.50", "7.5d"),
    ("true", "true"), ("false", "false"), ("null", "null"),
  ])
  func `numbers and words are read exactly`(text: String, expected: String) {
    #expect(debugForm(of: text) == expected)
  }

  @Test(arguments: [
    (#""""#, "''"), (#"''"#, "''"), (#""a'b""#, "'a'b'"), (#"'a"b'"#, #"'a"b'"#),
    (#"'''a'b''c'''"#, "'a'b''c'"), (#""""a"b""""#, #"'a"b'"#), ("'''a\nb\r'''", "'a<a>b<d>'"),
    (#"'\\\?\"\'\`'"#, #"'\?"'`'"#), (#"'\a\b\f\n\r\t\v'"#, "'<7><8><c><a><d><9><b>'"),
    (#"'\x41\X4a\101\u00e9\U0001F600'"#, "'AJA<e9><1f600>'"), (#""\377\xff""#, "'<ff><ff>'"),
    (#"'\000'"#, "'<0>'"), (#"r'\d'"#, #"'\d'"#), (#"R"\""#, #"'\'"#),
    ("r'''a\n\\'''", #"'a<a>\'"#),
    ("'é\u{301}'", "'<e9><301>'"), ("'a\tb\u{1}'", "'a<9>b<1>'"),
    ("'// no comment'", "'// no comment'"),
    (#"b'ab'"#, "b61.62"), (#"B'\xff\377é'"#, "bff.ff.c3.a9"), (#"br'\x'"#, "b5c.78"),
    (#"bR'''a'''"#, "b61"), (#"b"""""""#, "b"),
  ])
  func `strings and bytes hold what their escapes name`(text: String, expected: String) {
    #expect(debugForm(of: text) == expected)
  }

  @Test func `comments and white space separate`() {
    #expect(debugForm(of: "a // one\n\t+\u{c}b\r\n// two") == "(_+_ a b)")
  }

  @Test(arguments: Self.reserved)
  func `reserved words name fields and methods only`(word: String) {
    #expect(debugForm(of: "a.\(word)") == "(. a \(word))")
    #expect(debugForm(of: "a.\(word)()") == "(\(word) on:a)")
    #expect(debugForm(of: "A{\(word): 1}") == "(new A {'\(word)':1})")
    #expect(ExpressionParser.parse(word).value == nil)
    #expect(ExpressionParser.parse("\(word)(1)").value == nil)
    #expect(ExpressionParser.parse(".\(word)").value == nil)
  }

  static let reserved = [
    "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop",
    "package", "namespace", "return", "var", "void", "while",
  ]

  @Test(arguments: ["true", "false", "null", "in"])
  func `keywords are nothing else`(word: String) {
    #expect(ExpressionParser.parse("a.\(word)").value == nil)
    #expect(ExpressionParser.parse("\(word)()").value == nil)
    #expect(ExpressionParser.parse("[1].all(\(word), true)").value == nil)
    #expect(debugForm(of: "a.`\(word)`") == "(. a \(word))")
  }
}
