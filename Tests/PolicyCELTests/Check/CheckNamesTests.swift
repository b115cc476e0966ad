import PolicyCEL
import PolicyDiagnostics
import Testing

private let known =
  "these are declared: `context`, `grace`, `has_device`, `identity`, `levels`, `now`, `request`, "
  + "`sensitive`, `session`"

@Test(arguments: [
  CheckCase(
    "«sesion».idle > duration(\"15m\")",
    .init("R202", "`sesion` is not declared", "did you mean `session`?")),
  CheckCase(
    "«idle» > duration(\"15m\")",
    .init("R202", "`idle` is not declared", "write `session.idle`")),
  CheckCase(
    "session.aal == «aal2»",
    .init("R202", "`aal2` is not declared", "write the text in quotes: `\"aal2\"`")),
  CheckCase(
    "request.interactive == «True»",
    .init("R202", "`True` is not declared", "did you mean `true`?")),
  CheckCase("«zzzzzz» == 1", .init("R202", "`zzzzzz` is not declared", known)),
  CheckCase(
    "session.«idel» > duration(\"15m\")",
    .init("R201", "`session` has no attribute `idel`", "did you mean `idle`?")),
  CheckCase(
    "identity.«idle» > duration(\"15m\")",
    .init("R201", "`identity` has no attribute `idle`", "did you mean `session.idle`?")),
  CheckCase(
    "has(identity.metadata_public.«teir»)",
    .init("R201", "`identity.metadata_public` has no attribute `teir`", "did you mean `tier`?")),
  CheckCase(
    "identity.metadata_public.«colour» == \"gold\"",
    .init(
      "R201", "`identity.metadata_public` has no attribute `colour`",
      "`identity.metadata_public` has `tier`")),
  CheckCase(
    "session.authentication_methods.exists(m, m.«metod» == \"totp\")",
    .init("R201", "`m` has no attribute `metod`", "did you mean `method`?")),
  CheckCase(
    "«len»(session.methods) > 1",
    .init("R206", "there is no function `len`", "write `size(session.methods)`")),
  CheckCase(
    "session.methods.«length»() > 1",
    .init("R206", "there is no function `length`", "write `size(session.methods)`")),
  CheckCase(
    "request.action.«lower»() == \"pay\"",
    .init("R206", "there is no function `lower`", "write `request.action.lowerAscii()`")),
  CheckCase(
    "session.methods.«includes»(\"totp\")",
    .init("R206", "there is no function `includes`", "write `\"totp\" in session.methods`")),
  CheckCase(
    "session.methods.«any»(m, m == \"totp\")",
    .init("R206", "there is no function `any`", "write `session.methods.exists(x, …)`")),
  CheckCase(
    "«now»() > session.issued_at",
    .init("R206", "`now` is a value, not a function", "write `now` without parentheses")),
  CheckCase(
    "request.action.«startWith»(\"pay\")",
    .init("R206", "there is no function `startWith`", "did you mean `startsWith`?")),
  CheckCase(
    "«math.greatst»(1, 2) == 2",
    .init(
      "R206", "there is no function `math.greatst`", "did you mean `math.greatest` or `math.least`?"
    )),
  CheckCase(
    "«startsWith»(request.action, \"pay\")",
    .init(
      "R206", "`startsWith` is called on a value, not as a function",
      "write `request.action.startsWith(\"pay\")`")),
  CheckCase(
    "\"15m\".«duration»() > session.idle",
    .init(
      "R206", "`duration` is a function, it is not called on a value",
      "write `duration(\"15m\")`")),
  CheckCase(
    "session.issued_at.«hour»() > 9",
    .init("R206", "there is no function `hour`", "write `session.issued_at.getHours()`")),
  CheckCase(
    "«minutes»(20) > session.idle",
    .init("R206", "there is no function `minutes`", "write `duration(\"20m\")`")),
  CheckCase(
    "«math.max»(1, 2) == 2",
    .init("R206", "there is no function `math.max`", "write `math.greatest(1, 2)`")),
])
func unknownNames(_ test: CheckCase) throws {
  try verify(test)
}

private func wholeRecord(_ name: String, _ attributes: String) -> CheckCase.Expected {
  .init(
    "T303", "`\(name)` is a record, and only its attributes can be read",
    "write the attribute that is meant, such as \(attributes)")
}

@Test(arguments: [
  CheckCase(
    "«session»", wholeRecord("session", "`session.aal` or `session.authentication_methods`")),
  CheckCase("«context» == \"low\"", wholeRecord("context", "`context.risk`")),
  CheckCase("«context» != null", wholeRecord("context", "`context.risk`")),
  CheckCase(
    "«context» == «context»", wholeRecord("context", "`context.risk`"),
    wholeRecord("context", "`context.risk`")),
  CheckCase("size(«context») > 0", wholeRecord("context", "`context.risk`")),
  CheckCase("«context».size() > 0", wholeRecord("context", "`context.risk`")),
  CheckCase("«context».all(c, c == \"low\")", wholeRecord("context", "`context.risk`")),
  CheckCase("\"risk\" in «context»", wholeRecord("context", "`context.risk`")),
  CheckCase("[«context»][0].risk == \"low\"", wholeRecord("context", "`context.risk`")),
  CheckCase("cel.bind(c, «context», c.risk == \"low\")", wholeRecord("context", "`context.risk`")),
  CheckCase("context.«lenght»() > 0", .init("R206", "there is no function `lenght`")),
  CheckCase(
    "context[«\"risk\"»] == \"low\"",
    .init(
      "T303", "`context` is a record and has no elements to pick with `[…]`", "write `context.risk`"
    )),
  CheckCase("has(session.aal) && session.identity.state == \"active\""),
  CheckCase("has(session.identity.traits) && session.?identity.?traits.hasValue()"),
  CheckCase("cel.bind(i, session.identity, i.state == \"active\")"),
])
func inputRecordsAreNotValues(_ test: CheckCase) throws {
  try verify(test)
}

private let methodsOfString =
  "`charAt`, `contains`, `endsWith`, `format`, `indexOf`, `lastIndexOf`, `lowerAscii`, `matches`, "
  + "`replace`, `reverse`, `size`, `split`, `startsWith`, `substring`, `trim`, `upperAscii`"

private func noFunction(_ name: String, _ help: String?) -> CheckCase.Expected {
  .init("R206", "there is no function `\(name)`", help)
}

@Suite("what there is where something is not")
struct CheckCallableTests {
  @Test(
    "a call of what does not exist is told what there is",
    arguments: [
      CheckCase(
        "request.ip.«frobnicate»()", noFunction("frobnicate", "a string has \(methodsOfString)")),
      CheckCase(
        "session.issued_at.«frobnicate»()",
        noFunction(
          "frobnicate",
          "a timestamp has `getDate`, `getDayOfMonth`, `getDayOfWeek`, `getDayOfYear`, "
            + "`getFullYear`, `getHours`, `getMilliseconds`, `getMinutes`, `getMonth`, `getSeconds`"
        )),
      CheckCase(
        "ip(request.ip).«frobnicate»()",
        noFunction(
          "frobnicate",
          "a net.IP has `family`, `isGlobalUnicast`, `isLinkLocalMulticast`, `isLinkLocalUnicast`, "
            + "`isLoopback`, `isUnspecified`")),
      CheckCase(
        "cidr(\"10.0.0.0/8\").«frobnicate»()",
        noFunction(
          "frobnicate",
          "a net.CIDR has `containsCIDR`, `containsIP`, `ip`, `masked`, `prefixLength`")),
      CheckCase(
        "session.methods.«frobnicate»()",
        noFunction(
          "frobnicate",
          "a list(string) has `all`, `distinct`, `exists`, `exists_one`, `filter`, `first`, "
            + "`flatten`, `join`, `last`, `map`, `reverse`, `size`, `slice`, `sort`, `sortBy`, `transformList`, "
            + "`transformMap`, `transformMapEntry`")),
      CheckCase(
        "{\"a\": 1}.«frobnicate»()",
        noFunction(
          "frobnicate",
          "a map(string, int) has `all`, `exists`, `exists_one`, `filter`, `map`, `size`, "
            + "`transformList`, `transformMap`, `transformMapEntry`")),
      CheckCase(
        "optional.of(1).«frobnicate»()",
        noFunction(
          "frobnicate",
          "an optional int has `hasValue`, `optFlatMap`, `optMap`, `or`, `orValue`, `value`")),
      CheckCase("dyn(1).«frobnicate»()", noFunction("frobnicate", nil)),
      CheckCase(
        "«frobnicate»(1)",
        noFunction(
          "frobnicate",
          "there are `bool`, `bytes`, `cidr`, `double`, `duration`, `dyn`, `has`, `int`, `ip`, "
            + "`isCIDR`, `isIP`, `matches`, `size`, `string`, `timestamp`, `type`, `uint`, and what "
            + "begins with `cel.`, `ip.`, `lists.`, `math.`, `optional.`, `sets.`, `strings.`")),
      CheckCase(
        "«sets.frobnicate»([1])",
        noFunction("sets.frobnicate", "`sets` has `contains`, `equivalent`, `intersects`")),
      CheckCase(
        "ip(request.ip).«isLoopbak»()", noFunction("isLoopbak", "did you mean `isLoopback`?")),
      CheckCase(
        "[1].«transformLists»(i, i)", noFunction("transformLists", "did you mean `transformList`?")),
    ])
  func toldWhatThereIs(_ test: CheckCase) throws { try verify(test, expecting: nil) }

  @Test(
    "a question of another language is put in CEL's words",
    arguments: [
      ("«ipInRange»(request.ip, \"10.0.0.0/8\")", "cidr(\"10.0.0.0/8\").containsIP(request.ip)"),
      ("«inCidr»(\"10.0.0.0/8\", request.ip)", "cidr(\"10.0.0.0/8\").containsIP(request.ip)"),
      ("«ip_in_cidr»(request.ip, office)", "cidr(office).containsIP(request.ip)"),
      ("«net.cidr_contains»(office, request.ip)", "cidr(office).containsIP(request.ip)"),
      ("request.ip.«inSubnet»(\"10.0.0.0/8\")", "cidr(\"10.0.0.0/8\").containsIP(request.ip)"),
      (
        "«cidrmatch»([\"10.0.0.0/8\"], request.ip)",
        "[\"10.0.0.0/8\"].exists(r, cidr(r).containsIP(request.ip))"
      ),
      (
        "request.ip.«isPrivate»()",
        "[\"10.0.0.0/8\", \"172.16.0.0/12\", \"192.168.0.0/16\", \"fc00::/7\"]"
          + ".exists(r, cidr(r).containsIP(request.ip))"
      ),
      ("«parseIP»(request.ip)", "ip(request.ip)"),
      ("«isIPv4»(request.ip)", "ip(request.ip).family() == 4"),
      ("«re.match»(\"a\", request.ip)", "request.ip.matches(\"a\")"),
      ("session.methods.«unique»()", "session.methods.distinct()"),
      ("session.methods.«containsAny»([\"totp\"])", "sets.intersects(session.methods, [\"totp\"])"),
      ("[1].«isSubset»([1])", "sets.contains([1], [1])"),
    ])
  func foreignWords(marked: String, replacement: String) throws {
    var environment = sessionEnvironment
    environment.variables["office"] = Variable(.string, origin: .constant(.string("10.0.0.0/8")))
    let test = CheckCase(marked)
    let (text, ranges) = test.source
    let (checked, problems) = ExpressionChecker.check(try parsed(text), in: environment).parts
    #expect(checked == nil)
    #expect(problems.map(\.help) == ["write `\(replacement)`"])
    #expect(problems.map(\.location.range) == ranges)
    // What is proposed can be written.
    let proposed = ExpressionChecker.check(try parsed(replacement), in: environment)
    #expect(proposed.value != nil, "\(proposed.diagnostics.map(\.message))")
  }
}

@Test func reportsEveryUnknownNameAtOnceAndEachCauseOnce() throws {
  try verify(
    CheckCase(
      "«sesion».idle + 1 > 2 && session.«idel».foo.bar(«x») == 1 || «y»",
      .init("R202", "`sesion` is not declared", "did you mean `session`?"),
      .init("R201", "`session` has no attribute `idel`", "did you mean `idle`?"),
      .init("R202", "`x` is not declared", known), .init("R202", "`y` is not declared", known)))
}

/// Names in an environment with a container.
private func meaning(
  _ text: String, container: String, variables: [String: ValueType]
) throws -> (checked: CheckedExpression?, unchecked: CheckedExpression) {
  let environment = Environment(
    container: container, variables: variables.mapValues { Variable($0) })
  let expression = try parsed(text)
  return (
    ExpressionChecker.check(expression, in: environment).value,
    ExpressionChecker.resolve(expression, in: environment)
  )
}

@Test(arguments: [
  ("a.b", "A.B", ["A.B.a.b": ValueType.int, "A.a.b": .string, "a.b": .bool], "A.B.a.b"),
  ("a.b", "A.B", ["A.a.b": .string, "a.b": .bool, "A.B.a": .map(.string, .int)], "A.a.b"),
  (".a.b", "A.B", ["A.B.a.b": .int, "a.b": .bool], "a.b"),
  ("a.b", "A", ["a.b": .bool, "a": .map(.string, .int)], "a.b"),
])
func triesNamesFromTheInnermostNameSpaceOutwards(
  text: String, container: String, variables: [String: ValueType], expected: String
) throws {
  let (checked, unchecked) = try meaning(text, container: container, variables: variables)
  for expression in [try #require(checked), unchecked] {
    let id = expression.expression.root.id
    guard case .variable(let name) = expression.references[id] else {
      Issue.record("no variable")
      return
    }
    #expect(name == expected)
  }
}

@Test func theVariableOfAMacroWinsOverDottedNamesButNotOverALeadingDot() throws {
  let variables: [String: ValueType] = ["y.z": .string, "y": .string]
  let inner = try meaning("[{'z': 0}].exists(y, y.z == 0)", container: "", variables: variables)
  #expect(inner.checked?.type == .bool)
  let outer = try meaning("[0].exists(y, .y == 'y')", container: "", variables: variables)
  #expect(outer.checked?.type == .bool)
}

@Test func recordsAttributesAndNameSpacedFunctions() throws {
  let expression = try parsed("math.greatest(session.identity.metadata_public.tier.size(), 1) == 1")
  let checked = try #require(
    ExpressionChecker.check(expression, in: sessionEnvironment).value)
  #expect(checked.functions.values.sorted() == ["math.greatest", "size"])
  let paths = checked.references.values.compactMap {
    if case .attribute(let path) = $0 { path.description } else { nil }
  }
  #expect(
    paths.sorted() == [
      "session.identity", "session.identity.metadata_public",
      "session.identity.metadata_public.tier",
    ])
  let unchecked = ExpressionChecker.resolve(expression, in: sessionEnvironment)
  #expect(unchecked.references.values.count == checked.references.values.count)
  #expect(unchecked.functions.values == checked.functions.values)
  #expect(unchecked.types.allSatisfy { $0 == .dyn })
}

@Test func resolvingNeverFails() throws {
  let unchecked = ExpressionChecker.resolve(
    try parsed("x || f_unknown(17).y(1) || a.b.c"), in: Environment())
  #expect(unchecked.references.values.isEmpty)
  #expect(unchecked.type == .dyn)
}
