public import PolicyTime

extension PolicySet {
  /// Decides what may happen to a session.
  ///
  /// A total function of the policies and its arguments: every input gives an answer, what is missing
  /// counts against the session, and no clock is read. May be called from any number of threads.
  ///
  /// ```swift
  /// let decision = policies.decide(snapshot, at: now)
  /// if decision.extend.isAllowed { /* send decision.requests */ }
  /// ```
  ///
  /// - Parameters:
  ///   - snapshot: The session and what is asked of it.
  ///   - now: The instant to decide for; left out, the snapshot's own, and without one the last there is, at
  ///     which no session is live.
  ///   - settings: How the identity server is set up.
  public func decide(
    _ snapshot: Snapshot, at now: Timestamp? = nil, settings: KratosSettings = KratosSettings()
  ) -> Decision {
    prepare(snapshot, at: now, settings: settings).decision()
  }

  /// The same without looking ahead: a decision that does not say how long it lasts, nor when rules will ask or
  /// permit. For those who decide very many sessions and hold decisions against each other.
  package func decidePresent(
    _ snapshot: Snapshot, settings: KratosSettings = KratosSettings()
  ) -> Decision {
    let now = snapshot.now ?? .maximum
    return Decision(
      of: prepare(snapshot, at: now, settings: settings), at: now, looksAhead: false)
  }
}
