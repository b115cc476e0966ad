import PolicyCEL
import PolicyTime
import Testing

@Test(arguments: [
  ("9223372036854775806 + 1", "9223372036854775807"),
  ("-9223372036854775807 - 1", "-9223372036854775808"),
  ("7 / 2", "3"), ("-7 / 2", "-3"), ("7 / -2", "-3"), ("-7 % 2", "-1"), ("7 % -2", "1"),
  ("18446744073709551615u - 1u", "18446744073709551614u"), ("7u % 4u", "3u"),
  ("1.0 / 0.0", "double(\"Infinity\")"), ("-1.0 / 0.0", "double(\"-Infinity\")"),
  ("0.0 / 0.0", "double(\"NaN\")"), ("-(-0.0)", "0.0"), ("1e308 * 10.0", "double(\"Infinity\")"),
  ("'a' + 'b'", "\"ab\""), ("b'a' + b'b'", "b\"ab\""), ("[1] + [2]", "[1, 2]"),
  ("duration('1h') + duration('30m')", "duration(\"1h30m\")"),
  ("duration('1h') - duration('90m')", "duration(\"-1800s\")"),
  ("timestamp('2026-03-01T09:00:00Z') + duration('1d')", "timestamp(\"2026-03-02T09:00:00Z\")"),
  ("duration('1ns') + timestamp(0)", "timestamp(\"1970-01-01T00:00:00.000000001Z\")"),
  (
    "timestamp('2026-03-01T09:00:00Z') - duration('1ns')",
    "timestamp(\"2026-03-01T08:59:59.999999999Z\")"
  ),
  ("timestamp('2026-03-02T00:00:00Z') - timestamp('2026-03-01T00:00:00Z')", "duration(\"24h\")"),
  ("3 in [1, 2, 3]", "true"), ("dyn(3.0) in [1u, 2, 3]", "true"), ("'k' in {'k': null}", "true"),
  ("dyn(1.5) in {1: 1}", "false"), ("[dyn(1)] in [[1.0]]", "true"),
  ("'\u{E9}' in ['e\\u0301']", "false"),
  ("size('\\U0001F468\\u200D\\U0001F469\\u200D\\U0001F467')", "5"), ("size('a\\r\\n')", "3"),
  ("size(b'\\xff\\x00')", "2"), ("{1: 2}.size()", "1"), ("[[1, 2], []].size()", "2"),
  ("!!true", "true"), ("-(-5)", "5"), ("{1: 'a'}[dyn(1u)]", "\"a\""), ("[7, 8][dyn(1.0)]", "8"),
])
func operatorsGive(text: String, value: String) throws { try expect(text, gives: value) }

@Test(arguments: [
  ("9223372036854775807 + 1", "overflow"), ("-9223372036854775808 - 1", "overflow"),
  ("9223372036854775807 * 2", "overflow"), ("-(-9223372036854775808)", "overflow"),
  ("-9223372036854775808 / -1", "overflow"), ("-9223372036854775808 % -1", "overflow"),
  ("18446744073709551615u + 1u", "overflow"), ("1u - 2u", "overflow"),
  ("18446744073709551615u * 2u", "overflow"), ("1 / 0", "divisionByZero"),
  ("1 % 0", "divisionByZero"), ("1u / 0u", "divisionByZero"), ("1u % 0u", "divisionByZero"),
  ("timestamp('9999-12-31T23:59:59Z') + duration('1s')", "overflow"),
  ("timestamp('0001-01-01T00:00:00Z') - duration('1ns')", "overflow"),
  ("duration('200000000000s') + duration('200000000000s')", "overflow"),
  ("timestamp('9999-12-31T23:59:59Z') - timestamp('0001-01-01T00:00:00Z')", "overflow"),
  ("dyn(1) + dyn(1u)", "noSuchOverload"), ("dyn('a') + dyn(b'a')", "noSuchOverload"),
  ("dyn(1.0) % dyn(2.0)", "noSuchOverload"), ("dyn(duration('1s')) * dyn(2)", "noSuchOverload"),
  ("-dyn(1u)", "noSuchOverload"), ("-dyn(duration('1s'))", "noSuchOverload"),
  ("!dyn(1)", "noSuchOverload"), ("dyn([1]) < dyn([2])", "noSuchOverload"),
  ("dyn('1') < dyn(1)", "noSuchOverload"), ("dyn(null) <= dyn(null)", "noSuchOverload"),
  ("1 in dyn('1')", "noSuchOverload"), ("size(dyn(1))", "noSuchOverload"),
  ("[1][1]", "invalidIndex"), ("[1][-1]", "invalidIndex"), ("{'a': 1}['b']", "noSuchKey"),
  ("dyn(1)[0]", "noSuchOverload"),
])
func operatorsFail(text: String, error: String) throws { try expect(text, failsWith: error) }

@Test(arguments: [
  ("cel.bind(x, 1 / 0, 2)", "2"), ("cel.bind(x, 1 / 0, true || x == 1)", "true"),
  ("cel.bind(x, 1 / 0, cel.bind(x, 3, x))", "3"),
  ("[1, 2].map(y, cel.bind(x, 1 / (y - 1), y == 1 ? 0 : x))", "[0, 1]"),
  ("optional.of(1).orValue(1 / 0)", "1"), ("optional.of(1).or(optional.of(1 / 0)).value()", "1"),
  ("optional.ofNonZeroValue(optional.none()).hasValue()", "true"),
  ("optional.none().orValue(2)", "2"), ("optional.none().or(optional.of(2)).value()", "2"),
])
func whatIsNotNeededDoesNotFail(text: String, value: String) throws {
  try expect(text, gives: value)
}

@Test(arguments: [
  ("cel.bind(x, 1 / 0, x + 1)", "divisionByZero"),
  ("cel.bind(x, 1 / 0, [1].map(y, x))", "divisionByZero"),
  ("optional.none().orValue(1 / 0)", "divisionByZero"),
  ("optional.none().or(optional.of(1 / 0))", "divisionByZero"),
  ("[1][?dyn('a')]", "noSuchOverload"), ("[1][?dyn(true)]", "noSuchOverload"),
])
func whatIsNeededFails(text: String, error: String) throws {
  try expect(text, failsWith: error)
}

@Test(arguments: ["<", "<=", ">", ">=", "==", "!="])
func nanComparesOnlyAsDifferent(sign: String) throws {
  try expect("0.0 / 0.0 \(sign) 0.0 / 0.0", gives: sign == "!=" ? "true" : "false")
  try expect("dyn(0.0 / 0.0) \(sign) dyn(1)", gives: sign == "!=" ? "true" : "false")
}

@Test func everyOverloadHasItsOwnNameAndAnImplementationThatTakesItsArguments() {
  // The evaluator carries these out itself.
  let special: Set = ["_&&_", "_||_", "_?_:_", "_[_]"]
  for declaration in FunctionTable.standard.declarations.values {
    let ids = declaration.overloads.map(\.id)
    #expect(Set(ids).count == ids.count, "\(declaration.name)")
    guard !special.contains(declaration.name) else { continue }
    for overload in declaration.overloads {
      #expect(declaration.implementations[overload.parameters.count] != nil, "\(overload.id)")
    }
  }
}

@Test func functionsRefuseEveryKindNoOverloadTakesAndNeverTrap() {
  let samples: [Value] = [
    .null, .bool(true), .int(.min), .int(-1), .int(0), .int(.max), .uint(0), .uint(.max),
    .double(.nan), .double(.infinity), .double(-0.5), .double(1e300), .string(""),
    .string("\u{E9}\r\n%s%.9999f"), .string("(((("), .bytes([0xFF]), .timestamp(.minimum),
    .timestamp(.maximum), .duration(.zero - .seconds(315_576_000_000)),
    .duration(.seconds(Int64.max)), .list([]), .list([.string("a"), .int(1)]), .map(MapValue()),
    .type(.int), .optional(nil), .optional(.int(1)),
  ]
  var calls = 0
  for declaration in FunctionTable.standard.declarations.values {
    for (count, implementation) in declaration.implementations where count <= 4 {
      for first in samples {
        for second in samples {
          let values = Array([first, second, first, second].prefix(count))
          calls += 1
          do throws(EvaluationError) {
            switch implementation {
            case .nullary(let function): _ = try function()
            case .unary(let function): _ = try function(first)
            case .binary(let function): _ = try function(first, second)
            case .variadic(let function): _ = try function(values)
            }
          } catch {
            #expect(error.kind != .budgetExceeded)
          }
        }
      }
    }
  }
  #expect(calls > 10_000)
}
