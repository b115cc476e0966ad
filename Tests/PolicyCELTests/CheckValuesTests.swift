import PolicyCEL
import PolicyDiagnostics
import Testing

private let levels = "it is one of `aal0`, `aal1`, `aal2`, `aal3`"
private let methods = "it is one of `password`, `totp`, `webauthn`"

@Test(arguments: [
  CheckCase(
    "session.aal == «\"aal4\"»",
    .init(
      "T304", "`session.aal` is never `aal4`",
      levels)),
  CheckCase(
    "«\"gold\"» != session.aal",
    .init("T304", "`session.aal` is never `gold`", levels)),
  CheckCase(
    "session.aal == «\"AAL2\"»",
    .init("T304", "`session.aal` is never `AAL2`", "did you mean `aal2`? \(levels)")),
  CheckCase(
    "session.aal == «'aal2\\n'»",
    .init("T304", "`session.aal` is never `aal2\\n`", "did you mean `aal2`? \(levels)")),
  CheckCase(
    "session.aal in [\"aal1\", «\"all2\"»]",
    .init("T304", "`session.aal` is never `all2`", "did you mean `aal2`? \(levels)")),
  CheckCase(
    "session.aal in «levels»",
    .init(
      "T304", "`session.aal` is never `aal9`",
      levels)),
  CheckCase("session.aal >= «\"high\"»", .init("T304", "`session.aal` is never `high`", levels)),
  CheckCase(
    "«\"totpp\"» in session.methods",
    .init("T304", "`session.methods` never holds `totpp`", "did you mean `totp`? \(methods)")),
  CheckCase(
    "session.methods.exists(m, m == «\"topt\"»)",
    .init("T304", "`m` is never `topt`", "did you mean `totp`? \(methods)")),
  CheckCase(
    "session.authentication_methods.exists(m, m.aal == «\"aal5\"»)",
    .init(
      "T304", "`m.aal` is never `aal5`",
      levels)),
  CheckCase(
    "«context.risk > \"low\"»",
    .init(
      "T310", "`>` compares `context.risk` letter by letter, for its values have no order",
      "name the values: `context.risk in [\"low\", \"medium\"]`")),
  CheckCase(
    "«session.methods != [\"password\"]»",
    .init(
      "T309",
      "`!=` compares `session.methods` as a whole, so it is true unless every element is the same "
        + "in the same order",
      "to ask that a value is not in the list, write `!(\"password\" in session.methods)`")),
  CheckCase(
    "session.idle < duration(«\"15 m\"»)",
    .init("T324", "`15 m` is not a duration", "write `duration(\"15m\")`")),
  CheckCase(
    "session.idle < duration(«\"2 Hours 30 minutes\"»)",
    .init("T324", "`2 Hours 30 minutes` is not a duration", "write `duration(\"2h30m\")`")),
  CheckCase(
    "session.idle < duration(«\"900\"»)",
    .init("T324", "`900` is not a duration", "write `duration(\"900s\")`")),
  CheckCase(
    "session.idle < duration(«\"soon\"»)",
    .init(
      "T324", "`soon` is not a duration",
      "write numbers with units, such as `90s`, `15m`, `12h`, `1h30m`")),
  CheckCase(
    "session.idle < duration(«grace»)",
    .init("T324", "`15 minutes` is not a duration", "write `duration(\"15m\")`")),
  CheckCase(
    "now < timestamp(«\"2026-01-31\"»)",
    .init(
      "T324", "`2026-01-31` is not a timestamp",
      "write `timestamp(\"2026-01-31T00:00:00Z\")`")),
  CheckCase(
    "now < timestamp(«\"2026-01-31 09:00:00\"»)",
    .init(
      "T324", "`2026-01-31 09:00:00` is not a timestamp",
      "write `timestamp(\"2026-01-31T09:00:00Z\")`")),
  CheckCase(
    "now < timestamp(«\"tomorrow\"»)",
    .init(
      "T324", "`tomorrow` is not a timestamp",
      "write an instant with its zone, such as `2026-01-31T09:00:00Z`")),
])
func valuesKnownBeforehand(_ test: CheckCase) throws {
  try verify(test)
}

@Test(arguments: [
  "session.aal == \"aal2\"", "session.aal >= \"aal1\"", "request.action in sensitive",
  "session.methods == [\"password\", \"totp\"]", "request.ip < \"2\"",
  "session.idle < duration(\"1h30m\")", "now < timestamp(\"2026-01-31T09:00:00+01:00\")",
])
func saysNothingAboutPossibleValues(_ text: String) throws {
  try verify(CheckCase(text))
}

@Test func offersToReplaceAMisspeltValueWithinItsQuotes() throws {
  let (_, diagnostics) = ExpressionChecker.check(
    try parsed("session.aal in ['''all2''']"), in: sessionEnvironment)
  let fix = try #require(diagnostics.first?.fix)
  #expect(!fix.isSafe)
  #expect(fix.edits.map(\.replacement) == ["aal2"])
  #expect(fix.edits.map(\.location.range) == [SourceRange(19, 23)])
}
