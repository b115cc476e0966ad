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

extension ReasonCode {
  /// Whether it is that the session itself is over, in which no rule has a part.
  package var endsSession: Bool {
    switch self {
    case .sessionInactive, .sessionExpired, .identityInactive, .cookieExpired, .noSession: true
    default: false
    }
  }

  /// What it means, in one sentence.
  public var meaning: String {
    switch self {
    case .sessionInactive: "The session was revoked."
    case .sessionExpired: "The session's expiry has passed."
    case .identityInactive: "The identity is disabled."
    case .aalInsufficient: "The session's assurance level is too low."
    case .methodMissing: "None of the methods that a rule requires was completed."
    case .maxAgeExceeded: "The evidence is older than `max_age`."
    case .idleTimeout: "The user was idle for `max_idle` or longer."
    case .lifetimeExceeded: "The session was issued `max_lifetime` ago or earlier."
    case .ruleInForce: "A rule without requirements applies."
    case .extendWindowNotOpen: "It is too early to extend: `within`, or Kratos' own window."
    case .extendCapReached: "The new expiry would pass `max_age` or `max_lifetime`."
    case .extendNoGain: "The new expiry would not be later than the present one."
    case .reauthenticationDue: "The user has to prove themselves again first."
    case .signInDue: "The present session is over."
    case .forbidden: "A `never` rule applies."
    case .noMatchingPermit: "No `may` rule applies."
    case .cookieExpired: "The browser's cookie is too old for Kratos to read."
    case .noSession: "There is no session: Kratos answered 401."
    case .inputMissing: "An input is missing, or cannot be read as it was declared."
    case .evaluationError: "A condition failed."
    }
  }

  /// What helps, in one sentence.
  public var remedy: String {
    switch self {
    case .sessionInactive, .sessionExpired, .noSession: "Let the user sign in."
    case .identityInactive: "Nothing helps but an administrator who enables the identity."
    case .aalInsufficient: "Follow `reauthentication.steps`: a second factor."
    case .methodMissing:
      "Follow `reauthentication.steps`; `enrol` comes first where it has to be set up."
    case .maxAgeExceeded: "Follow `reauthentication.steps`: the same evidence, shown again."
    case .idleTimeout:
      "Send `request.last_active_at` as it is; under `must`, follow the steps or let the user sign in."
    case .lifetimeExceeded: "Let the user sign in: only a new session begins a new lifetime."
    case .ruleInForce: "Do what the outcome says; the rule's `because` tells the user why."
    case .extendWindowNotOpen: "Ask again at `extend.not_before`."
    case .extendCapReached: "Let the user refresh or sign in; extending never moves past this."
    case .extendNoGain: "Ask again later; the session already lives that long."
    case .reauthenticationDue: "Follow `reauthentication.steps`, then ask again."
    case .signInDue: "Let the user sign in, then ask again."
    case .forbidden: "Read the rule: what its `when` asks for has to change."
    case .noMatchingPermit: "Write a `may` rule that applies, if it should be permitted."
    case .cookieExpired:
      "Let the user sign in; call whoami after extending, which renews the cookie."
    case .inputMissing: "Send what `indeterminate` names, as its type is declared."
    case .evaluationError:
      "Mend the condition that `indeterminate` names; `explain` shows its values."
    }
  }
}
