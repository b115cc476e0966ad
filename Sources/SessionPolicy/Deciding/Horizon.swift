import PolicyTime

/// Looking ahead in time: what is asked now, and again at each instant at which anything may flip.
extension Law {
  /// How many rules whose answers move with time have memory on the stack.
  private static var few: Int { 1_024 / MemoryLayout<Mover<Number>>.stride }

  /// What all rules say at an instant, with nothing followed that comes again and again; of what is
  /// skipped, only what the rules are about is noted.
  @inline(never)
  private func askEach(
    _ source: Source, at now: Number, _ skipped: inout Set<Effect>?, _ ledger: inout Book
  ) {
    guard isLive(source, at: now, &ledger) else { return }
    withTester(source, at: now) { tester in
      index.forEachCandidate(tester) { number in
        var clock = Clock(now: now)
        clock.patience = .none
        var failure: Book.Failure?
        if applies(number, source, tester, &clock, &failure) {
          ledger.enter(standing(of: number, failure, source, tester, &clock))
        }
        if clock.skipped != .max {
          skipped = (skipped ?? []).union([source.plan.rules[number].rule.effect])
        }
        ledger.tally.add(clock)
      }
    }
  }

  /// Asks the rules now, and then at every instant at which anything that was read may flip.
  ///
  /// Most rules do not depend on time. They are asked once, and only the others at each further instant;
  /// a rule that noted no flip answers the same for ever, for time is the only thing that moves.
  ///
  /// A rule that changes again and again, by the seconds of a clock, is followed for a while. Then only
  /// the flips of what changes less often are, and of what moves evenly; after each of them the rest is
  /// followed again for a little. So it costs no other rule a deadline. The first instant that was skipped
  /// is told, for until then all is known; what is first seen after a skip may have begun with it, and a
  /// rule that lets what is skipped hold for moments far from any slower flip, as
  /// `now.getMilliseconds() * 7 % 1000 == 2` does, may never be seen otherwise: see
  /// ``Skips/unseen(_:speaking:of:)``.
  ///
  /// - Parameters:
  ///   - steps: How many instants are looked at.
  ///   - ledger: The ledger that is written at each instant.
  ///   - visit: Gets the ledger, the instant, and what was skipped; `false` ends the walk.
  ///   - end: Gets what was skipped of all the way.
  /// - Returns: The first instant not looked at, or skipped; the largest number for none.
  @inline(__always)
  func follow(
    _ source: Source, from now: Number, steps: Int, _ ledger: inout Book,
    _ visit: (inout Book, Number, Skips<Number>) -> Bool,
    end: (Skips<Number>) -> Void = { _ in }
  ) -> Number {
    withUnsafeTemporaryAllocation(of: Mover<Number>.self, capacity: Self.few) {
      follow(source, from: now, steps: steps, &ledger, $0, visit, end)
    }
  }

  /// The same with memory for a few rules.
  @inline(__always)
  private func follow(
    _ source: Source, from now: Number, steps: Int, _ ledger: inout Book,
    _ few: UnsafeMutableBufferPointer<Mover<Number>>,
    _ visit: (inout Book, Number, Skips<Number>) -> Bool, _ end: (Skips<Number>) -> Void
  ) -> Number {
    var moving = few
    // Movers are plain bits, so that memory of theirs is only freed.
    defer { if moving.baseAddress != few.baseAddress { moving.deallocate() } }
    var fixed = Book()
    var count = 0
    if isLive(source, at: now, &ledger) {
      withTester(source, at: now) { tester in
        index.forEachCandidate(tester) { number in
          var clock = Clock(now: now)
          var failure: Book.Failure?
          var speaks = false
          if applies(number, source, tester, &clock, &failure) {
            let standing = standing(of: number, failure, source, tester, &clock)
            guard clock.moves else { return fixed.enter(standing) }
            ledger.enter(standing)
            speaks = standing.speaks
          } else if !clock.moves {
            return
          }
          ledger.tally.add(clock)
          if count == few.count { moving = moved(few, source) }
          if count < moving.count {
            moving[count] = Mover(
              number: Int32(truncatingIfNeeded: number), until: clock.until, speaks: speaks)
          }
          count += 1
        }
      }
      ledger.enter(fixed)
    }
    // How many of the movers are known; the memory beyond these was never written.
    let noted = min(count, moving.count)
    var skips = Skips(movers: UnsafeBufferPointer(rebasing: moving[..<noted]))
    defer { end(skips) }
    // What they say until they flip, where there are many; few are asked anew at each instant.
    var known: [Standing?]?
    var isKnown = false
    var instant = now
    var step = 1
    while visit(&ledger, instant, skips), step < max(steps, 2) {
      let flip = ledger.tally.until
      skips.first = min(skips.first, ledger.tally.skipped)
      guard flip != .max else { return skips.first }
      if step == 1 {
        // While some instant has failed because it lies ahead, any rule may read otherwise later.
        if isUnsettled(now) { count = moving.count + 1 }
        if noted > 256, count <= moving.count { known = Array(repeating: nil, count: noted) }
        // Together they are followed as long as a few of them would be alone.
        let patience = Patience(lasting: max(4, min(255, 8_192 / max(count, 1))))
        for place in 0..<noted { moving[place].patience = patience }
      }
      ledger.clear()
      if count > moving.count {
        askEach(source, at: flip, &skips.untold, &ledger)
      } else if isLive(source, at: flip, &ledger) {
        ledger.enter(fixed)
        withTester(source, at: flip) { tester in
          for place in 0..<count {
            if isKnown, moving[place].holds(at: flip) {
              if let standing = known?[place] { ledger.enter(standing) }
              ledger.tally.until = min(ledger.tally.until, moving[place].until)
              continue
            }
            var clock = Clock(now: flip)
            moving[place].take(flip, since: instant)
            clock.patience = step < steps / 4 * 3 ? moving[place].patience : .none
            var failure: Book.Failure?
            let number = Int(moving[place].number)
            var found: Standing?
            if applies(number, source, tester, &clock, &failure) {
              let standing = standing(of: number, failure, source, tester, &clock)
              ledger.enter(standing)
              found = standing
            }
            known?[place] = found
            moving[place].note(clock, speaks: found?.speaks ?? false)
            ledger.tally.add(clock)
          }
        }
      }
      isKnown = known != nil
      instant = flip
      step += 1
    }
    skips.first = min(skips.first, ledger.tally.skipped)
    return min(ledger.tally.until, skips.first, ledger.tally.skipped)
  }

  /// Memory for all movers, up to 65 536, with those that are known; of more, all are asked each time.
  @inline(never)
  private func moved(
    _ few: UnsafeMutableBufferPointer<Mover<Number>>, _ source: Source
  ) -> UnsafeMutableBufferPointer<Mover<Number>> {
    let all = UnsafeMutableBufferPointer<Mover<Number>>.allocate(
      capacity: max(min(source.plan.rules.count, 65_536), few.count))
    _ = all.initialize(from: few)
    return all
  }
}

/// A rule whose answer moves with time.
struct Mover<Number: LawNumber> {
  let number: Int32
  /// Its next flip.
  var until: Number
  fileprivate(set) var patience = Patience()
  /// The first instant that was skipped of it after it was last looked at, and before that.
  private(set) var skipped = Number.max
  private(set) var skippedBefore = Number.max
  /// The first of all.
  fileprivate private(set) var firstSkipped = Number.max
  /// Whether the rule decided anything at first, and whether that was ever seen otherwise.
  fileprivate let speaks: Bool
  fileprivate private(set) var hasChanged = false
  /// Whether it read what these numbers do not hold.
  private var isBeyond = false

  fileprivate init(number: Int32, until: Number, speaks: Bool) {
    self.number = number
    self.until = until
    self.speaks = speaks
  }

  /// Whether the rule says at an instant what it said when it was last looked at.
  @inline(__always)
  fileprivate func holds(at instant: Number) -> Bool {
    instant < until && skipped == .max && !isBeyond
  }

  /// Counts a flip, if it is one of this rule.
  @inline(__always)
  fileprivate mutating func take(_ flip: Number, since last: Number) {
    // One that comes at the very next nanosecond counts as many: there is no end of those.
    if flip == until { patience.spend(flip &- last == 1 ? 64 : 1) }
  }

  /// Notes what was found when it was looked at.
  @inline(__always)
  fileprivate mutating func note(_ clock: Clock<Number>, speaks: Bool) {
    until = clock.until
    patience = clock.patience
    (skippedBefore, skipped) = (skipped, clock.skipped)
    firstSkipped = min(firstSkipped, skipped)
    if speaks != self.speaks { hasChanged = true }
    isBeyond = clock.isBeyond
  }
}

/// What was skipped of the way to an instant.
struct Skips<Number: LawNumber> {
  fileprivate let movers: UnsafeBufferPointer<Mover<Number>>
  /// The first instant of all; the largest number for none.
  fileprivate(set) var first = Number.max
  /// What rules are about of which something was skipped, where it is not known which they are.
  fileprivate(set) var untold: Set<Effect>?

  /// The first instant that was skipped of a rule since it was looked at before; the largest number for
  /// none.
  func since(_ rule: Int32) -> Number {
    movers.first { $0.number == rule }?.skippedBefore ?? .max
  }

  /// Since when one of some rules may have been otherwise than it is now although nobody saw it; `nil`
  /// where none may.
  ///
  /// - Parameters:
  ///   - effect: What the rules that matter are about.
  ///   - speaking: Whether those are meant that decide something now.
  func unseen(
    _ effect: Effect, speaking: Bool, of rules: [RulePlan]
  ) -> (at: Number, rule: Int32?)? {
    if let untold, untold.contains(effect) { return (first, nil) }
    let found = movers.filter {
      $0.firstSkipped != .max && !$0.hasChanged && $0.speaks == speaking
        && rules[Int($0.number)].rule.effect == effect
    }
    return found.min { ($0.firstSkipped, $0.number) < ($1.firstSkipped, $1.number) }
      .map { ($0.firstSkipped, $0.number) }
  }
}

extension Clock {
  /// Whether anything was read that moves with time.
  fileprivate var moves: Bool { until != .max || skipped != .max || isBeyond }
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
  static let steps = 2_048

  /// The most work that goes into writing down what is otherwise at them, in rules looked at, about 500 ns each.
  /// Of what is left then, the first instant stands for the end of the session.
  static let work = 1_000_000

  var validUntil: Timestamp?
  var extendableFrom: Deadline?
  var reauthenticateAt: Deadline?
  var signInAt: Deadline?
  /// What bounds the session, whatever is decided now; nothing where it is over.
  var bounds = LifeBounds()

  /// Notes what is otherwise at a later instant; gives whether there is more to look for.
  ///
  /// - Parameter skips: What was skipped before it.
  mutating func note(
    _ ruling: Ruling, at instant: Timestamp, _ skips: Skips<Int128>, _ present: Ruling
  ) -> Bool {
    let skipped = Timestamp(nanosecondsSinceEpoch: skips.first)
    /// When something began that is first seen now, and the rule that sets it: early, where one of the
    /// rules behind it was not followed all the way, but never late.
    func deadline(_ section: Ruling.Section) -> Deadline {
      let first = ruling.notes.reduce(Int128.max) { first, note in
        guard note.section == section, let rule = note.rule else { return first }
        return min(first, skips.since(rule))
      }
      let begins = first == .max ? nil : Timestamp(nanosecondsSinceEpoch: first)
      return Deadline(at: min(begins ?? instant, instant), rule: ruling.firstRule(section))
    }
    if validUntil == nil {
      if let skipped, skipped < instant {
        validUntil = skipped
      } else if ruling != present {
        validUntil = instant
      }
    }
    if ruling.outcome == .signIn, present.outcome != .signIn, signInAt == nil {
      signInAt = deadline(.reason)
    }
    if ruling.outcome == .reauthenticate, present.outcome == .proceed, reauthenticateAt == nil {
      reauthenticateAt = deadline(.reason)
    }
    // A session that is over has no further deadline, though a rule may end its say.
    if ruling.isExtendAllowed, !present.isExtendAllowed, present.outcome != .signIn,
      extendableFrom == nil
    {
      extendableFrom = deadline(.extendRule)
    }
    return ruling.outcome != .signIn || validUntil == nil
  }

  /// Whether something could be noted of a later instant at which the rules come to this.
  ///
  /// Once it is known how long the answer lasts, only deadlines are left to be found, and what a session may do
  /// does not hang on reasons.
  func isWanted(_ joint: Joint<Int128>, _ present: Ruling) -> Bool {
    switch joint.outcome {
    case _ where validUntil == nil: true
    case .signIn: true
    case .reauthenticate: present.outcome == .proceed && reauthenticateAt == nil
    case .proceed:
      joint.lengthening != nil && !present.isExtendAllowed && extendableFrom == nil
    }
  }

  /// Notes what may come and go unseen: a deadline that hangs on it is early, but never late.
  mutating func note(unseen skips: Skips<Int128>, _ present: Ruling, of rules: [RulePlan]) {
    guard skips.first != .max, present.outcome != .signIn else { return }
    func earlier(
      than known: Deadline?, _ effect: Effect, speaking: Bool = false
    ) -> Deadline? {
      let found = skips.unseen(effect, speaking: speaking, of: rules)
      guard let found, let at = Timestamp(nanosecondsSinceEpoch: found.at),
        signInAt.map({ at < $0.at }) ?? true
      else { return known }
      return known.map { $0.at <= at } ?? false ? known : Deadline(at: at, rule: found.rule)
    }
    signInAt = earlier(than: signInAt, .mustSignIn)
    if present.outcome == .proceed {
      reauthenticateAt = earlier(than: reauthenticateAt, .mustReauthenticate)
    }
    if !present.isExtendAllowed, rules.contains(where: { $0.rule.effect == .mayExtend }) {
      extendableFrom = earlier(than: extendableFrom, .mayExtend)
      extendableFrom = earlier(than: extendableFrom, .neverExtend, speaking: true)
    }
  }
}

extension Law {
  /// Whether the user can surely show a first factor and, if asked, a second one.
  @inline(__always)
  private func isOffered(_ second: Bool, _ source: Source) -> Bool {
    guard !source.state.tellsEnrolment, !source.plan.refusesWays else { return false }
    let offered = source.settings.offeredFactors
    return offered.first && (offered.second || !second)
  }
}

extension Law where Book == ReasonLedger {
  /// The ruling at an instant, and what lies ahead of it, if that is asked.
  func rule(
    _ source: Source, at now: Timestamp, looksAhead: Bool
  ) -> (ruling: Ruling, outlook: Outlook) {
    var view = View()
    var ledger = ReasonLedger()
    let rest = follow(source, from: now.nanosecondsSinceEpoch, steps: Outlook.steps, &ledger) {
      look(at: $1, &$0, $2, &view, source, looksAhead)
    } end: {
      view.note(unseen: $0, of: source.plan.rules)
    }
    guard looksAhead else { return (view.present, Outlook()) }
    guard view.isWithinCalendar else { return (view.present, view.outlook) }
    if view.outlook.validUntil == nil, rest != .max {
      view.outlook.validUntil = Timestamp(nanosecondsSinceEpoch: rest)
    }
    // Where there is more than is looked at, nobody knows what lies beyond: a session is told to be over early,
    // and never late.
    if !view.isWhole, ledger.tally.until != .max, view.present.outcome != .signIn,
      view.outlook.signInAt == nil
    {
      view.outlook.signInAt = Timestamp(nanosecondsSinceEpoch: ledger.tally.until)
        .map { Outlook.Deadline(at: $0) }
    }
    return (view.present, view.outlook)
  }

  /// Looks at what was seen at an instant; gives whether there is more to look for.
  @inline(__always)
  private func look(
    at nanoseconds: Int128, _ ledger: inout ReasonLedger, _ skips: Skips<Int128>,
    _ view: inout View, _ source: Source, _ looksAhead: Bool
  ) -> Bool {
    guard view.isKnown else {
      ledger.write(to: &view.present, at: nanoseconds, by: self, of: source)
      view.isKnown = true
      if looksAhead, view.present.outcome != .signIn {
        view.outlook.bounds = ledger.bounds(at: nanoseconds, by: self, of: source)
      }
      return looksAhead
    }
    // Whether anything could be noted of it; also where that takes the ways to meet what is asked for.
    var isSure = true
    let tally = ledger.tally
    let joint = Joint(tally) {
      isSure = !tally.canBeUnmeetable && isOffered(tally.asksForSecondFactor, source)
      return true
    }
    guard !isSure || view.outlook.isWanted(joint, view.present) else { return true }
    ledger.write(to: &view.next, at: nanoseconds, by: self, of: source)
    return view.note(at: nanoseconds, skips) && ledger.work < Outlook.work
  }
}

/// What is seen of a session from an instant on.
private struct View {
  /// What is decided now, once that is known.
  var present = Ruling()
  var isKnown = false
  /// What is decided at the instant that was last looked at: one is enough for all of them.
  var next = Ruling()
  var outlook = Outlook()
  private(set) var isWithinCalendar = true
  /// Whether all that lies ahead was looked at, as far as it is asked for.
  private(set) var isWhole = false

  /// Notes what is otherwise at an instant; gives whether there is more to look for.
  mutating func note(at nanoseconds: Int128, _ skips: Skips<Int128>) -> Bool {
    guard let instant = Timestamp(nanosecondsSinceEpoch: nanoseconds) else {
      isWithinCalendar = false
      return false
    }
    isWhole = !outlook.note(next, at: instant, skips, present)
    return !isWhole
  }

  mutating func note(unseen skips: Skips<Int128>, of rules: [RulePlan]) {
    outlook.note(unseen: skips, present, of: rules)
  }
}

extension Law where Book == VerdictLedger {
  /// The short answer at an instant; `nil` if that takes more than bits.
  func verdict(_ source: Source, at now: Int64) -> Verdict? {
    var ledger = VerdictLedger()
    ask(source, at: now, Patience(), &ledger)
    return ledger.joint(isOffered: { isOffered($0, source) }).map { Verdict($0, at: now) }
  }

  /// The same, and whether an answer hangs on an input that is missing or failed.
  func verdictAndLack(_ source: Source, at now: Int64) -> (verdict: Verdict, lacksInput: Bool)? {
    var ledger = VerdictLedger()
    ask(source, at: now, Patience(), &ledger)
    return ledger.joint(isOffered: { isOffered($0, source) }).map {
      let isUnknown = $0.lacksIdentity || ledger.tally.inactivity == .unknown
      return (Verdict($0, at: now), ledger.tally.lacksInput || isUnknown)
    }
  }

  /// The short answer at an instant, and the first one at which it is another; the largest number for
  /// never.
  @inline(__always)
  func verdictUntil(
    _ source: Source, at now: Int64, steps: Int
  ) -> (verdict: Verdict, until: Int64)? {
    var present: Joint<Int64>?
    var change: Int64?
    var ledger = VerdictLedger()
    let rest = follow(source, from: now, steps: steps, &ledger) { ledger, instant, skips in
      guard let joint = ledger.joint(isOffered: { isOffered($0, source) }) else {
        change = instant
        return false
      }
      guard let known = present else {
        present = joint
        return true
      }
      guard joint.answers(as: known), skips.first >= instant else {
        change = min(instant, skips.first)
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
