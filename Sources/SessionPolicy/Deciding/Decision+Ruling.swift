import PolicyCEL

extension Decision {
  /// Decides at an instant.
  init(by assessor: Assessor, at now: Timestamp) {
    let judge = Judge(plan: assessor.plan, state: assessor.state)
    var assessment = Assessment()
    assessment.rules.reserveCapacity(8)
    assessor.assess(at: now.nanosecondsSinceEpoch, into: &assessment)
    var ruling = Ruling()
    ruling.notes.reserveCapacity(16)
    judge.rule(on: assessment, into: &ruling)
    let view = Horizon(assessor: assessor, judge: judge).view(from: &assessment, ruling)
    self = DecisionWriter(plan: assessor.plan, state: assessor.state, ruling: ruling)
      .decision(at: now, view)
  }
}

/// Puts a ruling into words.
private struct DecisionWriter {
  let plan: DecisionPlan
  let state: SessionState
  let ruling: Ruling

  func decision(at now: Timestamp, _ view: Horizon.View) -> Decision {
    var expiry: Timestamp?
    if let lengthening = ruling.lengthening {
      expiry = Timestamp(nanosecondsSinceEpoch: now.nanosecondsSinceEpoch + lengthening)
    }
    let planner = StepPlanner(state: state)
    return Decision(
      outcome: ruling.outcome,
      extend: Decision.Extend(
        isAllowed: ruling.isExtendAllowed, expiresAt: expiry, notBefore: instant(ruling.notBefore),
        rules: rules(.extendRule), reasons: reasons(.extendReason)),
      refresh: Decision.Refresh(
        isAllowed: ruling.isRefreshAllowed, rules: rules(.refreshRule),
        reasons: reasons(.refreshReason),
        steps: ruling.isRefreshAllowed ? [planner.step(.first)] : []),
      reauthentication: reauthentication, reasons: reasons(.reason),
      indeterminate: indeterminate,
      deadlines: Decision.Deadlines(
        expiresAt: instant(state.expiresAt), extendableFrom: deadline(view.extendableFrom),
        reauthenticateAt: deadline(view.reauthenticateAt), signInAt: deadline(view.signInAt)),
      requests: requests, validUntil: view.validUntil)
  }

  private func instant(_ nanoseconds: Int128?) -> Timestamp? {
    guard let nanoseconds else { return nil }
    return Timestamp(nanosecondsSinceEpoch: nanoseconds)
  }

  private func id(_ rule: Int32) -> String { plan.rules[Int(rule)].rule.qualifiedID }

  private func deadline(_ deadline: Horizon.View.Deadline?) -> Decision.Deadline? {
    deadline.map { Decision.Deadline(at: $0.at, rule: $0.rule.map(id)) }
  }

  private func rules(_ section: Ruling.Section) -> [String] {
    ruling.notes.compactMap { $0.section == section ? id($0.rule) : nil }
  }

  private func reasons(_ section: Ruling.Section) -> [Reason] {
    ruling.notes.compactMap { note in
      guard note.section == section, let code = note.code else { return nil }
      return note.rule < 0 ? Reason(code) : plan.rules[Int(note.rule)].reason(code)
    }
  }

  private var reauthentication: Decision.Reauthentication? {
    guard ruling.outcome == .reauthenticate else { return nil }
    let numbers = ruling.notes.compactMap { $0.section == .demandingRule ? $0.rule : nil }
    guard let demand = Demand(plan.requirements(of: numbers), state) else { return nil }
    return Decision.Reauthentication(
      aal: demand.aal, maxAge: demand.maxAge, methods: demand.methods, rules: numbers.map(id),
      missing: ruling.notes.compactMap { $0.section == .missing ? $0.code : nil },
      steps: demand.steps)
  }

  /// Everything that was missing or failed, by rule.
  private var indeterminate: [Decision.Indeterminate] {
    var found: [Decision.Indeterminate] = []
    if let missing = ruling.missingOfSession {
      found.append(.init(rule: nil, attribute: missing, cause: "missing"))
    }
    for note in ruling.notes {
      switch note.section {
      case .failure:
        let failure = ruling.failures[Int(note.detail)]
        if case .missingAttribute(let path) = failure {
          found.append(
            .init(rule: id(note.rule), attribute: path.description, cause: "missing"))
        } else {
          found.append(
            .init(rule: id(note.rule), attribute: nil, cause: EvaluationError(failure).description))
        }
      case .unknownPart:
        let parts = Shortfall(rawValue: UInt8(truncatingIfNeeded: note.detail))
        for attribute in plan.rules[Int(note.rule)].requirement.attributes(of: parts) {
          found.append(.init(rule: id(note.rule), attribute: attribute, cause: "missing"))
        }
      default: break
      }
    }
    return found
  }

  /// The calls that carry out what is allowed now.
  private var requests: [KratosRequest] {
    if ruling.isExtendAllowed { return [.extend(state.id.text), .renewCookie] }
    if ruling.outcome == .signIn, ruling.isLive { return [.revoke(state.id.text)] }
    return []
  }
}
