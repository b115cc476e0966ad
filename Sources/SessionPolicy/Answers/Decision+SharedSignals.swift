public import PolicyJSON
public import PolicyTime

extension Decision {
  /// What a decision is worth telling others, as the claims of security event tokens (RFC 8417) with events
  /// of OpenID CAEP 1.0: written, neither signed nor sent, without `iss`, `aud`, `jti` and `iat`, which are
  /// the transmitter's.
  ///
  /// - `sign_in` is `session-revoked` (CAEP §3.1).
  /// - `reauthenticate` of a session whose level no longer counts, since its second factor is too old, is
  ///   `assurance-level-change` (CAEP §3.4), in a name space of Kratos' own levels.
  public func sharedSignals(about snapshot: Snapshot, at now: Timestamp) -> [JSONValue] {
    var event: [(String, JSONValue)] = [
      ("initiating_entity", .string("policy")),
      ("event_timestamp", .number(JSONNumber(now.seconds))),
    ]
    event.append(("reason_admin", .object(["en": .string(reasonsForAdministrators)])))
    event.append(("reason_user", .object(["en": .string(told)])))
    switch outcome {
    case .proceed: return []
    case .signIn:
      if reasons.contains(where: { $0.code == .noSession }) { return [] }
      return [Self.claims("session-revoked", event, about: snapshot)]
    case .reauthenticate:
      guard reauthentication?.aal == .aal2, snapshot.session.assuranceLevel == .aal2 else {
        return []
      }
      event += [
        ("namespace", .string("ory-kratos-aal")), ("current_level", .string("aal1")),
        ("previous_level", .string("aal2")), ("change_direction", .string("decrease")),
      ]
      return [Self.claims("assurance-level-change", event, about: snapshot)]
    }
  }

  private static func claims(
    _ name: String, _ event: [(String, JSONValue)], about snapshot: Snapshot
  ) -> JSONValue {
    func opaque(_ id: String) -> JSONValue {
      .object(["format": .string("opaque"), "id": .string(id)])
    }
    // A subject of several parts (RFC 9493 §3.2.4 and the Shared Signals Framework).
    let subject: [(String, JSONValue)?] = [
      ("format", .string("complex")), ("session", opaque(snapshot.session.id)),
      snapshot.session.identity?.id.map { ("user", opaque($0)) },
    ]
    return .object([
      "sub_id": .object(JSONObject(present: subject)),
      "events": .object(
        JSONObject([
          (
            "https://schemas.openid.net/secevent/caep/event-type/" + name,
            .object(JSONObject(event))
          )
        ])),
    ])
  }
}
