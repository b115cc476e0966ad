import PolicyCEL
import PolicyTime

/// A key that limits the time since an instant.
///
/// This is the one place that knows the limits. Reading, the editors' schema, deciding, looking ahead,
/// explaining, coverage and lint all go by its rows, so that a new limit is a case and a row here, its
/// reason among ``ReasonCode``, and a line in the reference.
public enum LimitKey: String, Hashable, Sendable, CaseIterable {
  /// The age of the evidence.
  case maxAge = "max_age"
  /// The time since the last activity.
  case maxIdle = "max_idle"
  /// The time since the session was issued.
  case maxLifetime = "max_lifetime"

  /// What is known of a limit.
  struct Row: Sendable {
    /// What the time is counted from.
    enum Start: Sendable {
      /// What a requirement takes for evidence: see ``Evidence``.
      case evidence
      /// An attribute, and how it is read.
      case attribute(AttributePath, @Sendable (Snapshot) -> Timestamp?)
    }

    let start: Start
    /// Why a session is refused that has reached the limit.
    let reason: ReasonCode
    /// Whether the new expiry of an extension has to stay within the limit too: whether only
    /// authenticating, and no mere activity, begins it anew.
    let capsExtension: Bool
    /// The effects that take it, among those that look at what a session shows.
    let effects: Set<Effect>
    /// What it means, in one sentence.
    let summary: String
    /// Keys that other tools have for the same.
    let synonyms: [String]
  }

  /// The row of this limit.
  var row: Row {
    switch self {
    case .maxAge:
      Row(
        start: .evidence, reason: .maxAgeExceeded, capsExtension: true, effects: Effect.demanding,
        summary: "The evidence is younger than this: the last authentication or, with `aal: aal2` "
          + "or `methods`, the newest completion of those.",
        synonyms: ["overall_timeout", "max_authentication_age"])
    case .maxIdle:
      Row(
        start: .attribute(AttributePath(["request", "last_active_at"])) { $0.request.lastActiveAt },
        reason: .idleTimeout, capsExtension: false, effects: Effect.demanding,
        summary: "The time since the last activity is less than this.",
        synonyms: ["idle", "idle_timeout", "inactivity_timeout"])
    case .maxLifetime:
      Row(
        start: .attribute(AttributePath(["session", "issued_at"])) { $0.session.issuedAt },
        reason: .lifetimeExceeded, capsExtension: true,
        effects: Effect.demanding.subtracting([.mustReauthenticate]),
        summary: "The time since the session was issued is less than this.",
        synonyms: ["lifetime", "absolute_timeout", "max_session_age"])
    }
  }
}

extension Effect {
  /// The effects that look at what the session shows.
  static let demanding = Set(allCases.filter { $0.verb != .never })
}
