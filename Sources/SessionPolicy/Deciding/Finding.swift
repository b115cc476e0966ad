import PolicyCEL

/// What the rules say together at an instant, as plain bits.
struct Finding {
  var outcome = Decision.Outcome.proceed
  var isRefreshAllowed = false
  /// How far from now an extension puts the expiry, in nanoseconds; -1 where none is allowed.
  var lengthening: Int64 = -1
  /// The first instant at which anything read so far may read otherwise by time alone.
  var until = Int64.max

  /// Whether another finding says the same, save that a new expiry moves along with now.
  func says(_ other: Finding) -> Bool {
    outcome == other.outcome && isRefreshAllowed == other.isRefreshAllowed
      && lengthening == other.lengthening
  }

  func verdict(at now: Int64) -> Verdict {
    Verdict(
      outcome: outcome, isExtendAllowed: lengthening >= 0, isRefreshAllowed: isRefreshAllowed,
      expiry: lengthening < 0 ? nil : Int128(now) + Int128(lengthening))
  }
}

/// What was seen of the rules so far.
struct Tally {
  var reauthenticates = false
  var signsIn = false
  var forbidsExtend = false
  var forbidsRefresh = false
  var permitsRefresh = false
  var lengthening: Int64 = -1
  /// Whether a rule was met that takes more than bits.
  var isBeyond = false
  var until = Int64.max

  /// Adds what was seen of other rules.
  @inline(__always)
  mutating func add(_ other: Tally) {
    reauthenticates = reauthenticates || other.reauthenticates
    signsIn = signsIn || other.signsIn
    forbidsExtend = forbidsExtend || other.forbidsExtend
    forbidsRefresh = forbidsRefresh || other.forbidsRefresh
    permitsRefresh = permitsRefresh || other.permitsRefresh
    lengthening = max(lengthening, other.lengthening)
    isBeyond = isBeyond || other.isBeyond
    until = min(until, other.until)
  }
}

extension Finding {
  /// What is said of a session that is over.
  static let over = Finding(outcome: .signIn)

  /// What follows from what was seen of all rules; `nil` if that takes more than bits.
  init?(_ tally: Tally, expiresAt: Int64) {
    guard !tally.isBeyond else { return nil }
    until = min(tally.until, expiresAt)
    outcome = tally.signsIn ? .signIn : tally.reauthenticates ? .reauthenticate : .proceed
    isRefreshAllowed = tally.permitsRefresh && !tally.forbidsRefresh && !tally.signsIn
    // Never a dead end: who may not refresh has to sign in.
    if outcome == .reauthenticate, !isRefreshAllowed { outcome = .signIn }
    if outcome == .proceed, !tally.forbidsExtend { lengthening = tally.lengthening }
  }
}
