import PolicyCEL
import PolicyTime
import Testing

@Test(arguments: [
  ("int(-7.9)", "-7"), ("int(9223372036854774784.0)", "9223372036854774784"), ("int('-42')", "-42"),
  ("int(timestamp('1969-12-31T23:59:59.999Z'))", "-1"), ("int(5u)", "5"), ("int('+5')", "5"),
  ("uint(-0.0)", "0u"), ("uint('18446744073709551615')", "18446744073709551615u"),
  ("uint(7.9)", "7u"),
  ("double('1e5')", "100000.0"), ("double('NaN')", "double(\"NaN\")"),
  ("double('-Infinity')", "double(\"-Infinity\")"),
  ("double(18446744073709551615u)", "1.8446744073709552e+19"),
  ("bool('True')", "true"), ("bool('f')", "false"), ("bool('0')", "false"), ("bool(true)", "true"),
  ("string(1.0)", "\"1\""), ("string(1000000.0)", "\"1e+06\""),
  ("string(123456.789)", "\"123456.789\""),
  ("string(-0.0)", "\"-0\""), ("string(true)", "\"true\""), ("string(7u)", "\"7\""),
  ("string(b'\\xc3\\xa9')", "\"\u{E9}\""), ("string(duration('1h1.5s'))", "\"3601.5s\""),
  ("string(timestamp('2026-03-01T10:00:00.10+01:00'))", "\"2026-03-01T09:00:00.1Z\""),
  ("bytes('\u{E9}')", "b\"\\xc3\\xa9\""), ("timestamp(1)", "timestamp(\"1970-01-01T00:00:01Z\")"),
  ("duration('30d')", "duration(\"30d\")"), ("duration('2w') == duration('336h')", "true"),
  ("type(1)", "int"), ("type(type(1))", "type"), ("type(null)", "null_type"),
  ("type(timestamp(0))", "google.protobuf.Timestamp"), ("type([1]) == type(['a'])", "true"),
  ("type(optional.none())", "optional_type"), ("type({}) == map", "true"), ("dyn('a')", "\"a\""),
])
func conversionsGive(text: String, value: String) throws { try expect(text, gives: value) }

@Test(arguments: [
  ("int(9223372036854775808.0)", "overflow"), ("int(-9223372036854775808.0)", "overflow"),
  ("int(0.0 / 0.0)", "overflow"), ("int(18446744073709551615u)", "overflow"),
  ("int('')", "invalidArgument"),
  ("int('0x1F')", "invalidArgument"), ("int('1e3')", "invalidArgument"),
  ("int(' 1')", "invalidArgument"),
  ("int('9223372036854775808')", "invalidArgument"), ("uint(-0.5)", "overflow"),
  ("uint(-1)", "overflow"), ("uint('-0')", "invalidArgument"),
  ("uint(18446744073709551616.0)", "overflow"), ("uint('-1')", "invalidArgument"),
  ("double('')", "invalidArgument"), ("double('0x1p3')", "invalidArgument"),
  ("double('1,5')", "invalidArgument"),
  ("bool('yes')", "invalidArgument"), ("bool('FaLsE')", "invalidArgument"),
  ("bool('')", "invalidArgument"),
  ("string(b'\\xff')", "invalidArgument"), ("timestamp(253402300800)", "overflow"),
  ("timestamp(-62135596801)", "overflow"), ("timestamp('2026-03-01')", "invalidArgument"),
  ("duration('1')", "invalidArgument"), ("duration('')", "invalidArgument"),
  ("int(dyn(null))", "noSuchOverload"), ("int(dyn(duration('1s')))", "noSuchOverload"),
  ("string(dyn([1]))", "noSuchOverload"), ("string(dyn(null))", "noSuchOverload"),
  ("bool(dyn(1))", "noSuchOverload"), ("duration(dyn(1))", "noSuchOverload"),
])
func conversionsFail(text: String, error: String) throws {
  // Constant arguments that can never convert are refused by the checker.
  try expect(text, failsWith: error, isChecked: false)
}
