import CEL
import Diagnostics

/// What the rules say of one snapshot at one instant, before they are joined.
struct Assessment {
  /// Why the session is not live; `nil` if it is.
  var lifeless: Liveness
  /// The rules that apply or may apply, in the order of the plan; none for a session that is not live.
  var rules: [RuledRule]
  /// The first instant, in nanoseconds since 1970, at which any of this may change by time alone.
  var until: Int128
}

/// Whether a session is live, and what tells.
struct Liveness: Hashable {
  /// Why it is not live; `nil` if it is.
  var reason: ReasonCode?
  /// The attribute that is missing, if that is why.
  var missing: String?
}

/// What one rule says.
struct RuleAssessment: Hashable {
  /// Whether the rule's condition holds; an unknown condition counts against the session.
  enum Applicability: Hashable {
    case applies
    case doesNotApply
    case unknown(EvaluationError)
  }

  var applicability: Applicability
  /// What of the requirement is not met, in the order of its keys.
  var unmet: [ReasonCode] = []
  /// Attributes that the requirement needs and the input lacks.
  var missing: [String] = []
  /// For `may: extend`: what stands in the way besides the requirement.
  var obstacle: ReasonCode?
  /// For `may: extend`: when the window opens, if it has not.
  var opensAt: Timestamp?
  /// For `may: extend`: the new expiry as a distance from now.
  var lengthening: Duration?

  /// Whether the rule must be reckoned with: `never` and `must` count an unknown condition as true.
  var isFeared: Bool { applicability != .doesNotApply }

  /// Whether a `may` rule grants.
  var grants: Bool { applicability == .applies && unmet.isEmpty && obstacle == nil }

  /// Whether a `must` rule is in force.
  func isInForce(_ plan: RulePlan) -> Bool {
    isFeared && (plan.rule.requirement.isEmpty || !unmet.isEmpty)
  }
}

/// Assesses rules for one prepared snapshot at any instant.
struct Assessor {
  let plan: DecisionPlan
  let settings: KratosSettings
  let session: Session
  private let input: Input

  init(plan: DecisionPlan, settings: KratosSettings, snapshot: Snapshot, now: Timestamp) {
    self.plan = plan
    self.settings = settings
    session = snapshot.session
    input = snapshot.input(at: now, settings: settings, plan: plan)
  }

  init(plan: DecisionPlan, settings: KratosSettings, session: Session, input: Input) {
    self.plan = plan
    self.settings = settings
    self.session = session
    self.input = input
  }

  /// The instant the snapshot was prepared for.
  var now: Timestamp { input.now }

  /// Assesses every rule at an instant.
  func assess(at now: Timestamp) -> Assessment {
    let input = input.moved(to: now)
    var clock = Clock(now: now)
    let lifeless = liveness(&clock)
    // Nothing a rule says can bring a session back to life.
    let candidates = lifeless.reason == nil ? plan.index.candidates(in: input.cells) : []
    var rules: [RuledRule] = []
    for number in candidates {
      let assessment = assess(plan.rules[number], input, &clock)
      guard assessment.isFeared else { continue }
      rules.append(RuledRule(plan: plan.rules[number], assessment: assessment))
    }
    return Assessment(lifeless: lifeless, rules: rules, until: clock.until)
  }

  /// What every rule says at an instant, whether or not the session is live.
  func assessRules(at now: Timestamp) -> [RuleAssessment] {
    let input = input.moved(to: now)
    var clock = Clock(now: now)
    return plan.rules.map { assess($0, input, &clock) }
  }

  /// Whether the session is live.
  ///
  /// As in Kratos: active, not expired, and the identity, where it is shown, not disabled. A missing
  /// `active` or `expires_at` counts against the session.
  private func liveness(_ clock: inout Clock) -> Liveness {
    guard let expiresAt = session.expiresAt else {
      return Liveness(reason: .inputMissing, missing: "session.expires_at")
    }
    if !clock.isBefore(expiresAt) { return Liveness(reason: .sessionExpired) }
    if let state = session.identity?.state, state != "active" {
      return Liveness(reason: .identityInactive)
    }
    guard let active = session.active else {
      return Liveness(reason: .inputMissing, missing: "session.active")
    }
    return Liveness(reason: active ? nil : .sessionInactive)
  }

  private func assess(_ plan: RulePlan, _ input: Input, _ clock: inout Clock) -> RuleAssessment {
    var assessment = RuleAssessment(applicability: .applies)
    if let condition = plan.condition {
      do throws(EvaluationError) {
        guard try condition.test(input, until: &clock.until) else {
          assessment.applicability = .doesNotApply
          return assessment
        }
      } catch {
        assessment.applicability = .unknown(error)
      }
    }
    assessRequirement(plan.requirement, input, &clock, &assessment)
    if plan.rule.effect == .mayExtend { assessExtension(plan, input, &clock, &assessment) }
    return assessment
  }

  private func assessRequirement(
    _ plan: RequirementPlan, _ input: Input, _ clock: inout Clock,
    _ assessment: inout RuleAssessment
  ) {
    if let aal = plan.requirement.aal?.value {
      if let level = session.assuranceLevel {
        if level < aal { assessment.unmet.append(.aalInsufficient) }
      } else {
        assessment.unmet.append(.aalInsufficient)
        assessment.missing.append("session.aal")
      }
    }
    if let methods = plan.requirement.methods?.value,
      !session.authenticationMethods.contains(where: { methods.contains($0.method) })
    {
      assessment.unmet.append(.methodMissing)
    }
    for limit in plan.limits {
      guard let instant = input.timestamp(at: limit.slot) else {
        assessment.unmet.append(limit.code)
        assessment.missing.append(limit.attribute)
        continue
      }
      guard let end = instant.adding(limit.limit) else { continue }
      if !clock.isBefore(end) { assessment.unmet.append(limit.code) }
    }
  }

  /// What stands in the way of an extension under a rule, whose requirement is another matter.
  private func assessExtension(
    _ plan: RulePlan, _ input: Input, _ clock: inout Clock, _ assessment: inout RuleAssessment
  ) {
    guard let expiresAt = session.expiresAt else { return }
    let lengthening = plan.by ?? settings.lifespan(for: session)
    assessment.lengthening = lengthening

    // The window: the policy's opens at the instant, the identity server's just after it.
    var opensAt = KratosRules(settings).firstExtendable(session)
    if let within = plan.within.flatMap({ expiresAt.adding(Duration.zero - $0) }) {
      opensAt = max(opensAt ?? within, within)
    }
    // The new expiry, now + lengthening, stays within the caps and beyond the present expiry.
    let caps = [plan.requirement.maxAge, plan.requirement.maxLifetime].compactMap { limit in
      limit.flatMap { input.timestamp(at: $0.slot)?.adding($0.limit) }
    }
    let gainsFrom = expiresAt.adding(Duration.nanoseconds(1) - lengthening)
    let lastCapped = caps.min().flatMap { $0.adding(Duration.nanoseconds(1) - lengthening) }

    if let lastCapped, !clock.isBefore(lastCapped) {
      assessment.obstacle = .extendCapReached
      return
    }
    let opening = max(opensAt ?? .minimum, gainsFrom ?? .minimum)
    if let opensAt, clock.isBefore(opensAt) {
      assessment.obstacle = .extendWindowNotOpen
      // At the opening it must hold all the same: within the caps, and before the session ends.
      if opening < expiresAt, lastCapped.map({ opening < $0 }) ?? true {
        assessment.opensAt = opening
      }
    } else if let gainsFrom, clock.isBefore(gainsFrom) {
      assessment.obstacle = .extendNoGain
      if opening < expiresAt, lastCapped.map({ opening < $0 }) ?? true {
        assessment.opensAt = opening
      }
    }
  }
}

/// An instant of evaluation that notes when comparisons with it flip.
struct Clock {
  let now: Timestamp
  /// The first flip noted, in nanoseconds since 1970.
  var until: Int128 = .max

  init(now: Timestamp) { self.now = now }

  /// Whether now is before an instant; if so, the answer flips at that instant.
  mutating func isBefore(_ instant: Timestamp) -> Bool {
    guard now < instant else { return false }
    until = min(until, instant.nanosecondsSinceEpoch)
    return true
  }
}
