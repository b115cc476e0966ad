import PolicyCEL
import PolicyDiagnostics
public import PolicyTime
import Synchronization

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
public final class PreparedSnapshot: PreparedInput, Sendable {
  /// All that was read of a snapshot.
  private final class Whole: Sendable {
    let snapshot: Snapshot
    let input: Input

    init(_ snapshot: Snapshot, _ input: Input) {
      self.snapshot = snapshot
      self.input = input
    }
  }

  /// The document that it was prepared from; `nil` for a snapshot.
  private let document: SourceFile?
  /// All of it; of a document only once it was needed.
  private let whole: Mutex<Whole?>
  /// What was last made of it for an instant before which some input lies ahead that may not.
  private let ahead = Mutex<(now: Timestamp, input: UnsettledInput)?>(nil)
  /// How the identity server is set up.
  public let settings: KratosSettings
  let plan: DecisionPlan
  let cells: Cells
  let state: SessionState
  let ignored: [Decision.Ignored]
  /// What is always as new as the instant that is asked about; see ``Aftermath``.
  private let renewal: Renewal?
  /// The same in 64 bits, if all that short answers take fits.
  private let narrowFacts: SessionFacts<Int64>?
  /// The instant that is meant where none is given.
  private let now: Timestamp

  init(
    _ snapshot: Snapshot, settings: KratosSettings, plan: DecisionPlan, now: Timestamp,
    renewal: Renewal? = nil
  ) {
    self.settings = settings
    self.plan = plan
    self.now = now
    self.renewal = renewal
    let input = snapshot.input(at: now, settings: settings, plan: plan, renewal: renewal)
    ignored = snapshot.ignored(by: plan.declaredContext)
    document = nil
    whole = Mutex(Whole(snapshot, input))
    cells = input.cells
    state = SessionState(
      snapshot, settings, methodSets: plan.table.methodSets)
    narrowFacts = plan.table.isNarrow ? SessionFacts(state.facts) : nil
  }

  /// Takes a session in which steps have just been done, and what was made of it; see ``Aftermath``.
  ///
  /// - Parameter snapshot: The snapshot before them; no instant in it lies ahead that may not.
  init(
    _ snapshot: Snapshot, _ input: Input, _ state: SessionState, settings: KratosSettings,
    plan: DecisionPlan, now: Timestamp
  ) {
    self.settings = settings
    self.plan = plan
    self.now = now
    self.state = state
    renewal = nil
    ignored = []
    document = nil
    whole = Mutex(Whole(snapshot, input))
    cells = input.cells
    narrowFacts = nil
  }

  /// Reads a document in one pass; `nil` if it takes more.
  convenience init?(
    scanning file: SourceFile, settings: KratosSettings, plan: DecisionPlan, now: Timestamp?
  ) {
    let found = file.bytes.withUnsafeBufferPointer {
      ScannedDocument($0, of: file, settings: settings, reading: plan.reading)
    }
    guard let found else { return nil }
    self.init(found, of: file, settings: settings, plan: plan, now: now)
  }

  /// Takes what was scanned for two sets, for one of them; see ``PolicyPair``.
  init(
    _ found: ScannedDocument, of file: SourceFile, settings: KratosSettings, plan: DecisionPlan,
    now: Timestamp?
  ) {
    self.settings = settings
    self.plan = plan
    self.now = now ?? found.now ?? .maximum
    document = file
    ignored = []
    renewal = nil
    whole = Mutex(nil)
    cells = found.cells
    state = found.state
    narrowFacts = plan.table.isNarrow ? SessionFacts(found.state.facts) : nil
  }

  /// What was prepared; read now if only what the policies ask for was read before.
  public var snapshot: Snapshot { complete.snapshot }

  /// All of what was prepared; a document of which only a part was read is read once more.
  private var complete: Whole {
    whole.withLock { known in
      if let known { return known }
      let snapshot = Self.snapshot(in: document ?? SourceFile(name: "nothing", bytes: []))
      let read = Whole(snapshot, snapshot.input(at: now, settings: settings, plan: plan))
      known = read
      return read
    }
  }

  var wholeInput: Input { complete.input }

  func unsettled(at now: Timestamp) -> UnsettledInput {
    if let known = ahead.withLock({ $0 }), known.now == now { return known.input }
    let input = complete.snapshot.unsettled(
      at: now, settings: settings, plan: plan, renewal: renewal)
    ahead.withLock { $0 = (now, input) }
    return input
  }

  /// The decision at an instant; left out, at the one that was prepared for.
  public func decision(at now: Timestamp? = nil) -> Decision {
    Decision(of: self, at: now ?? self.now)
  }

  /// The snapshot of a document that was scanned. The scanner gives up where the reader would find an error,
  /// so that there is one; if there were none, a session that nobody calls active is over.
  static func snapshot(in file: SourceFile) -> Snapshot {
    SessionReader.read(file).value ?? Snapshot(session: Session(id: "", active: nil))
  }

  /// The short answer at an instant; left out, at the one that was prepared for.
  public func verdict(at now: Timestamp? = nil) -> Verdict {
    shortVerdict(at: now) ?? Verdict(decision(at: now))
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
    guard let (instant, facts) = narrow(now),
      let (verdict, flip) = Law<_, VerdictLedger>(of: self, facts)
        .verdictUntil(self, at: instant, steps: steps)
    else {
      let decision = decision(at: now)
      return (Verdict(decision), decision.validUntil)
    }
    return (verdict, flip == .max ? nil : Timestamp(nanosecondsNearEpoch: flip))
  }

  /// The short answer, and whether a decision hangs on an input that is missing or failed.
  package func verdictAndLack(
    at now: Timestamp? = nil
  ) -> (verdict: Verdict, lacksInput: Bool) {
    if let (instant, facts) = narrow(now),
      let found = Law<_, VerdictLedger>(of: self, facts).verdictAndLack(self, at: instant)
    {
      return found
    }
    let decision = decision(at: now)
    return (Verdict(decision), !decision.indeterminate.isEmpty)
  }

  /// The instant that is meant where none is given.
  package var instant: Timestamp { now }

  /// The session's identifier.
  package var sessionID: String { state.id.text }

  /// Whether the identity server takes the session for a live one at the instant that is meant.
  package var isLive: Bool {
    state.facts.liveness.inactivity(at: now.nanosecondsSinceEpoch) == nil
  }

  /// The short answer, if it takes no more than bits.
  @inline(__always)
  func shortVerdict(at now: Timestamp? = nil) -> Verdict? {
    guard let (instant, facts) = narrow(now) else { return nil }
    return Law<_, VerdictLedger>(of: self, facts).verdict(self, at: instant)
  }

  /// An instant in nanoseconds since 1970 and the facts in 64 bits, if it is near enough to be added to,
  /// and no other lies ahead of it that may not.
  @inline(__always)
  private func narrow(_ now: Timestamp?) -> (instant: Int64, facts: SessionFacts<Int64>)? {
    let count = (now ?? self.now).nanosecondsSinceEpoch
    guard let narrowFacts, Int64.fits(instant: count) else { return nil }
    let instant = Int64(truncatingIfNeeded: count)
    return instant < narrowFacts.settledAt ? nil : (instant, narrowFacts)
  }
}

extension Snapshot {
  /// The attributes that policies read, at an instant.
  func input(
    at now: Timestamp, settings: KratosSettings, plan: DecisionPlan, renewal: Renewal? = nil
  ) -> Input {
    let reader = SnapshotAttributes(
      snapshot: self, settings: settings, plan: plan, renewal: renewal)
    return Input(layout: plan.layout, now: now, reading: reader.reading(of:))
  }

  /// The same at an instant before which some input lies ahead that may not.
  func unsettled(
    at now: Timestamp, settings: KratosSettings, plan: DecisionPlan, renewal: Renewal? = nil
  ) -> UnsettledInput {
    let reader = SnapshotAttributes(
      snapshot: self, settings: settings, plan: plan, horizon: settings.horizon(of: now),
      renewal: renewal)
    let present = now.nanosecondsSinceEpoch
    return UnsettledInput(
      input: Input(layout: plan.layout, now: now, reading: reader.reading(of:)),
      changesAt: pastInstants.map(settings.settled).filter { $0 > present }.min() ?? .max)
  }
}
