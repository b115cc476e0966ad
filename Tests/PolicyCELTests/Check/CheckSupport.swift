import PolicyCEL
import PolicyDiagnostics
import PolicyTestSupport
import Testing

/// An environment like that of a session policy.
let sessionEnvironment: Environment = {
  let levels = ["aal0", "aal1", "aal2", "aal3"]
  var variables: [String: Variable] = [
    "session": Variable(.object("session")),
    "identity": Variable(.object("identity")),
    "request": Variable(.object("request")),
    "context": Variable(.object("context")),
    "now": Variable(.timestamp, origin: .now),
    "sensitive": Variable(
      .list(.string),
      origin: .constant(.list([.string("settings.password"), .string("payment.create")]))),
    "levels": Variable(
      .list(.string), origin: .constant(.list([.string("aal2"), .string("aal9")]))),
    "grace": Variable(.string, origin: .constant(.string("15 minutes"))),
  ]
  let objects = [
    ObjectType(
      "session",
      fields: [
        "aal": .init(.string, values: levels, isOrdered: true),
        "idle": .init(.duration),
        "issued_at": .init(.timestamp),
        "devices": .init(.list(.string), isOptional: true),
        "methods": .init(.list(.string), values: ["password", "totp", "webauthn"]),
        "authentication_methods": .init(.list(.object("method")), sizeLimit: 20),
        "identity": .init(.object("identity")),
      ]),
    ObjectType(
      "method",
      fields: [
        "method": .init(.string, values: ["password", "totp", "webauthn"], sizeLimit: 20),
        "aal": .init(.string, values: levels, isOrdered: true),
        "completed_at": .init(.timestamp, isOptional: true),
        "upstream": .init(.object("upstream"), isOptional: true),
      ]),
    ObjectType("upstream", fields: ["name": .init(.string)]),
    ObjectType(
      "identity",
      fields: [
        "id": .init(.string), "state": .init(.string, values: ["active", "inactive"]),
        "schema_id": .init(.string, sizeLimit: 100),
        "metadata_public": .init(.object("metadata_public")),
        "traits": .init(.map(.string, .dyn), isOptional: true),
      ]),
    ObjectType(
      "metadata_public",
      fields: ["tier": .init(.string, isOptional: true, values: ["free", "gold"])]),
    ObjectType(
      "request",
      fields: [
        "action": .init(.string, sizeLimit: 100), "ip": .init(.string),
        "interactive": .init(.bool), "device": .init(.object("device")),
        "client": .init(.object("client"), isOptional: true),
      ]),
    ObjectType(
      "device",
      fields: [
        "managed": .init(.bool, isOptional: true),
        "posture": .init(.object("posture"), isOptional: true),
      ]),
    ObjectType("posture", fields: ["score": .init(.int)]),
    ObjectType("client", fields: ["id": .init(.string), "name": .init(.string, isOptional: true)]),
    ObjectType("context", fields: ["risk": .init(.string, values: ["low", "medium", "high"])]),
  ]
  let table = Dictionary(uniqueKeysWithValues: objects.map { ($0.name, $0) })
  if let (managed, _) = definition("has(request.device.managed)", variables, table) {
    variables["has_device"] = Variable(.bool, origin: .definition(managed))
  }
  return Environment(variables: variables, objects: table)
}()

private func definition(
  _ text: String, _ variables: [String: Variable], _ objects: [String: ObjectType]
) -> (CheckedExpression, ValueType)? {
  guard let parsed = ExpressionParser.parse(text).value else { return nil }
  let environment = Environment(variables: variables, objects: objects)
  return ExpressionChecker.check(parsed, in: environment).value.map { ($0, $0.type) }
}

/// An expression with «» around the places where something is to be reported, and what.
struct CheckCase: Sendable, CustomTestStringConvertible {
  /// A diagnostic, for the marker of the same number.
  struct Expected: Sendable {
    var code: String
    var message: String
    var help: String?

    init(_ code: String, _ message: String, _ help: String? = nil) {
      self.code = code
      self.message = message
      self.help = help
    }
  }

  var marked: String
  var expected: [Expected]

  init(_ marked: String, _ expected: Expected...) {
    self.marked = marked
    self.expected = expected
  }

  var testDescription: String { marked }

  /// The text without its markers, and the marked ranges in the order they begin.
  var source: (text: String, ranges: [SourceRange]) {
    let marked = MarkedText(marked)
    let ranges = marked.ranges.sorted { ($0.start, $1.end) < ($1.start, $0.end) }
    return (marked.text, ranges)
  }
}

/// Parses a text that must be well-formed.
func parsed(_ text: String, macros: Bool = true) throws -> ParsedExpression {
  let (expression, diagnostics) = ExpressionParser.parse(text, macros: macros).parts
  return try #require(expression, "\(text): \(diagnostics.map(\.message))")
}

/// Checks the text of a case and compares everything that is reported.
func verify(
  _ test: CheckCase, in environment: Environment = sessionEnvironment,
  expecting: ValueType? = .bool, limits: ExpressionLimits = .standard,
  sourceLocation: Testing.SourceLocation = #_sourceLocation
) throws {
  let (text, ranges) = test.source
  let (checked, diagnostics) = ExpressionChecker.check(
    try parsed(text), in: environment, expecting: expecting, limits: limits
  ).parts
  let hasErrors = diagnostics.contains { $0.severity == .error }
  #expect((checked == nil) == hasErrors, sourceLocation: sourceLocation)
  let found = diagnostics.map {
    "\($0.code.id) \($0.location.range.start)..<\($0.location.range.end) \($0.message)\n  help: "
      + ($0.help ?? "none")
  }
  let wanted = zip(test.expected, ranges).map {
    "\($0.code) \($1.start)..<\($1.end) \($0.message)\n  help: " + ($0.help ?? "none")
  }
  #expect(test.expected.count == ranges.count, sourceLocation: sourceLocation)
  #expect(found == wanted, sourceLocation: sourceLocation)
}
