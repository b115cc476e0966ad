import SessionPolicy

/// What is decided where whoami refuses a session for its level (403 `session_aal2_required`): Kratos'
/// `required_aal`, written as a policy, so that its answer is like any other, and never a loop.
///
/// Kratos says nothing of the session then, not even its id. The one that is decided about is no more than
/// its answer: live, with one factor.
enum RequiredLevel {
  /// The policy.
  static let policies: PolicySet = {
    let text = """
      version: 1
      policy: kratos
      rules:
        - { id: confirm, may: refresh }
        - id: required-aal
          must: reauthenticate
          aal: aal2
          because: Your account has a second factor. Please show it.
      """
    let loaded = PolicySet.load([SourceFile(name: "required_aal", text: text)])
    guard let policies = loaded.value else {
      preconditionFailure("the policy of this file does not load: \(loaded.diagnostics)")
    }
    return policies
  }()

  /// The session that whoami does not show.
  static func session(at now: Timestamp) -> JSONValue {
    [
      "id": "", "active": true, "authenticator_assurance_level": "aal1",
      "authentication_methods": [["method": "password", "aal": "aal1"]],
      "expires_at": .string((now.adding(.seconds(3_600)) ?? now).rfc3339),
    ]
  }
}
