import PolicyCEL
import PolicyTime

/// A ledger of everything that rules say, for whole decisions.
///
/// What is decided comes out of the ``Joint``, as for short answers; this adds which rules and which
/// reasons stand behind it.
struct ReasonLedger: Ledger {
  typealias Number = Int128
  typealias Failure = EvaluationError
  typealias Standing = SessionPolicy.Standing<Int128, EvaluationError>

  var tally = Tally<Int128>()
  /// The rules that apply or may apply, in no order.
  private var noted: ContiguousArray<Noted> = []
  /// What is asked after steps, once that was needed; it stays the same for one source.
  private var aftermath: Aftermath?
  /// Whether there were more ways than are followed.
  private var isLimited = false
  /// A standing as a type of its own, so that lists of them are copied and destroyed by code that knows it.
  private struct Noted {
    let standing: Standing
  }

  /// How much was looked at to write rulings: rules, and what of them was held against ways.
  private(set) var work = 0

  static var meetsUnsettled: Bool { true }

  static func failure(_ error: EvaluationError) -> EvaluationError { error }

  @inline(__always)
  mutating func enter(_ standing: Standing) {
    tally.add(standing)
    noted.append(Noted(standing: standing))
  }

  mutating func enter(_ other: borrowing ReasonLedger) {
    tally.add(other.tally)
    noted.append(contentsOf: other.noted)
  }

  mutating func clear() {
    tally = Tally()
    noted.removeAll(keepingCapacity: true)
  }

  // MARK: Reasons

  /// Writes the ruling that follows at the instant that was asked about.
  mutating func write<Source>(
    to ruling: inout Ruling, at now: Int128, by law: Law<Source, ReasonLedger>, of source: Source
  ) {
    noted.sort { $0.standing.number < $1.standing.number }
    work += noted.count
    var ways: [Way] = []
    var isWayless = false
    isLimited = false
    let joint = Joint(tally) {
      ways = self.ways(at: now, by: law, of: source)
      isWayless = ways.isEmpty
      return !isWayless
    }
    ruling.clear(joint)
    ruling.isLimited = isLimited
    noteUnknowns(at: now, by: law, of: source, &ruling)
    if let inactivity = tally.inactivity {
      ruling.isLive = false
      for section in [Ruling.Section.reason, .extendReason, .refreshReason] {
        ruling.note(section, inactivity.reason)
      }
      return
    }
    forEachInForce(.mustSignIn) { ruling.noteForce(of: $0) }
    forEachInForce(.mustReauthenticate) { ruling.noteForce(of: $0) }
    noteRefresh(signsIn: tally.signsIn || isWayless, &ruling)
    if joint.outcome == .signIn, !tally.signsIn, !isWayless, tally.reauthenticates {
      // Who may not refresh has to sign in: what stands in the way is the reason.
      for place in ruling.notes.indices where ruling.notes[place].section == .refreshReason {
        ruling.note(.reason, ruling.notes[place].code, rule: ruling.notes[place].rule)
      }
    }
    if joint.outcome == .reauthenticate {
      noteDemand(&ruling)
      ruling.ways = ways
    }
    noteExtend(joint, of: source.state, &ruling)
  }

  /// The ways to meet all rules in force that ask for re-authentication.
  private mutating func ways<Source>(
    at now: Int128, by law: Law<Source, ReasonLedger>, of source: Source
  ) -> [Way] {
    var planner = WayPlanner(of: source, at: now)
    aftermath = aftermath ?? source.plan.aftermath.map { Aftermath($0, of: source) }
    aftermath?.until = .max
    let ways = planner.ways(
      for: demands(of: .mustReauthenticate, at: now, by: law, of: source), at: now,
      then: aftermath)
    isLimited = planner.isLimited
    work += planner.work
    if let aftermath { tally.until = min(tally.until, aftermath.until) }
    // Whether another method can be set up at once ends with the privileged time.
    if let end = planner.enrolment?.privilegedUntil?.nanosecondsSinceEpoch, end > now,
      ways.contains(where: { $0.steps.contains { $0.factor == .enrol } })
    {
      tally.until = min(tally.until, end)
    }
    return ways
  }

  /// What the rules in force of an effect ask for.
  func demands<Source>(
    of effect: Effect, at now: Int128, by law: Law<Source, ReasonLedger>, of source: Source
  ) -> [Demand] {
    var demands: [Demand] = []
    forEachInForce(effect) { standing in
      let number = Int(standing.number)
      demands.append(
        Demand(
          rule: standing.number,
          alternatives: zip(
            source.plan.rules[number].rule.alternatives, law.shortfalls(of: number, source, at: now)
          ).map { ($0, $1.unmet) }))
    }
    return demands
  }

  /// What bounds the session by the rules that apply now; nothing where it is over.
  func bounds<Source>(
    at now: Int128, by law: Law<Source, ReasonLedger>, of source: Source
  ) -> LifeBounds {
    var bounds = LifeBounds()
    law.withTester(source, at: now) { tester in
      for place in noted.indices {
        law.bound(noted[place].standing, source, tester, at: now, &bounds)
      }
    }
    return bounds
  }

  /// Goes through the rules of an effect, in the order of the plan. Only these are taken out, for each look at an
  /// error counts references.
  @inline(__always)
  private func forEach(_ effect: Effect, _ body: (Standing) -> Void) {
    for place in noted.indices where noted[place].standing.effect == effect {
      body(noted[place].standing)
    }
  }

  /// Goes through the rules of a demanding effect that are in force.
  @inline(__always)
  private func forEachInForce(_ effect: Effect, _ body: (Standing) -> Void) {
    for place in noted.indices
    where noted[place].standing.effect == effect && noted[place].standing.isInForce {
      body(noted[place].standing)
    }
  }

  /// Everything that was missing or failed, by rule.
  private func noteUnknowns<Source>(
    at now: Int128, by law: Law<Source, ReasonLedger>, of source: Source, _ ruling: inout Ruling
  ) {
    if tally.inactivity == .unknown { ruling.missingOfSession = source.state.missing }
    guard tally.lacksInput else { return }
    for one in noted where one.standing.failure != nil || !one.standing.missing.isEmpty {
      let standing = one.standing
      var unknown = Ruling.Unknown(rule: standing.number, inputs: [])
      if !standing.missing.isEmpty {
        unknown.inputs = inputs(of: standing, at: now, by: law, source)
      }
      for failure in standing.failure?.kinds ?? [] { unknown.inputs.insert(.init(failure)) }
      if !unknown.inputs.isEmpty { ruling.unknowns.append(unknown) }
    }
  }

  /// What is missing or failed for the alternatives of a rule's requirement.
  private func inputs<Source>(
    of standing: Standing, at now: Int128, by law: Law<Source, ReasonLedger>, _ source: Source
  ) -> Set<Ruling.MissingInput> {
    let plan = source.plan
    let cells = source.cells(at: now)
    let number = Int(standing.number)
    var inputs: Set<Ruling.MissingInput> = []
    for (place, shortfall) in zip(
      plan.table.rows[number].alternatives, law.shortfalls(of: number, source, at: now))
    {
      if shortfall.missing.contains(.aal) { inputs.insert(.init("session.aal", .missing)) }
      if shortfall.missing.contains(.methods) {
        inputs.insert(.init("session.authentication_methods", .missing))
      }
      for place in plan.table.alternatives[Int(place)].limits {
        let limit = plan.table.limits[Int(place)]
        guard shortfall.missing.contains(limit.part) else { continue }
        let path = plan.layout.attributes[Int(limit.slot)]
        if let evidence = Evidence(path: path), law.facts.listsMethods {
          for cause in evidence.unusable(of: source, at: now) {
            inputs.insert(.init("session.authentication_methods[].completed_at", cause))
          }
        } else if let cause = cells.cause(Int(limit.slot)) {
          inputs.insert(
            .init(limit.isCompletion ? "session.authentication_methods" : path.description, cause))
        }
      }
    }
    return inputs
  }

  private func noteDemand(_ ruling: inout Ruling) {
    var unmet = Shortfall.none
    forEachInForce(.mustReauthenticate) { standing in
      ruling.note(.demandingRule, rule: standing.number)
      unmet.formUnion(standing.unmet)
    }
    unmet.forEach { ruling.note(.missing, $0) }
  }

  /// Which rules permit a refresh, or why none does.
  private func noteRefresh(signsIn: Bool, _ ruling: inout Ruling) {
    if signsIn {
      forEachInForce(.mustSignIn) { ruling.note(.refreshReason, .signInDue, rule: $0.number) }
      if !tally.signsIn { ruling.note(.refreshReason, .signInDue) }
    }
    forEach(.neverRefresh) { ruling.note(.refreshReason, .forbidden, rule: $0.number) }
    if !tally.permitsRefresh { noteRefusals(.mayRefresh, .refreshReason, &ruling) }
    guard ruling.isRefreshAllowed else { return }
    forEach(.mayRefresh) { if $0.grants { ruling.note(.refreshRule, rule: $0.number) } }
  }

  /// Which rules permit an extension, or would, or why none does.
  private func noteExtend(
    _ joint: Joint<Int128>, of state: SessionState, _ ruling: inout Ruling
  ) {
    if ruling.outcome != .proceed {
      let code = ruling.outcome == .signIn ? ReasonCode.signInDue : .reauthenticationDue
      forEachInForce(tally.signsIn ? .mustSignIn : .mustReauthenticate) {
        ruling.note(.extendReason, code, rule: $0.number)
      }
    }
    forEach(.neverExtend) { ruling.note(.extendReason, .forbidden, rule: $0.number) }
    guard ruling.outcome == .proceed, !tally.forbidsExtend else { return }
    if joint.lacksIdentity {
      ruling.note(.extendReason, .inputMissing)
      ruling.missingOfSession = state.missingIdentityState
      return
    }
    if let longest = ruling.lengthening {
      forEach(.mayExtend) { standing in
        guard standing.grants, standing.lengthening == longest else { return }
        ruling.note(.extendRule, rule: standing.number)
      }
      return
    }
    noteRefusals(.mayExtend, .extendReason, &ruling)
    guard let notBefore = ruling.notBefore else { return }
    forEach(.mayExtend) { standing in
      guard standing.failure == nil, standing.unmet.isEmpty, standing.opensAt == notBefore else {
        return
      }
      ruling.note(.extendRule, rule: standing.number)
    }
  }

  /// Why none of the permits grants.
  private func noteRefusals(
    _ effect: Effect, _ section: Ruling.Section, _ ruling: inout Ruling
  ) {
    let count = ruling.notes.count
    forEach(effect) { standing in
      if let failure = standing.failure {
        ruling.note(section, failure.reasonCode, rule: standing.number)
      }
      standing.unmet.forEach { ruling.note(section, $0, rule: standing.number) }
      for obstacle in standing.obstacles.reasons {
        ruling.note(section, obstacle, rule: standing.number)
      }
    }
    if ruling.notes.count == count { ruling.note(section, .noMatchingPermit) }
  }
}

extension Evidence {
  /// Why completions of the kind are no evidence at an instant.
  fileprivate func unusable(of source: some PreparedInput, at now: Int128) -> Set<InputCause> {
    guard let now = Timestamp(nanosecondsSinceEpoch: now) else { return [] }
    let (session, settings) = (source.snapshot.session, source.settings)
    return unusable(
      in: session, notAfter: settings.horizon(of: now), settings.release(for: session))
  }
}

extension SessionInactivity {
  /// The reason that it is.
  fileprivate var reason: ReasonCode {
    switch self {
    case .expired: .sessionExpired
    case .cookieExpired: .cookieExpired
    case .identityInactive: .identityInactive
    case .revoked: .sessionInactive
    case .absent: .noSession
    case .unknown: .inputMissing
    }
  }
}

extension EvaluationError {
  /// The reason that an error in a condition is.
  fileprivate var reasonCode: ReasonCode {
    kinds.contains(where: \.isAboutInput) ? .inputMissing : .evaluationError
  }
}

extension Ruling {
  /// Notes why a `must` rule is in force.
  fileprivate mutating func noteForce(of standing: ReasonLedger.Standing) {
    if let failure = standing.failure {
      note(.reason, failure.reasonCode, rule: standing.number)
    }
    if standing.isDemanding {
      standing.unmet.forEach { note(.reason, $0, rule: standing.number) }
    } else {
      note(.reason, .ruleInForce, rule: standing.number)
    }
  }
}
