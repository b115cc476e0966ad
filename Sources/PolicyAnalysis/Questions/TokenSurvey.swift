import PolicyCEL
import PolicyDiagnostics
import PolicyJSON
import PolicyTime
package import SessionPolicy

/// A token that is good for so long that a rule which asks in the meantime holds for no one who shows it.
package struct OutlivingToken: Sendable {
  /// How long tokens are good at the least of which it is so.
  package let life: Duration
  package let rule: Rule
  /// How long after the token was made the rule asks, in the session that shows it; `nil` where none was made.
  package let after: Duration?
  package let showing: Showing
}

/// Looks for demands that tokens outlive.
///
/// Whatever becomes of a session, a token of it is good until it ends. A token that is made a while after a limit
/// began to run outlives it in any case. So what is asked is whether one does that is made just then: of a session
/// that goes on now and that a rule asks for something later, while the token is good and nothing happens, though
/// the rule would be content if what it counts from were then. However a limit is written, as a requirement or as a
/// condition, it is found so.
///
/// What is true later is what is true now with a later instant in its place. A token that is good for longer outlives
/// what a shorter one does, so that few lives are looked at of many.
struct TokenSurvey {
  private(set) var found: [OutlivingToken] = []
  /// What was found of each life that was looked at.
  private var known: [Duration: OutlivingToken?] = [:]

  /// Longer than any limit.
  private static let never = Duration(nanosecondCount: Duration.maximumNanoseconds)

  /// - Parameters:
  ///   - lives: How long tokens are good.
  ///   - giveUp: What is called with a rule of which it was not found out.
  mutating func look(
    at lives: [Duration], _ rules: [SurveyReading.Surveyed], _ policies: PolicySet,
    _ inquiry: inout Inquiry, giveUp: (Rule) -> Void
  ) {
    let lives = Set(lives).sorted()
    let demands = rules.filter { $0.reading.rule.effect.verb == .must }
      .map { ($0, shortest: $0.reading.rule.writtenLimits.map(\.value.value).min()) }
      .sorted { ($0.shortest ?? Self.never) < ($1.shortest ?? Self.never) }.map(\.0)
    func outlived(_ life: Duration, isProved: Bool) -> Bool {
      let found: OutlivingToken?
      if let known = known[life] {
        found = known
      } else {
        found = first(of: demands, outlivedBy: life, policies, &inquiry, giveUp)
        known[life] = found
      }
      return found.map { !isProved || $0.showing.witness != nil } ?? false
    }
    // Where it begins to be so, and where that begins to be proved.
    for isProved in [false, true] {
      let place = lives.partitioningIndex { outlived($0, isProved: isProved) }
      if lives.indices.contains(place), let one = known[lives[place]] ?? nil { found.append(one) }
    }
  }

  /// The first demand that tokens of a life outlive: one of which that is proved, if there is one.
  private func first(
    of demands: [SurveyReading.Surveyed], outlivedBy life: Duration, _ policies: PolicySet,
    _ inquiry: inout Inquiry, _ giveUp: (Rule) -> Void
  ) -> OutlivingToken? {
    var possible: OutlivingToken?
    for surveyed in demands {
      inquiry.begin()
      let found = token(surveyed, life, policies, &inquiry)
      if inquiry.hasGivenUp { giveUp(surveyed.reading.rule) }
      if let found, found.showing.witness != nil { return found }
      possible = possible ?? found
    }
    return possible
  }

  private func token(
    _ surveyed: SurveyReading.Surveyed, _ life: Duration, _ policies: PolicySet,
    _ inquiry: inout Inquiry
  ) -> OutlivingToken? {
    guard let later = inquiry.analysis.space.known(.later),
      let expiry = inquiry.known(.expiresAt), let length = life.wholeNanoseconds,
      let whole = inquiry.analysis.readings.first
    else { return nil }
    let speaks = surveyed.reading.speaks
    let now = SessionSpace.now
    let asks = inquiry.term(speaks, moved: [now: later])
    guard asks != .never else { return nil }
    let meantime = [
      inquiry.difference(later, now, atMost: length - 1),
      // Of one that has ended Kratos' lifespan says so.
      inquiry.difference(later, expiry, atMost: -1),
    ]
    var possible: OutlivingToken?
    for origin in inquiry.origins(in: speaks) {
      let fresh = inquiry.term(speaks, moved: [now: later, origin: later])
      let goal =
        [
          whole.proceeds, asks, inquiry.not(fresh),
          inquiry.difference(now, origin, atMost: 0), inquiry.difference(origin, now, atMost: 0),
        ] + meantime
      guard var hanging = inquiry.unknowns(in: goal) else { continue }
      let shown = inquiry.moments(of: goal, later).flatMap { first, second -> OutlivingToken? in
        guard let made = WitnessDocument.snapshot(first),
          let used = WitnessDocument.snapshot(second),
          inquiry.decision(on: made, policies)?.outcome == .proceed,
          inquiry.explanation(of: surveyed.reading.rule, used, policies)?.standing == .inForce
        else { return nil }
        return OutlivingToken(
          life: life, rule: surveyed.reading.rule,
          after: made.now.flatMap { made in
            used.now.map {
              Duration(
                nanosecondCount: $0.nanosecondsSinceEpoch - made.nanosecondsSinceEpoch)
            }
          },
          showing: Showing(first))
      }
      if let shown { return shown }
      // What was assumed of an expression may have been that it has no answer. Where nothing is unknown, the
      // evaluator's word is the last.
      if hanging.isEmpty { hanging = inquiry.expressions(in: goal) }
      guard !hanging.isEmpty || !inquiry.hasExamples else { continue }
      possible =
        possible
        ?? OutlivingToken(
          life: life, rule: surveyed.reading.rule, after: nil,
          showing: Showing(hangingOn: hanging))
    }
    return possible
  }
}

extension Inquiry {
  /// A term with other quantities in place of some.
  fileprivate mutating func term(_ term: Term, moved places: [Int: Int]) -> Term {
    var rewriting = TermRewriting()
    return rewritten(term, by: &rewriting) { solver, atom, isPositive in
      guard case .difference(let left, let right, let bound) = atom,
        places[left] != nil || places[right] != nil
      else { return nil }
      let moved = solver.atom(
        .difference(left: places[left] ?? left, right: places[right] ?? right, bound: bound))
      return isPositive ? moved : solver.not(moved)
    }
  }

  /// The instants of a session that a term compares with now.
  fileprivate mutating func origins(in term: Term) -> [Int] {
    var found: Set<Int> = []
    for (number, _) in atoms(in: term) {
      guard case .difference(let left, let right, _) = analysis.solver.table.atoms[number],
        left == SessionSpace.now || right == SessionSpace.now
      else { continue }
      let other = left == SessionSpace.now ? right : left
      switch analysis.space.quantities[other] {
      case .completionTime: found.insert(other)
      case .attribute(let path, .timestamp) where path != .expiresAt: found.insert(other)
      default: continue
      }
    }
    return found.sorted()
  }
}
