import PolicyAnalysis
import PolicyCEL
import PolicyDiagnostics
import PolicyJSON
import PolicyTime
import SessionPolicy

/// Says of each session of a population what two sets of policies say about it.
///
/// Each document is read once for both (``PolicyPair``). Both short answers are asked of every session, and
/// how they go on by time alone; whole decisions only where the answers differ or an input is missing, for
/// the rules and the names of inputs are in those alone.
struct ImpactAssessor: Sendable {
  let pair: PolicyPair
  /// The instant to decide for, whatever a document says.
  let now: Timestamp?
  /// The instant for documents that say none.
  let clock: Timestamp
  /// The attribute whose values are told apart.
  let by: AttributePath?
  /// What is kept of examples.
  let fields: RecordedFields
  let examples: Int
  let writesRows: Bool
  let sweeps: Bool

  /// What some documents come to.
  struct Part: Sendable {
    var tally = ImpactTally()
    /// A row for each document, if they are asked for.
    var rows: [UInt8] = []
    /// The sessions that are over under NEW, and that the identity server takes for live ones.
    var over: [String] = []
  }

  /// Looks at some documents.
  func part(_ batch: SessionFeed.Batch) -> Part {
    var part = Part()
    for place in 0..<batch.skipped {
      refuse(batch.first + place, "the line is longer than 1 MiB, and is not read", &part)
    }
    for (index, place) in batch.places.enumerated() {
      let number = batch.first + batch.skipped + index
      let file = SourceFile(name: "session", bytes: Array(batch.bytes[place]))
      guard file.bytes.contains(where: { $0 > 0x20 }) else {
        refuse(number, "the line is blank", &part)
        continue
      }
      let (prepared, problems) = prepare(file).parts
      guard let prepared else {
        let problem = problems.first { $0.severity == .error }
        refuse(number, problem?.message ?? "it cannot be read", &part)
        continue
      }
      assess(prepared, file, &part)
    }
    return part
  }

  private func refuse(_ number: Int, _ message: String, _ part: inout Part) {
    part.tally.unreadable += 1
    if part.tally.problems.count < ImpactTally.listed {
      part.tally.problems.append(ImpactTally.Problem(number: number, message: message))
    }
    if writesRows { part.rows += ImpactRow.text(unreadable: message, number: number).utf8 }
  }

  /// Reads a session, a snapshot, or the record of a decision.
  private func prepare(_ file: SourceFile) -> Loaded<PolicyPair.Prepared> {
    let read = pair.prepare(file, at: now, clock: clock)
    guard read.value == nil, let record = DecisionRecord.read(file).value else { return read }
    let (snapshot, problems) = SessionReader.read(record.snapshot, in: file).parts
    guard let snapshot else { return Loaded(nil, problems) }
    return Loaded(pair.prepare(snapshot, at: now ?? record.now))
  }

  // MARK: One session

  private func assess(
    _ prepared: PolicyPair.Prepared, _ file: SourceFile, _ part: inout Part
  ) {
    let (old, _) = prepared.old.verdictAndLack()
    let (new, lacksInput) = prepared.new.verdictAndLack()
    let direction = Self.direction(old, new)
    let cell = ImpactTally.Cell(
      old: ImpactTally.Answer(old), new: ImpactTally.Answer(new), direction: direction)
    var group = ImpactTally.Group(sessions: 1)
    group.stricter = direction == .stricter || direction == .both ? 1 : 0
    group.looser = direction == .looser || direction == .both ? 1 : 0
    group.signedOut = old.outcome != .signIn && new.outcome == .signIn ? 1 : 0
    group.askedAgain = old.outcome == .proceed && new.outcome == .reauthenticate ? 1 : 0
    part.tally.sessions += 1
    part.tally.cells[cell, default: 0] += 1
    part.tally.signedOut += group.signedOut
    part.tally.letIn += old.outcome == .signIn && new.outcome != .signIn ? 1 : 0
    part.tally.askedAgain += group.askedAgain
    let course = (old: course(prepared.old, old), new: course(prepared.new, new))
    if old.outcome == .proceed, new.outcome == .proceed, course.new.asks, !course.old.asks {
      part.tally.askedWithinDay += 1
    }
    compareLives(course.old.end, course.new.end, &part.tally)

    let isChanged = direction != .equivalent
    let isAskedByBoth = old.outcome == .reauthenticate && new.outcome == .reauthenticate
    if isChanged || isAskedByBoth || lacksInput || writesRows {
      let decisions = (old: prepared.old.decision(), new: prepared.new.decision())
      if isAskedByBoth, decisions.old.demand != decisions.new.demand {
        part.tally.askedForOther += 1
      }
      if isChanged {
        let decider = direction == .looser ? decisions.old : decisions.new
        part.tally.rules[decider.decidingRule ?? "(no rule)", default: .init()].add(group)
      }
      let lacking = Set(decisions.new.indeterminate.compactMap(\.attribute))
      if !decisions.new.indeterminate.isEmpty { part.tally.lacking += 1 }
      for attribute in lacking { part.tally.missing[attribute, default: 0] += 1 }
      if writesRows {
        part.rows += ImpactRow.text(prepared, decisions.old, decisions.new, direction, lacking).utf8
      }
    }
    if isChanged, examples > 0, part.tally.examples[cell, default: []].count < examples {
      part.tally.examples[cell, default: []].append(
        fields.document(of: prepared.new.snapshot, at: prepared.new.instant))
    }
    if let by { part.tally.count(group, at: value(of: by, prepared.new.snapshot)) }
    if sweeps, new.outcome == .signIn, prepared.new.isLive {
      part.over.append(prepared.new.sessionID)
    }
  }

  /// Whether NEW is stricter: by outcome; by the extension, where both let the session go on; by refreshing,
  /// where that is not refused with a stricter outcome.
  static func direction(_ old: Verdict, _ new: Verdict) -> DifferenceVerdict {
    func isStricter(_ new: Verdict, than old: Verdict) -> Bool {
      if old.outcome < new.outcome { return true }
      if old.outcome == .proceed, new.outcome == .proceed,
        (new.expiresAt ?? .minimum) < (old.expiresAt ?? .minimum)
      {
        return true
      }
      return old.isRefreshAllowed && !new.isRefreshAllowed && new.outcome <= old.outcome
    }
    return DifferenceVerdict(
      isStricter: isStricter(new, than: old), isLooser: isStricter(old, than: new))
  }

  /// How a session goes on of which nobody does anything: whether its user is asked within a day, and when
  /// it is over; `nil` where nobody sees the end.
  private func course(
    _ prepared: PreparedSnapshot, _ verdict: Verdict
  ) -> (asks: Bool, end: Timestamp?) {
    var instant = prepared.instant
    let day = instant.adding(.seconds(86_400)) ?? .maximum
    var asks = verdict.outcome != .proceed
    var outcome = verdict.outcome
    for _ in 0..<Self.changes {
      if outcome == .signIn { return (asks, instant) }
      guard let next = prepared.verdictUntil(at: instant).validUntil, next > instant else {
        return (asks, nil)
      }
      instant = next
      outcome = prepared.verdict(at: instant).outcome
      if outcome != .proceed, instant <= day { asks = true }
    }
    return (asks, nil)
  }

  /// How many changes of an answer are followed.
  private static let changes = 32

  private func compareLives(
    _ old: Timestamp?, _ new: Timestamp?, _ tally: inout ImpactTally
  ) {
    guard let old, let new else { return }
    tally.gained = max(tally.gained, new.elapsed(since: old))
    tally.lost = max(tally.lost, old.elapsed(since: new))
  }

  private func value(of attribute: AttributePath, _ snapshot: Snapshot) -> String {
    guard let value = snapshot[attribute] else { return "(none)" }
    return value.string ?? JSONWriter.text(of: value)
  }
}

extension Decision {
  /// The rule that decides: the first that asks, or the one that says whether the session is extended.
  var decidingRule: String? {
    if outcome != .proceed { return reasons.lazy.compactMap(\.rule).first }
    return extend.isAllowed
      ? extend.rules.first : extend.reasons.lazy.compactMap(\.rule).first ?? refresh.rules.first
  }

  /// What a due re-authentication asks for, to be compared.
  fileprivate var demand: String {
    guard let due = reauthentication else { return "" }
    let age = due.maxAge.map { "\($0)" } ?? ""
    return "\(due.aal?.name ?? "") \(age) \(due.methods?.joined(separator: ",") ?? "")"
  }
}
