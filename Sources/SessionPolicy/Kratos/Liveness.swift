/// Whether a session is live: what a document says of it, apart from the time.
///
/// As in Kratos: active, not expired, and the identity, where it is shown, not disabled. It is generic
/// over instants, so that the rules of Kratos and the law of policies, which counts nanoseconds, have the
/// same.
struct Liveness<Instant: Comparable & Sendable>: Sendable {
  /// When the session ends.
  let expiresAt: Instant?
  /// When Kratos can no longer read the browser's cookie, whatever the session says; `nil` where nobody
  /// tells when it was issued.
  let cookieEndsAt: Instant?
  /// Why it is not live although it has not ended.
  let otherwise: SessionInactivity?

  init(
    expiresAt: Instant?, cookieEndsAt: Instant? = nil, isThere: Bool = true, isActive: Bool?,
    isIdentityActive: Bool
  ) {
    guard isThere else {
      self.init(expiresAt: nil, cookieEndsAt: nil, otherwise: .absent)
      return
    }
    let cause: SessionInactivity? =
      if !isIdentityActive { .identityInactive } else if isActive == false { .revoked } else {
        isActive == nil || expiresAt == nil ? .unknown : nil
      }
    self.init(expiresAt: expiresAt, cookieEndsAt: cookieEndsAt, otherwise: cause)
  }

  init(expiresAt: Instant?, cookieEndsAt: Instant?, otherwise: SessionInactivity?) {
    self.expiresAt = expiresAt
    self.cookieEndsAt = cookieEndsAt
    self.otherwise = otherwise
  }

  /// Why the session is not live at an instant; `nil` if it is.
  @inline(__always)
  func inactivity(at now: Instant) -> SessionInactivity? {
    if let expiresAt, expiresAt <= now { return .expired }
    if let cookieEndsAt, cookieEndsAt <= now { return .cookieExpired }
    return otherwise
  }

  /// The first instant after another at which the answer may be another one; `nil` for never.
  @inline(__always)
  func flip(after now: Instant) -> Instant? {
    let ending = expiresAt.flatMap { now < $0 ? $0 : nil }
    guard let cookieEndsAt, now < cookieEndsAt else { return ending }
    return ending.map { min($0, cookieEndsAt) } ?? cookieEndsAt
  }
}
