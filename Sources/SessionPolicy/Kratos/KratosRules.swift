public import PolicyTime

/// Why a session is not live.
public enum SessionInactivity: Sendable, Hashable {
  /// Its expiry has come.
  case expired
  /// The browser's cookie can no longer be read, whatever the session says.
  case cookieExpired
  /// Its identity is not in the state `active`.
  case identityInactive
  /// It was ended: by a logout, an administrator, or a hook.
  case revoked
  /// There is none, as Kratos or the caller says.
  case absent
  /// It does not say whether it is active, or until when.
  case unknown
}

/// The rules by which Kratos treats a session, as pure functions of the session and an instant.
///
/// Comparisons are to the nanosecond. Results beyond the year 9999 stay at its end.
public struct KratosRules: Sendable {
  /// The settings the rules depend on.
  public let settings: KratosSettings

  /// The rules under some settings.
  public init(_ settings: KratosSettings = KratosSettings()) { self.settings = settings }

  // MARK: Activity

  /// Why a session is not live at an instant; `nil` when it is.
  ///
  /// A session ends *at* `expires_at`. Since `active` in a document is computed when it was written,
  /// a false one has a cause: in this order the expiry, the identity, or else a revocation. An
  /// identity that is missing, or has no state, ends nothing; a missing `active` or `expires_at`
  /// does, because nothing then shows that the session lives.
  public func inactivity(of session: Session, at now: Timestamp) -> SessionInactivity? {
    Liveness(
      expiresAt: session.expiresAt, isThere: session.isThere, isActive: session.active,
      isIdentityActive: session.identity?.isActive ?? true
    ).inactivity(at: now)
  }

  /// Whether a session is live at an instant.
  public func isActive(_ session: Session, at now: Timestamp) -> Bool {
    inactivity(of: session, at: now) == nil
  }

  // MARK: Extension

  /// The instant *after* which a session can be extended; `nil` when its expiry is unknown.
  public func extendableAfter(_ session: Session) -> Timestamp? {
    session.expiresAt.flatMap(settings.extendableAfter)
  }

  /// The first instant at which a session can be extended: a nanosecond after ``extendableAfter(_:)``.
  public func firstExtendable(_ session: Session) -> Timestamp? {
    session.expiresAt.flatMap(firstExtendable(from:))
  }

  /// The same for a session that ends at an instant.
  func firstExtendable(from expiresAt: Timestamp) -> Timestamp? {
    settings.extendableAfter(expiresAt)?.saturatingAdd(.nanoseconds(1))
  }

  /// Whether Kratos would write a new expiry, rather than answer success and do nothing.
  ///
  /// Kratos looks at the expiry alone: a session that is over can be extended too, and one that
  /// expired then lives again.
  public func canBeExtended(_ session: Session, at now: Timestamp) -> Bool {
    guard let after = extendableAfter(session) else { return false }
    return after < now
  }

  /// The expiry that a login or an extension at an instant gives: a lifespan from then on.
  public func expiry(of session: Session, renewedAt now: Timestamp) -> Timestamp {
    now.saturatingAdd(settings.lifespan(for: session))
  }

  /// By how much an extension at an instant moves the expiry; negative when it shortens the session,
  /// `nil` when the present expiry is unknown.
  public func extensionGain(_ session: Session, at now: Timestamp) -> Duration? {
    session.expiresAt.map { expiry(of: session, renewedAt: now).elapsed(since: $0) }
  }
}

extension Timestamp {
  /// The instant a duration later, or the end of the range that it would leave.
  func saturatingAdd(_ duration: Duration) -> Timestamp {
    adding(duration) ?? (duration < .zero ? .minimum : .maximum)
  }
}
