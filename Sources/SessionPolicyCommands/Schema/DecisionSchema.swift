import PolicyJSON
import SessionPolicy

/// Writes what `decide` answers as JSON Schema. Keys may be added in later releases, so objects stay
/// open; a test holds every key that is written today against what is described here.
enum DecisionSchema {
  /// The schema of a decision, and of a line of a stream that could not be read.
  static var document: JSONValue {
    [
      "$schema": JSONSchema.dialect, "title": "A decision of session-policy",
      "description": "What `decide --format json` writes, and each line of `decide --stream`.",
      "anyOf": [JSONSchema.reference("decision"), JSONSchema.reference("unreadable_line")],
      "$defs": [
        "decision": decision, "extend": extend, "refresh": refresh,
        "reauthentication": reauthentication, "step": step, "call": call, "request": request,
        "reason": reason, "deadlines": deadlines, "indeterminate": indeterminate,
        "unreadable_line": unreadable,
      ],
    ]
  }

  private static let instant = JSONSchema.nullable(JSONSchema.instant)
  private static let texts = JSONSchema.array(JSONSchema.text)
  private static let textOrNull = JSONSchema.nullable(JSONSchema.text)
  private static let reasons = JSONSchema.array(JSONSchema.reference("reason"))
  private static let steps = JSONSchema.array(JSONSchema.reference("step"))
  private static let codes = JSONSchema.words(ReasonCode.allCases.map(\.rawValue))

  private static let decision = JSONSchema.record(
    [
      ("id", JSONSchema.described("The `id` of the snapshot, if it had one.", [:])),
      ("outcome", JSONSchema.words(["proceed", "reauthenticate", "sign_in"])),
      ("extend", JSONSchema.reference("extend")), ("refresh", JSONSchema.reference("refresh")),
      (
        "reauthentication", JSONSchema.nullable(JSONSchema.reference("reauthentication"))
      ),
      ("reasons", reasons), ("deadlines", JSONSchema.reference("deadlines")),
      ("requests", JSONSchema.array(JSONSchema.reference("request"))),
      (
        "valid_until",
        JSONSchema.described(
          "The first instant at which any of this changes by time alone; null for none.", instant)
      ),
      ("indeterminate", JSONSchema.array(JSONSchema.reference("indeterminate"))),
      (
        "ignored",
        JSONSchema.array(
          JSONSchema.object([("attribute", JSONSchema.text), ("suggestion", textOrNull)]))
      ),
      (
        "policies",
        JSONSchema.object([("digest", JSONSchema.text), ("engine", JSONSchema.text)])
      ),
    ], leavingOut: ["id", "ignored", "policies"], "What may happen to a session, and why.")

  private static let extend = JSONSchema.record(
    [
      ("allowed", JSONSchema.flag), ("expires_at", instant), ("not_before", instant),
      ("rules", texts), ("reasons", reasons),
    ], "Whether the session may be extended, and to when.")

  private static let refresh = JSONSchema.record(
    [
      ("allowed", JSONSchema.flag), ("rules", texts), ("reasons", reasons), ("steps", steps),
    ], "Whether the user may prove themselves again.")

  private static let reauthentication = JSONSchema.record(
    [
      ("aal", textOrNull), ("max_age", textOrNull), ("methods", JSONSchema.nullable(texts)),
      ("rules", texts), ("missing", JSONSchema.array(codes)), ("steps", steps),
      ("alternatives", JSONSchema.array(steps)), ("enrolment_known", JSONSchema.flag),
    ], leavingOut: ["enrolment_known"], "What the user has to show, and the ways to it.")

  private static let step = JSONSchema.record(
    [
      ("factor", JSONSchema.words(Decision.Step.Factor.allCases.map(\.rawValue))),
      ("methods", texts), ("browser", JSONSchema.reference("call")),
      ("native", JSONSchema.nullable(JSONSchema.reference("call"))),
      (
        "then",
        JSONSchema.record(
          [("authenticated_at", instant), ("expires_at", instant), ("aal", JSONSchema.text)],
          "What the step makes of the session.")
      ),
    ], leavingOut: ["methods"], "One factor to be shown, or to be set up.")

  private static let query: JSONValue = [
    "type": "object", "additionalProperties": JSONSchema.text,
  ]

  private static let call = JSONSchema.record(
    [("method", JSONSchema.text), ("path", JSONSchema.text), ("query", query)],
    "A call of Kratos.")

  private static let request = JSONSchema.record(
    [
      ("purpose", JSONSchema.words(KratosRequest.Purpose.allCases.map(\.rawValue))),
      ("method", JSONSchema.text), ("path", JSONSchema.text), ("query", query),
      ("audience", JSONSchema.words(KratosRequest.Audience.allCases.map(\.rawValue))),
    ], "A call of Kratos that carries out what is allowed.")

  private static let reason = JSONSchema.record(
    [("code", codes), ("rule", textOrNull), ("message", JSONSchema.text)],
    leavingOut: ["message"], "A reason, the rule that gave it, and what a person is told.")

  private static let deadlines = JSONSchema.record(
    [
      ("expires_at", instant), ("extendable_from", instant), ("reauthenticate_at", instant),
      ("sign_in_at", instant), ("cookie_at", instant), ("idle_at", instant),
      ("capped_at", instant), ("window_opens_at", instant),
      ("rules", ["type": "object", "additionalProperties": JSONSchema.text]),
    ], leavingOut: ["idle_at", "capped_at", "window_opens_at"],
    "The instants that a user may be warned about, and the rules that set them.")

  private static let indeterminate = JSONSchema.record(
    [("rule", textOrNull), ("attribute", textOrNull), ("cause", JSONSchema.text)],
    "An input that was missing or failed.")

  private static let unreadable = JSONSchema.record(
    [
      ("id", JSONSchema.described("The `id` of the line, if it could be read.", [:])),
      (
        "error",
        JSONSchema.record(
          [
            ("line", ["type": "integer", "minimum": 1]), ("code", JSONSchema.text),
            ("message", JSONSchema.text),
          ], "What is wrong with the line.")
      ),
    ], leavingOut: ["id"], "The answer to a line of a stream that cannot be read.")
}
