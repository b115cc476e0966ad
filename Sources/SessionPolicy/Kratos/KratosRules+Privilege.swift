public import PolicyTime

extension KratosRules {
  /// What a user may want to change in the settings that needs a recent authentication.
  public enum PrivilegedChange: Sendable, Hashable, CaseIterable {
    /// The password.
    case password
    /// Another credential: a second factor, a passkey, a linked provider.
    case credential
    /// A trait that identifies the user or receives messages.
    case protectedTrait
  }

  /// Whether a session was authenticated recently enough for a change in the settings.
  ///
  /// The limit is ``KratosSettings/privilegedSessionMaxAge``, and the very instant at which it is
  /// reached is too late for every change: some strategies would still allow it, but the settings
  /// flow looks once more before it writes. A limit of nothing means *never* up to v26.2, and
  /// *always* at the head, where passwords are the exception.
  public func isPrivileged(
    _ session: Session, at now: Timestamp, for change: PrivilegedChange = .credential
  ) -> Bool {
    guard let authenticatedAt = session.authenticatedAt else { return false }
    let limit = settings.privilegedSessionMaxAge
    if settings.release(for: session) == .head {
      guard session.identity != nil else { return false }
      if limit <= .zero { return change != .password }
    }
    return authenticatedAt.saturatingAdd(limit) > now
  }

  /// The instant at which ``isPrivileged(_:at:for:)`` ends; `nil` when it never holds, or never ends.
  public func privilegedUntil(_ session: Session) -> Timestamp? {
    guard settings.privilegedSessionMaxAge > .zero else { return nil }
    return session.authenticatedAt?.saturatingAdd(settings.privilegedSessionMaxAge)
  }
}
