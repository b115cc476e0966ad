import PolicyDiagnostics

/// What Kratos answers to an operation that it does not carry out.
public struct KratosRefusal: Error, Sendable, Hashable {
  /// Why it is refused.
  public enum Cause: Sendable, Hashable {
    /// There is no live session.
    case noSession
    /// The client's cookie can no longer be decoded, so that Kratos sees no session.
    case cookieExpired
    /// The session was authenticated too long ago for a change in the settings.
    case notPrivileged
    /// The session is below the level that the settings flow or whoami requires.
    case levelTooLow
    /// There is a live session already.
    case alreadySignedIn
    /// The session already has the level.
    case alreadyAvailable
    /// The identity is disabled.
    case identityDisabled
    /// The code belongs to someone else.
    case identityMismatch
    /// Kratos has no way for the method.
    case method(String, KratosRules.MethodObstacle)
  }

  /// Why it is refused.
  public let cause: Cause
  /// The HTTP status of the answer.
  public let status: Int
  /// The `error.id` of the answer, such as `session_refresh_required`; `nil` where it has none.
  public let id: String?

  init(_ cause: Cause, _ status: Int, _ id: String? = nil) {
    self.cause = cause
    self.status = status
    self.id = id
  }
}

extension KratosRefusal {
  /// What Kratos answers, and why, in one line: "Kratos answers 403 `session_refresh_required`, …".
  public var message: String {
    "Kratos answers \(status)" + (id.map { " `\($0)`" } ?? "") + ", for " + cause.text
  }
}

extension KratosRefusal.Cause {
  fileprivate var text: String {
    switch self {
    case .noSession: "there is no live session"
    case .cookieExpired: "the cookie can no longer be decoded"
    case .notPrivileged:
      "the session was not authenticated within `privileged_session_max_age`"
    case .levelTooLow: "the session is below the level that `required_aal` asks for"
    case .alreadySignedIn: "there is a live session already"
    case .alreadyAvailable: "the session already has the level"
    case .identityDisabled: "the identity is disabled"
    case .identityMismatch: "the code belongs to someone else"
    case .method(let method, let obstacle): "no strategy is responsible: " + obstacle.text(method)
    }
  }
}

extension KratosRules.MethodObstacle {
  fileprivate func text(_ method: String) -> String {
    let name = quotedForDisplay(method)
    return switch self {
    case .unknown: "it knows no method \(name)"
    case .disabled: "\(name) is not enabled below `selfservice.methods`"
    case .neverOffered: "\(name) is never asked for there"
    case .setting(let key): "\(name) is not asked for there by `\(key)`"
    case .browserOnly: "\(name) answers in the flows of browsers alone"
    }
  }
}
