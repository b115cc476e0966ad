import PolicyCEL

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
    /// An instant, and the number of the rule that sets it.
    struct Deadline {
      var at: Timestamp
      var rule: Int32?
    }

    var validUntil: Timestamp?
    var extendableFrom: Deadline?
    var reauthenticateAt: Deadline?
    var signInAt: Deadline?
  }

  /// Looks ahead of the ruling made of an assessment.
  ///
  /// - Parameter assessment: The assessment; what it holds afterwards says nothing.
  func view(from assessment: inout Assessment, _ present: Ruling) -> View {
    var view = View()
    var next = Ruling()
    next.notes.reserveCapacity(16)
    var lastFlip: Timestamp?
    for _ in 0..<Self.stepLimit {
      let until = assessment.until
      guard until < .max, let instant = Timestamp(nanosecondsSinceEpoch: until) else {
        return view
      }
      lastFlip = instant
      assessor.assess(at: until, into: &assessment)
      judge.rule(on: assessment, into: &next)
      if view.validUntil == nil, next != present { view.validUntil = instant }
      note(next, at: instant, present, &view)
      if next.outcome == .signIn, view.validUntil != nil { return view }
    }
    if view.validUntil == nil { view.validUntil = lastFlip }
    return view
  }

  private func note(
    _ ruling: Ruling, at instant: Timestamp, _ present: Ruling, _ view: inout View
  ) {
    if ruling.outcome == .signIn, present.outcome != .signIn, view.signInAt == nil {
      view.signInAt = .init(at: instant, rule: ruling.firstRule(.reason))
    }
    if ruling.outcome == .reauthenticate, present.outcome == .proceed,
      view.reauthenticateAt == nil
    {
      view.reauthenticateAt = .init(at: instant, rule: ruling.firstRule(.reason))
    }
    if ruling.isExtendAllowed, !present.isExtendAllowed, view.extendableFrom == nil {
      view.extendableFrom = .init(at: instant, rule: ruling.firstRule(.extendRule))
    }
  }
}
