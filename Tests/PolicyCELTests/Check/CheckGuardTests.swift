import PolicyCEL
import PolicyDiagnostics
import Testing

private func absent(_ path: String, _ guarded: String) -> CheckCase.Expected {
  .init("T322", "`\(path)` may be absent, and the condition then fails", "guard it: `\(guarded)`")
}

@Test(arguments: [
  CheckCase(
    "«identity.metadata_public.tier» == \"gold\"",
    absent(
      "identity.metadata_public.tier",
      "has(identity.metadata_public.tier) && identity.metadata_public.tier == \"gold\"")),
  CheckCase(
    "!«request.device.managed»",
    absent("request.device.managed", "has(request.device.managed) && !request.device.managed")),
  CheckCase(
    "request.interactive || «request.device.managed»",
    absent("request.device.managed", "has(request.device.managed) && request.device.managed")),
  CheckCase(
    "has(request.device.managed) || «request.device.managed»",
    absent("request.device.managed", "has(request.device.managed) && request.device.managed")),
  CheckCase(
    "!has(request.device.managed) && «request.device.managed»",
    absent("request.device.managed", "has(request.device.managed) && request.device.managed")),
  CheckCase(
    "(has(request.device.managed) && true) || «request.device.managed»",
    absent("request.device.managed", "has(request.device.managed) && request.device.managed")),
  CheckCase(
    "request.device.?managed.hasValue() || «request.device.managed»",
    absent("request.device.managed", "has(request.device.managed) && request.device.managed")),
  CheckCase(
    "request.device.?managed == optional.none() && «request.device.managed»",
    absent("request.device.managed", "has(request.device.managed) && request.device.managed")),
  CheckCase(
    "has(request.device.managed) != true && «request.device.managed»",
    absent("request.device.managed", "has(request.device.managed) && request.device.managed")),
  CheckCase(
    "request.device.?managed.orValue(true) == true && «request.device.managed»",
    absent("request.device.managed", "has(request.device.managed) && request.device.managed")),
  CheckCase(
    "session.authentication_methods.exists(m, «m.completed_at» > now)",
    absent("m.completed_at", "has(m.completed_at) && m.completed_at > now")),
  CheckCase(
    "session.authentication_methods.exists(m, has(m.completed_at)) && "
      + "session.authentication_methods.exists(m, «m.completed_at» > now)",
    absent("m.completed_at", "has(m.completed_at) && m.completed_at > now")),
  CheckCase(
    "size(«session.devices») > 0",
    absent("session.devices", "has(session.devices) && size(session.devices) > 0")),
  CheckCase(
    "«request.client.id» == \"web\"",
    .init(
      "T322", "`request.client` may be absent, and reading `request.client.id` then fails",
      "guard it: `has(request.client.id) && request.client.id == \"web\"`")),
  CheckCase(
    "has(request.client.id) && «request.client.name» == \"web\"",
    absent("request.client.name", "has(request.client.name) && request.client.name == \"web\"")),
  CheckCase(
    "«identity.traits.email» == \"a\" || identity.traits.email == \"b\"",
    absent("identity.traits", "has(identity.traits) && identity.traits.email == \"a\"")),
  CheckCase(
    "session.authentication_methods.exists(m, has(«m.upstream».name))",
    absent("m.upstream", "has(m.upstream) && has(m.upstream.name)")),
])
func unguardedReads(_ test: CheckCase) throws {
  try verify(test)
}

@Test(arguments: [
  "has(request.device.managed) && request.device.managed",
  "request.device.managed && has(request.device.managed)",
  "request.interactive && (request.device.managed && (true && has(request.device.managed)))",
  "!has(request.device.managed) || request.device.managed",
  "!(has(request.device.managed) && request.interactive) || request.device.managed",
  "has(request.device.managed) ? request.device.managed : false",
  "!has(request.device.managed) ? true : request.device.managed",
  "(has(request.device.managed) ? request.interactive : false) && request.device.managed",
  "has_device && request.device.managed",
  "request.?device.?managed.hasValue() && request.device.managed",
  "!request.device.?managed.hasValue() || request.device.managed",
  "request.device.?managed != optional.none() && request.device.managed",
  "optional.none() == request.device.?managed || request.device.managed",
  "has(request.device.managed) == true && request.device.managed",
  "false == has(request.device.managed) || request.device.managed",
  "has(request.device.managed) != true ? true : request.device.managed",
  "request.client.?name.orValue(\"\") != \"\" && request.client.name == \"web\"",
  "\"\" == request.client.?name.orValue(\"\") || request.client.name == \"web\"",
  "request.client.?name.orValue(\"\") == \"web\" && request.client.name == \"web\"",
  "has(request.client) && request.client.id == \"web\"",
  "has(request.client.name) && request.client.name == request.client.id",
  "has(request.device.posture.score) && request.device.posture.score > 3",
  "request.device.?managed.orValue(false)",
  "request.?client.?name.orValue(\"\") == \"web\"",
  "request.?client.id.orValue(\"\") == \"web\"",
  "has(session.identity.metadata_public.tier) && session.identity.metadata_public.tier == \"gold\"",
  "session.authentication_methods.exists(m, has(m.completed_at) && m.completed_at < now)",
  "session.authentication_methods.all(m, !has(m.completed_at) || m.completed_at < now)",
  "session.authentication_methods.filter(m, has(m.completed_at)).all(n, n.completed_at < now)",
  "session.authentication_methods.map(m, has(m.completed_at), m.completed_at).all(t, t < now)",
  "(has(request.device.managed) || false) && request.device.managed",
  "has(session.aal)", "has(request.device.managed)", "has(request.client.id)",
])
func guardedReads(_ text: String) throws {
  try verify(CheckCase(text))
}

@Test func offersToInsertTheGuard() throws {
  let (checked, diagnostics) = ExpressionChecker.check(
    try parsed("request.interactive && size(session.devices) > 0"), in: sessionEnvironment
  ).parts
  #expect(checked != nil)
  let diagnostic = try #require(diagnostics.first)
  #expect(diagnostic.severity == .warning)
  let edits = try #require(diagnostic.fix).edits
  #expect(edits.map(\.replacement) == ["has(session.devices) && "])
  #expect(edits.map(\.location.range) == [SourceRange(23, 23)])
}
