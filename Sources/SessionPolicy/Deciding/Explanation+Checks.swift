public import PolicyDiagnostics
public import PolicyTime

extension Explanation {
  /// One thing that a rule asks of the session, and how the session stands to it.
  public struct Check: Sendable {
    /// What kind of thing it is.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
      /// A key of the requirement: `aal`, `methods` or a limit.
      case requirement
      /// That the new expiry of an extension stays within a limit.
      case cap
      /// `within`: how long before the expiry the rule extends.
      case window
      /// How long before the expiry the identity server extends.
      case serverWindow = "server_window"
      /// That the new expiry is later than the present one.
      case gain
    }

    /// What kind of thing it is.
    public var kind: Kind
    /// The key as written, such as `max_age`; for what no policy writes the name of what it hangs on.
    public var key: String
    /// Where it stands in the document, such as `$.rules[2].one_of[0].max_age`; `nil` for what the
    /// identity server sets.
    public var path: String?
    /// Where it stands in the file.
    public var location: SourceLocation?
    /// Whether it is met; `nil` if nobody knows, which counts as not.
    public var isMet: Bool?
    /// What is asked for, as policies write it.
    public var limit: String?
    /// What the session has to show, where that is no instant: its level, or the methods completed.
    public var saw: String?
    /// The instant from which time is counted.
    public var evidence: Timestamp?
    /// The time since then; for a window the time until the session expires.
    public var elapsed: Duration?
    /// The instant at which time alone turns the answer; `nil` for never.
    public var flipsAt: Timestamp?
  }
}

/// Makes the checks of rules: what ``Law`` reckons, with the places where it is written.
struct CheckWriter {
  let prepared: PreparedSnapshot
  let now: Timestamp
  private let law: Law<PreparedSnapshot, ReasonLedger>

  init(_ prepared: PreparedSnapshot, at now: Timestamp) {
    self.prepared = prepared
    self.now = now
    law = Law(of: prepared, prepared.state.facts)
  }

  /// All that a rule asks of the session, alternative by alternative, what stands beside `one_of` once; and
  /// which alternatives are met.
  func checks(of number: Int) -> (checks: [Explanation.Check], metAlternatives: [Int]) {
    let rule = prepared.plan.rules[number].rule
    let instant = now.nanosecondsSinceEpoch
    let shortfalls = law.shortfalls(of: number, prepared, at: instant)
    let starts = law.evidence(of: number, prepared, at: instant)
    var checks = DistinctChecks()
    for (place, (requirement, (shortfall, starts))) in zip(
      rule.alternatives, zip(shortfalls, starts)
    ).enumerated() {
      func note(
        _ key: String, _ part: Shortfall, at location: SourceLocation, limit: String?,
        saw: String? = nil, since start: Timestamp? = nil, length: Duration? = nil
      ) {
        let isMet = shortfall.missing.contains(part) ? nil : !shortfall.unmet.contains(part)
        // What stands beside `one_of` asks with every alternative for the same thing, unless its evidence
        // hangs on the others.
        checks.add(
          Explanation.Check(
            kind: .requirement, key: key, path: rule.path(of: key, inAlternative: place),
            location: location, isMet: isMet, limit: limit, saw: saw, evidence: start,
            elapsed: start.map(elapsed),
            flipsAt: isMet == true ? length.flatMap { start?.adding($0) } : nil))
      }
      if let aal = requirement.aal {
        note(
          "aal", .aal, at: aal.location, limit: aal.value.name, saw: law.facts.level?.name)
      }
      if let methods = requirement.methods {
        note(
          "methods", .methods, at: methods.location,
          limit: methods.value.joined(separator: ", "), saw: completedMethods)
      }
      for (limit, start) in zip(requirement.limits, starts) {
        note(
          limit.key.rawValue, Shortfall(limit.key), at: limit.length.location,
          limit: limit.length.value.policyText, since: timestamp(start),
          length: limit.length.value)
      }
    }
    let more = rule.effect == .mayExtend ? extensionChecks(of: number, starts) : []
    return (checks.all + more, shortfalls.indices.filter { shortfalls[$0].unmet.isEmpty })
  }

  /// What stands in the way of an extension, or will.
  private func extensionChecks(of number: Int, _ starts: [[Int128?]]) -> [Explanation.Check] {
    guard let expiresAt = law.facts.liveness.expiresAt, let expiry = timestamp(expiresAt) else {
      return []
    }
    let (rule, row) = (prepared.plan.rules[number].rule, prepared.plan.table.rows[number])
    let lengthening = law.lengthening(by: row)
    var checks: [Explanation.Check] = []
    func window(
      _ kind: Explanation.Check.Kind, _ key: String, _ limit: String?, from opening: Int128?,
      written: SourceLocation? = nil
    ) {
      guard let opening = timestamp(opening) else { return }
      let isOpen = opening <= now
      checks.append(
        Explanation.Check(
          kind: kind, key: key, path: written.map { _ in "\(rule.path).\(key)" },
          location: written, isMet: isOpen, limit: limit, evidence: expiry,
          elapsed: max(.zero, expiry.elapsed(since: now)), flipsAt: isOpen ? nil : opening))
    }
    window(
      .window, "within", rule.within?.value.policyText,
      from: law.opening(of: row, before: expiresAt), written: rule.within?.location)
    window(
      .serverWindow, "earliest_possible_extend",
      (prepared.settings.earliestPossibleExtend ?? Duration(nanosecondCount: law.facts.lifespan))
        .policyText, from: law.facts.opensAt)
    window(
      .gain, "by", Duration(nanosecondCount: lengthening).policyText,
      from: law.passing(expiresAt, with: lengthening), written: rule.by?.location)
    var caps = DistinctChecks()
    for (place, (requirement, starts)) in zip(rule.alternatives, starts).enumerated() {
      for (limit, start) in zip(requirement.limits, starts)
      where limit.key.row.capsExtension {
        guard let start, let cap = start.later(by: limit.length.value.clampedNanoseconds),
          let passes = timestamp(law.passing(cap, with: lengthening))
        else { continue }
        let isWithin = now < passes
        caps.add(
          Explanation.Check(
            kind: .cap, key: limit.key.rawValue,
            path: rule.path(of: limit.key.rawValue, inAlternative: place),
            location: limit.length.location, isMet: isWithin,
            limit: limit.length.value.policyText, evidence: timestamp(start),
            elapsed: timestamp(start).map(elapsed), flipsAt: isWithin ? passes : nil))
      }
    }
    return checks + caps.all
  }

  private func timestamp(_ nanoseconds: Int128?) -> Timestamp? {
    nanoseconds.flatMap(Timestamp.init(nanosecondsSinceEpoch:))
  }

  private func elapsed(since start: Timestamp) -> Duration { max(.zero, now.elapsed(since: start)) }

  private var completedMethods: String? {
    let session = prepared.snapshot.session
    guard session.listsMethods else { return nil }
    let names = session.authenticationMethods.map(\.method)
    return names.isEmpty ? "none" : names.joined(separator: ", ")
  }
}

/// Checks of different places, or of different evidence.
private struct DistinctChecks {
  private(set) var all: [Explanation.Check] = []
  private var known: Set<Key> = []

  private struct Key: Hashable {
    let path: Text?
    let evidence: Timestamp?
  }

  /// Adds a check that is not there yet.
  mutating func add(_ check: Explanation.Check) {
    let key = Key(path: check.path.map(Text.init), evidence: check.evidence)
    if known.insert(key).inserted { all.append(check) }
  }
}
