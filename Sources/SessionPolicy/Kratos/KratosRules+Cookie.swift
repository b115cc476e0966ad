public import PolicyCEL

extension KratosRules {
  /// How long a session cookie can be decoded after it was issued, whatever the session's expiry.
  ///
  /// The *project's* lifespan if it is persistent, otherwise 30 days; in whole seconds.
  public var cookieLifetime: Duration {
    settings.persistentCookie
      ? .seconds(settings.lifespan.components.seconds) : .seconds(30 * 86_400)
  }

  /// Whether a cookie can still be decoded; if not, Kratos sees no credentials and answers 401.
  public func cookieDecodes(issuedAt: Timestamp, at now: Timestamp) -> Bool {
    now < cookieDeadline(issuedAt: issuedAt)
  }

  /// The first instant at which a cookie can no longer be decoded.
  ///
  /// Ages are counted in whole seconds, and a cookie of exactly its lifetime still decodes. Before
  /// this instant a renewed one must have reached the browser.
  public func cookieDeadline(issuedAt: Timestamp) -> Timestamp {
    let wholeSecond = Timestamp(seconds: issuedAt.seconds) ?? issuedAt
    return wholeSecond.saturatingAdd(cookieLifetime + .seconds(1))
  }

  /// The `Max-Age` in seconds that a cookie issued now gets; `nil` when it is not persistent, or
  /// when the expiry is unknown.
  public func cookieMaxAge(for session: Session, at now: Timestamp) -> Int64? {
    guard settings.persistentCookie, let expiresAt = session.expiresAt else { return nil }
    return expiresAt.elapsed(since: now).components.seconds
  }

  /// Whether whoami sends the cookie anew: only when the session lives longer than the cookie says.
  ///
  /// - Parameter cookieExpiresAt: The expiry inside the cookie; `nil` when it cannot be read.
  public func whoamiRenewsCookie(of session: Session, cookieExpiresAt: Timestamp?) -> Bool {
    guard let cookieExpiresAt else { return true }
    guard let expiresAt = session.expiresAt else { return false }
    return cookieExpiresAt < expiresAt
  }
}
