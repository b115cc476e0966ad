import PolicyCEL
import SessionPolicy

/// The parts of a decision in the form in which tests expect them.
struct DecisionFacts {
  let decision: Decision
  let session: Session
  /// The identifier the session had at the beginning.
  let firstID: String
  let isActive: Bool

  /// The value of a part; `nil` for a part that no decision has.
  func value(of part: String) -> ClaimValue? {
    switch part {
    case "outcome": return .word(decision.outcome.rawValue)
    case "extend.allowed": return .flag(decision.extend.isAllowed)
    case "extend.expires_at": return .init(decision.extend.expiresAt)
    case "extend.not_before": return .init(decision.extend.notBefore)
    case "extend.rules": return .names(decision.extend.rules)
    case "extend.reasons": return .init(decision.extend.reasons)
    case "refresh.allowed": return .flag(decision.refresh.isAllowed)
    case "refresh.rules": return .names(decision.refresh.rules)
    case "refresh.reasons": return .init(decision.refresh.reasons)
    case "rules": return .names(decision.reasons.compactMap(\.rule))
    case "reasons": return .init(decision.reasons)
    case "valid_until": return .init(decision.validUntil)
    case "indeterminate": return .records(decision.indeterminate.map(\.record), isOrdered: false)
    case "calls": return .records(decision.requests.map(\.record), isOrdered: false)
    case "deadlines.expires_at": return .init(decision.deadlines.expiresAt)
    case "deadlines.extendable_from": return .init(decision.deadlines.extendableFrom?.at)
    case "deadlines.reauthenticate_at": return .init(decision.deadlines.reauthenticateAt?.at)
    case "deadlines.sign_in_at": return .init(decision.deadlines.signInAt?.at)
    default:
      let name = part.split(separator: ".", maxSplits: 1).map(String.init)
      if name.first == "session", let field = name.last { return sessionValue(field) }
      return reauthenticationValue(name.last ?? part)
    }
  }

  private func reauthenticationValue(_ name: String) -> ClaimValue? {
    let due = decision.reauthentication
    switch name {
    case "reauthentication": return due == nil ? ClaimValue.none : .word("due")
    case "aal": return due?.aal.map { .word($0.name) } ?? ClaimValue.none
    case "max_age": return due?.maxAge.map { .duration($0) } ?? ClaimValue.none
    case "methods": return due?.methods.map { .names($0) } ?? ClaimValue.none
    case "rules": return .names(due?.rules ?? [])
    case "missing": return .names((due?.missing ?? []).map(\.rawValue))
    case "steps": return .records((due?.steps ?? []).map(\.record), isOrdered: true)
    default: return nil
    }
  }

  private func sessionValue(_ name: String) -> ClaimValue? {
    switch name {
    case "active": return .flag(isActive)
    case "expires_at": return .init(session.expiresAt)
    case "authenticated_at": return .init(session.authenticatedAt)
    case "issued_at": return .init(session.issuedAt)
    case "aal": return session.assuranceLevel.map { .word($0.name) } ?? ClaimValue.none
    case "methods": return .sequence(session.authenticationMethods.map(\.method))
    case "identity": return session.identity?.id.map { .word($0) } ?? ClaimValue.none
    case "new": return .flag(session.id != firstID)
    default: return nil
    }
  }
}

extension ClaimValue {
  fileprivate init(_ instant: Timestamp?) { self = instant.map { .instant($0) } ?? .none }

  fileprivate init(_ reasons: [Reason]) {
    self = .records(
      reasons.map { reason in
        var record = ["code": reason.code.rawValue]
        record["rule"] = reason.rule
        record["message"] = reason.message
        return record
      }, isOrdered: false)
  }
}

extension Decision.Indeterminate {
  fileprivate var record: [String: String] {
    var record = ["cause": cause]
    record["rule"] = rule
    record["attribute"] = attribute
    return record
  }
}

extension Decision.Step {
  fileprivate var record: [String: String] {
    var record = ["factor": factor.rawValue]
    record["methods"] = methods.map { ClaimValue.names($0).text }
    return record
  }
}

extension KratosRequest {
  fileprivate var record: [String: String] {
    [
      "purpose": purpose.rawValue, "method": method, "path": path, "audience": audience.rawValue,
    ]
  }
}
