public import PolicyJSON
import PolicyTime

extension Decision {
  /// The answer of a decision point of OpenID AuthZEN 1.0 (Authorization API, §6): always 200, for a request
  /// that could be answered; whether access is granted stands in the body.
  func authZENAnswer() -> HTTPAnswer {
    var answer = HTTPAnswer(200, calls: requests)
    answer.set(body: JSONWriter.text(of: authZEN) + "\n", type: "application/json")
    return answer
  }

  /// The decision in the shape of OpenID AuthZEN 1.0: `decision`, and a `context` with what has to be done.
  ///
  /// `context.obligations` follows the first draft of the obligations profile (2026-07): `step-up` with
  /// `acr_value`, `session_termination` with the subject. Neither has the age that what is shown may have, nor
  /// how long a decision holds: so `max_age`, in seconds, and `valid_until` stand beside them, in `context`.
  public var authZEN: JSONValue {
    guard outcome != .proceed else {
      return .object([
        "decision": .bool(true), "context": .object(JSONObject(present: validity)),
      ])
    }
    let reasons: [(String, JSONValue)?] = [
      ("outcome", .string(outcome.rawValue)),
      ("reason_user", .object(["en": .string(told)])),
      ("reason_admin", .object(["en": .string(reasonsForAdministrators)])),
    ]
    let demand =
      reauthentication?.members(level: "acr_values", methods: "amr_values", age: "max_age") ?? []
    return .object([
      "decision": .bool(false),
      "context": .object(
        JSONObject(
          present: reasons + demand + [("obligations", .array([obligation]))] + validity)),
    ])
  }

  private var validity: [(String, JSONValue)?] {
    validUntil.map { [("valid_until", .string($0.rfc3339))] } ?? []
  }

  private var obligation: JSONValue {
    guard outcome == .reauthenticate else {
      return .object([
        "id": .string("sign-in"), "type": .string("session_termination"),
        "properties": .object(["subject": .string("session")]),
      ])
    }
    let demand = reauthentication?.members(level: "acr_value", methods: "amr_values") ?? []
    return .object([
      "id": .string("reauthenticate"), "type": .string("step-up"),
      "properties": .object(JSONObject(present: demand)),
    ])
  }
}
