import CEL
public import JSON

extension Decision {
  /// The decision in the shape that programs read; `id` is the snapshot's, if it had one.
  public func json(id: JSONValue? = nil) -> JSONValue {
    var members: [(String, JSONValue)] = []
    if let id { members.append(("id", id)) }
    members += [
      ("outcome", .string(outcome.rawValue)), ("extend", extend.json), ("refresh", refresh.json),
      ("reauthentication", reauthentication?.json ?? .null),
      ("reasons", .array(reasons.map(\.json))), ("deadlines", deadlines.json),
      ("requests", .array(requests.map(\.json))), ("valid_until", .instant(validUntil)),
      ("indeterminate", .array(indeterminate.map(\.json))),
    ]
    return .object(JSONObject(members))
  }
}

extension JSONValue {
  static func instant(_ instant: Timestamp?) -> JSONValue {
    instant.map { .string($0.rfc3339) } ?? .null
  }

  static func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

  static func strings(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
}

extension Decision.Extend {
  fileprivate var json: JSONValue {
    [
      "allowed": .bool(isAllowed), "expires_at": .instant(expiresAt),
      "not_before": .instant(notBefore), "rules": .strings(rules),
      "reasons": .array(reasons.map(\.json)),
    ]
  }
}

extension Decision.Refresh {
  fileprivate var json: JSONValue {
    [
      "allowed": .bool(isAllowed), "rules": .strings(rules),
      "reasons": .array(reasons.map(\.json)), "steps": .array(steps.map(\.json)),
    ]
  }
}

extension Decision.Reauthentication {
  fileprivate var json: JSONValue {
    [
      "aal": .text(aal?.name), "max_age": .text(maxAge.map { $0.policyText ?? $0.secondsText }),
      "methods": methods.map { .strings($0) } ?? .null, "rules": .strings(rules),
      "missing": .strings(missing.map(\.rawValue)), "steps": .array(steps.map(\.json)),
    ]
  }
}

extension Decision.Step {
  fileprivate var json: JSONValue {
    var members: [(String, JSONValue)] = [("factor", .string(factor.rawValue))]
    if let methods { members.append(("methods", .strings(methods))) }
    members += [("browser", Self.call(browser)), ("native", Self.call(native))]
    return .object(JSONObject(members))
  }

  private static func call(_ request: KratosRequest) -> JSONValue {
    [
      "method": .string(request.method), "path": .string(request.path),
      "query": .object(JSONObject(request.query.map { ($0.name, .string($0.value)) })),
    ]
  }
}

extension Decision.Deadlines {
  fileprivate var json: JSONValue {
    var rules: [(String, JSONValue)] = []
    for (name, deadline) in [
      ("extendable_from", extendableFrom), ("reauthenticate_at", reauthenticateAt),
      ("sign_in_at", signInAt),
    ] {
      if let rule = deadline?.rule { rules.append((name, .string(rule))) }
    }
    return [
      "expires_at": .instant(expiresAt), "extendable_from": .instant(extendableFrom?.at),
      "reauthenticate_at": .instant(reauthenticateAt?.at), "sign_in_at": .instant(signInAt?.at),
      "rules": .object(JSONObject(rules)),
    ]
  }
}

extension Reason {
  var json: JSONValue {
    var members: [(String, JSONValue)] = [
      ("code", .string(code.rawValue)), ("rule", .text(rule)),
    ]
    if let message { members.append(("message", .string(message))) }
    return .object(JSONObject(members))
  }
}

extension Decision.Indeterminate {
  fileprivate var json: JSONValue {
    ["rule": .text(rule), "attribute": .text(attribute), "cause": .string(cause)]
  }
}
