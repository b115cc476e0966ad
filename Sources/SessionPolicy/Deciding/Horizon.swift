import CEL

/// Looks ahead in time from one decision: until when it holds, and what comes after.
///
/// Time is the only thing that moves. Each assessment names the first instant at which anything it read
/// may flip; the ruling is made anew there and compared. Flips that change nothing are stepped over.
struct Horizon {
  /// The most flips stepped over before an instant is given that may be early, but never late.
  static let stepLimit = 256

  let assessor: Assessor
  let judge: Judge

  /// What lies ahead of a ruling.
  struct View {
    var validUntil: Timestamp?
    var deadlines: Decision.Deadlines
  }

  /// Looks ahead of the ruling made of an assessment at the assessor's now.
  func view(from assessment: Assessment, _ present: Ruling) -> View {
    var view = View(validUntil: nil, deadlines: .init(expiresAt: judge.session.expiresAt))
    var until = assessment.until
    var lastFlip: Timestamp?
    for _ in 0..<Self.stepLimit {
      guard let instant = Self.instant(until) else { return view }
      lastFlip = instant
      let next = assessor.assess(at: instant)
      let ruling = judge.rule(on: next)
      if view.validUntil == nil, ruling != present { view.validUntil = instant }
      note(ruling, at: instant, present, &view.deadlines)
      if ruling.outcome == .signIn, view.validUntil != nil { return view }
      until = next.until
    }
    if view.validUntil == nil { view.validUntil = lastFlip }
    return view
  }

  /// Only the first instant at which the ruling differs; `nil` for never.
  func validUntil(from assessment: Assessment, _ present: Ruling) -> Timestamp? {
    var until = assessment.until
    var lastFlip: Timestamp?
    for _ in 0..<Self.stepLimit {
      guard let instant = Self.instant(until) else { return nil }
      lastFlip = instant
      let next = assessor.assess(at: instant)
      if judge.rule(on: next) != present { return instant }
      until = next.until
    }
    return lastFlip
  }

  private func note(
    _ ruling: Ruling, at instant: Timestamp, _ present: Ruling,
    _ deadlines: inout Decision.Deadlines
  ) {
    if ruling.outcome == .signIn, present.outcome != .signIn, deadlines.signInAt == nil {
      deadlines.signInAt = .init(at: instant, rule: ruling.reasons.first?.rule)
    }
    if ruling.outcome == .reauthenticate, present.outcome == .proceed,
      deadlines.reauthenticateAt == nil
    {
      deadlines.reauthenticateAt = .init(at: instant, rule: ruling.reasons.first?.rule)
    }
    if ruling.isExtendAllowed, !present.isExtendAllowed, deadlines.extendableFrom == nil {
      deadlines.extendableFrom = .init(at: instant, rule: ruling.extendRules.first)
    }
  }

  private static func instant(_ nanoseconds: Int128) -> Timestamp? {
    nanoseconds == .max ? nil : Timestamp(nanosecondsSinceEpoch: nanoseconds)
  }
}
