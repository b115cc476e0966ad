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

  /// - Parameter relations: Which permissions there are besides.
  mutating func look(
    at number: Int, of rules: [SurveyReading.Surveyed], _ relations: inout RelationSurvey,
    _ policies: PolicySet, _ inquiry: inout Inquiry
  ) {
    guard let levels, let shown else { return }
    let surveyed = rules[number]
    let reading = surveyed.reading
    let high = second.merging([levels.variable: levels.high, shown.variable: shown.no]) { $1 }
    let low = [
      inquiry.atom(.cells(variable: levels.variable, [levels.low])),
      inquiry.atom(.cells(variable: shown.variable, [shown.yes])),
    ]
    let question = Question(
      rule: reading.rule, formulas: surveyed.formulas, high: high,
      without: [shown.variable: shown.no])
    if look(at: reading, question, low, policies, &inquiry)
      || lookAtCondition(surveyed, question, shown, low, policies, &inquiry)
    {
      return
    }
    lookAtHalves(number, rules, &relations, question, shown, low, policies, &inquiry)
  }

  /// Looks at a condition for which a passkey is enough, or the second level.
  ///
  /// - Returns: Whether there is something to be told.
  private mutating func lookAtCondition(
    _ surveyed: SurveyReading.Surveyed, _ question: Question,
    _ shown: (variable: Int, yes: Int, no: Int), _ low: [Term], _ policies: PolicySet,
    _ inquiry: inout Inquiry
  ) -> Bool {
    let reading = surveyed.reading
    guard let goal = goal(of: reading, shown, low, question.high, &inquiry) else { return false }
    let isEnough = reading.rule.effect.verb == .may
    let showing = question.showing(goal.terms, goal.asksHigh, &inquiry) {
      inquiry, with, without, high in
      inquiry.answer(to: question.formulas, about: with, policies) == isEnough
        && inquiry.answer(to: question.formulas, about: without, policies) != isEnough
        && inquiry.hasExamples
        && (high.map {
          inquiry.answer(to: question.formulas, about: $0, policies) == isEnough
        } ?? true)
    }
    guard let showing else { return false }
    note(
      PasskeyForTwo(
        rule: reading.rule, place: .condition(clause(of: surveyed, shown, &inquiry)),
        showing: showing))
    return true
  }

  /// Looks at a permission for which a passkey is enough, beside another one of the same for which the second level
  /// is: each says half of it.
  private mutating func lookAtHalves(
    _ number: Int, _ rules: [SurveyReading.Surveyed], _ relations: inout RelationSurvey,
    _ question: Question, _ shown: (variable: Int, yes: Int, no: Int), _ low: [Term],
    _ policies: PolicySet, _ inquiry: inout Inquiry
  ) {
    guard let levels, question.rule.effect.verb == .may else { return }
    let speaks = rules[number].reading.speaks
    guard inquiry.asks(speaks, about: shown.variable) else { return }
    let with = inquiry.term(
      speaks, where: [shown.variable: shown.yes, levels.variable: levels.low])
    guard with != .never else { return }
    let others = relations.permissions(like: number, where: with, &inquiry)
    let neither = [shown.variable: shown.no, levels.variable: levels.low]
    var terms = low + [with]
    var halves: [Term] = []
    for other in [number] + others {
      let permits = rules[other].reading.speaks
      let isPermitted = inquiry.term(permits, where: neither)
      terms.append(inquiry.not(isPermitted))
      if other != number { halves.append(inquiry.term(permits, where: question.high)) }
    }
    terms.append(inquiry.make { $0.any(halves) })
    guard !terms.contains(.never) else { return }
    let named = [number] + others
    let ids = named.map { rules[$0].reading.rule.qualifiedID }
    let showing = question.showing(terms, true, &inquiry) { inquiry, with, without, high in
      guard let high else { return false }
      func granting(_ snapshot: Snapshot) -> Set<Text> {
        inquiry.granting(snapshot, among: ids, policies)
      }
      return granting(with).contains(Text(question.rule.qualifiedID)) && granting(without).isEmpty
        && !granting(high).isEmpty && inquiry.hasExamples
    }
    guard let showing else { return }
    let reading = rules[number].reading
    let clause = clause(of: rules[number], shown, &inquiry)
    let alternative = reading.rule.alternatives.firstIndex {
      $0.methods?.value.contains(Self.method) ?? false
    }
    let place: PasskeyForTwo.Place =
      clause == nil ? alternative.map { .alternative($0) } ?? .condition(nil) : .condition(clause)
    note(PasskeyForTwo(rule: reading.rule, place: place, showing: showing))
  }

  /// The first part of a condition that asks whether a passkey was shown.
  private func clause(
    of surveyed: SurveyReading.Surveyed, _ shown: (variable: Int, yes: Int, no: Int),
    _ inquiry: inout Inquiry
  ) -> BooleanClause? {
    surveyed.forms.flatMap(\.clauses).first { _, truth in
      inquiry.asks(truth.isTrue, about: shown.variable)
    }?.clause
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
      let showing = question.showing(terms, !namesHigh, &inquiry) {
        inquiry, with, without, high in
        func isMet(_ snapshot: Snapshot) -> Bool? {
          inquiry.explanation(of: rule, snapshot, policies)?.metAlternatives.contains(index)
        }
        return inquiry.answer(to: question.formulas, about: with, policies) == true
          && isMet(with) == true && isMet(without) == false
          && (high.map { inquiry.answer(to: question.formulas, about: $0, policies) == false }
            ?? true)
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
    guard let levels, inquiry.asks(condition.isTrue, about: shown.variable) else { return nil }
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

  /// What shows that some terms can be true, where a session with a passkey and the same one without it show it.
  ///
  /// - Parameter asksHigh: Whether the same one at the second level has to show it too: that it is permitted, or
  ///   that nothing is asked of it.
  func showing(
    _ terms: [Term], _ asksHigh: Bool, _ inquiry: inout Inquiry,
    where isSo: (
      _ inquiry: inout Inquiry, _ with: Snapshot, _ without: Snapshot, _ high: Snapshot?
    ) -> Bool
  ) -> Showing? {
    guard var unknowns = inquiry.unknowns(in: terms) else { return nil }
    let made = inquiry.documents(of: terms, instead: [without] + (asksHigh ? [high] : []))
    if let made {
      let others = made.others.compactMap(WitnessDocument.snapshot)
      if let with = WitnessDocument.snapshot(made.first), others.count == made.others.count,
        let without = others.first, isSo(&inquiry, with, without, others.dropFirst().first)
      {
        return Showing(made.first)
      }
    }
    // What was assumed of an expression may have been that it has no answer.
    if unknowns.isEmpty { unknowns = inquiry.expressions(in: terms) }
    guard made == nil || !unknowns.isEmpty else { return nil }
    return Showing(hangingOn: unknowns)
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
