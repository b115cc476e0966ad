/// Something that happens to a session.
public enum SessionOperation: Sendable, Equatable {
  /// The user does something in the application; Kratos does not notice.
  case activity
  /// A server extends the session.
  case extend
  /// The session is read; Kratos changes nothing.
  case whoami
  /// The user signs in, registers or recovers the account: a new session.
  ///
  /// The identity is the one of the present session unless another is given.
  case signIn(AuthenticationMethod, identity: Identity? = nil)
  /// The user confirms who they are by a first factor, in a login flow with `refresh=true`.
  ///
  /// By OpenID Connect or SAML, or as someone else, this begins a new session.
  case refresh(AuthenticationMethod, identity: Identity? = nil)
  /// The user adds a second factor to a session at `aal1`, in a login flow with `aal=aal2`.
  case stepUp(AuthenticationMethod)
  /// The user shows a second factor again, in a login flow with `aal=aal2` and `refresh=true`.
  case refreshSecondFactor(AuthenticationMethod)
  /// The user sets up a credential in the settings.
  case enrol(AuthenticationMethod)
  /// The session is ended by a logout, an administrator or a hook.
  case revoke
  /// An administrator sets the identity's state.
  case setIdentityState(active: Bool)
}

/// What an operation did.
public enum SessionOperationResult: Sendable, Hashable {
  /// The session goes on with changes.
  case changed
  /// A new session took its place.
  case newSession
  /// Nothing changed.
  case unchanged(Reason)

  /// Why nothing changed.
  public enum Reason: Sendable, Hashable {
    /// There was nothing to change.
    case noEffect
    /// The session is extended only shortly before its expiry; Kratos still answers success.
    case extendWindowNotOpen
    /// There is no live session: 401 `session_aal1_required`.
    case noLiveSession
    /// The session already has the level: 400 `session_already_available`.
    case alreadyAvailable
    /// The identity is disabled: 400 `identity_disabled`.
    case identityDisabled
    /// The code belongs to someone else, which the development head refuses.
    case identityMismatch
    /// The operation lies before the present instant.
    case inThePast
  }
}
