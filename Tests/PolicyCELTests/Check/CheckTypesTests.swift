import PolicyCEL
import PolicyDiagnostics
import Testing

@Test(arguments: [
  ("1 + 2", "int"), ("[1, 2u]", "list(dyn)"), ("[]", "list(dyn)"), ("{}", "map(dyn, dyn)"),
  ("[] + [1]", "list(int)"), ("[1, dyn('a')]", "list(dyn)"),
  ("[[], [[]]]", "list(list(list(dyn)))"),
  ("[[1], [dyn(1)], ['a']]", "list(list(dyn))"), ("[[1], ['a'], [dyn(1)]]", "list(list(dyn))"),
  ("[[1], ['a']]", "list(dyn)"), ("[timestamp(0), null]", "list(timestamp)"),
  ("[null, timestamp(0)]", "list(timestamp)"), ("[null, 1]", "list(dyn)"),
  ("true ? optional.of(dyn(1)) : optional.of(1)", "optional_type(dyn)"),
  ("[optional.none(), optional.of(1)]", "list(optional_type(int))"),
  ("dyn(1) + 2", "int"), ("dyn(1) + dyn(2)", "dyn"), ("[1, 2].map(x, x * 2)", "list(int)"),
  ("{'a': 1}.map(k, k + 'b')", "list(string)"), ("[1, 2].filter(x, x > 1)", "list(int)"),
  ("[1].exists_one(x, x == 1)", "bool"), ("cel.bind(x, [1], x + x)", "list(int)"),
  ("optional.of(1).optMap(x, x + 1)", "optional_type(int)"),
  ("optional.of({'a': 1}).a", "optional_type(int)"), ("{'a': 1}.?a", "optional_type(int)"),
  ("[1][?0].orValue(2)", "int"), ("{'a': 1}['a']", "int"), ("{'a': {'b': 1u}}.a.b", "uint"),
  ("int", "type(int)"), ("type(1u)", "type(uint)"), ("type(1) == type('a')", "bool"),
  ("timestamp('2026-01-01T00:00:00Z') - timestamp(0)", "duration"),
  ("session.idle", "duration"), ("session.authentication_methods[0].aal", "string"),
  ("session.?identity.?metadata_public", "optional_type(metadata_public)"),
  ("{'a': optional.of(1)}.?a", "optional_type(optional_type(int))"),
  ("[optional.of(1)][?0].value().value()", "int"),
  ("math.greatest(1, 2)", "int"), ("math.greatest(1, 2, 3)", "int"),
  ("math.least(1.0, 2.0)", "double"), ("math.least([1u, 2u])", "uint"),
  ("math.least(1, 2u)", "dyn"), ("math.least(1, 2, 3u)", "dyn"), ("math.least(dyn(1), 2)", "dyn"),
  ("math.greatest([dyn(1)])", "dyn"), ("math.greatest(dyn(1))", "dyn"),
  ("null", "null"), ("b'a'", "bytes"), ("dyn({}).a.b", "dyn"),
  ("[].map(x, x.map(y, y.z))", "list(list(dyn))"),
])
func deducesTypes(text: String, type: String) throws {
  let (checked, diagnostics) = ExpressionChecker.check(try parsed(text), in: sessionEnvironment)
    .parts
  #expect(diagnostics.filter { $0.severity == .error }.map(\.message) == [])
  #expect(checked?.type.description == type)
}

@Test(arguments: [
  CheckCase(
    "session.idle < «15»",
    .init(
      "T301", "`15` has no unit, and `session.idle` is a duration",
      "write the unit: `duration(\"15m\")` for minutes, `duration(\"15s\")` for seconds")),
  CheckCase(
    "now - session.issued_at < «900»",
    .init(
      "T301", "`900` has no unit, and `now - session.issued_at` is a duration",
      "write the unit: `duration(\"900m\")` for minutes, `duration(\"900s\")` for seconds")),
  CheckCase(
    "«session.aal > duration(\"15m\")»",
    .init(
      "T303", "`>` does not work between `session.aal` (string) and `duration(\"15m\")` (duration)",
      "compare it with a text: `session.aal > \"aal0\"`")),
  CheckCase(
    "session.aal == «2»",
    .init(
      "T303", "`==` does not work between `session.aal` (string) and `2` (int)",
      "write `\"aal2\"`")),
  CheckCase(
    "session.idle == «\"15m\"»",
    .init(
      "T303", "`==` does not work between `session.idle` (duration) and `\"15m\"` (string)",
      "write `duration(\"15m\")`")),
  CheckCase(
    "session.issued_at > «\"2026-01-01T00:00:00Z\"»",
    .init(
      "T303",
      "`>` does not work between `session.issued_at` (timestamp) and `\"2026-01-01T00:00:00Z\"` (string)",
      "write `timestamp(\"2026-01-01T00:00:00Z\")`")),
  CheckCase(
    "«session.issued_at < duration(\"1h\")»",
    .init(
      "T303",
      "`<` does not work between `session.issued_at` (timestamp) and `duration(\"1h\")` (duration)",
      "compare how long ago it is: `now - session.issued_at < duration(\"1h\")`")),
  CheckCase(
    "«\"a\" in \"abc\"»",
    .init(
      "T303", "`in` does not work between `\"a\"` (string) and `\"abc\"` (string)",
      "write `\"abc\".contains(\"a\")`")),
  CheckCase(
    "request.interactive == «\"true\"»",
    .init(
      "T303", "`==` does not work between `request.interactive` (bool) and `\"true\"` (string)",
      "write `request.interactive`")),
  CheckCase(
    "request.interactive != «\"true\"»",
    .init(
      "T303", "`!=` does not work between `request.interactive` (bool) and `\"true\"` (string)",
      "write `!request.interactive`")),
  CheckCase(
    "session.methods == «\"totp\"»",
    .init(
      "T303", "`==` does not work between `session.methods` (list(string)) and `\"totp\"` (string)",
      "write `\"totp\" in session.methods`")),
  CheckCase(
    "session.methods != «\"totp\"»",
    .init(
      "T303", "`!=` does not work between `session.methods` (list(string)) and `\"totp\"` (string)",
      "write `!(\"totp\" in session.methods)`")),
  CheckCase(
    "«1 < size(request.ip) < 3»",
    .init(
      "T303", "`<` does not work between `1 < size(request.ip)` (bool) and `3` (int)",
      "comparisons do not chain: join two of them with `&&`")),
  CheckCase(
    "request.action.«size» > 3",
    .init(
      "T303", "`request.action` is a string and has no field `size`",
      "`size` is a function: write `request.action.size()`")),
  CheckCase(
    "session.issued_at.«hour» == 3",
    .init(
      "T303", "`session.issued_at` is a timestamp and has no field `hour`",
      "write `session.issued_at.getHours()`")),
  CheckCase(
    "session.authentication_methods.«method» == \"totp\"",
    .init(
      "T303", "`session.authentication_methods` is a list(record) and has no field `method`",
      "ask about its elements: `session.authentication_methods.exists(x, x.method == …)`")),
  CheckCase(
    "session[«\"aal\"»] == \"aal1\"",
    .init(
      "T303", "`session` is a record and has no elements to pick with `[…]`",
      "write `session.aal`")),
  CheckCase(
    "session.methods[«\"a\"»] == \"totp\"",
    .init("T303", "elements of `session.methods` are picked by an int, and `\"a\"` is a string")),
  CheckCase(
    "request.action.«startsWith»()",
    .init(
      "T303", "`startsWith` takes 1 argument, and none are given",
      "it is called as `string.startsWith(string)`")),
  CheckCase(
    "duration(«15») < session.idle",
    .init(
      "T303", "`duration` does not work on `15` (int)",
      "write the unit: `duration(\"15s\")` for seconds")),
  CheckCase(
    "«session.idle»",
    .init(
      "T303", "a condition must be a bool, and `session.idle` is a duration",
      "compare it: `session.idle < duration(\"15m\")`")),
  CheckCase(
    "request.interactive && «session.aal»",
    .init(
      "T303", "an operand of `&&` must be a bool, and `session.aal` is a string",
      "compare it: `session.aal == \"aal0\"`")),
  CheckCase(
    "«session.methods»",
    .init(
      "T303", "a condition must be a bool, and `session.methods` is a list(string)",
      "ask about its elements: `size(session.methods) > 0` or `… in session.methods`")),
  CheckCase(
    "«request.device.?managed»",
    .init(
      "T303", "a condition must be a bool, and `request.device.?managed` is an optional bool",
      "write `request.device.?managed.orValue(false)`")),
  CheckCase(
    "session.methods.exists(m, «m»)",
    .init(
      "T303", "the condition of `exists` must be a bool, and `m` is a string",
      "compare it: `m == \"…\"`")),
  CheckCase(
    "«request.action».exists(c, c == \"a\")",
    .init(
      "T303", "`exists` goes over a list or a map, and `request.action` is a string",
      "a part of a text is found with `request.action.contains(…)`")),
  CheckCase(
    "request.interactive ? «true : 1»",
    .init(
      "T303", "the branches of `?:` differ: `true` (bool) and `1` (int)",
      "make both branches the same type")),
  CheckCase(
    "«identity.state == null»",
    .init(
      "T303", "`identity.state` is never null where it can be read, so this is never true",
      "write `!has(identity.state)`")),
  CheckCase(
    "«session.issued_at != null»",
    .init(
      "T303", "`session.issued_at` is never null where it can be read, so this is always true",
      "write `has(session.issued_at)`")),
  CheckCase(
    "size(session.methods) == «1u»",
    .init(
      "T303", "`==` does not work between `size(session.methods)` (int) and `1u` (uint)",
      "write `1`")),
  CheckCase(
    "{«1.5»: true}[dyn(1)]",
    .init("T303", "a map key must be a bool, int, uint or string, and `1.5` is a double")),
  CheckCase(
    "«Session{aal: \"aal1\"}» == 1",
    .init(
      "T320", "messages such as `Session{…}` cannot be built here",
      "write a map: `{\"key\": value}`")),
  CheckCase(
    "«\"totp\"» in session.authentication_methods",
    .init(
      "T303",
      "`in` does not work between `\"totp\"` (string) and `session.authentication_methods` (list(record))",
      "ask about its elements: `session.authentication_methods.exists(x, x.method == \"totp\")`")),
  CheckCase(
    "«session.methods.contains(\"totp\")»",
    .init(
      "T303",
      "`contains` does not work on `session.methods` (list(string)) and `\"totp\"` (string)",
      "write `\"totp\" in session.methods`")),
  CheckCase(
    "!«session.aal» == \"aal2\"",
    .init(
      "T303", "an operand of `!` must be a bool, and `session.aal` is a string",
      "`!` stands before `session.aal` alone: put what it negates in parentheses, `!(…)`")),
  CheckCase(
    "session.?aal == «\"aal1\"»",
    .init(
      "T303",
      "`==` does not work between `session.?aal` (optional string) and `\"aal1\"` (string)",
      "say what stands in for a missing value: `session.?aal.orValue(…)`")),
  CheckCase(
    "session.issued_at < now - «\"15m\"»",
    .init(
      "T303", "`-` does not work between `now` (timestamp) and `\"15m\"` (string)",
      "write `duration(\"15m\")`")),
])
func typeMismatches(_ test: CheckCase) throws {
  try verify(test)
}

@Test func namesBothOperandsOfAMismatch() throws {
  let (_, diagnostics) = ExpressionChecker.check(
    try parsed("session.idle < 15"), in: sessionEnvironment, expecting: .bool
  ).parts
  let related = try #require(diagnostics.first).related
  #expect(related.map(\.message) == ["`session.idle` is a duration", "`15` is an int"])
  #expect(related.map(\.location.range) == [SourceRange(0, 12), SourceRange(15, 17)])
}

@Test func acceptsAnythingWhereNothingIsKnown() throws {
  try verify(CheckCase("dyn(1) == \"a\" && dyn(true)"))
  try verify(CheckCase("identity.?traits.?email.hasValue()"))
}
