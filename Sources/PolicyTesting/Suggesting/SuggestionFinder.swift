import PolicyAnalysis
import PolicyDiagnostics
import PolicyTime
import SessionPolicy

/// Finds sessions that show what the tests of some suites do not: each rule firing and not, each clause
/// true and false, each limit one second before, when and after it is reached, each alternative met, and
/// each reason given.
///
/// What is shown already is what ``PolicyCoverage`` counts. A session is suggested only for what it adds to
/// that, so that one which shows several things at once stands for all of them.
package struct SuggestionFinder {
  /// What is shown so far, by the tests that there are and by what was suggested.
  package private(set) var coverage: PolicyCoverage

  /// Whether more was not looked for, because policies have too many rules.
  package private(set) var isCut = false

  /// The most suggestions for one suite, and how many rules may be asked for them: each session that is tried
  /// asks every rule.
  private static let (limit, rules) = (500, 100_000)

  /// - Parameter coverage: What is shown by the tests that there are.
  package init(_ coverage: PolicyCoverage) { self.coverage = coverage }

  /// What is worth adding to a suite.
  package mutating func suggestions(for suite: Suite) -> [Suggestion] {
    coverage.expect(suite.policies)
    var examples = SessionExamples(suite.policies, settings: suite.settings, now: suite.now)
    var found: [Suggestion] = []
    var left = Self.rules
    let weight = suite.policies.weight
    for (number, goal) in examples.goals.enumerated() where found.count < Self.limit {
      guard left > 0 else {
        isCut = true
        break
      }
      let (sessions, hangOnTime) = examples.sessions(for: number)
      for snapshot in sessions where left > 0 {
        left -= weight * goal.moments.count
        if let suggestion = suggestion(goal.name, snapshot, goal.moments, in: suite) {
          found.append(suggestion)
        }
      }
      if hangOnTime, let snapshot = sessions.first {
        for after in Self.otherTimes where left > 0 {
          left -= weight
          let name = goal.name + ", \(after.policyText ?? "") later"
          let lasting = Self.lasting(snapshot, for: after)
          if let suggestion = suggestion(name, lasting, [(after, "")], in: suite) {
            found.append(suggestion)
          }
        }
      }
      guard case .isOrdinary = goal, let snapshot = sessions.first else { continue }
      for (name, changed) in Self.ends(of: snapshot, at: suite.now) {
        if let suggestion = suggestion(name, changed, [(.zero, "")], in: suite) {
          found.append(suggestion)
        }
      }
    }
    return found
  }

  /// How long after a suite's `now` other answers of clocks and calendars are looked for: the hours of a day
  /// and the days of a week.
  private static let otherTimes =
    (1...23).map { Duration.seconds($0 * 3_600) } + (1...6).map { .seconds($0 * 86_400) }

  /// A session that is still there so much later.
  private static func lasting(_ snapshot: Snapshot, for span: Duration) -> Snapshot {
    guard let now = snapshot.now, let expiry = snapshot.session.expiresAt,
      let least = now.adding(span + .seconds(3_600)), expiry < least
    else { return snapshot }
    var lasting = snapshot
    lasting.session.expiresAt = least
    return lasting
  }

  /// A session with what is decided about it, if that shows anything new.
  private mutating func suggestion(
    _ name: String, _ snapshot: Snapshot, _ moments: [(after: Duration, name: String)],
    in suite: Suite
  ) -> Suggestion? {
    // What lies at another instant, as by a calendar, would not be decided so in this suite.
    guard snapshot.now == suite.now,
      SuiteSample.isWritable(snapshot, under: suite.policies)
    else { return nil }
    var more = coverage
    var decided: [(after: Duration, name: String, decision: Decision)] = []
    for (after, words) in moments {
      guard let now = suite.now.adding(after) else { return nil }
      var moment = DecidedMoment(
        snapshot, at: now, suite: suite, firstID: snapshot.session.id, isExplaining: false)
      moment.cover(&more)
      decided.append((after, words, moment.decision))
    }
    guard more.seen > coverage.seen else { return nil }
    coverage = more
    return Suggestion(name: name, snapshot: snapshot, moments: decided)
  }

  /// The ways in which an ordinary session ends that are no rule's business.
  private static func ends(
    of snapshot: Snapshot, at now: Timestamp
  ) -> [(String, Snapshot)] {
    var revoked = snapshot
    revoked.session.active = false
    var expired = snapshot
    expired.session.expiresAt = now
    var disabled = snapshot
    disabled.session.identity?.state = "inactive"
    var unreadable = snapshot
    unreadable.request.cookieIssuedAt = now.adding(.zero - .seconds(31 * 86_400))
    var found = [
      ("a session that was revoked", revoked), ("a session that has expired", expired),
      ("a cookie that can no longer be read", unreadable),
    ]
    if snapshot.session.identity != nil {
      found.append(("a session of somebody who is disabled", disabled))
    }
    return found
  }
}
