/// The reasons a decision can give.
public enum ReasonCode: String, Hashable, Sendable, CaseIterable {
  /// The session was revoked.
  case sessionInactive = "session_inactive"
  /// The session's expiry has passed.
  case sessionExpired = "session_expired"
  /// The identity is disabled.
  case identityInactive = "identity_inactive"
  /// The session's assurance level is too low.
  case aalInsufficient = "aal_insufficient"
  /// None of the required methods was completed.
  case methodMissing = "method_missing"
  /// The evidence is too old.
  case maxAgeExceeded = "max_age_exceeded"
  /// The session was idle for too long.
  case idleTimeout = "idle_timeout"
  /// The session was issued too long ago.
  case lifetimeExceeded = "lifetime_exceeded"
  /// A rule without requirements applies.
  case ruleInForce = "rule_in_force"
  /// It is too early to extend.
  case extendWindowNotOpen = "extend_window_not_open"
  /// The new expiry would pass a limit that extending must not pass.
  case extendCapReached = "extend_cap_reached"
  /// The new expiry would not be later than the present one.
  case extendNoGain = "extend_no_gain"
  /// Re-authentication comes first.
  case reauthenticationDue = "reauthentication_due"
  /// Signing in comes first.
  case signInDue = "sign_in_due"
  /// A rule forbids it.
  case forbidden
  /// No rule permits it.
  case noMatchingPermit = "no_matching_permit"
  /// The browser's cookie is too old for Kratos to read.
  case cookieExpired = "cookie_expired"
  /// There is no session.
  case noSession = "no_session"
  /// An input is missing, or cannot be read as it was declared.
  case inputMissing = "input_missing"
  /// A condition failed.
  case evaluationError = "evaluation_error"
}
