import PolicyCEL

extension PreparedSnapshot {
  /// What the rules say at an instant; `nil` if that takes more than bits.
  func evaluate(at now: Int64) -> Finding? {
    guard let bits else { return nil }
    guard !bits.isOver, now < bits.expiresAt else { return .over }
    var tally = Tally()
    let isOfThisPlan = withRules(at: now) { tester, rules, limits in
      plan.index.forEachCandidate(tester) { number in
        ask(number, rules[number], limits, bits, now, tester, &tally)
      }
    }
    return isOfThisPlan ? Finding(tally, expiresAt: bits.expiresAt) : nil
  }

  /// What the rules say at an instant, and until when they say the same; `nil` if that takes more than
  /// bits.
  ///
  /// Most rules do not depend on time. They are asked once, and only the others at each further instant.
  ///
  /// - Parameter steps: How many instants are looked at; the last of them is given if the answer is
  ///   still the same there.
  func evaluateAhead(at now: Int64, steps: Int) -> (finding: Finding, until: Int64)? {
    guard let bits else { return nil }
    guard !bits.isOver, now < bits.expiresAt else { return (.over, .max) }
    return withUnsafeTemporaryAllocation(of: Int.self, capacity: 64) { moving in
      var fixed = Tally()
      var tally = Tally()
      var count = 0
      let isOfThisPlan = withRules(at: now) { tester, rules, limits in
        plan.index.forEachCandidate(tester) { number in
          var one = Tally()
          ask(number, rules[number], limits, bits, now, tester, &one)
          guard one.until != .max else { return fixed.add(one) }
          tally.add(one)
          if count < moving.count { moving[count] = number }
          count += 1
        }
      }
      tally.add(fixed)
      guard isOfThisPlan, let found = Finding(tally, expiresAt: bits.expiresAt) else { return nil }
      guard count <= moving.count else { return (found, found.until) }
      var flip = found.until
      for _ in 1..<max(steps, 2) {
        guard flip < bits.expiresAt else {
          return (found, Finding.over.says(found) ? .max : flip)
        }
        var tally = fixed
        _ = withRules(at: flip) { tester, rules, limits in
          for number in moving[..<count] {
            ask(number, rules[number], limits, bits, flip, tester, &tally)
          }
        }
        guard let next = Finding(tally, expiresAt: bits.expiresAt), next.says(found),
          next.until > flip
        else { break }
        flip = next.until
      }
      return (found, flip)
    }
  }

  /// Lends what rules are asked with; `false` for cells of another plan.
  @inline(__always)
  private func withRules(
    at now: Int64,
    _ body: (
      borrowing PredicateTester, UnsafeBufferPointer<RuleTable.Rule>,
      UnsafeBufferPointer<RuleTable.Limit>
    ) -> Void
  ) -> Bool {
    let (rules, limits) = (plan.table.rules, plan.table.limits)
    return plan.table.conditions.withTester(cells, now: now) { body($0, rules, limits) }
  }

  /// Asks one rule.
  @inline(__always)
  private func ask(
    _ number: Int, _ rule: RuleTable.Rule, _ limits: UnsafeBufferPointer<RuleTable.Limit>,
    _ bits: SessionBits, _ now: Int64, _ tester: borrowing PredicateTester, _ tally: inout Tally
  ) {
    let isKnown: Bool
    switch tester.test(number, until: &tally.until) {
    case .no: return
    case .yes: isKnown = true
    case .unknown:
      switch testInFull(number, now, &tally) {
      case true: isKnown = true
      case false: return
      case nil: isKnown = false
      }
    }
    if rule.isLarge {
      tally.isBeyond = true
      return
    }
    switch rule.effect {
    case .neverExtend: tally.forbidsExtend = true
    case .neverRefresh: tally.forbidsRefresh = true
    case .mayRefresh:
      let isMet = meets(rule, limits, bits, now, tester, &tally)
      if isKnown, isMet { tally.permitsRefresh = true }
    case .mayExtend:
      guard isKnown, meets(rule, limits, bits, now, tester, &tally) else { return }
      extend(rule, limits, bits, now, tester, &tally)
    case .mustReauthenticate:
      guard !rule.isDemanding || !meets(rule, limits, bits, now, tester, &tally) else { return }
      tally.reauthenticates = true
      // Whether methods can be met together takes more than bits.
      if rule.methods >= 0 { tally.isBeyond = true }
    case .mustSignIn:
      guard !rule.isDemanding || !meets(rule, limits, bits, now, tester, &tally) else { return }
      tally.signsIn = true
    }
  }

  /// Tests a condition with all of CEL; `nil` if it fails.
  @inline(never)
  private func testInFull(_ number: Int, _ now: Int64, _ tally: inout Tally) -> Bool? {
    guard let condition = plan.rules[number].condition,
      let instant = Timestamp(nanosecondsSinceEpoch: Int128(now))
    else { return true }
    do throws(EvaluationError) {
      var flip = Int128.max
      defer {
        if flip < Int128(SessionBits.bound) {
          tally.until = min(tally.until, Int64(clamping: flip))
        } else if flip != .max {
          tally.isBeyond = true
        }
      }
      return try condition.test(input(at: instant), until: &flip)
    } catch {
      return nil
    }
  }

  /// Whether everything that a rule requires is met.
  @inline(__always)
  private func meets(
    _ rule: RuleTable.Rule, _ limits: UnsafeBufferPointer<RuleTable.Limit>,
    _ bits: SessionBits, _ now: Int64, _ tester: borrowing PredicateTester, _ tally: inout Tally
  ) -> Bool {
    var isMet = bits.level >= Int(rule.level)
    if rule.methods >= 0, bits.methods >> UInt64(rule.methods) & 1 == 0 { isMet = false }
    for number in rule.limits {
      let limit = limits[Int(number)]
      let cell = tester.cell(Int(limit.slot))
      guard cell.state == .fits else {
        if cell.state == .other { tally.isBeyond = true }
        isMet = false
        continue
      }
      let end = cell.payload &+ Int64(truncatingIfNeeded: limit.length)
      if now < end { tally.until = min(tally.until, end) } else { isMet = false }
    }
    return isMet
  }

  /// Counts an extension that a rule permits, if the window is open and the caps leave room.
  @inline(__always)
  private func extend(
    _ rule: RuleTable.Rule, _ limits: UnsafeBufferPointer<RuleTable.Limit>,
    _ bits: SessionBits, _ now: Int64, _ tester: borrowing PredicateTester, _ tally: inout Tally
  ) {
    let lengthening = rule.by >= 0 ? Int64(truncatingIfNeeded: rule.by) : bits.lifespan
    for number in rule.caps {
      let limit = limits[Int(number)]
      let cell = tester.cell(Int(limit.slot))
      guard cell.state == .fits else { continue }
      let end = cell.payload &+ Int64(truncatingIfNeeded: limit.length) &+ 1 &- lengthening
      guard now < end else { return }
      tally.until = min(tally.until, end)
    }
    var opensAt = bits.opensAt
    if rule.within >= 0 {
      opensAt =
        max(opensAt, bits.expiresAt &- Int64(truncatingIfNeeded: rule.within))
    }
    // The new expiry has to lie beyond the present one.
    opensAt = max(opensAt, bits.expiresAt &+ 1 &- lengthening)
    guard now >= opensAt else {
      tally.until = min(tally.until, opensAt)
      return
    }
    tally.lengthening = max(tally.lengthening, lengthening)
  }
}
