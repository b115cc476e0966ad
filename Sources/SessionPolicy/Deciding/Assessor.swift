import PolicyCEL

/// Assesses rules for one prepared snapshot at any instant.
struct Assessor {
  let plan: DecisionPlan
  let state: SessionState
  private let cells: Cells
  /// The values, for conditions that take more than cells.
  private let values: InputSource

  init(plan: DecisionPlan, state: SessionState, cells: Cells, values: InputSource) {
    self.plan = plan
    self.state = state
    self.cells = cells
    self.values = values
  }

  /// Assesses every rule at an instant, in nanoseconds since 1970.
  func assess(at now: Int128, into assessment: inout Assessment) {
    assessment.rules.removeAll(keepingCapacity: true)
    assessment.failures.removeAll(keepingCapacity: true)
    var clock = Clock(now: now)
    assessment.lifeless = liveness(&clock)
    // Nothing a rule says can bring a session back to life.
    if assessment.lifeless.reason == nil {
      assessCandidates(&clock, &assessment)
      assessment.rules.sort { $0.number < $1.number }
    }
    assessment.until = clock.until
  }

  /// What every rule says at an instant, whether or not the session is live.
  func assessRules(at now: Int128) -> ContiguousArray<RuledRule> {
    var clock = Clock(now: now)
    var assessment = Assessment()
    for number in plan.rules.indices {
      assess(number, answer(to: number, &clock, &assessment), &clock, &assessment)
    }
    return assessment.rules
  }

  /// Whether the session is live.
  ///
  /// As in Kratos: active, not expired, and the identity, where it is shown, not disabled. A missing
  /// `active` or `expires_at` counts against the session.
  private func liveness(_ clock: inout Clock) -> Liveness {
    guard let expiresAt = state.expiresAt else {
      return Liveness(reason: .inputMissing, missing: "session.expires_at")
    }
    if !clock.isBefore(expiresAt) { return Liveness(reason: .sessionExpired) }
    if !state.isIdentityActive { return Liveness(reason: .identityInactive) }
    guard let active = state.active else {
      return Liveness(reason: .inputMissing, missing: "session.active")
    }
    return Liveness(reason: active ? nil : .sessionInactive)
  }

  // MARK: Conditions

  /// Assesses the rules that could apply, and keeps those that do or may.
  private func assessCandidates(_ clock: inout Clock, _ assessment: inout Assessment) {
    if let now = Int64(exactly: clock.now), now.magnitude < 1 << 62,
      plan.table.conditions.withTester(
        cells, now: now,
        { tester in
          plan.index.forEachCandidate(tester) { number in
            assess(number, tester, &clock, &assessment)
          }
        })
    {
      return
    }
    for number in plan.index.candidates(in: cells) {
      assess(number, answer(to: number, &clock, &assessment), &clock, &assessment)
    }
    assessment.rules.removeAll { !$0.isFeared }
  }

  @inline(__always)
  private func assess(
    _ number: Int, _ tester: borrowing PredicateTester, _ clock: inout Clock,
    _ assessment: inout Assessment
  ) {
    var until = Int64.max
    switch tester.test(number, until: &until) {
    case .no: if until != .max { clock.until = min(clock.until, Int128(until)) }
    case .yes:
      if until != .max { clock.until = min(clock.until, Int128(until)) }
      assess(number, (.applies, -1), &clock, &assessment)
    case .unknown:
      let answer = answer(to: number, &clock, &assessment)
      guard answer.applicability != .doesNotApply else { return }
      assess(number, answer, &clock, &assessment)
    }
  }

  /// Tests a condition with all of CEL.
  private func answer(
    to number: Int, _ clock: inout Clock, _ assessment: inout Assessment
  ) -> (applicability: RuledRule.Applicability, failure: Int32) {
    guard let condition = plan.rules[number].condition,
      let now = Timestamp(nanosecondsSinceEpoch: clock.now)
    else { return (.applies, -1) }
    do throws(EvaluationError) {
      let holds = try condition.test(values.input(at: now), until: &clock.until)
      return (holds ? .applies : .doesNotApply, -1)
    } catch {
      assessment.failures.append(error)
      return (.unknown, Int32(clamping: assessment.failures.count - 1))
    }
  }

  // MARK: Requirements

  /// Adds what a rule says whose condition is known.
  private func assess(
    _ number: Int, _ answer: (applicability: RuledRule.Applicability, failure: Int32),
    _ clock: inout Clock, _ assessment: inout Assessment
  ) {
    let rule = plan.table.rules[number]
    var ruled = RuledRule(
      number: Int32(clamping: number), effect: rule.effect, isDemanding: rule.isDemanding,
      applicability: answer.applicability, failure: answer.failure)
    if ruled.isFeared {
      if rule.isDemanding { assessRequirement(rule, &clock, &ruled) }
      if rule.effect == .mayExtend { assessExtension(rule, &clock, &ruled) }
    }
    assessment.rules.append(ruled)
  }

  private func assessRequirement(
    _ rule: RuleTable.Rule, _ clock: inout Clock, _ ruled: inout RuledRule
  ) {
    if rule.level >= 0 {
      if state.level == nil { ruled.missing.insert(.aal) }
      if state.level.map({ $0.rank < rule.level }) ?? true { ruled.unmet.insert(.aal) }
    }
    if rule.methods >= 0, !state.completed(Int(rule.methods)) { ruled.unmet.insert(.methods) }
    for place in rule.limits {
      let limit = plan.table.limits[Int(place)]
      guard let start = timestamp(at: Int(limit.slot)) else {
        ruled.unmet.insert(limit.part)
        ruled.missing.insert(limit.part)
        continue
      }
      guard let end = instant(start, plus: limit.length) else { continue }
      if !clock.isBefore(end) { ruled.unmet.insert(limit.part) }
    }
  }

  /// What stands in the way of an extension under a rule, whose requirement is another matter.
  private func assessExtension(
    _ rule: RuleTable.Rule, _ clock: inout Clock, _ ruled: inout RuledRule
  ) {
    guard let expiresAt = state.expiresAt else { return }
    let lengthening = rule.by >= 0 ? rule.by : state.lifespan
    ruled.lengthening = lengthening

    // The window: the policy's opens at the instant, the identity server's just after it.
    var opensAt = state.opensAt
    if rule.within >= 0, let within = instant(expiresAt, plus: -rule.within) {
      opensAt = max(opensAt ?? within, within)
    }
    // The new expiry, now + lengthening, stays within the caps and beyond the present expiry.
    let gainsFrom = instant(expiresAt, plus: 1 - lengthening)
    var cap: Int128?
    for place in rule.caps {
      let limit = plan.table.limits[Int(place)]
      guard let start = timestamp(at: Int(limit.slot)),
        let end = instant(start, plus: limit.length)
      else { continue }
      cap = cap.map { min($0, end) } ?? end
    }
    let lastCapped = cap.flatMap { instant($0, plus: 1 - lengthening) }

    if let lastCapped, !clock.isBefore(lastCapped) {
      ruled.obstacle = .extendCapReached
      return
    }
    if let opensAt, clock.isBefore(opensAt) {
      ruled.obstacle = .extendWindowNotOpen
    } else if let gainsFrom, clock.isBefore(gainsFrom) {
      ruled.obstacle = .extendNoGain
    } else {
      return
    }
    // At the opening it must hold all the same: within the caps, and before the session ends.
    let opening = max(opensAt ?? .min, gainsFrom ?? .min)
    if opening < expiresAt, lastCapped.map({ opening < $0 }) ?? true { ruled.opensAt = opening }
  }

  /// The instant in a slot; `nil` if it is missing or something else.
  private func timestamp(at slot: Int) -> Int128? {
    let (state, payload) = cells.cell(slot)
    switch state {
    case .fits: return Int128(payload)
    case .missing: return nil
    case .other: return values.input(at: .minimum).timestamp(at: slot)?.nanosecondsSinceEpoch
    }
  }
}

/// The values of an input, read when they are first asked for.
final class InputSource {
  private var known: Input?
  private let read: () -> Input

  init(_ read: @escaping () -> Input) { self.read = read }

  /// The input at an instant.
  func input(at now: Timestamp) -> Input {
    let input = known ?? read()
    known = input
    return input.moved(to: now)
  }
}
