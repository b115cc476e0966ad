import PolicyCEL

/// Joins what the rules say; the law of design: the strictest outcome, `never` before `may`, no order.
struct Judge {
  let plan: DecisionPlan
  let state: SessionState

  /// The ruling that follows from an assessment.
  func rule(on assessment: borrowing Assessment, into ruling: inout Ruling) {
    ruling.clear()
    noteUnknowns(assessment, &ruling)
    if let reason = assessment.lifeless.reason {
      ruling.isLive = false
      ruling.outcome = .signIn
      for section in [Ruling.Section.reason, .extendReason, .refreshReason] {
        ruling.note(section, reason)
      }
      return
    }
    let demands = noteDemands(assessment, &ruling)
    joinRefresh(assessment, &ruling)
    if ruling.outcome == .reauthenticate, !ruling.isRefreshAllowed {
      // Never a dead end: who may not refresh has to sign in.
      ruling.outcome = .signIn
      for place in ruling.notes.indices where ruling.notes[place].section == .refreshReason {
        ruling.note(.reason, ruling.notes[place].code, rule: ruling.notes[place].rule)
      }
    }
    if ruling.outcome == .signIn { ruling.isRefreshAllowed = false }
    if ruling.outcome == .reauthenticate { noteDemand(assessment, &ruling) }
    joinExtend(assessment, signsIn: demands.signIn, &ruling)
  }

  /// Everything that was missing or failed, by rule.
  private func noteUnknowns(_ assessment: borrowing Assessment, _ ruling: inout Ruling) {
    ruling.missingOfSession = assessment.lifeless.missing
    for rule in assessment.rules where rule.failure >= 0 || !rule.missing.isEmpty {
      if rule.failure >= 0 {
        ruling.note(.failure, rule: rule.number, detail: Int32(clamping: ruling.failures.count))
        ruling.failures.append(assessment.failures[Int(rule.failure)].kind)
      }
      if !rule.missing.isEmpty {
        ruling.note(.unknownPart, rule: rule.number, detail: Int32(rule.missing.rawValue))
      }
    }
  }

  /// What all `must` rules in force ask for together.
  private func noteDemands(
    _ assessment: borrowing Assessment, _ ruling: inout Ruling
  ) -> (signIn: Bool, reauthentication: Bool) {
    var demands = (signIn: false, reauthentication: false)
    for rule in assessment.rules where rule.effect == .mustSignIn && rule.isInForce {
      demands.signIn = true
      ruling.noteForce(of: rule, assessment.failures)
    }
    for rule in assessment.rules where rule.effect == .mustReauthenticate && rule.isInForce {
      demands.reauthentication = true
      ruling.noteForce(of: rule, assessment.failures)
    }
    if demands.signIn {
      ruling.outcome = .signIn
    } else if demands.reauthentication {
      ruling.outcome = canBeMet(assessment) ? .reauthenticate : .signIn
    }
    return demands
  }

  /// Whether one re-authentication can be enough for all rules that ask for it.
  private func canBeMet(_ assessment: borrowing Assessment) -> Bool {
    var numbers: [Int32] = []
    var hasMethods = false
    for rule in assessment.rules where rule.effect == .mustReauthenticate && rule.isInForce {
      numbers.append(rule.number)
      hasMethods = hasMethods || plan.table.rules[Int(rule.number)].methods >= 0
    }
    // Only methods can exclude one another.
    return !hasMethods || Demand(plan.requirements(of: numbers), state) != nil
  }

  private func noteDemand(_ assessment: borrowing Assessment, _ ruling: inout Ruling) {
    var seen: Shortfall = []
    for rule in assessment.rules where rule.effect == .mustReauthenticate && rule.isInForce {
      ruling.note(.demandingRule, rule: rule.number)
      rule.unmet.subtracting(seen).forEach { ruling.note(.missing, $0) }
      seen.formUnion(rule.unmet)
    }
  }

  private func joinRefresh(_ assessment: borrowing Assessment, _ ruling: inout Ruling) {
    var isGranted = false
    if ruling.outcome == .signIn {
      var isByRule = false
      for rule in assessment.rules where rule.effect == .mustSignIn && rule.isInForce {
        ruling.note(.refreshReason, .signInDue, rule: rule.number)
        isByRule = true
      }
      if !isByRule { ruling.note(.refreshReason, .signInDue) }
    }
    for rule in assessment.rules {
      if rule.effect == .neverRefresh {
        ruling.note(.refreshReason, .forbidden, rule: rule.number)
      } else if rule.effect == .mayRefresh, rule.grants {
        isGranted = true
      }
    }
    if !isGranted { noteRefusals(.mayRefresh, .refreshReason, assessment, &ruling) }
    ruling.isRefreshAllowed = !ruling.has(.refreshReason)
    guard ruling.isRefreshAllowed else { return }
    for rule in assessment.rules where rule.effect == .mayRefresh && rule.grants {
      ruling.note(.refreshRule, rule: rule.number)
    }
  }

  private func joinExtend(
    _ assessment: borrowing Assessment, signsIn: Bool, _ ruling: inout Ruling
  ) {
    if ruling.outcome != .proceed {
      let effect = signsIn ? Effect.mustSignIn : .mustReauthenticate
      let code = ruling.outcome == .signIn ? ReasonCode.signInDue : .reauthenticationDue
      for rule in assessment.rules where rule.effect == effect && rule.isInForce {
        ruling.note(.extendReason, code, rule: rule.number)
      }
    }
    for rule in assessment.rules where rule.effect == .neverExtend {
      ruling.note(.extendReason, .forbidden, rule: rule.number)
    }
    let isFree = !ruling.has(.extendReason)
    var longest: Int128?
    for rule in assessment.rules where rule.effect == .mayExtend && rule.grants {
      if let lengthening = rule.lengthening { longest = max(longest ?? lengthening, lengthening) }
    }
    guard isFree else { return }
    guard let longest else {
      noteRefusals(.mayExtend, .extendReason, assessment, &ruling)
      return noteOpening(assessment, &ruling)
    }
    ruling.isExtendAllowed = true
    ruling.lengthening = longest
    for rule in assessment.rules
    where rule.effect == .mayExtend && rule.grants && rule.lengthening == longest {
      ruling.note(.extendRule, rule: rule.number)
    }
  }

  /// When extending would be allowed, where nothing but time is missing, and by which rules.
  private func noteOpening(_ assessment: borrowing Assessment, _ ruling: inout Ruling) {
    var earliest: Int128?
    for rule in assessment.rules
    where rule.effect == .mayExtend && rule.applicability == .applies && rule.unmet.isEmpty {
      if let opensAt = rule.opensAt { earliest = min(earliest ?? opensAt, opensAt) }
    }
    guard let earliest else { return }
    ruling.notBefore = earliest
    for rule in assessment.rules
    where rule.effect == .mayExtend && rule.applicability == .applies && rule.unmet.isEmpty
      && rule.opensAt == earliest
    {
      ruling.note(.extendRule, rule: rule.number)
    }
  }

  /// Why none of the permits grants.
  private func noteRefusals(
    _ effect: Effect, _ section: Ruling.Section, _ assessment: borrowing Assessment,
    _ ruling: inout Ruling
  ) {
    let count = ruling.notes.count
    for rule in assessment.rules where rule.effect == effect {
      if rule.failure >= 0 {
        ruling.note(
          section, assessment.failures[Int(rule.failure)].reasonCode, rule: rule.number)
      }
      rule.unmet.forEach { ruling.note(section, $0, rule: rule.number) }
      if let obstacle = rule.obstacle { ruling.note(section, obstacle, rule: rule.number) }
    }
    if ruling.notes.count == count { ruling.note(section, .noMatchingPermit) }
  }
}

extension DecisionPlan {
  /// The requirements of some rules.
  func requirements(of numbers: [Int32]) -> [Requirement] {
    numbers.map { rules[Int($0)].rule.requirement }
  }
}
