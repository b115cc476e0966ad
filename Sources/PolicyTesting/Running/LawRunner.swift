import PolicyAnalysis
import PolicyCEL
import PolicyDiagnostics
import SessionPolicy

/// Asks the analysis about the laws of a suite.
struct LawRunner {
  let suite: Suite
  private var analysis: Analysis
  /// The conditions that were given to the analysis so far.
  private let places: [(condition: Int?, assumptions: [Int])]

  init(_ suite: Suite) {
    self.suite = suite
    var conditions: [Formula] = []
    places = suite.laws.map { law in
      let condition = law.condition.map { condition in
        conditions.append(condition)
        return conditions.count - 1
      }
      let assumptions = law.assumptions.map { assumption in
        conditions.append(assumption)
        return conditions.count - 1
      }
      return (condition, assumptions)
    }
    analysis = Analysis([suite.policies], settings: suite.settings, conditions: conditions)
  }

  /// What becomes of a law, by its place in the suite.
  mutating func run(_ number: Int) -> LawResult {
    let law = suite.laws[number]
    let finding = analysis.check(
      DecisionLaw(
        condition: places[number].condition, assumptions: places[number].assumptions,
        expectation: law.expectation, isAlways: law.isAlways))
    switch finding {
    case .proved: return result(law, .proved, .passed)
    case .meansNobody:
      return result(
        law, .failed, .failed,
        message: "no session is meant by \(quotedForDisplay(law.name.value)), so it says nothing")
    case .failed(let snapshot, let decision):
      return result(
        law, .failed, .failed,
        message: "\(quotedForDisplay(law.name.value)) does not hold: "
          + Self.words(for: decision, law.expectation),
        witness: (snapshot, decision))
    case .undecided(let unknowns):
      let cause =
        unknowns.isEmpty
        ? "the policies take more work than a law may"
        : "it hangs on " + unknowns.prefix(3).map { "`\($0)`" }.joined(separator: ", ")
      return result(
        law, .undecided, law.undecidedReason == nil ? .failed : .passed,
        message: "whether \(quotedForDisplay(law.name.value)) holds cannot be told: \(cause)",
        unknowns: unknowns)
    }
  }

  private func result(
    _ law: SuiteLaw, _ finding: LawResult.Finding, _ outcome: TestOutcome,
    message: String? = nil, witness: (snapshot: Snapshot, decision: Decision)? = nil,
    unknowns: [String] = []
  ) -> LawResult {
    LawResult(
      name: law.name.value, words: law.words, finding: finding, outcome: outcome, message: message,
      witness: witness, reproduction: witness.map { Reproduction($0.snapshot, suite).command },
      sample: witness.flatMap {
        SuiteSample($0.snapshot, $0.decision, named: law.name.value, in: suite)
          .text(for: suite.policies)
      },
      unknowns: unknowns, reason: law.undecidedReason, location: law.location, path: law.path)
  }

  /// What a decision says of the parts that a law speaks of.
  private static func words(
    for decision: Decision, _ expectation: DecisionLaw.Expectation
  ) -> String {
    var parts: [String] = []
    if !expectation.outcomes.isEmpty {
      parts.append("the outcome is `\(decision.outcome.rawValue)`")
    }
    if expectation.isExtendAllowed != nil {
      parts.append(decision.extend.isAllowed ? "it may be extended" : "it may not be extended")
    }
    if expectation.isRefreshAllowed != nil {
      parts.append(decision.refresh.isAllowed ? "it may be refreshed" : "it may not be refreshed")
    }
    return "for one session " + parts.joined(separator: ", and ")
  }
}
