package import PolicyCEL
import PolicyDiagnostics
import PolicyJSON
import PolicyTime
package import SessionPolicy

/// A bound on the age that an extension steps over.
package struct Overshoot: Sendable {
  package let rule: Rule
  /// The rule whose condition it is: this one, or one that takes its permission back.
  package let owner: Rule
  /// What bounds the age before the extension.
  package let clause: BooleanClause
  /// Whether the age is that of the session, and not of the authentication.
  package let isLifetime: Bool
  package let showing: Showing
}

/// An extension of sessions at `aal2` that are not used.
package struct IdleExtension: Sendable {
  package let rule: Rule
  /// The alternatives by which it extends them.
  package let alternatives: [Int]
  package let showing: Showing
}

/// Alternatives of a rule by which it extends no session, though they can be met.
package struct FutileExtension: Sendable {
  package let rule: Rule
  package let alternatives: [Int]
  /// Whether it applies only outside of its own window, so that it does not matter how long an extension is.
  package let isOutsideWindow: Bool
}

/// A part of the window of a permission in which an extension gains nothing.
package struct UnusedWindow: Sendable {
  package let rule: Rule
  /// A session in it.
  package let showing: Showing
}

/// A cap on extensions beyond which sessions live on, for a demand makes them longer.
package struct OutlivedCap: Sendable {
  package let rule: Rule
  /// The cap, which is the longest of the alternatives.
  package let cap: Duration
  /// How long a session lives after a login.
  package let lifespan: Duration
  package let showing: Showing
}

/// Looks at how far permissions to extend go.
struct PermitSurvey {
  private(set) var overshoots: [Overshoot] = []
  private(set) var idle: [IdleExtension] = []
  private(set) var futile: [FutileExtension] = []
  private(set) var outlived: [OutlivedCap] = []
  private(set) var unused: [UnusedWindow] = []

  /// So long nobody used a session that is idle without a limit.
  private static let idleness: Int128 = 100 * 365 * 86_400 * second
  /// The most caps that are looked at, and the most prohibitions that may bound one permission.
  private static let reach = 16

  /// - Parameter takers: The rules that take the permission back.
  mutating func look(
    at surveyed: SurveyReading.Surveyed, takers: [SurveyReading.Surveyed], _ policies: PolicySet,
    _ inquiry: inout Inquiry
  ) {
    let (reading, others) = (surveyed.reading, takers)
    let takers = others.map(\.reading)
    guard reading.rule.effect == .mayExtend else { return }
    noteFutile(reading, &inquiry)
    noteUnused(reading, takers, policies, &inquiry)
    noteIdle(reading, takers, policies, &inquiry)
    noteOvershoot(surveyed, others, policies, &inquiry)
  }

  /// An alternative that can be met and grants nothing: whenever it is met, Kratos refuses, a cap is passed,
  /// or nothing is gained.
  ///
  /// What is granted in the second in which somebody signs in alone is as good as none.
  private mutating func noteFutile(_ reading: RuleReading, _ inquiry: inout Inquiry) {
    let later = [AttributePath.issuedAt, .authenticatedAt].compactMap { inquiry.known($0) }
      .map { inquiry.isAgo($0, atLeast: second) }
    let alternatives = reading.met.indices.filter { index in
      reading.grants(byAlternative: index).allSatisfy { inquiry.isNone([$0] + later) }
        && inquiry.isFound([reading.condition.isTrue, reading.met[index]])
    }
    guard !alternatives.isEmpty else { return }
    var isOutside = false
    if let within = reading.rule.within?.value.wholeNanoseconds,
      let expiry = inquiry.known(.expiresAt)
    {
      let isOpen = inquiry.difference(expiry, SessionSpace.now, atMost: within)
      isOutside = reading.met.allSatisfy {
        inquiry.isNone([reading.condition.isTrue, $0, isOpen])
      }
    }
    futile.append(
      FutileExtension(
        rule: reading.rule, alternatives: alternatives, isOutsideWindow: isOutside))
  }

  /// Sessions in the window of a rule that it applies to, and that end later than after an extension.
  private mutating func noteUnused(
    _ reading: RuleReading, _ takers: [RuleReading], _ policies: PolicySet,
    _ inquiry: inout Inquiry
  ) {
    guard let by = reading.rule.by?.value.wholeNanoseconds,
      let within = reading.rule.within?.value.wholeNanoseconds, within > by,
      let expiry = inquiry.known(.expiresAt)
    else { return }
    let goal =
      [
        reading.condition.isTrue, inquiry.make { $0.any(reading.met) },
        inquiry.difference(SessionSpace.now, expiry, atMost: -by),
        inquiry.difference(expiry, SessionSpace.now, atMost: within),
      ] + takers.map { inquiry.not($0.speaks) }
    let showing = inquiry.showing(goal, by: policies) { !$0.extend.isAllowed }
    guard let showing else { return }
    unused.append(UnusedWindow(rule: reading.rule, showing: showing))
  }

  /// Sessions at `aal2` alone that are extended though they were last used very long ago.
  private mutating func noteIdle(
    _ reading: RuleReading, _ takers: [RuleReading], _ policies: PolicySet,
    _ inquiry: inout Inquiry
  ) {
    guard let isLow = inquiry.isText(.aal, in: [Text("aal1")]) else { return }
    var alternatives: [Int] = []
    var shown: Showing?
    let lastActive = inquiry.known(.lastActiveAt)
    for index in reading.met.indices {
      let granted = reading.grants(byAlternative: index)
      let grant = inquiry.make { $0.any(granted) }
      // How long an extension is that the rule leaves open, Kratos' settings may say otherwise.
      let isPossible = grant != .never && inquiry.isFound([grant])
      let applies = [reading.condition.isTrue, reading.met[index]]
      let place = isPossible ? [grant] : applies
      guard isPossible || reading.rule.by == nil, inquiry.isNone(place + [isLow]) else { continue }
      var goal = place + takers.map { inquiry.not($0.speaks) } + inquiry.isThere(.lastActiveAt)
      if let lastActive { goal.append(inquiry.isAgo(lastActive, atLeast: Self.idleness)) }
      let showing = inquiry.showing(
        goal, by: policies,
        changed: { lastActive == nil ? $0.unused(for: 30 * 86_400 * second) : $0 },
        where: \.extend.isAllowed)
      guard let showing else { continue }
      alternatives.append(index)
      shown = shown ?? showing
    }
    guard let shown else { return }
    idle.append(
      IdleExtension(rule: reading.rule, alternatives: alternatives, showing: shown))
  }

  /// A comparison of the age that bounds it wherever the rule grants, while the new expiry lies beyond, and
  /// no demand ends the session there.
  ///
  /// Which comparison was meant for a bound is for who wrote it to say, so that only those are looked at in
  /// which an age stands beside a time. Whether one bounds is asked of all sessions, however it is
  /// joined or negated.
  private mutating func noteOvershoot(
    _ surveyed: SurveyReading.Surveyed, _ others: [SurveyReading.Surveyed], _ policies: PolicySet,
    _ inquiry: inout Inquiry
  ) {
    let (reading, takers) = (surveyed.reading, others.map(\.reading))
    guard !reading.rule.alternatives.allSatisfy({ !$0.caps.isEmpty }),
      let length = reading.grants.map(\.length).max()
    else { return }
    let musts = takers.filter { $0.rule.effect.verb == .must }.map { inquiry.not($0.speaks) }
    // Prohibitions of the same file bound it too.
    let file = reading.rule.id.location.file
    let bounding =
      [surveyed]
      + others.lazy.filter {
        $0.reading.rule.effect == .neverExtend && $0.reading.rule.id.location.file === file
      }.prefix(Self.reach)
    var best: (bound: Int128, clause: BooleanClause, start: AttributePath, owner: Rule)?
    for bounding in bounding {
      let owner = bounding.reading
      let isOwn = owner.rule.qualifiedID == reading.rule.qualifiedID
      let place = [reading.speaks] + (isOwn ? [] : [inquiry.not(owner.speaks)])
      for (clause, _) in bounding.forms.flatMap(\.clauses) {
        for (start, bound, cap) in clause.ages where best.map({ bound < $0.bound }) ?? true {
          guard bound + length > cap, let instant = inquiry.known(start) else { continue }
          let isBeyond = inquiry.isAgo(instant, atLeast: bound + 1)
          guard inquiry.isNone(place + [isBeyond]) else { continue }
          best = (bound, clause, start, owner.rule)
        }
      }
    }
    guard let (bound, clause, start, owner) = best, let instant = inquiry.known(start),
      inquiry.isFound([reading.speaks])
    else { return }
    // A demand that ends the session at the latest where the last extension does was counted back from.
    let isAtEnd = [
      inquiry.isAgo(instant, atLeast: bound + length),
      inquiry.difference(SessionSpace.now, instant, atMost: bound + length),
    ]
    guard inquiry.isFound(isAtEnd + musts) else { return }
    let goal =
      [reading.speaks, inquiry.isAgo(instant, atLeast: bound - length + 1)]
      + takers.map { inquiry.not($0.speaks) }
    guard let showing = inquiry.showing(goal, by: policies, where: \.extend.isAllowed) else {
      return
    }
    overshoots.append(
      Overshoot(
        rule: reading.rule, owner: owner, clause: clause, isLifetime: start == .issuedAt,
        showing: showing))
  }

  /// Looks for caps on the lifetime that only extensions keep to: a session that re-authenticates because a
  /// rule asks for it has a new lifespan before it, and no rule ends it at the cap.
  mutating func lookAtCaps(
    of rules: [SurveyReading.Surveyed], _ policies: PolicySet, _ inquiry: inout Inquiry
  ) {
    guard let whole = inquiry.analysis.readings.first, whole.reauthenticates != .never,
      let issued = inquiry.known(.issuedAt)
    else { return }
    let lifespan = inquiry.analysis.space.lifespan
    var seen: Set<String> = []
    for surveyed in rules where seen.count < Self.reach {
      let rule = surveyed.reading.rule
      let lengths = rule.alternatives.map { $0[.maxLifetime]?.value.wholeNanoseconds }
      guard rule.effect == .mayExtend, let cap = lengths.compactMap({ $0 }).max(),
        !lengths.contains(nil)
      else { continue }
      // Rules of one policy that have one cap are one question.
      let policy = rule.qualifiedID.prefix { $0 != "/" }
      guard seen.insert("\(policy) \(cap)").inserted else { continue }
      inquiry.begin()
      let applies = surveyed.reading.condition.isTrue
      let isOld = inquiry.isAgo(issued, atLeast: cap)
      guard inquiry.isFound([applies, isOld, whole.proceeds]) else { continue }
      let goal = [
        applies, whole.reauthenticates, whole.refreshes,
        inquiry.isAgo(issued, atLeast: cap - lifespan + 1),
        inquiry.difference(SessionSpace.now, issued, atMost: cap - 1),
      ]
      let showing = inquiry.showing(goal, by: policies) {
        $0.outcome == .reauthenticate && $0.refresh.isAllowed
      }
      guard let showing else { continue }
      outlived.append(
        OutlivedCap(
          rule: rule, cap: Duration(nanosecondCount: cap),
          lifespan: Duration(nanosecondCount: lifespan), showing: showing))
    }
  }
}

extension RuleReading {
  /// Where it grants by one alternative, for each lifespan that sessions may have.
  fileprivate func grants(byAlternative number: Int) -> [Term] {
    grants.indices.filter { $0 % met.count == number }.map { grants[$0].term }
  }
}

extension BooleanClause {
  /// The ages that it compares with a time, each by the instant that it is counted from; with the longest time that
  /// is named: of `duration("30d") - duration("24h")` that is the whole of it.
  fileprivate var ages: [(start: AttributePath, span: Int128, cap: Int128)] {
    var found: [(start: AttributePath, span: Int128, cap: Int128)] = []
    var known: Set<Text> = []
    var rest = [(expr, checked)]
    while let (expr, checked) = rest.popLast() {
      if let (name, definition) = checked.definition(of: expr) {
        if known.insert(Text(name)).inserted {
          rest.append((definition.expression.root, definition))
        }
        continue
      }
      if case .binary(let operation, let left, let right) = expr.kind,
        Comparison(operation) != nil
      {
        for (one, other) in [(left, right), (right, left)] {
          guard let (start, span) = checked.age(of: one, against: other),
            let length = checked.length(of: span)
          else { continue }
          var cap = length
          if case .binary(.subtract, let whole, _) = span.kind,
            let whole = checked.length(of: whole)
          {
            cap = max(cap, whole)
          }
          found.append((start, length, cap))
        }
      }
      rest += expr.children.map { ($0, checked) }
    }
    return found
  }
}

extension CheckedExpression {
  /// What is counted from, and the time that it is held against, where two parts of a comparison hold an age against
  /// a time: `session.age` and `now - session.issued_at` against a span, `now` against `session.issued_at + span`,
  /// `session.issued_at` against `now - span`.
  fileprivate func age(of one: Expr, against other: Expr) -> (start: AttributePath, span: Expr)? {
    if let path = attribute(of: one), case .elapsed(let origin) = field(at: path)?.derivation {
      return counted(from: SessionSchema.canonicalPath(origin), other)
    }
    switch (one.kind, other.kind) {
    case (.binary(.subtract, let now, let instant), _) where isNow(now):
      return attribute(of: instant).flatMap {
        counted(from: SessionSchema.canonicalPath($0), other)
      }
    case (_, .binary(.add, let left, let right)) where isNow(one):
      for (instant, span) in [(left, right), (right, left)] {
        if let path = attribute(of: instant) {
          return counted(from: SessionSchema.canonicalPath(path), span)
        }
      }
      return nil
    case (_, .binary(.subtract, let now, let span)) where isNow(now):
      return attribute(of: one).flatMap { counted(from: SessionSchema.canonicalPath($0), span) }
    default: return nil
    }
  }

  private func counted(
    from start: AttributePath, _ span: Expr
  ) -> (start: AttributePath, span: Expr)? {
    [.issuedAt, .authenticatedAt].contains(start) ? (start, span) : nil
  }

  /// How long a constant time is, in nanoseconds.
  fileprivate func length(of span: Expr) -> Int128? {
    guard case .duration(let span) = constant(of: span) else { return nil }
    return span.wholeNanoseconds
  }
}
