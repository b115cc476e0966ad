public import PolicyTime

extension KratosRules {
  /// How long a session cookie can be decoded after it was issued, whatever the session's expiry;
  /// `nil` for as long as it lasts.
  ///
  /// The *project's* lifespan, in whole seconds, if it is persistent, otherwise 30 days. A lifespan
  /// under one second is no limit, for the codec takes an age of 0 for none.
  public var cookieLifetime: Duration? {
    guard settings.persistentCookie else { return .seconds(30 * 86_400) }
    let seconds = settings.lifespan.components.seconds
    return seconds > 0 ? .seconds(seconds) : nil
  }

  /// Whether a cookie can still be decoded; if not, Kratos sees no credentials and answers 401.
  public func cookieDecodes(issuedAt: Timestamp, at now: Timestamp) -> Bool {
    cookieDeadline(issuedAt: issuedAt).map { now < $0 } ?? true
  }

  /// The first instant at which a cookie can no longer be decoded; `nil` for none.
  ///
  /// Ages are counted in whole seconds, and a cookie of exactly its lifetime still decodes. Before
  /// this instant a renewed one must have reached the browser.
  public func cookieDeadline(issuedAt: Timestamp) -> Timestamp? {
    guard let cookieLifetime else { return nil }
    let wholeSecond = Timestamp(seconds: issuedAt.seconds) ?? issuedAt
    return wholeSecond.saturatingAdd(cookieLifetime + .seconds(1))
  }

  /// The `Max-Age` in seconds that a cookie issued now gets; `nil` when it is not persistent, when
  /// the expiry is unknown, or when less than a second is left.
  public func cookieMaxAge(for session: Session, at now: Timestamp) -> Int64? {
    guard settings.persistentCookie, let expiresAt = session.expiresAt else { return nil }
    let seconds = expiresAt.elapsed(since: now).components.seconds
    return seconds > 0 ? seconds : nil
  }

  /// Whether whoami sends the cookie anew: only when the session lives longer than the cookie says.
  ///
  /// - Parameters:
  ///   - session: The session that the cookie names.
  ///   - cookieExpiresAt: The expiry inside the cookie; `nil` when it cannot be read.
  public func whoamiRenewsCookie(of session: Session, cookieExpiresAt: Timestamp?) -> Bool {
    guard let cookieExpiresAt else { return true }
    guard let expiresAt = session.expiresAt else { return false }
    return cookieExpiresAt < expiresAt
  }
}
