package import PolicyDocuments
package import SessionPolicy

// The fields of what tests expect of decisions.

extension FieldTable {
  /// What a test expects of a decision.
  package static let expectation = FieldTable.notEmpty("an expectation", claims)

  /// What a test expects of one combination of a product.
  package static let combination = FieldTable(
    "an expectation of a combination",
    [
      Field("session", .text, "The session of the combination."),
      Field("sessions", .texts, "Several sessions with the same expectation."),
      Field("request", .text, "The request of the combination."),
      Field("requests", .texts, "Several requests with the same expectation."),
    ] + claims.filter { $0.name != "session" },
    groups: [
      Group(0...1, of: ["session", "sessions"]), Group(0...1, of: ["request", "requests"]),
      Group(1...claims.count, of: claims.map(\.name).filter { $0 != "session" }),
    ])

  private static let claims: [Field] = [
    Field(
      "outcome", .choice(Decision.Outcome.names), "What happens now.",
      synonyms: ["decision", "result"]),
    Field(
      "extend", .either(.flag, .record(.extendExpectation)), "Whether a server may extend.",
      synonyms: ["extendable", "extension"]),
    Field(
      "refresh", .either(.flag, .record(.refreshExpectation)), "Whether the user may refresh.",
      synonyms: ["refreshable"]),
    Field(
      "reauthentication", .either(.choice([none]), .record(.reauthenticationExpectation)),
      "What a due re-authentication has to show; `none` when none is due.",
      synonyms: ["reauth", "reauthenticate"]),
    Field("aal", level, "The level that a due re-authentication asks for."),
    Field("methods", methods, "The methods that a due re-authentication accepts."),
    Field("max_age", maxAge, "The greatest age that a due re-authentication accepts."),
    Field(
      "steps", steps, "What a due re-authentication asks the user to do, in order."),
    Field(
      "alternatives", .list(steps), "Every way to do so, the shortest first.",
      synonyms: ["ways"]),
    Field("rules", .list(.text), "Every rule behind the outcome.", synonyms: ["rule"]),
    Field(
      "reasons", .list(.either(.choice(ReasonCode.names), .record(.reasonExpectation))),
      "Every reason for the outcome.", synonyms: ["reason", "codes"]),
    Field("deadlines", .record(.deadlineExpectation), "What a user is warned about."),
    Field(
      "valid_until", instant, "When the answer may next change by time alone.",
      synonyms: ["until", "validUntil"]),
    Field(
      "indeterminate", .list(.either(.text, .record(.indeterminateExpectation))),
      "Every input that was missing or failed.", synonyms: ["missing"]),
    Field(
      "calls", .list(.either(.choice(purposes), .record(.requestExpectation))),
      "The calls that carry out what is allowed now: `requests` of the decision.",
      synonyms: ["requests"]),
    Field("session", .record(.sessionExpectation), "What the session says."),
  ]

  /// What is expected of `extend`.
  package static let extendExpectation = FieldTable.notEmpty(
    "an expectation of `extend`",
    [
      Field("allowed", .flag, "Whether a server may extend."),
      Field("expires_at", instant, "The new expiry."),
      Field("not_before", instant, "From when it would be allowed."),
      Field("rules", .list(.text), "The rules that permit it, or that would."),
      Field(
        "reasons", .list(.either(.choice(ReasonCode.names), .record(.reasonExpectation))),
        "Why it may not."),
    ])

  /// What is expected of `refresh`.
  package static let refreshExpectation = FieldTable.notEmpty(
    "an expectation of `refresh`",
    [
      Field("allowed", .flag, "Whether the user may refresh."),
      Field("rules", .list(.text), "The rules that permit it."),
      Field(
        "reasons", .list(.either(.choice(ReasonCode.names), .record(.reasonExpectation))),
        "Why they may not."),
    ])

  /// What is expected of a due re-authentication.
  package static let reauthenticationExpectation = FieldTable.notEmpty(
    "an expectation of `reauthentication`",
    [
      Field("aal", level, "The lowest level that is enough."),
      Field("methods", methods, "The methods of which one must be shown."),
      Field("max_age", maxAge, "The greatest age of the evidence."),
      Field("rules", .list(.text), "The rules that ask for it."),
      Field("missing", .list(.choice(ReasonCode.names)), "What of it the session lacks."),
      Field("steps", steps, "What the user does, in order."),
      Field("alternatives", .list(steps), "Every way to do so, the shortest first."),
    ])

  /// A factor that the user has to show.
  package static let stepExpectation = FieldTable(
    "a step of a re-authentication",
    [
      Field("factor", .choice(factors), isRequired: true, "Which kind of factor."),
      Field("methods", methods, "The methods that are enough."),
    ])

  /// A reason.
  package static let reasonExpectation = FieldTable.notEmpty(
    "a reason",
    [
      Field("code", .choice(ReasonCode.names), "The code."),
      Field("rule", .text, "The rule."),
      Field("message", .text, "What a person is told."),
    ])

  /// The deadlines.
  package static let deadlineExpectation = FieldTable.notEmpty(
    "an expectation of `deadlines`",
    [
      Field("expires_at", instant, "When the session expires."),
      Field("extendable_from", instant, "From when it can be extended."),
      Field("reauthenticate_at", instant, "When re-authentication falls due."),
      Field("sign_in_at", instant, "When the session is over."),
      Field("cookie_at", instant, "When the browser's cookie can no longer be read."),
      Field("idle_at", instant, "From when no rule extends an unused session any more."),
      Field("capped_at", instant, "What no extension puts the expiry past."),
      Field("window_opens_at", instant, "When the first window for extending opens."),
    ])

  /// Whether a part of a decision, such as `extend.reasons`, is about extending.
  package static func isAboutExtending(_ part: String) -> Bool {
    let deadlines = ["extendable_from", "idle_at", "capped_at", "window_opens_at"]
    return part == "extend" || part.hasPrefix("extend.")
      || deadlines.contains { part == "deadlines.\($0)" }
  }

  /// An input that was missing, or a condition that failed.
  package static let indeterminateExpectation = FieldTable.notEmpty(
    "an entry of `indeterminate`",
    [
      Field("rule", .text, "The rule that asked."),
      Field("attribute", .text, "The attribute that is missing."),
      Field("cause", .text, "`missing`, or what failed."),
    ])

  /// A call to the identity server.
  package static let requestExpectation = FieldTable.notEmpty(
    "a call",
    [
      Field("purpose", .choice(purposes), "What it is for."),
      Field("method", .text, "The HTTP method."),
      Field("path", .text, "The path."),
      Field(
        "audience", .choice(KratosRequest.Audience.allCases.map(\.rawValue)),
        "Which of the two interfaces it goes to."),
    ])

  /// What the session itself says, which matters after something was done to it.
  package static let sessionExpectation = FieldTable.notEmpty(
    "an expectation of the session",
    [
      Field("active", .flag, "Whether it is live."),
      Field("expires_at", instant, "When it ends."),
      Field("authenticated_at", instant, "When the user last authenticated."),
      Field("issued_at", instant, "When it began."),
      Field(
        "aal", .choice(AssuranceLevel.allCases.map(\.name) + [none]), "Its level.",
        synonyms: ["authenticator_assurance_level"]),
      Field("methods", .list(.text), "Every method completed, in order."),
      Field("identity", .text, "The identifier of the account."),
      Field("new", .flag, "Whether it is another session than at the beginning."),
    ])

  /// Where the JSON of a decision has a part, by its name in an expectation: where it has the same name,
  /// but for what is said of a due re-authentication and the calls.
  static func place(ofExpectation name: String) -> [String] {
    switch name {
    case "aal", "methods", "max_age", "steps", "alternatives": ["reauthentication", name]
    case "calls": ["requests"]
    default: [name]
    }
  }

  /// Whether a list of such records is in an order that means something.
  var isOrdered: Bool { subject == FieldTable.stepExpectation.subject }

  /// The word for what is not there.
  package static let none = "none"

  private static let instant = Kind.either(.moment, .choice([none]))
  private static let level = Kind.choice(AssuranceLevel.allCases.map(\.name) + [none])
  private static let methods = Kind.either(.list(.text), .choice([none]))
  private static let maxAge = Kind.either(.duration, .choice([none]))
  private static let factors = Decision.Step.Factor.allCases.map(\.rawValue)
  private static let steps = Kind.list(.either(.choice(factors), .record(.stepExpectation)))
  private static let purposes = [
    KratosRequest.Purpose.extend, .renewCookie, .revoke,
  ].map(\.rawValue)
}

extension Decision.Outcome {
  /// The outcomes by name, from the loosest.
  package static let names = [proceed, reauthenticate, signIn].map(\.rawValue)
}

extension ReasonCode {
  /// The codes by name.
  package static let names = allCases.map(\.rawValue)
}
