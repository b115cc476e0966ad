import PolicyCEL

/// What bounds the life of a session whatever the outcome is now: the deadlines that no outcome tells while
/// something else decides.
///
/// They are read off the rules that apply at the present instant, each for itself, and never followed: whole
/// decisions ask for them once, short answers and looking ahead never do. A permission is a rule `may: extend`
/// with one of its alternatives, as everywhere.
///
/// Cost: each permission, and each rule that may end the session, is held against the session once more.
struct LifeBounds {
  /// An instant and the number of the rule that sets it.
  struct Bound {
    let at: Int128
    let rule: Int32
  }

  /// From when on no permission extends any more because nobody used the session: the last of those that
  /// the session meets now.
  var idle: Bound? { isEverIdle ? nil : lastIdle }
  /// What no extension puts the expiry past, or when the session is over however often it is extended:
  /// the furthest cap of the permissions that it meets now, or the first end that a rule sets.
  var cap: Bound? {
    guard !isUncapped, let lastCap else { return end }
    return end.map { $0.at < lastCap.at ? $0 : lastCap } ?? lastCap
  }
  /// When the first window opens, if none is open.
  var opening: Bound? { isOpen ? nil : firstOpening }

  private var lastIdle: Bound?
  private var isEverIdle = false
  private var lastCap: Bound?
  private var isUncapped = false
  private var end: Bound?
  private var firstOpening: Bound?
  private var isOpen = false

  /// Notes when an alternative that is met ends by idleness, and what caps it.
  mutating func note(permitted rule: Int32, idle: Int128?, cap: Int128?, isPast: Bool) {
    if let cap {
      if lastCap.map({ $0.at < cap }) ?? true { lastCap = Bound(at: cap, rule: rule) }
    } else {
      isUncapped = true
    }
    guard !isPast else { return }
    if let idle {
      if lastIdle.map({ $0.at < idle }) ?? true { lastIdle = Bound(at: idle, rule: rule) }
    } else {
      isEverIdle = true
    }
  }

  /// Notes when a rule ends the session.
  mutating func note(end at: Int128, by rule: Int32) {
    if end.map({ at < $0.at }) ?? true { end = Bound(at: at, rule: rule) }
  }

  /// Notes when a window opens, or that it is open.
  mutating func note(opening at: Int128?, of rule: Int32) {
    guard let at else {
      isOpen = true
      return
    }
    if firstOpening.map({ at < $0.at }) ?? true { firstOpening = Bound(at: at, rule: rule) }
  }
}

extension Law where Book == ReasonLedger {
  /// Adds what bounds a session by a rule that applies.
  ///
  /// - Parameter tester: What holds the cells of the source at the instant.
  func bound(
    _ standing: Standing, _ source: Source, _ tester: borrowing PredicateTester, at now: Int128,
    _ bounds: inout LifeBounds
  ) {
    switch standing.effect {
    case .mayExtend where standing.failure == nil:
      boundExtension(standing.number, source, tester, at: now, &bounds)
    case .mustSignIn: boundLife(standing.number, source, tester, at: now, &bounds)
    default: break
    }
  }

  private func boundExtension(
    _ number: Int32, _ source: Source, _ tester: borrowing PredicateTester, at now: Int128,
    _ bounds: inout LifeBounds
  ) {
    guard let expiresAt = facts.liveness.expiresAt else { return }
    let rule = rows[Int(number)]
    let lengthening = lengthening(by: rule)
    let opens = max(
      facts.opensAt ?? .min, opening(of: rule, before: expiresAt) ?? .min,
      passing(expiresAt, with: lengthening) ?? .min)
    var canOpen = false
    for place in rule.alternatives {
      let alternative = alternatives[Int(place)]
      var clock = Clock(now: now)
      guard shortfall(of: alternative, source, tester, &clock).unmet.isEmpty else {
        // What blocks it now need not block it then.
        canOpen = true
        continue
      }
      let idle = end(of: alternative, source, tester, &clock) { !$0.capsExtension }
      let cap = end(of: alternative, source, tester, &clock) { $0.capsExtension }
      let passes = cap.flatMap { passing($0, with: lengthening) } ?? .max
      bounds.note(permitted: number, idle: idle, cap: cap, isPast: passes <= now)
      if max(opens, now) < passes { canOpen = true }
    }
    guard canOpen, opens < expiresAt else { return }
    bounds.note(opening: opens <= now ? nil : opens, of: number)
  }

  /// Of a rule that ends sessions the alternative counts that lasts longest.
  private func boundLife(
    _ number: Int32, _ source: Source, _ tester: borrowing PredicateTester, at now: Int128,
    _ bounds: inout LifeBounds
  ) {
    var last: Int128?
    for place in rows[Int(number)].alternatives {
      let alternative = alternatives[Int(place)]
      var clock = Clock(now: now)
      guard shortfall(of: alternative, source, tester, &clock).unmet.isEmpty else { continue }
      guard let end = end(of: alternative, source, tester, &clock, { $0.part == .lifetime }) else {
        return
      }
      last = max(last ?? end, end)
    }
    if let last { bounds.note(end: last, by: number) }
  }

  /// The first instant at which one of some limits of an alternative is reached; `nil` for none.
  private func end(
    of alternative: RuleTable.Alternative, _ source: Source, _ tester: borrowing PredicateTester,
    _ clock: inout Clock<Number>, _ isMeant: (RuleTable.Limit) -> Bool
  ) -> Number? {
    var first: Number?
    for place in alternative.limits {
      let limit = limits[Int(place)]
      guard isMeant(limit), let start = instant(at: limit.slot, source, tester, &clock),
        let end = start.later(by: limit.length)
      else { continue }
      first = min(first ?? end, end)
    }
    return first
  }
}

extension Shortfall {
  /// The limit that only a new session begins anew.
  fileprivate static let lifetime = Shortfall(.maxLifetime)
}
