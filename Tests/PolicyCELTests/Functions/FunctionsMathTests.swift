import PolicyCEL
import Testing

@Test(arguments: [
  ("math.greatest(1, 2.5, 2u)", "2.5"), ("math.greatest(1, 1.0)", "1"), ("math.least(1u, 1)", "1u"),
  ("1.0 / math.sign(-0.0) > 0.0", "true"), ("math.least([3, 1, 2])", "1"),
  ("math.greatest(-5)", "-5"), ("math.least(0, -1, 5)", "-1"),
  ("math.greatest([dyn(5.4), dyn(10), dyn(3u)])", "10"), ("math.ceil(-1.2)", "-1.0"),
  ("math.ceil(1.2)", "2.0"), ("math.floor(-1.2)", "-2.0"), ("math.round(2.5)", "3.0"),
  ("math.round(-2.5)", "-3.0"),
  ("math.round(-1.4)", "-1.0"), ("math.trunc(-1.7)", "-1.0"), ("math.abs(-3)", "3"),
  ("math.abs(-1.5)", "1.5"),
  ("math.abs(3u)", "3u"), ("math.sign(-3)", "-1"), ("math.sign(0u)", "0u"),
  ("math.sign(2.5)", "1.0"),
  ("math.sign(0.0 / 0.0)", "double(\"NaN\")"), ("math.isNaN(0.0 / 0.0)", "true"),
  ("math.isInf(1.0 / 0.0)", "true"),
  ("math.isFinite(1.0)", "true"), ("math.isFinite(1.0 / 0.0)", "false"), ("math.bitAnd(6, 3)", "2"),
  ("math.bitOr(6u, 3u)", "7u"), ("math.bitXor(5, -2)", "-5"), ("math.bitNot(0)", "-1"),
  ("math.bitNot(0u)", "18446744073709551615u"),
  ("math.bitShiftLeft(1, 63)", "-9223372036854775808"),
  ("math.bitShiftLeft(1, 64)", "0"), ("math.bitShiftRight(-1, 1)", "9223372036854775807"),
  ("math.bitShiftRight(-1024, 64)", "0"), ("math.bitShiftRight(1024u, 3)", "128u"),
  ("math.sqrt(81)", "9.0"),
  ("math.sqrt(2.25)", "1.5"), ("math.isNaN(math.sqrt(-1.0))", "true"),
])
func mathFunctionsGive(text: String, value: String) throws { try expect(text, gives: value) }

@Test(arguments: [
  ("math.abs(-9223372036854775808)", "overflow"), ("math.bitShiftLeft(1, -1)", "invalidArgument"),
  ("math.bitShiftRight(1u, -1)", "invalidArgument"), ("math.greatest(dyn('a'))", "noSuchOverload"),
  ("math.greatest(dyn('a'), 1)", "noSuchOverload"), ("math.least(dyn([]))", "invalidArgument"),
  ("math.least([1, dyn('a')])", "noSuchOverload"), ("math.floor(dyn(1))", "noSuchOverload"),
  ("math.bitOr(dyn(1.2), 1)", "noSuchOverload"), ("math.bitAnd(dyn(1), dyn(1u))", "noSuchOverload"),
  ("math.isNaN(dyn(1))", "noSuchOverload"), ("math.abs(dyn(null))", "noSuchOverload"),
])
func mathFunctionsFail(text: String, error: String) throws { try expect(text, failsWith: error) }

@Test(arguments: [
  ("optional.of(1).value()", "1"), ("optional.none().orValue(5)", "5"),
  ("optional.of(1).orValue(5)", "1"),
  ("optional.none().or(optional.of(2))", "optional.of(2)"),
  ("optional.of(1).or(optional.of(2)).value()", "1"),
  ("optional.ofNonZeroValue('')", "optional.none()"),
  ("optional.ofNonZeroValue(0u)", "optional.none()"),
  ("optional.ofNonZeroValue(-0.0)", "optional.none()"),
  ("optional.ofNonZeroValue([])", "optional.none()"),
  ("optional.ofNonZeroValue(null)", "optional.none()"),
  ("optional.ofNonZeroValue({})", "optional.none()"),
  ("optional.ofNonZeroValue(duration('0s'))", "optional.none()"),
  ("optional.ofNonZeroValue(b'')", "optional.none()"),
  ("optional.ofNonZeroValue(false)", "optional.none()"),
  ("optional.ofNonZeroValue('a')", "optional.of(\"a\")"),
  ("optional.of(null).hasValue()", "true"), ("optional.none().hasValue()", "false"),
  ("optional.none() == optional.none()", "true"),
  ("optional.of(1) == optional.of(dyn(1.0))", "true"),
  ("optional.of(optional.none()) == optional.none()", "false"),
])
func optionalFunctionsGive(text: String, value: String) throws { try expect(text, gives: value) }

@Test func anEmptyOptionalHasNoValue() throws {
  try expect("optional.none().value()", failsWith: "invalidArgument")
  try expect("dyn(1).orValue(2)", failsWith: "noSuchOverload")
  try expect("optional.none().or(dyn(1))", failsWith: "noSuchOverload")
}
