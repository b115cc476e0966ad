public import CEL

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

/// A snapshot made ready for the policies, settings included: decided once or many times.
///
/// ```swift
/// let prepared = policies.prepare(snapshot, settings: settings)
/// if prepared.verdict(at: now).outcome != .proceed {
///   respond(with: prepared.decision(at: now))
/// }
/// ```
///
/// It never changes and may be used from any number of threads.
public final class PreparedSnapshot: Sendable {
  /// What was prepared.
  public let snapshot: Snapshot
  /// How the identity server is set up.
  public let settings: KratosSettings
  let plan: DecisionPlan
  let input: Input
  let bits: SessionBits?

  init(_ snapshot: Snapshot, settings: KratosSettings, plan: DecisionPlan, now: Timestamp) {
    self.snapshot = snapshot
    self.settings = settings
    self.plan = plan
    let reader = SnapshotAttributes(snapshot: snapshot, settings: settings, plan: plan)
    input = Input(layout: plan.layout, now: now) { reader.value(of: $0) }
    bits = SessionBits(snapshot.session, settings, methodSets: plan.verdicts.methodSets)
  }

  /// The decision at an instant; left out, at the one that was prepared for.
  public func decision(at now: Timestamp? = nil) -> Decision {
    let input = now.map { self.input.moved(to: $0) } ?? self.input
    return Decision(
      by: Assessor(plan: plan, settings: settings, session: snapshot.session, input: input))
  }

  /// The short answer at an instant; left out, at the one that was prepared for.
  public func verdict(at now: Timestamp? = nil) -> Verdict {
    guard let instant = nanoseconds(now), let found = evaluate(at: instant) else {
      return Verdict(decision(at: now))
    }
    return found.verdict(at: instant)
  }

  /// The short answer, and the first instant at which it is another by time alone; `nil` for never.
  ///
  /// - Parameters:
  ///   - now: The instant; left out, the one that was prepared for.
  ///   - steps: How many instants are looked at. The last of them is given if the answer is still the
  ///     same there: early, but never late.
  public func verdictUntil(
    at now: Timestamp? = nil, steps: Int = 16
  ) -> (verdict: Verdict, validUntil: Timestamp?) {
    guard let instant = nanoseconds(now), let found = evaluate(at: instant) else {
      let decision = decision(at: now)
      return (Verdict(decision), decision.validUntil)
    }
    var flip = found.until
    for _ in 1..<max(steps, 2) {
      guard flip < SessionBits.bound, let next = evaluate(at: flip), next.says(found),
        next.until > flip
      else { break }
      flip = next.until
    }
    let until = flip == .max ? nil : Timestamp(nanosecondsSinceEpoch: Int128(flip))
    return (found.verdict(at: instant), until)
  }

  /// An instant in nanoseconds since 1970, if it is near enough to be added to.
  private func nanoseconds(_ now: Timestamp?) -> Int64? {
    guard let now else { return input.nanoseconds }
    let count = now.nanosecondsSinceEpoch
    return count.magnitude < UInt128(SessionBits.bound) ? Int64(count) : nil
  }
}

extension PolicySet {
  /// Makes a snapshot ready to be decided.
  ///
  /// - Parameters:
  ///   - snapshot: The session and what is asked of it.
  ///   - now: The instant that is meant where none is given; left out, the snapshot's own.
  ///   - settings: How the identity server is set up.
  public func prepare(
    _ snapshot: Snapshot, at now: Timestamp? = nil, settings: KratosSettings = KratosSettings()
  ) -> PreparedSnapshot {
    PreparedSnapshot(
      snapshot, settings: settings, plan: plan, now: now ?? snapshot.now ?? .maximum)
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
