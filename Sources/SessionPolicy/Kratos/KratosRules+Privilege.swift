public import PolicyCEL

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
  /// The limit is ``KratosSettings/privilegedSessionMaxAge``. At the very instant it is reached,
  /// releases up to v26.2 still allow credentials and passwords but no protected traits; the
  /// development head allows only passwords. A limit of nothing means *never* up to v26.2, and
  /// *always* at the head, where passwords are again the exception.
  public func isPrivileged(
    _ session: Session, at now: Timestamp, for change: PrivilegedChange = .credential
  ) -> Bool {
    guard let authenticatedAt = session.authenticatedAt else { return false }
    let limit = settings.privilegedSessionMaxAge
    let end = authenticatedAt.saturatingAdd(limit)
    switch (settings.release >= .head, change) {
    case (_, .password), (false, .credential): return end >= now
    case (false, .protectedTrait): return end > now
    case (true, _): return session.identity != nil && (limit <= .zero || end > now)
    }
  }

  /// When ``isPrivileged(_:at:for:)`` ends for good, apart from what it says at that very instant;
  /// `nil` when it never holds, or never ends.
  public func privilegedUntil(_ session: Session) -> Timestamp? {
    guard settings.privilegedSessionMaxAge > .zero else { return nil }
    return session.authenticatedAt?.saturatingAdd(settings.privilegedSessionMaxAge)
  }
}
