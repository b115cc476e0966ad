import PolicyAnalysis
import PolicyDiagnostics
import PolicyTime
package import SessionPolicy

/// A session that shows something which no test shows yet, at one instant or at several in a row.
package struct Suggestion: Sendable {
  /// What it shows, in words: what its tests are called.
  package let name: String
  /// The session with its request, at the suite's `now`.
  package let snapshot: Snapshot
  /// How long after that it is decided, with what is added to the name, and what is decided then.
  package let moments: [(after: Duration, name: String, decision: Decision)]
}

extension ExampleGoal {
  /// What a test is called that shows it.
  var name: String {
    switch self {
    case .limit(let rule, let key, let length):
      "\(rule.id.value): \(key) \(length.policyText ?? "")"
    case .speaks(let rule): "\(rule.id.value): \(rule.effect)"
    case .isSilent(let rule): "\(rule.id.value): not \(rule.effect)"
    case .meets(let rule, let alternative):
      rule.alternatives.count > 1
        ? "\(rule.id.value): one_of, number \(alternative + 1)" : "\(rule.id.value): met"
    case .lacks(let rule, let key): "\(rule.id.value): without \(key)"
    case .clause(let rule, let text, let isTrue):
      "\(rule.id.value): \(shortened(text, to: 80)) is \(isTrue)"
    case .definition(let name, let text, let isTrue):
      "\(name): \(shortened(text, to: 80)) is \(isTrue)"
    case .isUndecided(let rule): "\(rule.id.value): an input is missing"
    case .isTooEarly(let rule): "\(rule.id.value): too early"
    case .passesCap(let rule): "\(rule.id.value): beyond the cap"
    case .gainsNothing(let rule): "\(rule.id.value): nothing to gain"
    case .isOrdinary: "nothing is asked"
    }
  }

  /// The instants at which a session is decided that shows it: a limit before, at and after it is reached.
  var moments: [(after: Duration, name: String)] {
    guard case .limit = self else { return [(.zero, "")] }
    return [
      (.zero, ", one second before"), (.seconds(1), ", when it is reached"),
      (.seconds(2), ", one second after"),
    ]
  }
}
