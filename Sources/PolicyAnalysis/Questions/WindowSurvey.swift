import PolicyCEL
import PolicyDiagnostics
import PolicyJSON
package import SessionPolicy

/// A permission to extend that Kratos does not follow yet, for its window is shorter.
package struct EarlyExtension: Sendable {
  package let rule: Rule
  /// A session that would be extended if Kratos' window were as wide as its lifespan.
  package let showing: Showing
}

/// A permission that names another time by which sessions are extended than Kratos extends them by.
package struct UnequalExtension: Sendable {
  package let rule: Rule
  /// By how much Kratos extends such a session.
  package let lifespan: Duration
  package let showing: Showing
}

/// Looks at what Kratos makes of permissions to extend.
struct WindowSurvey {
  private(set) var early: [EarlyExtension] = []
  private(set) var unequal: [UnequalExtension] = []

  /// - Parameters:
  ///   - takers: The rules that take the permission back.
  ///   - lifespans: How long Kratos makes sessions live, and which.
  mutating func look(
    at surveyed: SurveyReading.Surveyed, takers: [RuleReading],
    lifespans: [(length: Int128, isSo: Term)], _ policies: PolicySet, _ inquiry: inout Inquiry
  ) {
    let reading = surveyed.reading
    guard reading.rule.effect == .mayExtend else { return }
    let silent = takers.map { inquiry.not($0.speaks) }
    var wide = inquiry.analysis.settings
    wide.earliestPossibleExtend = nil
    let showing = inquiry.showing([surveyed.early] + silent) { inquiry, snapshot in
      inquiry.decision(on: snapshot, policies)?.extend.isAllowed == false
        && inquiry.decision(on: snapshot, policies, settings: wide)?.extend.isAllowed == true
    }
    if let showing { early.append(EarlyExtension(rule: reading.rule, showing: showing)) }
    guard let own = reading.rule.by?.value.wholeNanoseconds else { return }
    for (length, isSo) in lifespans where length != own {
      let showing = inquiry.showing([reading.speaks, isSo] + silent, by: policies) {
        $0.extend.isAllowed
      }
      guard let showing else { continue }
      unequal.append(
        UnequalExtension(
          rule: reading.rule, lifespan: Duration(nanosecondCount: length), showing: showing))
      return
    }
  }
}

extension ConditionReader {
  /// Where a permission to extend would grant if Kratos' window were as wide as its lifespan, and does not.
  mutating func isEarly(_ reading: RuleReading) -> Term {
    let rule = reading.rule
    guard rule.effect == .mayExtend, space.window < space.lifespan else { return .never }
    let expiry = space.number(of: .attribute(.expiresAt, .timestamp))
    // The instant at which `within` begins, and Kratos' window does not yet, is not worth a word.
    let isBefore = space.difference(SessionSpace.now, expiry, atMost: -space.window - 1)
    var cases: [Term] = []
    for (lifespan, isSo) in lifespans() {
      let length = rule.by?.value.wholeNanoseconds ?? lifespan
      let isAlive = space.difference(expiry, SessionSpace.now, atMost: lifespan - 1)
      for (alternative, met) in zip(rule.alternatives, reading.met) {
        let gains = gains(rule, alternative, by: length)
        cases.append(space.table.all([reading.condition.isTrue, met, isSo, isAlive] + gains))
      }
    }
    return space.table.all([isBefore, space.table.any(cases)])
  }
}
