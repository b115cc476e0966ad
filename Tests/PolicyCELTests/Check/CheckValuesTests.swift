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

private func noAddress(_ text: String, _ reason: String, _ help: String) -> CheckCase.Expected {
  .init("T324", "`\(text)` is no IP address: \(reason)", help)
}

private func noRange(_ text: String, _ reason: String, _ help: String) -> CheckCase.Expected {
  .init("T324", "`\(text)` is no range of IP addresses: \(reason)", help)
}

private let addressHelp = "write an address such as `192.0.2.1` or `2001:db8::1`"
private let rangeHelp =
  "write an address and how many bits are shared, such as `192.0.2.0/24` or `2001:db8::/32`"

@Test(arguments: [
  CheckCase(
    "ip(request.ip) == ip(«\"10.0.0.256\"»)",
    noAddress("10.0.0.256", "its numbers are at most 255", addressHelp)),
  CheckCase(
    "ip(«\"10.0.0.0/8\"») == ip(request.ip)",
    noAddress("10.0.0.0/8", "it is a range", "write `cidr(\"10.0.0.0/8\")`")),
  CheckCase(
    "ip(«'::ffff:10.0.0.1'»).isLoopback()",
    noAddress(
      "::ffff:10.0.0.1", "an IPv4 address written as IPv6 is not allowed",
      "write `ip(\"10.0.0.1\")`")),
  CheckCase(
    "ip.isCanonical(«'fe80::1%eth0'»)",
    noAddress("fe80::1%eth0", "a zone such as `%eth0` is not allowed", addressHelp)),
  CheckCase(
    "cidr('10.0.0.0/8').containsIP(«'10.0.0.01'»)",
    noAddress("10.0.0.01", "its number `01` begins with a zero", addressHelp)),
  CheckCase(
    "cidr(«'10.0.0.1'»).containsIP(request.ip)",
    noRange(
      "10.0.0.1", "it is a single address",
      "write `cidr(\"10.0.0.1/32\")` for this address alone, or `ip(\"10.0.0.1\")`")),
  CheckCase(
    "cidr(«'10.0.0.0/33'»).containsIP(request.ip)",
    noRange("10.0.0.0/33", "what stands after the `/` is a number up to 32", rangeHelp)),
  CheckCase(
    "cidr('10.0.0.0/8').containsCIDR(«'office'»)",
    noRange("office", "it has no `/` with the number of bits that its addresses share", rangeHelp)),
  CheckCase(
    "['10.0.0.0/8', «'10.0.0/8'»].exists(r, cidr(r).containsIP(request.ip))",
    noRange("10.0.0/8", "an IPv4 address has four numbers between dots", rangeHelp)),
  CheckCase(
    "cidr(«'10.0.0.1/8'»).containsIP(request.ip)",
    .init(
      "T324", "`10.0.0.1/8` holds the addresses of `10.0.0.0/8`, for only the first 8 bits count",
      "write `cidr(\"10.0.0.0/8\")`")),
  CheckCase(
    "«request.ip.containsIP('10.0.0.1')»",
    .init(
      "T303", "`containsIP` does not work on `request.ip` (string) and `'10.0.0.1'` (string)",
      "write `cidr(request.ip).containsIP('10.0.0.1')`")),
  CheckCase(
    "«request.ip».isLoopback()",
    .init(
      "T303", "`isLoopback` does not work on `request.ip` (string)",
      "write `ip(request.ip).isLoopback()`")),
  CheckCase(
    "«cidr('10.0.0.0/8').contains(request.ip)»",
    .init(
      "T303",
      "`contains` does not work on `cidr('10.0.0.0/8')` (net.CIDR) and `request.ip` (string)",
      "write `cidr('10.0.0.0/8').containsIP(request.ip)`")),
  CheckCase(
    "«ip(request.ip) in cidr('10.0.0.0/8')»",
    .init(
      "T303",
      "`in` does not work between `ip(request.ip)` (net.IP) and `cidr('10.0.0.0/8')` (net.CIDR)",
      "write `cidr('10.0.0.0/8').containsIP(ip(request.ip))`")),
  CheckCase(
    "«request.ip == ip('10.0.0.1')»",
    .init(
      "T303", "`==` does not work between `request.ip` (string) and `ip('10.0.0.1')` (net.IP)",
      "compare two addresses: `ip(request.ip) == ip('10.0.0.1')`")),
  CheckCase(
    "session.authentication_methods.sortBy(m, «m») == []",
    .init(
      "T303", "`sortBy` sorts by what has an order, and `m` is a record",
      "sort by a number, a text, a bool, a timestamp or a duration")),
  CheckCase(
    "[1].all(i, v, «v»)",
    .init(
      "T303", "the condition of `all` must be a bool, and `v` is an int", "compare it: `v > 0`")),
  CheckCase(
    "[1].transformMapEntry(i, v, «v») == {}",
    .init("T303", "a map(dyn, dyn) is expected here, and `v` is an int")),
  CheckCase("['10.0.0.0/8', 'x'].exists(r, isCIDR(r) && cidr(r).containsIP(request.ip))"),
  CheckCase("cidr('10.0.0.1/8').masked() == cidr('10.0.0.0/8')"),
  CheckCase("sets.intersects(session.methods, ['totp'])"),
])
func addressesAndMacrosKnownBeforehand(_ test: CheckCase) throws {
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
    try parsed("session.aal in ['''all2''']"), in: sessionEnvironment
  ).parts
  let fix = try #require(diagnostics.first?.fix)
  #expect(!fix.isSafe)
  #expect(fix.edits.map(\.replacement) == ["aal2"])
  #expect(fix.edits.map(\.location.range) == [SourceRange(19, 23)])
}
