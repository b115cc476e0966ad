public import PolicyTime

/// The short answer about a session: what happens now, and what may.
///
/// It says the same as the ``Decision`` for the same input, without reasons, steps and deadlines, and
/// takes a fraction of its time.
public struct Verdict: Hashable, Sendable {
  /// What happens now.
  public var outcome: Decision.Outcome
  /// Whether a server may extend the session now.
  public var isExtendAllowed: Bool
  /// Whether the user may refresh the session now.
  public var isRefreshAllowed: Bool
  /// The new expiry in nanoseconds since 1970; `nil` where it may not be extended.
  let expiry: Int128?

  /// The new expiry if it were extended now; `nil` where it may not.
  public var expiresAt: Timestamp? {
    expiry.flatMap { Timestamp(nanosecondsSinceEpoch: $0) }
  }
}

extension Verdict {
  init(_ decision: Decision) {
    self.init(
      outcome: decision.outcome, isExtendAllowed: decision.extend.isAllowed,
      isRefreshAllowed: decision.refresh.isAllowed,
      expiry: decision.extend.expiresAt?.nanosecondsSinceEpoch)
  }
}
