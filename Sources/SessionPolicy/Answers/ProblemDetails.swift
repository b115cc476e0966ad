import PolicyJSON
import PolicyTime

/// The body for programs of an answer that lets nobody through (RFC 9457).
///
/// Its members beyond the standard's: `outcome`, `reasons` by code and sentence, `ways` as the steps that end
/// it, and `valid_until`. The names of rules are not among them: they are nobody's business outside.
enum ProblemDetails {
  static let mediaType = "application/problem+json"

  /// The problem of a decision.
  ///
  /// - Parameter isRepeated: Whether it was asked for just now, and was not met.
  static func text(
    _ decision: Decision, status: Int, visit: Visit, isRepeated: Bool = false
  ) -> String {
    let members: [(String, JSONValue)?] = [
      // A tag (RFC 4151): it names the kind of problem and leads nowhere (RFC 9457 §4).
      (
        "type",
        .string(
          "tag:session-policy,2026:" + (isRepeated ? "demand-not-met" : decision.outcome.rawValue))
      ),
      ("title", .string(isRepeated ? "What was shown is not enough" : decision.title)),
      ("status", .number(JSONNumber(Int64(status)))),
      ("detail", .string(decision.told)),
      ("outcome", .string(decision.outcome.rawValue)),
      ("reasons", .array(decision.reasonsWithoutRules)),
      decision.reauthentication.map { ("reauthentication", demand($0, visit)) },
      ("valid_until", decision.validUntil.map { .string($0.rfc3339) } ?? JSONValue(.null)),
    ]
    return JSONWriter.text(of: .object(JSONObject(present: members))) + "\n"
  }

  private static func demand(_ due: Decision.Reauthentication, _ visit: Visit) -> JSONValue {
    let ways = due.alternatives.map { way in
      JSONValue.array(way.map { step($0, visit) })
    }
    return .object(
      JSONObject(
        present: due.members(level: "aal", methods: "methods", age: "max_age")
          + [("ways", .array(ways))]))
  }

  private static func step(_ step: Decision.Step, _ visit: Visit) -> JSONValue {
    let members: [(String, JSONValue)?] = [
      ("factor", .string(step.factor.rawValue)),
      step.methods.map { ("methods", .array($0.map { .string($0) })) },
      ("browser", .string(visit.kratosURL + step.browser.pathAndQuery)),
      step.native.map { ("native", .string(visit.kratosURL + $0.pathAndQuery)) },
    ]
    return .object(JSONObject(present: members))
  }
}

extension Decision {
  /// Why, by codes and what people are told, each once.
  var reasonsWithoutRules: [JSONValue] {
    var known: Set<String> = []
    return reasons.compactMap { reason in
      guard known.insert(reason.code.rawValue + (reason.message ?? "")).inserted else { return nil }
      let members: [(String, JSONValue)?] = [
        ("code", .string(reason.code.rawValue)), reason.message.map { ("message", .string($0)) },
      ]
      return .object(JSONObject(present: members))
    }
  }
}
