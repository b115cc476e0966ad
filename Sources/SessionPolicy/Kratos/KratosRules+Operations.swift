public import PolicyTime

extension KratosRules {
  /// The session after an extension, which moves `expires_at` and nothing else; unchanged when the
  /// window is not open.
  public func extended(_ session: Session, at now: Timestamp) -> Session {
    guard canBeExtended(session, at: now) else { return session }
    var session = session
    session.expiresAt = expiry(of: session, renewedAt: now)
    return session
  }

  /// The session after the same identity completed a login within it: a refresh or a step-up.
  ///
  /// `authenticated_at` and `expires_at` move, the method is added, the level computed anew.
  /// `issued_at` stays, though the response to the login shows the present in its place.
  ///
  /// - Parameters:
  ///   - session: The session before.
  ///   - factor: What was completed.
  ///   - asked: What the flow asked for.
  ///   - now: When.
  public func refreshed(
    _ session: Session, by factor: AuthenticationMethod, as asked: Factor = .first,
    at now: Timestamp
  ) -> Session {
    var session = adding(factor, as: asked, to: session, at: now)
    session.active = true
    session.authenticatedAt = now
    session.expiresAt = expiry(of: session, renewedAt: now)
    return session
  }

  /// The session after a second factor, a passkey or a provider was set up in the settings.
  ///
  /// The method is added and the level computed anew; `authenticated_at` moves only at the
  /// development head, `expires_at` never. A password is none of them: it adds no method.
  public func enrolled(
    _ session: Session, _ factor: AuthenticationMethod, at now: Timestamp
  ) -> Session {
    guard factor.method != "password" else { return session }
    var session = adding(factor, as: nil, to: session, at: now)
    if settings.release(for: session) == .head { session.authenticatedAt = now }
    return session
  }

  /// The session after a logout, or after an administrator or a hook ended it.
  public func revoked(_ session: Session) -> Session {
    var session = session
    session.active = false
    return session
  }

  /// The session that a login, a registration, a recovery, or any login by OpenID Connect begins.
  public func begun(
    id: String, identity: Identity?, by factor: AuthenticationMethod, at now: Timestamp,
    devices: [Device] = []
  ) -> Session {
    let session = Session(id: id, issuedAt: now, identity: identity, devices: devices)
    return refreshed(session, by: factor, at: now)
  }

  /// Records a completed method, at the level it has under the settings unless it names one.
  private func adding(
    _ factor: AuthenticationMethod, as asked: Factor?, to session: Session, at now: Timestamp
  ) -> Session {
    var entry = factor
    entry.completedAt = now
    if entry.aal?.isEmpty != false {
      entry.aal = recordedLevel(ofMethod: entry.method, as: asked)?.name
    }
    var session = session
    session.authenticationMethods.append(entry)
    session.authenticatorAssuranceLevel =
      AssuranceLevel.achieved(
        by: session.authenticationMethods, in: settings.release(for: session)
      ).name
    return session
  }
}
