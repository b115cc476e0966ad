import PolicyCEL
import Testing

@Test(arguments: [
  ("'\u{E9}'.contains('e')", "false"), ("'abc'.contains('')", "true"),
  ("'abc'.startsWith('abcd')", "false"),
  ("'abc'.endsWith('bc')", "true"), ("'abc'.matches('^a.c$')", "true"),
  ("'a\\nc'.matches('a.c')", "false"),
  ("matches('xyz', 'y')", "true"), ("dyn('xyz').matches(dyn('y+'))", "true"),
  ("'tacocat'.charAt(7)", "\"\""), ("'\u{A9}\u{3B1}T'.charAt(1)", "\"\u{3B1}\""),
  ("''.charAt(0)", "\"\""),
  ("'ta\u{A9}o\u{A9}'.indexOf('\u{A9}', 3)", "4"), ("'abc'.indexOf('', 2)", "2"),
  ("'abc'.indexOf('z')", "-1"),
  ("'abc'.indexOf('c', 3)", "-1"), ("'aXbXc'.lastIndexOf('X')", "3"),
  ("'aXbXc'.lastIndexOf('X', 2)", "1"),
  ("'abc'.lastIndexOf('')", "3"), ("'abc'.lastIndexOf('', 1)", "1"), ("''.lastIndexOf('ab')", "-1"),
  ("'\u{C4}bC'.lowerAscii()", "\"\u{C4}bc\""), ("'\u{E4}bC'.upperAscii()", "\"\u{E4}BC\""),
  ("'aaa'.replace('a', 'b')", "\"bbb\""), ("'aaa'.replace('a', 'b', 2)", "\"bba\""),
  ("'aaa'.replace('a', 'b', 0)", "\"aaa\""), ("'aaa'.replace('a', '', -1)", "\"\""),
  ("'ab'.replace('', '-')", "\"-a-b-\""), ("'ab'.replace('', '-', 2)", "\"-a-b\""),
  ("'e\\u0301'.replace('e', 'a')", "\"a\u{301}\""), ("'\\r\\n'.replace('\\n', '')", "\"\\r\""),
  ("'a,b,c'.split(',')", "[\"a\", \"b\", \"c\"]"), ("'a,b,c'.split(',', 2)", "[\"a\", \"b,c\"]"),
  ("'a,b'.split(',', 0)", "[]"), ("'a,b'.split(',', 1)", "[\"a,b\"]"),
  ("'a,b'.split(',', -5)", "[\"a\", \"b\"]"),
  ("'abc'.split('')", "[\"a\", \"b\", \"c\"]"), ("''.split(',')", "[\"\"]"),
  ("''.split('')", "[\"\"]"), ("''.split('', 1)", "[\"\"]"), ("''.split('', 2)", "[\"\"]"),
  ("'abc'.split('', 2)", "[\"a\", \"bc\"]"),
  ("'tacocat'.substring(4)", "\"cat\""), ("'tacocat'.substring(0, 4)", "\"taco\""),
  ("'abc'.substring(3)", "\"\""),
  ("' \\u0085\\u00a0a b\\u3000\\t'.trim()", "\"a b\""),
  ("'\\u200btext\\ufeff'.trim() == '\\u200btext\\ufeff'", "true"),
  ("['a', 'b'].join()", "\"ab\""), ("['a', 'b'].join(', ')", "\"a, b\""), ("[].join('-')", "\"\""),
  ("'ab\u{1F431}'.reverse()", "\"\u{1F431}ba\""), ("'\\r\\n'.reverse()", "\"\\n\\r\""),
  ("strings.quote('a\\n\\t\"\\\\') == '\"a\\\\n\\\\t\\\\\"\\\\\\\\\"'", "true"),
])
func stringFunctionsGive(text: String, value: String) throws { try expect(text, gives: value) }

@Test(arguments: [
  ("'abc'.charAt(4)", "invalidArgument"), ("'abc'.charAt(-1)", "invalidArgument"),
  ("'abc'.indexOf('a', 4)", "invalidArgument"), ("'abc'.indexOf('a', -1)", "invalidArgument"),
  ("'abc'.lastIndexOf('a', 4)", "invalidArgument"),
  ("'abc'.lastIndexOf('', -1)", "invalidArgument"),
  ("'abc'.substring(-1)", "invalidArgument"), ("'abc'.substring(2, 1)", "invalidArgument"),
  ("'abc'.substring(0, 4)", "invalidArgument"),
  ("'abc'.substring(9223372036854775807)", "invalidArgument"),
  ("dyn(['a', 1]).join()", "noSuchOverload"), ("dyn(1).charAt(0)", "noSuchOverload"),
  ("'a'.split(dyn(1))", "noSuchOverload"), ("'a'.matches(dyn('('))", "invalidArgument"),
  ("'a'.matches(dyn('(?=a)'))", "invalidArgument"), ("dyn(1).matches('a')", "noSuchOverload"),
])
func stringFunctionsFail(text: String, error: String) throws { try expect(text, failsWith: error) }

@Test(arguments: [
  ("'%s %s'.format(['a', 1])", "a 1"), ("'100%%'.format([])", "100%"),
  ("'%s'.format([null])", "null"),
  ("'%s'.format([1000000.5])", "1000000.5"), ("'%s'.format([[1u, 'a', [true]]])", "[1, a, [true]]"),
  ("'%s'.format([{'b': 1, 'a': 0.5}])", "{a: 0.5, b: 1}"),
  ("'%s'.format([duration('90m')])", "5400s"),
  ("'%s'.format([type(1)])", "int"), ("'%s'.format([double('-Infinity')])", "-Infinity"),
  ("'%d %d'.format([-5, 5u])", "-5 5"), ("'%d'.format([double('NaN')])", "NaN"),
  ("'%f'.format([1])", "1.000000"), ("'%.0f %.0f %.0f'.format([0.5, 1.5, 2.5])", "0 2 2"),
  ("'%.2f'.format([2.675])", "2.67"), ("'%.1f'.format([0.25])", "0.2"),
  ("'%.3f'.format([0.0004])", "0.000"),
  ("'%.3f'.format([0.0006])", "0.001"), ("'%.1f'.format([99.96])", "100.0"),
  ("'%.2f'.format([-0.001])", "-0.00"),
  ("'%.0f'.format([1e22])", "10000000000000000000000"), ("'%f'.format([double('NaN')])", "NaN"),
  ("'%.20f'.format([0.1])", "0.10000000000000000555"), ("'%e'.format([0.0])", "0.000000e+00"),
  ("'%.3e'.format([9999.9])", "1.000e+04"), ("'%.0e'.format([1234.5])", "1e+03"),
  ("'%e'.format([1e-7])", "1.000000e-07"),
  ("'%e'.format([1e100])", "1.000000e+100"), ("'%x %X'.format([255, 'hi'])", "ff 6869"),
  ("'%x'.format([-255])", "-ff"), ("'%X'.format([b'\\x0f\\xff'])", "0FFF"),
  ("'%o'.format([8u])", "10"),
  ("'%b %b %b'.format([5, true, -2])", "101 1 -10"), ("'%s'.format([b'xyz'])", "xyz"),
])
func formatGives(text: String, value: String) throws {
  #expect(try evaluated(text).get() == .string(value))
}

@Test(
  arguments: [
    "'%s'.format([])", "'%a'.format([1])", "'%'.format([1])", "'%.f'.format([1.0])",
    "'%.2000f'.format([1.0])",
    "'%d'.format(['1'])", "'%d'.format([1.5])", "'%f'.format(['a'])", "'%e'.format([null])",
    "'%E'.format([1.0])", "'%o'.format([1.0])", "'%b'.format(['a'])", "'%x'.format([0.5])",
    "'%s'.format([optional.of(1)])", "'%.99999999999999999999f'.format([1.0])",
  ])
func formatFails(text: String) throws {
  try expect(text, failsWith: "invalidArgument", isChecked: false)
}
