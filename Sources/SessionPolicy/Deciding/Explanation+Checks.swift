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

/// Makes the checks of rules: what ``Law`` goes by, with the places where it is written.
struct CheckWriter {
  let prepared: PreparedSnapshot
  let now: Timestamp
  private let law: Law<PreparedSnapshot, ReasonLedger>

  init(_ prepared: PreparedSnapshot, at now: Timestamp) {
    self.prepared = prepared
    self.now = now
    law = Law(of: prepared, prepared.state.facts)
  }

  /// All that a rule asks of the session, alternative by alternative; what stands beside `one_of` once.
  func checks(of number: Int) -> [Explanation.Check] {
    let rule = prepared.plan.rules[number].rule
    let instant = now.nanosecondsSinceEpoch
    let shortfalls = law.shortfalls(of: number, prepared, at: instant)
    let starts = law.evidence(of: number, prepared, at: instant).map {
      $0.map { $0.flatMap(Timestamp.init(nanosecondsSinceEpoch:)) }
    }
    var checks: [Explanation.Check] = []
    for (place, requirement) in rule.alternatives.enumerated()
    where place < shortfalls.count && place < starts.count {
      let within = "\(rule.path).one_of[\(place)]"
      func add(_ key: String, _ isShared: Bool, _ fill: (inout Explanation.Check) -> Void) {
        let isOwn = rule.hasAlternatives && !isShared
        // What stands beside `one_of` asks with every alternative for the same thing, unless its evidence
        // hangs on the others.
        var check = Explanation.Check(
          kind: .requirement, key: key, path: "\(isOwn ? within : rule.path).\(key)")
        fill(&check)
        let isKnown = checks.contains { $0.path == check.path && $0.evidence == check.evidence }
        if !isKnown { checks.append(check) }
      }
      let (unmet, missing) = shortfalls[place]
      func isMet(_ part: Shortfall) -> Bool? {
        missing.contains(part) ? nil : !unmet.contains(part)
      }
      if let aal = requirement.aal {
        add("aal", rule.requirement.aal != nil) {
          $0.location = aal.location
          $0.isMet = isMet(.aal)
          $0.limit = aal.value.name
          $0.saw = law.facts.level?.name
        }
      }
      if let methods = requirement.methods {
        add("methods", rule.requirement.methods != nil) {
          $0.location = methods.location
          $0.isMet = isMet(.methods)
          $0.limit = methods.value.joined(separator: ", ")
          $0.saw = completedMethods
        }
      }
      for (limit, start) in zip(requirement.limits, starts[place]) {
        add(limit.key.rawValue, rule.requirement[limit.key] != nil) {
          $0.location = limit.length.location
          $0.isMet = isMet(Shortfall(limit.key))
          $0.limit = limit.length.value.policyText
          $0.evidence = start
          $0.elapsed = start.map { max(.zero, now.elapsed(since: $0)) }
          if $0.isMet == true { $0.flipsAt = start?.adding(limit.length.value) }
        }
      }
    }
    return checks + (rule.effect == .mayExtend ? extensionChecks(of: rule, starts) : [])
  }

  /// What stands in the way of an extension, or will.
  private func extensionChecks(
    of rule: Rule, _ starts: [[Timestamp?]]
  ) -> [Explanation.Check] {
    guard let expiry = expiry else { return [] }
    var checks: [Explanation.Check] = []
    let lengthening = rule.by?.value ?? Duration(nanosecondCount: law.facts.lifespan)
    let remaining = max(.zero, expiry.elapsed(since: now))
    func window(
      _ kind: Explanation.Check.Kind, _ key: String, _ limit: String?, from opening: Timestamp?,
      at path: String? = nil, _ location: SourceLocation? = nil
    ) {
      guard let opening else { return }
      let isOpen = opening <= now
      checks.append(
        Explanation.Check(
          kind: kind, key: key, path: path, location: location, isMet: isOpen, limit: limit,
          evidence: expiry, elapsed: remaining, flipsAt: isOpen ? nil : opening))
    }
    if let within = rule.within {
      window(
        .window, "within", within.value.policyText, from: expiry.adding(.zero - within.value),
        at: "\(rule.path).within", within.location)
    }
    if let opens = law.facts.opensAt.flatMap(Timestamp.init(nanosecondsSinceEpoch:)) {
      window(
        .serverWindow, "earliest_possible_extend",
        (prepared.settings.earliestPossibleExtend
          ?? Duration(nanosecondCount: law.facts.lifespan)).policyText,
        from: opens)
    }
    window(
      .gain, "by", lengthening.policyText,
      from: expiry.adding(.zero - lengthening)?.adding(.nanoseconds(1)),
      at: rule.by.map { _ in "\(rule.path).by" }, rule.by?.location)
    for (place, requirement) in rule.alternatives.enumerated() where place < starts.count {
      for (limit, start) in zip(requirement.limits, starts[place])
      where limit.key.row.capsExtension {
        guard let start, let cap = start.adding(limit.length.value) else { continue }
        let isShared = !rule.hasAlternatives || rule.requirement[limit.key] != nil
        let path =
          (isShared ? rule.path : "\(rule.path).one_of[\(place)]") + ".\(limit.key.rawValue)"
        guard !checks.contains(where: { $0.path == path && $0.evidence == start }),
          let passes = cap.adding(.zero - lengthening)?.adding(.nanoseconds(1))
        else { continue }
        let isWithin = now < passes
        checks.append(
          Explanation.Check(
            kind: .cap, key: limit.key.rawValue, path: path, location: limit.length.location,
            isMet: isWithin, limit: limit.length.value.policyText, evidence: start,
            elapsed: max(.zero, now.elapsed(since: start)), flipsAt: isWithin ? passes : nil))
      }
    }
    return checks
  }

  private var expiry: Timestamp? {
    law.facts.liveness.expiresAt.flatMap(Timestamp.init(nanosecondsSinceEpoch:))
  }

  private var completedMethods: String? {
    let session = prepared.snapshot.session
    guard session.listsMethods else { return nil }
    let names = session.authenticationMethods.map(\.method)
    return names.isEmpty ? "none" : names.joined(separator: ", ")
  }
}
