import PolicyCEL
package import PolicyJSON
package import SessionPolicy

/// A demand that is made again as soon as it was met.
package struct EndlessDemand: Sendable {
  package let rule: Rule
  /// A session of which it is made again and again; `nil` where none was made.
  package let witness: JSONValue?
}

/// Looks for demands that re-authenticating does not end.
///
/// A rule that asks for nothing in particular is met by any login. What a login changes is known: when
/// somebody signed in, was last active and showed a first factor is then now, and a lifespan begins. So a
/// rule asks for ever of the sessions in which it asks now, and after a login by whatever method.
struct RenewalSurvey {
  private(set) var endless: [EndlessDemand] = []

  /// - Parameter again: Where the rule asks after every such login.
  mutating func look(
    at surveyed: SurveyReading.Surveyed, _ policies: PolicySet, _ inquiry: inout Inquiry
  ) {
    let reading = surveyed.reading
    let goal = [reading.speaks, surveyed.again]
    guard surveyed.again != .never, inquiry.isFound(goal) else { return }
    let settings = inquiry.analysis.settings
    let document = inquiry.document(of: goal).flatMap { document -> JSONValue? in
      let moments = [document, WitnessDocument.renewed(document, settings)]
      let isAsked = moments.allSatisfy { moment in
        WitnessDocument.snapshot(moment).map { snapshot in
          inquiry.answer(to: surveyed.formulas, about: snapshot, policies) != false
        } ?? false
      }
      return isAsked && inquiry.hasExamples ? document : nil
    }
    endless.append(EndlessDemand(rule: reading.rule, witness: document))
  }
}
