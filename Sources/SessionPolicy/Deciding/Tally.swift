/// What was seen that is no number, as bits, so that two tallies are joined in one step.
private struct TallyMarks: OptionSet {
  let rawValue: UInt16

  static let isIdentityUnknown = TallyMarks(rawValue: 1)
  static let signsIn = TallyMarks(rawValue: 2)
  static let reauthenticates = TallyMarks(rawValue: 4)
  static let canBeUnmeetable = TallyMarks(rawValue: 8)
  static let asksForSecondFactor = TallyMarks(rawValue: 16)
  static let forbidsExtend = TallyMarks(rawValue: 32)
  static let forbidsRefresh = TallyMarks(rawValue: 64)
  static let permitsRefresh = TallyMarks(rawValue: 128)
  static let isBeyond = TallyMarks(rawValue: 256)
  static let lacksInput = TallyMarks(rawValue: 512)
}

/// What was seen of the rules so far: all that joining them takes.
struct Tally<Number: LawNumber> {
  private var marks = TallyMarks(rawValue: 0)
  /// Why the session is not live; `nil` if it is.
  var inactivity: SessionInactivity?
  /// The longest extension that a rule grants, as a distance from now.
  var lengthening: Number?
  /// The first instant at which a rule would grant one.
  var opensAt: Number?
  /// The first instant at which anything read so far may read otherwise by time alone.
  var until = Number.max
  /// The first instant that nobody looks at although something may read otherwise; the largest number
  /// for none.
  var skipped = Number.max

  /// Notes that nobody knows in which state the identity is.
  @inline(__always)
  mutating func missIdentity() { marks.insert(.isIdentityUnknown) }

  /// Adds what a rule says.
  @inline(__always)
  mutating func add<Failure>(_ standing: Standing<Number, Failure>) {
    if standing.failure != nil || !standing.missing.isEmpty { marks.insert(.lacksInput) }
    switch standing.effect {
    case .neverExtend: marks.insert(.forbidsExtend)
    case .neverRefresh: marks.insert(.forbidsRefresh)
    case .mayRefresh: if standing.grants { marks.insert(.permitsRefresh) }
    case .mayExtend: addExtension(standing)
    case .mustSignIn: if standing.isInForce { marks.insert(.signsIn) }
    case .mustReauthenticate:
      guard standing.isInForce else { return }
      marks.insert(.reauthenticates)
      if standing.canBeUnmeetable { marks.insert(.canBeUnmeetable) }
      if standing.asksForSecondFactor { marks.insert(.asksForSecondFactor) }
    }
  }

  @inline(__always)
  private mutating func addExtension<Failure>(_ standing: Standing<Number, Failure>) {
    guard standing.failure == nil, standing.unmet.isEmpty else { return }
    if standing.obstacles.isEmpty {
      // Of several permits the latest new expiry wins.
      guard let granted = standing.lengthening else { return }
      lengthening = lengthening.map { max($0, granted) } ?? granted
    } else if let opening = standing.opensAt {
      opensAt = opensAt.map { min($0, opening) } ?? opening
    }
  }

  /// Adds what was read of time.
  @inline(__always)
  mutating func add(_ clock: Clock<Number>) {
    until = min(until, clock.until)
    skipped = min(skipped, clock.skipped)
    if clock.isBeyond { marks.insert(.isBeyond) }
  }

  /// Adds what was seen of other rules.
  @inline(__always)
  mutating func add(_ other: Tally) {
    marks.formUnion(other.marks)
    if let granted = other.lengthening {
      lengthening = lengthening.map { max($0, granted) } ?? granted
    }
    if let opening = other.opensAt { opensAt = opensAt.map { min($0, opening) } ?? opening }
    until = min(until, other.until)
    skipped = min(skipped, other.skipped)
  }
}

extension Tally {
  /// Whether nobody knows in which state the identity is.
  var isIdentityUnknown: Bool { marks.contains(.isIdentityUnknown) }
  var signsIn: Bool { marks.contains(.signsIn) }
  var reauthenticates: Bool { marks.contains(.reauthenticates) }
  /// Whether no steps may exist that meet all rules which ask for re-authentication.
  var canBeUnmeetable: Bool { marks.contains(.canBeUnmeetable) }
  /// Whether a rule that asks for re-authentication may ask for a second factor.
  var asksForSecondFactor: Bool { marks.contains(.asksForSecondFactor) }
  var forbidsExtend: Bool { marks.contains(.forbidsExtend) }
  var forbidsRefresh: Bool { marks.contains(.forbidsRefresh) }
  var permitsRefresh: Bool { marks.contains(.permitsRefresh) }
  /// Whether the answer of some rule hangs on an input that is missing or failed.
  var lacksInput: Bool { marks.contains(.lacksInput) }
  /// Whether something was met that these numbers do not hold.
  var isBeyond: Bool { marks.contains(.isBeyond) }
}

/// What all rules say together: the strictest outcome, `never` before `may`, in no order.
struct Joint<Number: LawNumber>: Equatable {
  var outcome = Decision.Outcome.proceed
  var isRefreshAllowed = false
  /// The new expiry as a distance from now; `nil` where no extension is allowed.
  var lengthening: Number?
  /// When extending would be allowed, where nothing but time is missing.
  var notBefore: Number?
  /// Whether an extension is not granted only because nobody knows in which state the identity is.
  var lacksIdentity = false

  /// Joins the rules.
  ///
  /// - Parameter hasWay: Whether steps exist that meet every rule which asks for re-authentication;
  ///   asked only where rules do, and none for signing in.
  @inline(__always)
  init(_ tally: Tally<Number>, hasWay: () -> Bool) {
    guard tally.inactivity == nil else {
      outcome = .signIn
      return
    }
    if tally.signsIn {
      outcome = .signIn
    } else if tally.reauthenticates {
      outcome = hasWay() ? .reauthenticate : .signIn
    }
    isRefreshAllowed = tally.permitsRefresh && !tally.forbidsRefresh && outcome != .signIn
    // Never a dead end: who may not refresh has to sign in.
    if outcome == .reauthenticate, !isRefreshAllowed { outcome = .signIn }
    // Anything due comes before extending.
    guard outcome == .proceed, !tally.forbidsExtend else { return }
    lengthening = tally.lengthening
    if lengthening == nil { notBefore = tally.opensAt }
    // Kratos does not look at the identity when it extends, so what extends it has to know.
    if tally.isIdentityUnknown {
      lacksIdentity = lengthening != nil
      (lengthening, notBefore) = (nil, nil)
    }
  }
}
