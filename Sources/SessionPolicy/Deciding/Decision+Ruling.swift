import PolicyCEL
import PolicyTime

extension Decision {
  /// Decides at an instant.
  ///
  /// - Parameter looksAhead: Whether it is asked what lies ahead.
  init(of source: some PreparedInput, at now: Timestamp, looksAhead: Bool = true) {
    let (ruling, outlook) = Law<_, ReasonLedger>(of: source, source.state.facts)
      .rule(source, at: now, looksAhead: looksAhead)
    self = DecisionWriter(source: source, ruling: ruling, now: now).decision(outlook)
  }
}

/// Puts a ruling into words.
private struct DecisionWriter<Source: PreparedInput> {
  let source: Source
  let ruling: Ruling
  let now: Timestamp

  private var plan: DecisionPlan { source.plan }
  private var state: SessionState { source.state }

  func decision(_ outlook: Outlook) -> Decision {
    var expiry: Timestamp?
    if let lengthening = ruling.lengthening {
      expiry = Timestamp(nanosecondsSinceEpoch: now.nanosecondsSinceEpoch + lengthening)
    }
    return Decision(
      outcome: ruling.outcome,
      extend: Decision.Extend(
        isAllowed: ruling.isExtendAllowed, expiresAt: expiry, notBefore: instant(ruling.notBefore),
        rules: rules(.extendRule), reasons: reasons(.extendReason)),
      refresh: Decision.Refresh(
        isAllowed: ruling.isRefreshAllowed, rules: rules(.refreshRule),
        reasons: reasons(.refreshReason),
        steps: ruling.isRefreshAllowed ? calls(of: [WayStep(factor: .first)]) : []),
      reauthentication: reauthentication, reasons: reasons(.reason),
      indeterminate: indeterminate,
      deadlines: Decision.Deadlines(
        expiresAt: instant(state.facts.liveness.expiresAt),
        extendableFrom: deadline(outlook.extendableFrom),
        reauthenticateAt: deadline(outlook.reauthenticateAt), signInAt: deadline(outlook.signInAt),
        cookieAt: ruling.outcome == .signIn ? nil : instant(state.facts.liveness.cookieEndsAt),
        idleAt: deadline(outlook.bounds.idle), cappedAt: deadline(outlook.bounds.cap),
        windowOpensAt: deadline(outlook.bounds.opening)),
      requests: requests, validUntil: outlook.validUntil, ignored: source.ignored,
      policies: plan.identity)
  }

  private func instant(_ nanoseconds: Int128?) -> Timestamp? {
    guard let nanoseconds else { return nil }
    return Timestamp(nanosecondsSinceEpoch: nanoseconds)
  }

  private func id(_ rule: Int32) -> String { plan.rules[Int(rule)].rule.qualifiedID }

  private func deadline(_ deadline: Outlook.Deadline?) -> Decision.Deadline? {
    deadline.map { Decision.Deadline(at: $0.at, rule: $0.rule.map { id($0) }) }
  }

  private func deadline(_ bound: LifeBounds.Bound?) -> Decision.Deadline? {
    guard let bound, let at = instant(bound.at) else { return nil }
    return Decision.Deadline(at: at, rule: id(bound.rule))
  }

  private func rules(_ section: Ruling.Section) -> [String] {
    var found: [String] = []
    for note in ruling.notes where note.section == section {
      if let rule = note.rule { found.append(id(rule)) }
    }
    return found
  }

  private func reasons(_ section: Ruling.Section) -> [Reason] {
    var found: [Reason] = []
    for note in ruling.notes where note.section == section {
      guard let code = note.code else { continue }
      found.append(note.rule.map { plan.rules[Int($0)].reason(code) } ?? Reason(code))
    }
    return found
  }

  private func calls(of way: [WayStep]) -> [Decision.Step] {
    StepWriter(source: source, now: now).steps(of: way)
  }

  private var reauthentication: Decision.Reauthentication? {
    guard ruling.outcome == .reauthenticate, let way = ruling.ways.first else { return nil }
    return Decision.Reauthentication(
      aal: way.joined.aal, maxAge: way.joined.maxAge, methods: way.joined.methods?.names,
      rules: rules(.demandingRule),
      missing: ruling.notes.compactMap { $0.section == .missing ? $0.code : nil },
      alternatives: ruling.ways.map { calls(of: $0.steps) },
      isEnrolmentKnown: state.tellsEnrolment)
  }

  /// Everything that was missing or failed, by rule; in an order that does not depend on how conditions
  /// are written.
  private var indeterminate: [Decision.Indeterminate] {
    var found: [Decision.Indeterminate] = []
    if let missing = ruling.missingOfSession {
      found.append(.init(rule: nil, attribute: missing.attribute, cause: missing.cause))
    }
    if ruling.isLimited {
      found.append(
        .init(
          rule: nil, attribute: nil,
          cause: "there are more ways to re-authenticate than are followed"
        ))
    }
    for unknown in ruling.unknowns {
      let id = id(unknown.rule)
      found += unknown.inputs.map {
        Decision.Indeterminate(rule: id, attribute: $0.attribute, cause: $0.cause)
      }.sorted { ($0.attribute ?? "", $0.cause) < ($1.attribute ?? "", $1.cause) }
    }
    return found
  }

  /// The calls that carry out what is allowed now; none for a session without an identifier, for it
  /// could be named in none.
  private var requests: [KratosRequest] {
    guard !state.id.text.isEmpty else { return [] }
    if ruling.isExtendAllowed { return [.extend(state.id.text), .renewCookie] }
    if ruling.outcome == .signIn, ruling.isLive { return [.revoke(state.id.text)] }
    return []
  }
}
