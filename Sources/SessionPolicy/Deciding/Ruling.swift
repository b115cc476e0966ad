import CEL
import Diagnostics

/// The joined answer of all rules at one instant: a decision without deadlines and requests.
///
/// Two rulings are equal exactly when nothing about the decision differs but what moves along with now.
struct Ruling: Equatable {
  var outcome: Decision.Outcome
  var isExtendAllowed: Bool
  /// The new expiry as a distance from now.
  var lengthening: Duration?
  var notBefore: Timestamp?
  var extendRules: [String]
  var extendReasons: [Reason]
  var isRefreshAllowed: Bool
  var refreshRules: [String]
  var refreshReasons: [Reason]
  var reauthentication: Decision.Reauthentication?
  var reasons: [Reason]
  var indeterminate: [Decision.Indeterminate]
  /// Whether the session itself is live.
  var isLive: Bool
}

/// Joins what the rules say; the law of design: the strictest outcome, `never` before `may`, no order.
struct Judge {
  let plan: DecisionPlan
  let settings: KratosSettings
  let session: Session

  /// The ruling that follows from an assessment.
  func rule(on assessment: Assessment) -> Ruling {
    var ruling = Ruling(
      outcome: .proceed, isExtendAllowed: false, extendRules: [], extendReasons: [],
      isRefreshAllowed: false, refreshRules: [], refreshReasons: [], reasons: [],
      indeterminate: indeterminate(assessment), isLive: assessment.lifeless.reason == nil)
    if let reason = assessment.lifeless.reason {
      ruling.outcome = .signIn
      ruling.reasons = [Reason(reason)]
      ruling.extendReasons = [Reason(reason)]
      ruling.refreshReasons = [Reason(reason)]
      return ruling
    }
    let rules = assessment.rules
    let demand = Demand(rules: rules, session: session)
    ruling.outcome = demand.outcome
    ruling.reasons = demand.reasons
    joinRefresh(rules, demand, &ruling)
    if ruling.outcome == .reauthenticate, !ruling.isRefreshAllowed {
      // Never a dead end: who may not refresh has to sign in.
      ruling.outcome = .signIn
      ruling.reasons += ruling.refreshReasons
    }
    if ruling.outcome == .signIn { ruling.isRefreshAllowed = false }
    if ruling.outcome == .reauthenticate { ruling.reauthentication = demand.reauthentication }
    joinExtend(rules, demand, &ruling)
    return ruling
  }

  private func joinRefresh(_ rules: [RuledRule], _ demand: Demand, _ ruling: inout Ruling) {
    let permits = rules.filter { $0.effect == .mayRefresh }
    let granting = permits.filter(\.assessment.grants)
    let forbidding = rules.filter { $0.effect == .neverRefresh && $0.assessment.isFeared }
    if demand.outcome == .signIn {
      ruling.refreshReasons = demand.signInRules.map { $0.plan.reason(.signInDue) }
      if ruling.refreshReasons.isEmpty { ruling.refreshReasons = [Reason(.signInDue)] }
    }
    ruling.refreshReasons += forbidding.map { $0.plan.reason(.forbidden) }
    if granting.isEmpty { ruling.refreshReasons += refusals(permits) }
    ruling.isRefreshAllowed = ruling.refreshReasons.isEmpty
    if ruling.isRefreshAllowed { ruling.refreshRules = granting.map(\.id) }
  }

  private func joinExtend(_ rules: [RuledRule], _ demand: Demand, _ ruling: inout Ruling) {
    let permits = rules.filter { $0.effect == .mayExtend }
    let forbidding = rules.filter { $0.effect == .neverExtend && $0.assessment.isFeared }
    var obstacles: [Reason] = []
    if ruling.outcome == .signIn {
      let rules = demand.signInRules.isEmpty ? demand.reauthenticationRules : demand.signInRules
      obstacles += rules.map { $0.plan.reason(.signInDue) }
    }
    if ruling.outcome == .reauthenticate {
      obstacles += demand.reauthenticationRules.map { $0.plan.reason(.reauthenticationDue) }
    }
    obstacles += forbidding.map { $0.plan.reason(.forbidden) }

    let granting = permits.filter(\.assessment.grants)
    guard let longest = granting.compactMap(\.assessment.lengthening).max() else {
      ruling.extendReasons = obstacles.isEmpty ? refusals(permits) : obstacles
      guard obstacles.isEmpty else { return }
      let openings = permits.compactMap { rule in
        rule.assessment.applicability == .applies && rule.assessment.unmet.isEmpty
          ? rule.assessment.opensAt.map { (at: $0, id: rule.id) } : nil
      }
      ruling.notBefore = openings.map(\.at).min()
      ruling.extendRules = openings.filter { $0.at == ruling.notBefore }.map(\.id)
      return
    }
    ruling.extendReasons = obstacles
    guard obstacles.isEmpty else { return }
    ruling.isExtendAllowed = true
    ruling.lengthening = longest
    ruling.extendRules = granting.filter { $0.assessment.lengthening == longest }.map(\.id)
  }

  /// Why none of the permits grants.
  private func refusals(_ permits: [RuledRule]) -> [Reason] {
    var reasons: [Reason] = []
    for rule in permits {
      switch rule.assessment.applicability {
      case .doesNotApply: continue
      case .unknown(let error): reasons.append(rule.plan.reason(error.reasonCode))
      case .applies: break
      }
      reasons += rule.assessment.unmet.map { rule.plan.reason($0) }
      if let obstacle = rule.assessment.obstacle { reasons.append(rule.plan.reason(obstacle)) }
    }
    return reasons.isEmpty ? [Reason(.noMatchingPermit)] : reasons
  }

  /// Everything that was missing or failed, by rule.
  private func indeterminate(_ assessment: Assessment) -> [Decision.Indeterminate] {
    var found: [Decision.Indeterminate] = []
    if let missing = assessment.lifeless.missing {
      found.append(.init(rule: nil, attribute: missing, cause: "missing"))
    }
    for rule in assessment.rules {
      let id = rule.id
      if case .unknown(let error) = rule.assessment.applicability {
        if case .missingAttribute(let path) = error.kind {
          found.append(.init(rule: id, attribute: path.description, cause: "missing"))
        } else {
          found.append(.init(rule: id, attribute: nil, cause: error.description))
        }
      }
      for attribute in rule.assessment.missing {
        found.append(.init(rule: id, attribute: attribute, cause: "missing"))
      }
    }
    return found
  }
}

/// A rule's plan and what it says.
struct RuledRule {
  let plan: RulePlan
  let assessment: RuleAssessment

  var effect: Effect { plan.rule.effect }
  var id: String { plan.rule.qualifiedID }

  /// Why a `must` rule is in force.
  var reasons: [Reason] {
    var codes: [ReasonCode] = []
    if case .unknown(let error) = assessment.applicability { codes.append(error.reasonCode) }
    codes += plan.rule.requirement.isEmpty ? [.ruleInForce] : assessment.unmet
    return codes.map { plan.reason($0) }
  }
}

extension EvaluationError {
  /// The reason that an error in a condition is.
  var reasonCode: ReasonCode {
    if case .missingAttribute = kind { return .inputMissing }
    return .evaluationError
  }
}
