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
    let rule = surveyed.reading.rule
    let isLow = inquiry.atom(.cells(variable: levels.variable, [levels.low]))
    if rule.alternatives.contains(where: { $0.aal?.value == .aal2 }) {
      for (index, alternative) in rule.alternatives.enumerated() where alternative.aal == nil {
        guard let methods = alternative.methods?.value, methods.contains(Self.method),
          surveyed.reading.met.indices.contains(index)
        else { continue }
        let isMet = surveyed.reading.met[index]
        // Nothing else that was shown would do.
        let without = inquiry.term(isMet, where: [shown.variable: shown.no])
        let terms = [
          isLow, surveyed.reading.condition.isTrue, isMet, inquiry.not(without),
          inquiry.atom(.cells(variable: shown.variable, [shown.yes])),
        ]
        let showing = showing(terms, shown, &inquiry) { inquiry, with, without in
          let settings = inquiry.analysis.settings
          func isMet(_ snapshot: Snapshot) -> Bool? {
            policies.alternatives(of: rule, metBy: snapshot, settings)?.contains(index)
          }
          return policies.answer(to: .all(surveyed.formulas), about: with, settings: settings)
            == true && isMet(with) == true && isMet(without) == false
        }
        guard let showing else { continue }
        note(PasskeyForTwo(rule: rule, place: .alternative(index), showing: showing))
      }
    }
    guard found.last?.rule.qualifiedID != rule.qualifiedID,
      let terms = goal(of: surveyed.reading, levels, shown, &inquiry),
      let showing = showing(
        terms, shown, &inquiry,
        where: { inquiry, with, without in
          let settings = inquiry.analysis.settings
          let answers = [with, without].map {
            policies.answer(to: .all(surveyed.formulas), about: $0, settings: settings)
          }
          let isEnough = rule.effect.verb == .may
          return answers[0] == isEnough && answers[1] != isEnough
        })
    else { return }
    let clause = surveyed.forms.flatMap(\.clauses).first { _, truth in
      inquiry.asks(truth.isTrue, about: shown.variable)
    }
    note(PasskeyForTwo(rule: rule, place: .condition(clause?.clause), showing: showing))
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
    of reading: RuleReading, _ levels: (variable: Int, low: Int, high: Int),
    _ shown: (variable: Int, yes: Int, no: Int), _ inquiry: inout Inquiry
  ) -> [Term]? {
    let condition = reading.condition
    guard reading.rule.effect.verb != .never, inquiry.asks(condition.isTrue, about: shown.variable)
    else { return nil }
    func term(_ term: Term, _ passkey: Int, _ level: Int) -> Term {
      let own = [shown.variable: passkey, levels.variable: level]
      // The second level is where a second factor was shown.
      let factors = level == levels.high ? second : [:]
      return inquiry.term(term, where: own.merging(factors) { own, _ in own })
    }
    let isEnough = reading.rule.effect.verb == .may ? condition.isTrue : condition.isFalse
    let isContent =
      reading.rule.effect.verb == .must
      && reading.rule.alternatives.contains { $0.aal?.value == .aal2 }
    let neither = term(isEnough, shown.no, levels.low)
    let terms = [
      term(isEnough, shown.yes, levels.low),
      isContent ? .always : term(isEnough, shown.no, levels.high), inquiry.not(neither),
      inquiry.atom(.cells(variable: shown.variable, [shown.yes])),
      inquiry.atom(.cells(variable: levels.variable, [levels.low])),
    ]
    return terms.contains(.never) ? nil : terms
  }

  /// What shows that some terms can be true, where a session with a passkey and the same one without it show it.
  private func showing(
    _ terms: [Term], _ shown: (variable: Int, yes: Int, no: Int), _ inquiry: inout Inquiry,
    where isSo: (_ inquiry: Inquiry, _ with: Snapshot, _ without: Snapshot) -> Bool
  ) -> Showing? {
    guard var unknowns = inquiry.unknowns(in: terms) else { return nil }
    let pair = inquiry.documents(of: terms, instead: [shown.variable: shown.no])
    if let pair, let with = WitnessDocument.snapshot(pair.0),
      let without = WitnessDocument.snapshot(pair.1), isSo(inquiry, with, without)
    {
      return Showing(witness: pair.0, hangsOn: [])
    }
    // What was assumed of an expression may have been that it has no answer.
    if unknowns.isEmpty { unknowns = inquiry.expressions(in: terms) }
    guard pair == nil || !unknowns.isEmpty else { return nil }
    return Showing(witness: nil, hangsOn: Set(unknowns.map(\.text)).sorted())
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
