import PolicyCEL
package import SessionPolicy

/// Whether two sets of policies decide any session otherwise.
package enum DifferenceFinding: Sendable {
  /// They do not: that is proved.
  case equal
  /// They decide this session otherwise, in this part; the evaluator has confirmed it.
  case differs(DecisionPart, Snapshot)
  /// It was not found out, or hangs on expressions that are not looked into.
  case unknown([String])
}

extension Analysis {
  /// How many regions are looked at for a session that shows a difference.
  private static let attempts = 16

  /// Looks for the most ordinary session that the first two sets decide otherwise.
  ///
  /// It asks what ``difference()`` asks, of the same terms, but only whether there is any answer: regions
  /// are made only where a session could not be.
  ///
  /// - Parameter isWanted: Whether a session will do. One that will not is given back only if there is no
  ///   other.
  package mutating func firstDifference(
    where isWanted: (DecisionPart, Snapshot) -> Bool = { _, _ in true }
  ) -> DifferenceFinding {
    guard readings.count >= 2 else { return .equal }
    if let rule = unreadRule {
      return .unknown(["`\(rule)`, up to which the policies are more than is looked at"])
    }
    var second: DifferenceFinding?
    var unknowns: Set<String> = []
    var compared = ComparedRules(readings[0].rules, readings[1].rules, space, &solver)
    let pairs = RulePair.pairs(of: readings[0], readings[1])
    for pair in pairs where pair.kind != .same {
      beginQuestion()
      guard !solver.budget.isSpent else {
        unknowns.insert("`\(pair.id)`, which takes more work than it may")
        break
      }
      let place = solver.make { pair.differs(in: &$0) }
      for slice in slices(of: place, pair, among: &compared) {
        for question in ChangeSearch.Question.all {
          switch example(of: question, in: slice) {
          case .equal: continue
          case .unknown(let names):
            unknowns.formUnion(
              names.isEmpty ? ["`\(pair.id)`, which takes more work than it may"] : names)
          case .differs(let part, let witness):
            guard !isWanted(part, witness) else { return .differs(part, witness) }
            second = second ?? .differs(part, witness)
          }
        }
      }
    }
    if pairs.contains(where: { $0.kind != .same }),
      let leftOut = whatIsLeftOut(of: Array(readings.prefix(2)))
    {
      unknowns.insert("\(leftOut), which are not looked at")
    }
    return second ?? (unknowns.isEmpty ? .equal : .unknown(unknowns.sorted()))
  }

  /// A session of which a part of the decision differs.
  private mutating func example(
    of question: ChangeSearch.Question, in slice: PolicySlice
  ) -> DifferenceFinding {
    let goal = solver.make {
      Self.difference(question.part, question.direction, slice.old, slice.new, in: &$0)
    }
    guard goal != .never else { return .equal }
    beginQuestion()
    let opposite = solver.not(goal)
    var known: [Term] = []
    var unknowns: Set<String> = []
    while true {
      switch solver.solve([goal] + known, in: slice.slice) {
      case .none:
        return known.isEmpty ? .equal : .unknown(unknowns.sorted())
      case .unknown: return .unknown(unknowns.sorted())
      case .found(let model):
        // What a session takes that could not be made is not missing where it is said why.
        beginQuestion()
        if let witness = witness(of: [goal] + known, in: slice.slice),
          differs(question.part, question.direction, witness)
        {
          return .differs(question.part, witness)
        }
        beginQuestion()
        guard known.count < Self.attempts,
          let region = solver.widened(
            model, variableCells: space.cells,
            where: { $0.isImpossible($1 + [opposite], in: slice.slice) })
        else { return .unknown(unknowns.sorted()) }
        // Where all of the slice is decided otherwise, it hangs on what is in it.
        let own: [String] = self.unknowns(in: region)
        let names = own.isEmpty ? self.unknowns(in: Region(atoms: model.assumed)) : own
        unknowns.formUnion(names.map { "`\($0)`, which is not looked into" })
        let whole = solver.all(region.atoms)
        known.append(solver.not(whole))
        beginQuestion()
      }
    }
  }
}
