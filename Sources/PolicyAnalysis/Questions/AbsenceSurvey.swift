package import PolicyCEL
import PolicyDiagnostics
package import PolicyJSON
package import SessionPolicy

/// A permission that a missing input is enough for.
package struct AbsenceRemark: Sendable {
  package let rule: Rule
  /// The input.
  package let attribute: AttributePath
  /// The part of the condition that holds without it; `nil` if several do together.
  package let clause: BooleanClause?
  /// A session without it that is permitted what it is not with it, which the evaluator says too; `nil`
  /// where none was made.
  package let witness: JSONValue?
  /// The expressions that are not looked into and on which it hangs; empty if it is proved.
  package let hangsOn: [String]
}

/// Looks for inputs without which a rule permits more.
///
/// A permission is held against itself: there is a session with a value of the input for which its condition is
/// not true, and without the input, all else the same, it is. However that is written, it is the same.
/// An input that failed never does that: what is true with an error is true with every value.
struct AbsenceSurvey {
  private(set) var remarks: [AbsenceRemark] = []

  /// The most inputs of a rule that are looked at.
  private static let reach = 64

  mutating func look(
    at surveyed: SurveyReading.Surveyed, _ policies: PolicySet, _ inquiry: inout Inquiry
  ) {
    let reading = surveyed.reading
    guard reading.rule.effect.verb == .may else { return }
    let isTrue = reading.condition.isTrue
    let (attributes, opaque) = inquiry.inputs(of: isTrue)
    for attribute in attributes.prefix(Self.reach) {
      guard attribute.canBeLeftOut, attribute.components.count > 1, !inquiry.hasGivenUp else {
        continue
      }
      var absence = Absence(
        of: attribute, .absent, in: inquiry.analysis.space, answersExpressions: true)
      guard var goal = inquiry.gain(of: isTrue, by: &absence) else { continue }
      // A session that the rule grants something then shows more than one that only meets its condition.
      let granted = goal + [inquiry.term(reading.speaks, without: &absence)]
      if inquiry.isFound(granted) { goal = granted }
      let found = inquiry.confirmed(goal, surveyed.formulas, absence, opaque, policies)
      let trap = surveyed.forms.flatMap(\.clauses).first { clause in
        inquiry.gain(of: clause.truth.isTrue, by: &absence) != nil
      }
      remarks.append(
        AbsenceRemark(
          rule: reading.rule, attribute: attribute, clause: trap?.clause, witness: found,
          hangsOn: found == nil ? absence.unknowns.sorted() : []))
    }
  }
}

extension Inquiry {
  /// The attributes that a term is about, in the order of their names, and the expressions in it that are not
  /// looked into.
  fileprivate mutating func inputs(
    of term: Term
  ) -> (attributes: [AttributePath], opaque: [OpaqueExpression]) {
    var found: Set<AttributePath> = []
    var opaque: [OpaqueExpression] = []
    for (number, _) in atoms(in: term) {
      guard case .cells(let variable, _) = analysis.solver.table.atoms[number] else { continue }
      switch analysis.space.variables[variable] {
      case .value(let path, _), .presence(let path, _): found.insert(path)
      case .opaque(let key):
        guard let expression = analysis.space.opaque[key] else { continue }
        found.formUnion(expression.inputs.keys)
        opaque.append(expression)
      default: break
      }
    }
    return (found.sorted { $0.description < $1.description }, opaque)
  }

  /// The sessions with an input that meet no term that they meet without it; `nil` if there are none.
  fileprivate mutating func gain(of term: Term, by absence: inout Absence) -> [Term]? {
    let without = self.term(term, without: &absence)
    guard without != .never else { return nil }
    let goal = [without, not(term), isThere(absence)]
    return isFound(goal) ? goal : nil
  }

  /// A session without the input, that the evaluator says meets conditions, and does not with it.
  fileprivate mutating func confirmed(
    _ goal: [Term], _ conditions: [Formula], _ absence: Absence, _ opaque: [OpaqueExpression],
    _ policies: PolicySet
  ) -> JSONValue? {
    guard let with = document(of: goal) else { return nil }
    let place = WitnessDocument.place(of: absence.input)
    var without = with
    without.set(nil, at: place)
    func holds(_ document: JSONValue) -> Bool? {
      guard let snapshot = WitnessDocument.snapshot(document), hasExamples else { return nil }
      return answer(to: conditions, about: snapshot, policies) == true && hasExamples
    }
    guard holds(without) == true else { return nil }
    var tried = [with]
    // What an expression makes of a value only the evaluator knows.
    for expression in opaque where expression.inputs.keys.contains(absence.input) {
      for value in expression.samples(of: absence.input) {
        var document = with
        document.set(value, at: place)
        tried.append(document)
      }
    }
    return tried.prefix(64).contains { holds($0) == false && hasExamples } ? without : nil
  }
}
