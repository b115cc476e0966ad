/// Something that happens to a session.
public enum SessionOperation: Sendable, Equatable {
  /// The user does something in the application; Kratos does not notice.
  case activity
  /// A server extends the session.
  case extend
  /// The client reads its session, which may bring it a new cookie.
  case whoami
  /// The user signs in or registers, in a login flow for a first factor: a new session.
  ///
  /// The identity is the one of the present session unless another is given. Kratos refuses it while
  /// the same client has a live session.
  case signIn(AuthenticationMethod, identity: Identity? = nil)
  /// The user recovers the account by `link_recovery` or `code_recovery`: a new session, whether or
  /// not there is a live one.
  case recover(AuthenticationMethod, identity: Identity? = nil)
  /// The user confirms who they are by a first factor, in a login flow with `refresh=true`.
  ///
  /// By OpenID Connect or SAML, as someone else, or without a live session, this begins a new one.
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
  /// The session is as it was, and the client got a new cookie for it.
  case cookieRenewed
  /// Nothing changed, though Kratos answers success, or was not asked.
  case unchanged(Reason)
  /// Kratos refused, and nothing changed.
  case refused(KratosRefusal)

  /// Why nothing changed.
  public enum Reason: Sendable, Hashable {
    /// There was nothing to change.
    case noEffect
    /// The session is extended only shortly before its expiry; Kratos still answers success.
    case extendWindowNotOpen
    /// The method was to be recorded at a level that Kratos does not record it at, but at this one.
    case recordedAt(AssuranceLevel)
    /// The operation lies before the present instant.
    case inThePast
  }
}
