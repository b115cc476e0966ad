package import PolicyCEL
import PolicyDiagnostics
package import SessionPolicy

/// A passkey that a rule takes for as much as the second level.
package struct PasskeyForTwo: Sendable {
  package enum Place: Sendable {
    /// A part of its condition; `nil` if several do together.
    case condition(BooleanClause?)
    /// One of its alternatives, beside one that asks for the second level.
    case alternative(Int)
  }

  package let rule: Rule
  package let place: Place
  /// A session at the first level for which it is so.
  package let showing: Showing
}

/// Looks for rules for which it is enough to have shown a passkey, or to be at the second level.
///
/// A session at the first level is held against itself: with a passkey it is permitted, or not asked, and without
/// one it is not, or is; and so it is with the second level instead. However that is written, it is the same.
struct PasskeySurvey {
  private(set) var found: [PasskeyForTwo] = []
  private let levels: (variable: Int, low: Int, high: Int)?
  /// Whether a passkey was shown.
  private let shown: (variable: Int, yes: Int, no: Int)?
  /// That some second factor was shown that nobody names.
  private let second: [Int: Int]

  private static let method = "passkey"

  init(_ inquiry: Inquiry) {
    let space = inquiry.analysis.space
    func cells(of variable: Variable, _ one: Cell, _ other: Cell) -> (Int, Int, Int)? {
      guard let number = space.known(variable), let first = space.cells[number].firstIndex(of: one),
        let second = space.cells[number].firstIndex(of: other)
      else { return nil }
      return (number, first, second)
    }
    levels = cells(of: .value(.aal, .string), .text(Text("aal1")), .text(Text("aal2")))
    let passkey = Completion(method: Text(Self.method), isSecondFactor: false, isNamed: true)
    shown = cells(of: .completion(passkey), .yes, .no)
    let others = space.completions.lazy.filter { $0.isSecondFactor && !$0.isNamed }
      .compactMap { cells(of: .completion($0), .yes, .no) }
    second = others.first.map { [$0.0: $0.1] } ?? [:]
  }

  mutating func look(
    at surveyed: SurveyReading.Surveyed, _ policies: PolicySet, _ inquiry: inout Inquiry
  ) {
    guard let levels, let shown else { return }
    let reading = surveyed.reading
    let high = second.merging([levels.variable: levels.high, shown.variable: shown.no]) { $1 }
    let low = [
      inquiry.atom(.cells(variable: levels.variable, [levels.low])),
      inquiry.atom(.cells(variable: shown.variable, [shown.yes])),
    ]
    let question = Question(
      rule: reading.rule, formulas: surveyed.formulas, high: high,
      without: [shown.variable: shown.no])
    if look(at: reading, question, low, policies, &inquiry) { return }
    guard let goal = goal(of: reading, shown, low, high, &inquiry) else { return }
    let isEnough = reading.rule.effect.verb == .may
    let showing = question.showing(goal.terms, goal.asksHigh, policies, &inquiry) {
      inquiry, with, without in
      question.answer(with, policies, inquiry) == isEnough
        && question.answer(without, policies, inquiry) != isEnough
    }
    guard let showing else { return }
    let clause = surveyed.forms.flatMap(\.clauses).first { _, truth in
      inquiry.asks(truth.isTrue, about: shown.variable)
    }
    note(PasskeyForTwo(rule: reading.rule, place: .condition(clause?.clause), showing: showing))
  }

  /// Looks at alternatives which a passkey meets, beside one that asks for the second level, or where nobody at
  /// the second level is asked.
  ///
  /// - Returns: Whether one was found.
  private mutating func look(
    at reading: RuleReading, _ question: Question, _ low: [Term], _ policies: PolicySet,
    _ inquiry: inout Inquiry
  ) -> Bool {
    let (rule, condition) = (reading.rule, reading.condition)
    let namesHigh = rule.alternatives.contains { $0.aal?.value == .aal2 }
    guard namesHigh || rule.effect.verb == .must else { return false }
    let isLeftAlone =
      namesHigh ? .always : inquiry.term(condition.isFalse, where: question.high)
    var isFound = false
    for (index, alternative) in rule.alternatives.enumerated() where alternative.aal == nil {
      guard let methods = alternative.methods?.value, methods.contains(Self.method),
        reading.met.indices.contains(index)
      else { continue }
      // Nothing else that was shown would do.
      let without = inquiry.term(reading.met[index], where: question.without)
      let terms = low + [condition.isTrue, reading.met[index], inquiry.not(without), isLeftAlone]
      let showing = question.showing(terms, !namesHigh, policies, &inquiry) {
        inquiry, with, without in
        func isMet(_ snapshot: Snapshot) -> Bool? {
          policies.alternatives(of: rule, metBy: snapshot, inquiry.analysis.settings)?
            .contains(index)
        }
        return question.answer(with, policies, inquiry) == true && isMet(with) == true
          && isMet(without) == false
      }
      guard let showing else { continue }
      note(PasskeyForTwo(rule: rule, place: .alternative(index), showing: showing))
      isFound = true
    }
    return isFound
  }

  /// Notes what was found, and of the condition of a policy once, not for each of its rules.
  private mutating func note(_ new: PasskeyForTwo) {
    let known = found.firstIndex { old in
      guard case .condition(let one?) = old.place, case .condition(let other?) = new.place,
        one.location.file === other.location.file
      else { return false }
      return one.location.range == other.location.range
    }
    guard let known else { return found.append(new) }
    if found[known].showing.witness == nil { found[known] = new }
  }

  /// Where the condition of a rule holds with one of the two, and without both it does not; for a demand, the
  /// other way round. One that asks for the second level is content with that whatever its condition says.
  private func goal(
    of reading: RuleReading, _ shown: (variable: Int, yes: Int, no: Int), _ low: [Term],
    _ high: [Int: Int], _ inquiry: inout Inquiry
  ) -> (terms: [Term], asksHigh: Bool)? {
    let (rule, condition) = (reading.rule, reading.condition)
    guard let levels, rule.effect.verb != .never,
      inquiry.asks(condition.isTrue, about: shown.variable)
    else { return nil }
    let isPermission = rule.effect.verb == .may
    let isEnough = isPermission ? condition.isTrue : condition.isFalse
    let isContent = !isPermission && rule.alternatives.contains { $0.aal?.value == .aal2 }
    // What else a permission asks for is shown.
    let isMet = isPermission ? inquiry.make { $0.any(reading.met) } : .always
    let with = [shown.variable: shown.yes, levels.variable: levels.low]
    let neither = inquiry.term(
      isEnough, where: [shown.variable: shown.no, levels.variable: levels.low])
    let terms =
      low + [
        inquiry.term(isEnough, where: with), inquiry.not(neither), isMet,
        isContent ? .always : inquiry.term(isEnough, where: high),
      ]
    return terms.contains(.never) ? nil : (terms, !isContent)
  }
}

/// What is asked of sessions at the first level.
private struct Question {
  let rule: Rule
  /// Where the rule applies.
  let formulas: [Formula]
  /// The second level instead, by a second factor that nobody names and without the passkey.
  let high: [Int: Int]
  /// No passkey instead.
  let without: [Int: Int]

  /// What the evaluator says of whether the rule applies.
  func answer(_ snapshot: Snapshot, _ policies: PolicySet, _ inquiry: Inquiry) -> Bool? {
    policies.answer(to: .all(formulas), about: snapshot, settings: inquiry.analysis.settings)
  }

  /// What shows that some terms can be true, where a session with a passkey and the same one without it show it.
  ///
  /// - Parameter asksHigh: Whether the same one at the second level has to show it too: that it is permitted, or
  ///   that nothing is asked of it.
  func showing(
    _ terms: [Term], _ asksHigh: Bool, _ policies: PolicySet, _ inquiry: inout Inquiry,
    where isSo: (_ inquiry: Inquiry, _ with: Snapshot, _ without: Snapshot) -> Bool
  ) -> Showing? {
    guard var unknowns = inquiry.unknowns(in: terms) else { return nil }
    let pair = inquiry.documents(of: terms, instead: without)
    if let pair, let with = WitnessDocument.snapshot(pair.0),
      let without = WitnessDocument.snapshot(pair.1), isSo(inquiry, with, without),
      !asksHigh || isLeftAlone(terms, policies, &inquiry)
    {
      return Showing(pair.0)
    }
    // What was assumed of an expression may have been that it has no answer.
    if unknowns.isEmpty { unknowns = inquiry.expressions(in: terms) }
    guard pair == nil || !unknowns.isEmpty else { return nil }
    return Showing(hangingOn: unknowns)
  }

  private func isLeftAlone(
    _ terms: [Term], _ policies: PolicySet, _ inquiry: inout Inquiry
  ) -> Bool {
    guard let document = inquiry.documents(of: terms, instead: high)?.1,
      let snapshot = WitnessDocument.snapshot(document)
    else { return false }
    return answer(snapshot, policies, inquiry) == (rule.effect.verb == .may)
  }
}

extension PolicySet {
  /// The alternatives of a rule that a session meets; `nil` if there is no such rule.
  fileprivate func alternatives(
    of rule: Rule, metBy snapshot: Snapshot, _ settings: KratosSettings
  ) -> [Int]? {
    explain(snapshot, settings: settings).rules
      .first { $0.rule.qualifiedID == rule.qualifiedID }?.metAlternatives
  }
}

extension Inquiry {
  /// Whether a term asks about a variable.
  fileprivate mutating func asks(_ term: Term, about variable: Int) -> Bool {
    atoms(in: term).contains { number, _ in
      if case .cells(variable, _) = analysis.solver.table.atoms[number] { true } else { false }
    }
  }
}
