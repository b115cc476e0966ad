import PolicyCEL
import PolicyTime

/// What was prepared of a snapshot, as the law reads it.
protocol PreparedInput: AnyObject {
  var plan: DecisionPlan { get }
  var cells: Cells { get }
  var state: SessionState { get }
  /// How the identity server is set up.
  var settings: KratosSettings { get }
  /// All that was prepared; read now if only a part was read before.
  var snapshot: Snapshot { get }
  /// What stands below `context` and no policy declares.
  var ignored: [Decision.Ignored] { get }
  /// The values of all attributes, at whatever instant.
  var wholeInput: Input { get }
  /// What was prepared as it is while some instant lies ahead that may not; asked for only before
  /// ``SessionFacts/settledAt``.
  func unsettled(at now: Timestamp) -> UnsettledInput
}

extension PreparedInput {
  /// The values of attributes at an instant, for conditions that take more than cells.
  func input(at now: Timestamp) -> Input {
    now.nanosecondsSinceEpoch < state.facts.settledAt
      ? unsettled(at: now).input : wholeInput.moved(to: now)
  }

  /// What was prepared, as it is at an instant in nanoseconds since 1970.
  func cells(at now: Int128) -> Cells {
    guard now < state.facts.settledAt, let now = Timestamp(nanosecondsSinceEpoch: now) else {
      return cells
    }
    return unsettled(at: now).input.cells
  }
}

/// An input in which some instant lies ahead that may not by its meaning, and so has failed.
struct UnsettledInput {
  let input: Input
  /// When the first of them no longer does, in nanoseconds since 1970.
  let changesAt: Int128
}

/// What rules mean: the one place that says what `may`, `must` and `never`, requirements, windows and
/// caps do with a session.
///
/// It goes through the rules that could apply, and tells a ledger what each says. What is written down
/// is the ledger's business: a ``VerdictLedger`` keeps a few bits, a ``ReasonLedger`` all reasons. How
/// the rules are joined stands in ``Tally`` and ``Joint``; how time changes any of it in
/// ``follow(_:from:steps:_:_:)``.
///
/// Time is the only thing that moves. Each comparison with now notes on a ``Clock`` the instant at which
/// it flips, so that whatever is answered holds strictly before the first instant noted. A branch that
/// is not taken notes nothing, for it is not read until another flip.
///
/// Cost: one test of a condition for each rule that the index does not exclude, and for those that hold
/// a few comparisons of plain numbers. Nothing is allocated but by the ledger, and by CEL where a
/// condition takes more than cells. Being generic and internal it is compiled for each pair of input and
/// ledger, with the calls to the ledger inlined.
struct Law<Source: PreparedInput, Book: Ledger> {
  typealias Number = Book.Number
  typealias Standing = SessionPolicy.Standing<Number, Book.Failure>

  // Plain bits and pointers, so that asking counts no references; the source, which keeps the plan and
  // its tables, is lent to each function.
  let rows: UnsafeBufferPointer<RuleTable.Rule>
  let alternatives: UnsafeBufferPointer<RuleTable.Alternative>
  let limits: UnsafeBufferPointer<RuleTable.Limit>
  let index: RuleIndex.Pointers
  let facts: SessionFacts<Number>

  /// The law for what was prepared, as long as that is kept.
  @inline(__always)
  init(of source: Source, _ facts: SessionFacts<Number>) {
    let table = source.plan.table
    rows = table.rows
    alternatives = table.alternatives
    limits = table.limits
    index = source.plan.index.pointers
    self.facts = facts
  }

  // MARK: Rules

  /// What all rules say at an instant; of a session that is not live only that.
  @inline(__always)
  func ask(
    _ source: Source, at now: Number, _ patience: Patience, _ ledger: inout Book
  ) {
    guard isLive(source, at: now, &ledger) else { return }
    askRules(source, at: now, patience, &ledger)
  }

  /// What all rules say at an instant, whether or not the session is live.
  @inline(__always)
  func askRules(
    _ source: Source, at now: Number, _ patience: Patience, _ ledger: inout Book
  ) {
    withTester(source, at: now) { tester in
      var clock = Clock(now: now)
      clock.patience = patience
      index.forEachCandidate(tester) { number in
        var failure: Book.Failure?
        guard applies(number, source, tester, &clock, &failure) else { return }
        ledger.enter(standing(of: number, failure, source, tester, &clock))
      }
      ledger.tally.add(clock)
    }
  }

  /// What every rule says at an instant, whether or not the session is live; `nil` for rules that do not
  /// apply.
  func standings(_ source: Source, at now: Number) -> [Standing?] {
    var found: [Standing?] = []
    withTester(source, at: now) { tester in
      for number in source.plan.rules.indices {
        var clock = Clock(now: now)
        var failure: Book.Failure?
        let applies = applies(number, source, tester, &clock, &failure)
        found.append(applies ? standing(of: number, failure, source, tester, &clock) : nil)
      }
    }
    return found
  }

  /// Whether the session is live; nothing a rule says can bring it back to life.
  @inline(__always)
  func isLive(_ source: Source, at now: Number, _ ledger: inout Book) -> Bool {
    if let flip = facts.liveness.flip(after: now) { ledger.tally.until = flip }
    if isUnsettled(now) {
      ledger.tally.until = min(ledger.tally.until, settles(source, after: now))
    }
    if !facts.isIdentityKnown { ledger.tally.missIdentity() }
    ledger.tally.inactivity = facts.liveness.inactivity(at: now)
    return ledger.tally.inactivity == nil
  }

  /// Lends what conditions are tested with.
  @inline(__always)
  func withTester(
    _ source: Source, at now: Number, _ body: (borrowing PredicateTester) -> Void
  ) {
    // Conditions count in 64 bits; where now does not fit, all of CEL is asked.
    let near = now.magnitude < 1 << 62 ? Int64(truncatingIfNeeded: now) : nil
    guard isUnsettled(now) else {
      return source.plan.conditions.withTester(source.cells, now: near, body)
    }
    source.plan.conditions.withTester(source.cells(at: Int128(now)), now: near, body)
  }

  /// Whether some instant lies ahead that may not, by its meaning and by how far clocks differ.
  @inline(__always)
  func isUnsettled(_ now: Number) -> Bool { Book.meetsUnsettled && now < facts.settledAt }

  /// When the first instant that lies ahead and may not no longer does.
  @inline(never)
  func settles(_ source: Source, after now: Number) -> Number {
    guard let now = Timestamp(nanosecondsSinceEpoch: Int128(now)) else { return .max }
    return Number(
      truncatingIfNeeded: min(source.unsettled(at: now).changesAt, Int128(facts.settledAt)))
  }

  /// Whether a rule applies, or may: its condition is not false.
  ///
  /// - Parameter failure: Why nobody knows.
  @inline(__always)
  func applies(
    _ number: Int, _ source: Source, _ tester: borrowing PredicateTester,
    _ clock: inout Clock<Number>, _ failure: inout Book.Failure?
  ) -> Bool {
    var flip = Int64.max
    let answer = tester.test(number, until: &flip)
    if answer == .unknown { return test(number, source, &clock, &failure) }
    clock.flips(at: flip)
    return answer == .yes
  }

  /// What a rule says that applies or may apply.
  @inline(__always)
  func standing(
    of number: Int, _ failure: Book.Failure?, _ source: Source,
    _ tester: borrowing PredicateTester, _ clock: inout Clock<Number>
  ) -> Standing {
    let rule = rows[number]
    var standing = Standing(
      number: Int32(truncatingIfNeeded: number), effect: rule.effect,
      isDemanding: rule.isDemanding, canBeUnmeetable: rule.canBeUnmeetable,
      asksForSecondFactor: rule.asksForSecondFactor, failure: failure)
    ask(rule, source, tester, &clock, &standing)
    return standing
  }

  /// Tests a condition with all of CEL. An unknown one counts as true; what that does to a session is
  /// the ledger's to say.
  @inline(never)
  private func test(
    _ number: Int, _ source: Source, _ clock: inout Clock<Number>,
    _ failure: inout Book.Failure?
  ) -> Bool {
    guard let condition = source.plan.rules[number].condition,
      let now = Timestamp(nanosecondsSinceEpoch: Int128(clock.now))
    else { return true }
    let input = source.input(at: now)
    var flip = Int128.max
    defer {
      // What changed again and again for too long is left to those who look anew.
      if flip != .max, !clock.patience.isWhole {
        let even = clock.patience.evenFlip(of: condition, input)
        if even.flip > flip {
          if !even.isSettled { clock.skips(flip) }
          flip = even.flip
        }
      }
      clock.flips(at: flip)
    }
    do throws(EvaluationError) {
      return try condition.test(input, until: &flip)
    } catch {
      failure = Book.failure(error)
      return true
    }
  }

  // MARK: Requirements

  /// Holds a rule's alternatives against the session: one that is met is enough.
  ///
  /// For an extension it is not: a permission with alternatives is as many permissions, each with its
  /// own caps, and it grants if one of them does.
  @inline(__always)
  private func ask(
    _ rule: RuleTable.Rule, _ source: Source, _ tester: borrowing PredicateTester,
    _ clock: inout Clock<Number>, _ standing: inout Standing
  ) {
    var isMet = false
    var isFree = false
    for place in rule.alternatives {
      let alternative = alternatives[Int(place)]
      let (unmet, missing) = shortfall(of: alternative, source, tester, &clock)
      guard unmet.isEmpty else {
        standing.unmet.formUnion(unmet)
        standing.missing.formUnion(missing)
        continue
      }
      isMet = true
      guard rule.effect == .mayExtend else { break }
      if extend(rule, alternative, source, tester, &clock, &standing) { isFree = true }
    }
    if isMet { (standing.unmet, standing.missing) = (.none, .none) }
    if isFree { standing.obstacles = .none }
  }

  /// What of each alternative of a rule is not met at an instant, and what of that nobody knows.
  func shortfalls(
    of number: Int, _ source: Source, at now: Number
  ) -> [(unmet: Shortfall, missing: Shortfall)] {
    var found: [(unmet: Shortfall, missing: Shortfall)] = []
    withTester(source, at: now) { tester in
      var clock = Clock(now: now)
      for place in rows[number].alternatives {
        found.append(
          shortfall(of: alternatives[Int(place)], source, tester, &clock))
      }
    }
    return found
  }

  /// What the limits of each alternative of a rule count from at an instant; `nil` where that is not there.
  func evidence(of number: Int, _ source: Source, at now: Number) -> [[Number?]] {
    var found: [[Number?]] = []
    withTester(source, at: now) { tester in
      var clock = Clock(now: now)
      for place in rows[number].alternatives {
        found.append(
          alternatives[Int(place)].limits.map {
            instant(at: limits[Int($0)].slot, source, tester, &clock)
          })
      }
    }
    return found
  }

  /// What of an alternative is not met, and what of that nobody knows.
  @inline(__always)
  func shortfall(
    of alternative: RuleTable.Alternative, _ source: Source,
    _ tester: borrowing PredicateTester, _ clock: inout Clock<Number>
  ) -> (unmet: Shortfall, missing: Shortfall) {
    var unmet = Shortfall.none
    var missing = Shortfall.none
    if let needed = alternative.level {
      if let level = facts.level {
        if level.rank < needed.rank { unmet.insert(.aal) }
      } else {
        unmet.insert(.aal)
        missing.insert(.aal)
      }
    }
    if let methods = alternative.methods, !completed(Int(methods), source) {
      unmet.insert(.methods)
      if !facts.listsMethods { missing.insert(.methods) }
    }
    for place in alternative.limits {
      let limit = limits[Int(place)]
      guard let start = instant(at: limit.slot, source, tester, &clock) else {
        unmet.insert(limit.part)
        // A factor that was not shown is nothing that is missing.
        if !limit.isCompletion || tester.cell(Int(limit.slot)).state != .missing {
          missing.insert(limit.part)
        }
        continue
      }
      guard let end = start.later(by: Number(truncatingIfNeeded: limit.length)) else { continue }
      if !clock.isBefore(end) {
        unmet.insert(limit.part)
        // Of several completions another may be the one that is missing.
        if limit.isCompletion, facts.hasUntimedCompletion || isUnsettled(clock.now) {
          missing.insert(limit.part)
        }
      }
    }
    return (unmet, missing)
  }

  /// Whether one of a set of methods was completed, by the number of the set.
  @inline(__always)
  private func completed(_ set: Int, _ source: Source) -> Bool {
    set < SessionFacts<Number>.methodSetLimit
      ? facts.methodSets >> UInt64(truncatingIfNeeded: set) & 1 != 0
      : source.state.completedFurther(set)
  }

  /// The instant in a slot; `nil` if it is missing or something else.
  @inline(__always)
  func instant(
    at slot: Int32, _ source: Source, _ tester: borrowing PredicateTester,
    _ clock: inout Clock<Number>
  ) -> Number? {
    let cell = tester.cell(Int(slot))
    switch cell.state {
    case .fits: return Number(truncatingIfNeeded: cell.payload)
    case .missing, .failed: return nil
    case .other: return distantInstant(at: slot, source, &clock)
    }
  }

  @inline(never)
  private func distantInstant(
    at slot: Int32, _ source: Source, _ clock: inout Clock<Number>
  ) -> Number? {
    guard let now = Timestamp(nanosecondsSinceEpoch: Int128(clock.now)),
      let instant = source.input(at: now).timestamp(at: Int(slot))
    else { return nil }
    let nanoseconds = instant.nanosecondsSinceEpoch
    guard Number.fits(instant: nanoseconds) else {
      clock.isBeyond = true
      return nil
    }
    return Number(truncatingIfNeeded: nanoseconds)
  }

  // MARK: Extensions

  /// Whether nothing stands in the way of an extension under an alternative that is met.
  ///
  /// The window is open from the latest of three instants: when the policy lets it (`within` before the
  /// expiry), when the server does, and when the new expiry lies beyond the present one, so that no
  /// extension shortens. It closes with the first instant at which the new expiry would pass a cap.
  @inline(__always)
  private func extend(
    _ rule: RuleTable.Rule, _ alternative: RuleTable.Alternative, _ source: Source,
    _ tester: borrowing PredicateTester, _ clock: inout Clock<Number>, _ standing: inout Standing
  ) -> Bool {
    guard let expiresAt = facts.liveness.expiresAt else { return true }
    let lengthening = lengthening(by: rule)
    standing.lengthening = lengthening

    var passesCap: Number?
    for place in alternative.limits {
      let limit = limits[Int(place)]
      guard limit.capsExtension, let start = instant(at: limit.slot, source, tester, &clock),
        let cap = start.later(by: Number(truncatingIfNeeded: limit.length)),
        let passes = passing(cap, with: lengthening)
      else { continue }
      passesCap = passesCap.map { min($0, passes) } ?? passes
    }
    if let passesCap, !clock.isBefore(passesCap) {
      standing.obstacles.insert(.cap)
      return false
    }
    var opensAt = facts.opensAt
    if let opens = opening(of: rule, before: expiresAt) {
      opensAt = opensAt.map { max($0, opens) } ?? opens
    }
    let gainsFrom = passing(expiresAt, with: lengthening)
    if let opensAt, clock.isBefore(opensAt) {
      standing.obstacles.insert(.window)
    } else if let gainsFrom, clock.isBefore(gainsFrom) {
      standing.obstacles.insert(.gain)
    } else {
      return true
    }
    // When it opens it must hold all the same: within the caps, and before the session ends.
    let opening = max(opensAt ?? .min, gainsFrom ?? .min)
    if opening < expiresAt, passesCap.map({ opening < $0 }) ?? true {
      standing.opensAt = standing.opensAt.map { min($0, opening) } ?? opening
    }
    return false
  }

  /// How far an extension by a rule puts the expiry.
  @inline(__always)
  func lengthening(by rule: RuleTable.Rule) -> Number {
    rule.by.map { Number(truncatingIfNeeded: $0) } ?? facts.lifespan
  }

  /// When the window of a rule opens; `nil` if it has none.
  @inline(__always)
  func opening(of rule: RuleTable.Rule, before expiresAt: Number) -> Number? {
    rule.within.flatMap { expiresAt.later(by: 0 &- Number(truncatingIfNeeded: $0)) }
  }

  /// The first instant at which the new expiry, now + lengthening, is later than a given one.
  @inline(__always)
  func passing(_ instant: Number, with lengthening: Number) -> Number? {
    instant.later(by: 1 &- lengthening)
  }
}
