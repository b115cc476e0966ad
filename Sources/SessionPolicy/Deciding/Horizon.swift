import PolicyCEL

/// Looking ahead in time: what is asked now, and again at each instant at which anything may flip.
extension Law {
  /// How many rules whose answers move with time are remembered; of more, all are asked each time.
  private var memory: Int { 256 }

  /// Asks the rules now, and then at every instant at which anything that was read may flip.
  ///
  /// Most rules do not depend on time. They are asked once, and only the others at each further instant;
  /// a rule that noted no flip answers the same for ever, for time is the only thing that moves.
  ///
  /// - Parameters:
  ///   - steps: How many instants are looked at.
  ///   - ledger: The ledger that is written at each instant.
  ///   - visit: Gets the ledger and the instant; `false` ends the walk.
  /// - Returns: The first instant not looked at, before which nothing changes after the last one that
  ///   was; the largest number for none.
  @inline(__always)
  func follow(
    from now: Number, steps: Int, _ ledger: inout Book,
    _ visit: (inout Book, Number) -> Bool
  ) -> Number {
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: memory) { moving in
      var fixed = Book()
      var count = 0
      if isLive(at: now, &ledger) {
        withTester(at: now) { tester in
          source.plan.index.forEachCandidate(tester) { number in
            var clock = Clock(now: now)
            let standing = standing(of: number, tester, &clock)
            guard clock.until != .max || clock.isBeyond else { return fixed.enter(standing, clock) }
            ledger.enter(standing, clock)
            if count < moving.count { moving[count] = Int32(truncatingIfNeeded: number) }
            count += 1
          }
        }
        ledger.enter(fixed)
      }
      guard visit(&ledger, now) else { return ledger.tally.until }
      for _ in 1..<max(steps, 2) {
        let flip = ledger.tally.until
        guard flip != .max else { return .max }
        ledger.clear()
        if count > moving.count {
          ask(at: flip, &ledger)
        } else if isLive(at: flip, &ledger) {
          ledger.enter(fixed)
          withTester(at: flip) { tester in
            for number in moving[..<count] {
              var clock = Clock(now: flip)
              let standing = standing(of: Int(number), tester, &clock)
              ledger.enter(standing, clock)
            }
          }
        }
        guard visit(&ledger, flip) else { return ledger.tally.until }
      }
      return ledger.tally.until
    }
  }
}

/// What lies ahead of a decision.
struct Outlook {
  /// An instant, and the number of the rule that sets it.
  struct Deadline {
    var at: Timestamp
    var rule: Int32?
  }

  /// The most instants looked at. If the answer is still the same then, the next is given: early, but
  /// never late.
  static let steps = 257

  var validUntil: Timestamp?
  var extendableFrom: Deadline?
  var reauthenticateAt: Deadline?
  var signInAt: Deadline?

  /// Notes what is otherwise at a later instant; gives whether there is more to look for.
  mutating func note(_ ruling: Ruling, at instant: Timestamp, _ present: Ruling) -> Bool {
    if validUntil == nil, ruling != present { validUntil = instant }
    if ruling.outcome == .signIn, present.outcome != .signIn, signInAt == nil {
      signInAt = Deadline(at: instant, rule: ruling.firstRule(.reason))
    }
    if ruling.outcome == .reauthenticate, present.outcome == .proceed, reauthenticateAt == nil {
      reauthenticateAt = Deadline(at: instant, rule: ruling.firstRule(.reason))
    }
    if ruling.isExtendAllowed, !present.isExtendAllowed, extendableFrom == nil {
      extendableFrom = Deadline(at: instant, rule: ruling.firstRule(.extendRule))
    }
    return ruling.outcome != .signIn || validUntil == nil
  }
}

extension Law where Book == ReasonLedger {
  /// The ruling at an instant, and what lies ahead of it.
  func rule(at now: Timestamp) -> (ruling: Ruling, outlook: Outlook) {
    var present: Ruling?
    var next = Ruling()
    var outlook = Outlook()
    var isWithinCalendar = true
    var ledger = ReasonLedger()
    let rest = follow(from: now.nanosecondsSinceEpoch, steps: Outlook.steps, &ledger) {
      ledger, nanoseconds in
      ledger.write(to: &next, source.plan, source.state)
      guard let known = present else {
        present = next
        return true
      }
      guard let instant = Timestamp(nanosecondsSinceEpoch: nanoseconds) else {
        isWithinCalendar = false
        return false
      }
      return outlook.note(next, at: instant, known)
    }
    if outlook.validUntil == nil, isWithinCalendar, rest != .max {
      outlook.validUntil = Timestamp(nanosecondsSinceEpoch: rest)
    }
    return (present ?? next, outlook)
  }
}

extension Law where Book == VerdictLedger {
  /// The short answer at an instant; `nil` if that takes more than bits.
  func verdict(at now: Int64) -> Verdict? {
    var ledger = VerdictLedger()
    ask(at: now, &ledger)
    return ledger.joint.map { Verdict($0, at: now) }
  }

  /// The short answer at an instant, and the first one at which it is another; the largest number for
  /// never.
  func verdictUntil(at now: Int64, steps: Int) -> (verdict: Verdict, until: Int64)? {
    var present: Joint<Int64>?
    var change: Int64?
    var ledger = VerdictLedger()
    let rest = follow(from: now, steps: steps, &ledger) { ledger, instant in
      guard let joint = ledger.joint else {
        change = instant
        return false
      }
      guard let known = present else {
        present = joint
        return true
      }
      guard joint.answers(as: known) else {
        change = instant
        return false
      }
      return true
    }
    return present.map { (Verdict($0, at: now), change ?? rest) }
  }
}

extension Joint {
  /// Whether another gives the same short answer.
  @inline(__always)
  fileprivate func answers(as other: Joint) -> Bool {
    outcome == other.outcome && isRefreshAllowed == other.isRefreshAllowed
      && lengthening == other.lengthening
  }
}

extension Verdict {
  fileprivate init(_ joint: Joint<Int64>, at now: Int64) {
    self.init(
      outcome: joint.outcome, isExtendAllowed: joint.lengthening != nil,
      isRefreshAllowed: joint.isRefreshAllowed,
      expiry: joint.lengthening.map { Int128(now) + Int128($0) })
  }
}
