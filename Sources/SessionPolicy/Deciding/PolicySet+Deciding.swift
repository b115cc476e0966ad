public import CEL

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
    Decision(
      by: Assessor(
        plan: plan, settings: settings, snapshot: snapshot, now: now ?? snapshot.now ?? .maximum))
  }
}

extension Decision {
  /// Decides at the instant that an input was prepared for.
  init(by assessor: Assessor) {
    let session = assessor.session
    let judge = Judge(plan: assessor.plan, settings: assessor.settings, session: session)
    let assessment = assessor.assess(at: assessor.now)
    let ruling = judge.rule(on: assessment)
    let view = Horizon(assessor: assessor, judge: judge).view(from: assessment, ruling)
    self.init(
      ruling, at: assessor.now, session: session, view: view, steps: StepPlanner(session: session))
  }

  init(
    _ ruling: Ruling, at now: Timestamp, session: Session, view: Horizon.View, steps: StepPlanner
  ) {
    let expiry = ruling.lengthening.flatMap { now.adding($0) }
    self.init(
      outcome: ruling.outcome,
      extend: Extend(
        isAllowed: ruling.isExtendAllowed, expiresAt: expiry, notBefore: ruling.notBefore,
        rules: ruling.extendRules, reasons: ruling.extendReasons),
      refresh: Refresh(
        isAllowed: ruling.isRefreshAllowed, rules: ruling.refreshRules,
        reasons: ruling.refreshReasons, steps: ruling.isRefreshAllowed ? [steps.step(.first)] : []),
      reauthentication: ruling.reauthentication, reasons: ruling.reasons,
      indeterminate: ruling.indeterminate, deadlines: view.deadlines,
      requests: Self.requests(for: ruling, session: session), validUntil: view.validUntil)
  }

  /// The calls that carry out what is allowed now.
  private static func requests(for ruling: Ruling, session: Session) -> [KratosRequest] {
    if ruling.isExtendAllowed { return [.extend(session.id), .renewCookie] }
    if ruling.outcome == .signIn, ruling.isLive { return [.revoke(session.id)] }
    return []
  }
}
