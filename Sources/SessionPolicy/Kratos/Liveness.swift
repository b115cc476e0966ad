/// Whether a session is live: what a document says of it, apart from the time.
///
/// As in Kratos: active, not expired, and the identity, where it is shown, not disabled. It is generic
/// over instants, so that the rules of Kratos and the law of policies, which counts nanoseconds, have the
/// same.
struct Liveness<Instant: Comparable & Sendable>: Sendable {
  /// When the session ends.
  let expiresAt: Instant?
  /// Why it is not live although it has not ended.
  let otherwise: SessionInactivity?

  init(expiresAt: Instant?, isActive: Bool?, isIdentityActive: Bool) {
    let cause: SessionInactivity? =
      if !isIdentityActive { .identityInactive } else if isActive == false { .revoked } else {
        isActive == nil || expiresAt == nil ? .unknown : nil
      }
    self.init(expiresAt: expiresAt, otherwise: cause)
  }

  init(expiresAt: Instant?, otherwise: SessionInactivity?) {
    self.expiresAt = expiresAt
    self.otherwise = otherwise
  }

  /// Why the session is not live at an instant; `nil` if it is.
  @inline(__always)
  func inactivity(at now: Instant) -> SessionInactivity? {
    if let expiresAt, expiresAt <= now { return .expired }
    return otherwise
  }
}
