import PolicyCEL
package import SessionPolicy

/// A statement about the decisions on all sessions.
package struct DecisionLaw: Sendable {
  /// What is said of a decision: part by part.
  package struct Expectation: Sendable, Equatable {
    /// The outcomes that are meant; empty for any.
    package var outcomes: [Decision.Outcome] = []
    package var isExtendAllowed: Bool?
    package var isRefreshAllowed: Bool?

    package init(
      outcomes: [Decision.Outcome] = [], isExtendAllowed: Bool? = nil,
      isRefreshAllowed: Bool? = nil
    ) {
      self.outcomes = outcomes
      self.isExtendAllowed = isExtendAllowed
      self.isRefreshAllowed = isRefreshAllowed
    }

    /// Of each part whether a decision is as said.
    fileprivate func answers(of decision: Decision) -> [Bool] {
      (outcomes.isEmpty ? [] : [outcomes.contains(decision.outcome)])
        + (isExtendAllowed.map { [$0 == decision.extend.isAllowed] } ?? [])
        + (isRefreshAllowed.map { [$0 == decision.refresh.isAllowed] } ?? [])
    }
  }

  /// Which sessions it is about, by the place among the conditions of an ``Analysis``; `nil` for all.
  package var condition: Int?
  /// What is taken for granted, by the places among the conditions.
  package var assumptions: [Int]
  package var expectation: Expectation
  /// Whether all of what is expected holds always; otherwise none of it ever does.
  package var isAlways: Bool

  package init(
    condition: Int?, assumptions: [Int] = [], expectation: Expectation, isAlways: Bool
  ) {
    self.condition = condition
    self.assumptions = assumptions
    self.expectation = expectation
    self.isAlways = isAlways
  }

  /// Whether a decision on a session that is meant breaks it.
  fileprivate func isBroken(by decision: Decision) -> Bool {
    let answers = expectation.answers(of: decision)
    return isAlways ? answers.contains(false) : answers.contains(true)
  }
}

/// What became of a law.
package enum LawFinding: Sendable {
  /// It holds for every session.
  case proved
  /// It says nothing, for no session is meant.
  case meansNobody
  /// It does not hold for this session, which the evaluator has decided.
  case failed(Snapshot, Decision)
  /// Whether it holds hangs on expressions that are not looked into; empty if the search was given up.
  case undecided(on: [String])
}

extension Analysis {
  /// How many regions are looked at for a session that breaks a law.
  private static let attempts = 16

  /// Whether a law holds of the first set of policies.
  package mutating func check(_ law: DecisionLaw) -> LawFinding {
    guard let reading = readings.first, unreadRule == nil else { return .undecided(on: []) }
    beginQuestion()
    let named = (law.condition.map { [$0] } ?? []) + law.assumptions
    let premises = named.map { conditions[$0].truth.isTrue }
    switch solver.solve(premises) {
    case .none: return .meansNobody
    case .unknown: return .undecided(on: [])
    case .found: break
    }
    let isBroken = solver.make { table in
      let parts = Self.parts(law.expectation, reading, in: &table)
      return law.isAlways ? table.not(table.all(parts)) : table.any(parts)
    }
    // Not joined to one term, which would be as large as all rules for each law.
    let goal = premises + [isBroken]
    var opposite: Term?
    var known: [Term] = []
    var unknowns: Set<String> = []
    while true {
      switch solver.solve(goal + known) {
      case .none where known.isEmpty:
        let leftOut = whatIsLeftOut(of: [reading], where: premises)
        return leftOut.map { .undecided(on: [$0]) } ?? .proved
      case .none: return .undecided(on: unknowns.sorted())
      case .unknown: return .undecided(on: unknowns.sorted())
      case .found(let model):
        if let snapshot = witness(of: goal + known) {
          let decision = reading.policies.decide(snapshot, settings: settings)
          let isMeant = named.allSatisfy {
            reading.policies.answer(
              to: conditions[$0].formula, about: snapshot, settings: settings) == true
          }
          if isMeant, law.isBroken(by: decision) {
            return .failed(snapshot, decision)
          }
        }
        let unbroken = opposite ?? solver.make { $0.not($0.all(goal)) }
        opposite = unbroken
        guard known.count < Self.attempts,
          let region = solver.widened(
            model, variableCells: space.cells, where: { $0.isImpossible($1 + [unbroken]) })
        else { return .undecided(on: unknowns.sorted()) }
        unknowns.formUnion(self.unknowns(in: region))
        let whole = solver.all(region.atoms)
        known.append(solver.not(whole))
      }
    }
  }

  /// That a decision is as said, part by part.
  private static func parts(
    _ expectation: DecisionLaw.Expectation, _ reading: PolicyReading, in table: inout TermTable
  ) -> [Term] {
    var parts: [Term] = []
    if !expectation.outcomes.isEmpty {
      parts.append(
        table.any(
          expectation.outcomes.map { outcome in
            switch outcome {
            case .proceed: reading.proceeds
            case .reauthenticate: reading.reauthenticates
            case .signIn: reading.signsIn
            }
          }))
    }
    if let isAllowed = expectation.isExtendAllowed {
      parts.append(isAllowed ? reading.extendsAtAll : table.not(reading.extendsAtAll))
    }
    if let isAllowed = expectation.isRefreshAllowed {
      parts.append(isAllowed ? reading.refreshes : table.not(reading.refreshes))
    }
    return parts
  }
}
