import PolicyCEL
import PolicyDiagnostics
import Testing

private func cost(_ text: String) throws -> CostEstimate {
  let (checked, diagnostics) = ExpressionChecker.check(try parsed(text), in: sessionEnvironment)
    .parts
  return CostEstimate.estimate(try #require(checked, "\(diagnostics.map(\.message))"))
}

@Test(arguments: [
  ("true", 0, 0), ("session.aal == \"aal2\"", 2, 3),
  ("request.interactive && session.idle > session.idle", 1, 4),
  ("request.interactive ? 1 : size([1])", 1, 13), ("[1, 2]", 0, 10), ("{'a': 1}", 0, 30),
  ("[request.interactive]", 11, 11), ("has(session.aal)", 1, 1),
])
func addsUpCosts(text: String, minimum: UInt64, maximum: UInt64) throws {
  #expect(try cost(text) == CostEstimate(minimum, maximum))
}

@Test func boundsALoopByTheDeclaredSize() throws {
  // 20 methods at most: each costs 2 for the step, 4 for the comparison.
  let loop = try cost("session.authentication_methods.exists(m, m.aal == \"aal2\")")
  #expect(loop.minimum == 1)
  #expect(loop.maximum == 2 + 20 * 6)
  let unbounded = try cost("session.methods.exists(m, m == \"totp\")")
  #expect(unbounded.maximum == 2 + SizeAssumptions.elementCount * 5)
}

@Test func refusesWhatMayCostTooMuchAndNamesTheDearestPart() throws {
  let loops =
    "session.methods.exists(a, session.devices.exists(b, session.methods.exists(c, a == b && b == c)))"
  let (checked, diagnostics) = ExpressionChecker.check(
    try parsed("request.interactive && has(session.devices) && \(loops)"), in: sessionEnvironment
  ).parts
  #expect(checked == nil)
  let found = try #require(diagnostics.first)
  #expect(diagnostics.count == 1)
  #expect(found.code == .expressionLimit)
  #expect(found.location.range.start == 73)
  #expect(found.message.hasSuffix("units, above the limit of 2000000"))
  #expect(
    found.related.first?.message == "`session.devices` has no size limit: 1000 elements are assumed"
  )
}

@Test func simpleConditionsStayFarBelowTheLimit() throws {
  for text in [
    "request.ip.contains(\"10.\") && request.action.startsWith(\"settings.\")",
    "session.methods.exists(m, m.matches(\"^(totp|webauthn)$\"))",
    "session.methods.exists(m, request.action in sensitive)",
  ] {
    #expect(try cost(text).maximum < ExpressionLimits.standardBudget)
  }
}

/// Definitions, each of which names the one before twice.
@Test func definitionsCostWhereverTheyAreNamed() throws {
  var environment = sessionEnvironment
  var text = "request.interactive"
  for level in 0..<25 {
    let (checked, diagnostics) = ExpressionChecker.check(try parsed(text), in: environment).parts
    guard let checked else {
      #expect(level > 10)
      #expect(diagnostics.map(\.code) == [.expressionLimit])
      #expect(diagnostics[0].help?.contains("evaluated wherever it is named") == true)
      return
    }
    environment.variables["d\(level)"] = Variable(.bool, origin: .definition(checked))
    text = "d\(level) && d\(level)"
  }
  Issue.record("all of them are accepted")
}

@Test func aPatternIsRefusedThatNobodyCouldPay() throws {
  let pattern = "(?:a?a?a?a?a?a?a?a?){1000}b"
  let (checked, diagnostics) = ExpressionChecker.check(
    try parsed("request.ip.matches('\(pattern)')"), in: sessionEnvironment
  ).parts
  #expect(checked == nil)
  #expect(diagnostics.map(\.code) == [.expressionLimit])
  #expect(diagnostics.first?.help?.contains("lower the counts in its braces") == true)
}

@Test func costsSaturateInsteadOfOverflowing() throws {
  var text = "session.aal"
  for _ in 0..<100 { text = "cel.bind(x, \(text), x + x + x + x)" }
  let (_, diagnostics) = ExpressionChecker.check(
    try parsed("\(text).matches(\(text))"), in: sessionEnvironment
  ).parts
  #expect(diagnostics.map(\.code) == [.expressionLimit])
}

@Test func limitsTheNestingOfLoops() throws {
  try verify(
    CheckCase(
      "[1].all(a, [1].«all»(b, a == b))",
      .init(
        "T321", "loops are nested more than 1 deep",
        "nest fewer `all`, `exists`, `map` and `filter`")),
    limits: ExpressionLimits(comprehensionDepth: 1))
  try verify(
    CheckCase("[1].all(a, a == 1) && [1].all(a, [1].all(b, a == b))"),
    limits: ExpressionLimits(comprehensionDepth: 2))
}

@Test func limitsTheDepthOfTheTree() throws {
  let deep = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
  let (checked, diagnostics) = ExpressionChecker.check(
    try parsed("size(\(deep)) == 1"), in: sessionEnvironment, limits: ExpressionLimits(depth: 50)
  ).parts
  #expect(checked == nil)
  #expect(diagnostics.map(\.code) == [.expressionLimit])
}

@Test func limitsTheNumberOfProblems() throws {
  let text = Array(repeating: "x.y", count: 50).joined(separator: " && ")
  let (_, diagnostics) = ExpressionChecker.check(
    try parsed(text), in: sessionEnvironment, limits: ExpressionLimits(problems: 7)
  ).parts
  #expect(diagnostics.count == 7)
}

@Test func hostileTypesStaySmall() throws {
  // Every binding would double the type if parts of it were copied without bound.
  var text = "a0 == a39"
  for index in (0..<40).reversed() {
    let next = index == 0 ? "[]" : "[[a\(index - 1)]] + [[[a\(index - 1)]]]"
    text = "cel.bind(a\(index), \(next), \(text))"
  }
  let (_, diagnostics) = ExpressionChecker.check(try parsed(text), in: Environment()).parts
  #expect(diagnostics.count <= 100)
}

@Test func longExpressionsAreCheckedWhole() throws {
  let text = (0..<1_500).map { "session.idle > duration(\"\($0)s\")" }.joined(separator: " && ")
  let (checked, diagnostics) = ExpressionChecker.check(
    try parsed(text), in: sessionEnvironment, expecting: .bool
  ).parts
  #expect(diagnostics.isEmpty)
  #expect(checked?.type == .bool)
}
