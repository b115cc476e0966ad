import PolicyCEL

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
  private var standings: ContiguousArray<Standing> = []

  static func failure(_ error: EvaluationError) -> EvaluationError { error }

  @inline(__always)
  mutating func enter(_ standing: Standing?, _ clock: Clock<Int128>) {
    tally.add(clock)
    guard let standing else { return }
    tally.add(standing)
    standings.append(standing)
  }

  mutating func enter(_ other: borrowing ReasonLedger) {
    tally.add(other.tally)
    standings.append(contentsOf: other.standings)
  }

  mutating func clear() {
    tally = Tally()
    standings.removeAll(keepingCapacity: true)
  }

  // MARK: Reasons

  /// Writes the ruling that follows.
  mutating func write(to ruling: inout Ruling, _ plan: DecisionPlan, _ state: SessionState) {
    standings.sort { $0.number < $1.number }
    var hasWay = true
    let joint = Joint(tally) {
      hasWay = !tally.canBeUnmeetable || demand(plan, state) != nil
      return hasWay
    }
    ruling.clear(joint)
    noteUnknowns(state, &ruling)
    if let inactivity = tally.inactivity {
      ruling.isLive = false
      for section in [Ruling.Section.reason, .extendReason, .refreshReason] {
        ruling.note(section, inactivity.reason)
      }
      return
    }
    for standing in inForce(.mustSignIn) { ruling.noteForce(of: standing) }
    for standing in inForce(.mustReauthenticate) { ruling.noteForce(of: standing) }
    noteRefresh(signsIn: tally.signsIn || !hasWay, &ruling)
    if joint.outcome == .signIn, !tally.signsIn, hasWay, tally.reauthenticates {
      // Who may not refresh has to sign in: what stands in the way is the reason.
      for place in ruling.notes.indices where ruling.notes[place].section == .refreshReason {
        ruling.note(.reason, ruling.notes[place].code, rule: ruling.notes[place].rule)
      }
    }
    if joint.outcome == .reauthenticate { noteDemand(&ruling) }
    noteExtend(&ruling)
  }

  /// The rules of an effect, in the order of the plan.
  private func rules(_ effect: Effect) -> some Sequence<Standing> {
    standings.lazy.filter { $0.effect == effect }
  }

  /// The rules of a demanding effect that are in force.
  private func inForce(_ effect: Effect) -> some Sequence<Standing> {
    standings.lazy.filter { $0.effect == effect && $0.isInForce }
  }

  /// What the rules that ask for re-authentication ask for together; `nil` if nothing could be enough.
  private func demand(_ plan: DecisionPlan, _ state: SessionState) -> Demand? {
    Demand(plan.requirements(of: inForce(.mustReauthenticate).map(\.number)), state)
  }

  /// Everything that was missing or failed, by rule.
  private func noteUnknowns(_ state: SessionState, _ ruling: inout Ruling) {
    if tally.inactivity == .unknown { ruling.missingOfSession = state.missing }
    for standing in standings where standing.failure != nil || !standing.missing.isEmpty {
      ruling.unknowns.append(
        Ruling.Unknown(
          rule: standing.number, failure: standing.failure?.kind, missing: standing.missing))
    }
  }

  private func noteDemand(_ ruling: inout Ruling) {
    var seen: Shortfall = []
    for standing in inForce(.mustReauthenticate) {
      ruling.note(.demandingRule, rule: standing.number)
      standing.unmet.subtracting(seen).forEach { ruling.note(.missing, $0) }
      seen.formUnion(standing.unmet)
    }
  }

  /// Which rules permit a refresh, or why none does.
  private func noteRefresh(signsIn: Bool, _ ruling: inout Ruling) {
    if signsIn {
      for standing in inForce(.mustSignIn) {
        ruling.note(.refreshReason, .signInDue, rule: standing.number)
      }
      if !tally.signsIn { ruling.note(.refreshReason, .signInDue) }
    }
    for standing in rules(.neverRefresh) {
      ruling.note(.refreshReason, .forbidden, rule: standing.number)
    }
    if !tally.permitsRefresh { noteRefusals(.mayRefresh, .refreshReason, &ruling) }
    guard ruling.isRefreshAllowed else { return }
    for standing in rules(.mayRefresh) where standing.grants {
      ruling.note(.refreshRule, rule: standing.number)
    }
  }

  /// Which rules permit an extension, or would, or why none does.
  private func noteExtend(_ ruling: inout Ruling) {
    if ruling.outcome != .proceed {
      let code = ruling.outcome == .signIn ? ReasonCode.signInDue : .reauthenticationDue
      for standing in inForce(tally.signsIn ? .mustSignIn : .mustReauthenticate) {
        ruling.note(.extendReason, code, rule: standing.number)
      }
    }
    for standing in rules(.neverExtend) {
      ruling.note(.extendReason, .forbidden, rule: standing.number)
    }
    guard ruling.outcome == .proceed, !tally.forbidsExtend else { return }
    if let longest = ruling.lengthening {
      for standing in rules(.mayExtend)
      where standing.grants && standing.lengthening == longest {
        ruling.note(.extendRule, rule: standing.number)
      }
      return
    }
    noteRefusals(.mayExtend, .extendReason, &ruling)
    guard let notBefore = ruling.notBefore else { return }
    for standing in rules(.mayExtend)
    where standing.failure == nil && standing.unmet.isEmpty && standing.opensAt == notBefore {
      ruling.note(.extendRule, rule: standing.number)
    }
  }

  /// Why none of the permits grants.
  private func noteRefusals(
    _ effect: Effect, _ section: Ruling.Section, _ ruling: inout Ruling
  ) {
    let count = ruling.notes.count
    for standing in rules(effect) {
      if let failure = standing.failure {
        ruling.note(section, failure.reasonCode, rule: standing.number)
      }
      standing.unmet.forEach { ruling.note(section, $0, rule: standing.number) }
      if let obstacle = standing.obstacle {
        ruling.note(section, obstacle, rule: standing.number)
      }
    }
    if ruling.notes.count == count { ruling.note(section, .noMatchingPermit) }
  }
}

extension SessionInactivity {
  /// The reason that it is.
  fileprivate var reason: ReasonCode {
    switch self {
    case .expired: .sessionExpired
    case .identityInactive: .identityInactive
    case .revoked: .sessionInactive
    case .unknown: .inputMissing
    }
  }
}

extension EvaluationError {
  /// The reason that an error in a condition is.
  fileprivate var reasonCode: ReasonCode {
    if case .missingAttribute = kind { return .inputMissing }
    return .evaluationError
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
