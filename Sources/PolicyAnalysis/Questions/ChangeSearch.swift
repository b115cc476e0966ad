import PolicyCEL
import PolicyDiagnostics
import SessionPolicy

/// What was found so far of the differences between two sets of policies.
struct ChangeSearch {
  /// A part of the decision and a direction, which are asked about together.
  struct Question: Hashable {
    let part: DecisionPart
    let direction: Direction

    static let all = DecisionPart.allCases.flatMap { part in
      Direction.allCases.map { Question(part: part, direction: $0) }
    }
  }

  fileprivate var changes: [PolicyDifference.Change] = []
  fileprivate var omitted: [Question] = []
  fileprivate var undecided: [PolicyDifference.Undecided] = []
  /// What is still to be looked at: the opposites of the regions that were found, and of all sessions in which
  /// there is nothing more to be found.
  fileprivate var rest: [Question: [Term]] = [:]

  /// How many changes were found for a question.
  fileprivate func count(of question: Question) -> Int {
    changes.count { $0.part == question.part && $0.direction == question.direction }
  }

  /// What was found so far comes to.
  fileprivate var verdict: DifferenceVerdict {
    func has(_ direction: Direction) -> Bool {
      changes.contains { $0.direction == direction }
        || omitted.contains { $0.direction == direction }
    }
    guard undecided.isEmpty else { return .undecided }
    return DifferenceVerdict(isStricter: has(.stricter), isLooser: has(.looser))
  }

  /// Notes a question that was given up, with the rule that it hangs on.
  mutating func giveUp(_ rule: String, _ why: String) {
    undecided.append(PolicyDifference.Undecided(rule: rule, why: why))
  }

  /// What it all comes to.
  func difference(with rules: [PolicyDifference.RuleChange]) -> PolicyDifference {
    PolicyDifference(
      verdict: verdict,
      changes: Question.all.flatMap { question in
        changes.filter { $0.part == question.part && $0.direction == question.direction }
      },
      omitted: Question.all.filter(omitted.contains).map { ($0.part, $0.direction) },
      rules: rules, undecided: undecided)
  }
}

/// Some of the sessions in which decisions may differ for the sake of a rule, with what is decided of them.
struct PolicySlice {
  let slice: Slice
  let old: PolicyReading
  let new: PolicyReading
  /// NEW with the rule as OLD has it.
  let without: PolicyReading
}

/// What is asked of a pair, with the slices in which it is.
private struct PairQuestion {
  let kind: ChangeSearch.Question
  let rule: String
  /// Where the rule differs; decisions differ nowhere else.
  let place: Term
  /// Where the decisions differ, slice by slice.
  let goals: [(slice: Slice, goal: Term)]
}

extension Analysis {
  /// Finds where decisions differ for the sake of a rule that changed, in regions that people can read, and
  /// what the change is worth.
  ///
  /// Only rules that can say anything where the two forms of this one differ are looked at: a rule about
  /// another action costs nothing. A region is first widened around what the rule says by itself,
  /// whatever others say of the same sessions: its condition is what its author thinks of, and a region of
  /// the decisions themselves would list how each other rule is kept from deciding. Each has at least one
  /// session that is decided otherwise, and what it says is cut down to those (``Solver/tightened``): a rule
  /// that forbids from 29 days on what a cap of 30 forbids after them changes one instant. What the rule by
  /// itself does not explain is widened around the difference itself, so that nothing is left out.
  ///
  /// Once no session is left in which the rule by itself says more, or in which it differs at all, the opposite
  /// of that takes the place of those of the regions in it: decisions differ there only in what was found.
  /// It has its parts in common with the decisions, so that what comes after it is searched for among little,
  /// and not once more among all the ways in which regions are left (a lemma, as those who learn from conflicts
  /// have them, at the one place where it is plain which one pays).
  ///
  /// - Parameter isAlone: Whether all other rules say the same: NEW without this change is OLD then, and what
  ///   the change is worth is what was found.
  mutating func find(
    _ pair: RulePair, isAlone: Bool, among compared: inout ComparedRules,
    _ search: inout ChangeSearch
  ) -> DifferenceVerdict {
    beginQuestion()
    guard !solver.budget.isSpent else {
      search.giveUp(pair.id, "all the work that is allowed went into the rules before it")
      return .undecided
    }
    let place = solver.make { pair.differs(in: &$0) }
    let slices = slices(of: place, pair, among: &compared)
    for kind in ChangeSearch.Question.all {
      let (part, direction) = (kind.part, kind.direction)
      beginQuestion()
      var goals: [(slice: Slice, goal: Term)] = []
      for slice in slices {
        let goal = solver.make {
          Self.difference(part, direction, slice.old, slice.new, in: &$0)
        }
        goals.append((slice.slice, goal))
      }
      let question = PairQuestion(kind: kind, rule: pair.id, place: place, goals: goals)
      let own = solver.make { pair.difference(part, direction, in: &$0) }
      let before = search.rest[kind] ?? []
      for own in [own, nil] {
        guard let isComplete = collect(question, around: own, &search) else { break }
        guard isComplete else { continue }
        let whole = solver.all([place, own ?? .always])
        search.rest[kind] = before + [solver.not(whole)]
      }
    }
    // Terms beyond what may be made mean nothing, and neither does that none was found.
    guard !solver.table.isFull else { return .undecided }
    return isAlone && search.undecided.isEmpty ? search.verdict : worth(of: slices)
  }

  /// The sessions in which a rule differs, where there is a value of the pivot and where there is none.
  mutating func slices(
    of place: Term, _ pair: RulePair, among compared: inout ComparedRules
  ) -> [PolicySlice] {
    var parts: [(terms: [Term], isWithoutValue: Bool)] = [([place], false)]
    if compared.pivot.tellsApart {
      parts = [true, false].map { isThere in
        ([place, compared.pivot.isValue(isThere, &solver)], !isThere)
      }
    }
    var found: [PolicySlice] = []
    for (terms, isWithoutValue) in parts {
      guard let slice = solver.slice(terms) else { continue }
      var residue = Residue(in: slice)
      func rests(_ rules: [RuleReading]) -> [RuleReading] {
        rules.compactMap { $0.rest(in: &residue, &solver) }
      }
      let whole = solver.all(terms)
      func others(_ rules: inout SlicedRules, _ rule: RuleReading?) -> [RuleReading] {
        isWithoutValue
          ? rules.rulesWithoutValue(besides: rule)
          : rules.rules(where: whole, besides: rule, solver.table)
      }
      let (before, after) = (
        rests(others(&compared.old, pair.old)), rests(others(&compared.new, pair.new))
      )
      let (past, present) = (
        rests([pair.old].compactMap { $0 }), rests([pair.new].compactMap { $0 })
      )
      found.append(
        PolicySlice(
          slice: slice, old: join(before + past, of: readings[0].policies),
          new: join(after + present, of: readings[1].policies),
          without: join(after + past, of: readings[1].policies)))
    }
    return found
  }

  /// What is not looked at, so that nothing is proved where nothing was found; `nil` if that is nothing.
  ///
  /// Terms beyond what may be made mean nothing. And there may be sessions for which only a way leads on that is
  /// longer than those that are looked at: where two forms of a rule differ after such a way alone, they do not
  /// differ in any term, so that it is asked of all sessions.
  ///
  /// - Parameter premises: What is true of the sessions in question.
  mutating func whatIsLeftOut(
    of readings: [PolicyReading], where premises: [Term] = []
  ) -> String? {
    guard !solver.table.isFull else { return "terms beyond those that may be made" }
    guard let longestWay else { return nil }
    beginQuestion()
    let isWayless = solver.make { $0.any(readings.map(\.wayless)) }
    guard !solver.isImpossible(premises + [isWayless]) else { return nil }
    return "ways of more than \(longestWay) steps"
  }

  private mutating func join(_ rules: [RuleReading], of policies: PolicySet) -> PolicyReading {
    let (steps, isKnown, hasLongerWays) = (steps, isIdentityKnown, longestWay != nil)
    return solver.make {
      $0.join(
        rules, of: policies, steps: steps, hasLongerWays: hasLongerWays, isIdentityKnown: isKnown)
    }
  }

  /// Finds regions until there are no more, or as many as anybody reads.
  ///
  /// - Parameter own: What the rule says by itself; `nil` for all that is left.
  /// - Returns: Whether there are no more; `nil` if it was given up.
  private mutating func collect(
    _ question: PairQuestion, around own: Term?, _ search: inout ChangeSearch
  ) -> Bool? {
    guard own != .never else { return true }
    beginQuestion()
    var rest = search.rest[question.kind] ?? []
    defer { search.rest[question.kind] = rest }
    var count = 0
    for (slice, goal) in question.goals where goal != .never {
      let wanted = [goal] + (own.map { [$0] } ?? [])
      while true {
        switch solver.solve(wanted + rest, in: slice) {
        case .unknown: return giveUp(question, &search)
        case .found(let model):
          guard count < limits.regions, search.count(of: question.kind) < limits.changes else {
            // What is left of a rule by itself is looked at once more with all that is left.
            if own == nil { search.omitted.append(question.kind) }
            return false
          }
          count += 1
          // There are few regions, so that each may take what a question may, and so may its witness: what
          // was found is not left without one for what came before it.
          beginQuestion()
          guard let region = region(around: model, question, own) else {
            return giveUp(question, &search)
          }
          beginQuestion()
          // Where what is not looked into leaves nothing outside of the regions before it, one in both will do.
          let hangsOn: [String] = unknowns(in: region)
          var witness = confirmed(question, wanted + rest + region.atoms, slice)
          if witness == nil, !hangsOn.isEmpty {
            witness = confirmed(question, wanted + region.atoms, slice)
          }
          search.changes.append(change(question, region, witness, hangsOn, isOwn: own != nil))
          let whole = solver.all(region.atoms)
          rest.append(solver.not(whole))
          beginQuestion()
          continue
        case .none: break
        }
        break
      }
    }
    return true
  }

  /// The widest region around a model in which the rule by itself says more, or less; or in which the
  /// decisions differ.
  private mutating func region(
    around model: Solver.Model, _ question: PairQuestion, _ own: Term?
  ) -> Region? {
    let unshown = unshownTimes(in: model)
    if let own {
      let opposite = solver.not(own)
      return solver.widened(model, variableCells: space.cells, without: unshown) {
        $0.isImpossible($1 + [opposite])
      }
    }
    return solver.widened(model, variableCells: space.cells, without: unshown) { solver, atoms in
      Self.isWhole(atoms, question, &solver)
    }
  }

  /// Whether decisions differ in all sessions of a region.
  private static func isWhole(
    _ atoms: [Term], _ question: PairQuestion, _ solver: inout Solver
  ) -> Bool {
    let elsewhere = solver.not(question.place)
    guard solver.isImpossible(atoms + [elsewhere]) else { return false }
    for (slice, goal) in question.goals {
      let opposite = solver.not(goal)
      guard solver.isImpossible(atoms + [opposite], in: slice) else { return false }
    }
    return true
  }

  /// A session in which some terms are true, if the evaluator says so too.
  private mutating func confirmed(
    _ question: PairQuestion, _ terms: [Term], _ slice: Slice
  ) -> Snapshot? {
    guard let witness = witness(of: terms, in: slice),
      differs(question.kind.part, question.kind.direction, witness)
    else { return nil }
    return witness
  }

  private mutating func change(
    _ question: PairQuestion, _ region: Region, _ witness: Snapshot?, _ hangsOn: [String],
    isOwn: Bool
  ) -> PolicyDifference.Change {
    let kind = question.kind
    var region = region
    var isWhole = !isOwn || Self.isWhole(region.atoms, question, &solver)
    if !isWhole {
      region = solver.tightened(region) { solver, atoms in
        question.goals.allSatisfy { solver.isImpossible(atoms + [$0.goal], in: $0.slice) }
      }
      isWhole = Self.isWhole(region.atoms, question, &solver)
    }
    return PolicyDifference.Change(
      part: kind.part, direction: kind.direction, rule: isOwn ? question.rule : nil,
      region: description(of: region), isWhole: isWhole, witness: witness,
      hangsOn: witness == nil ? hangsOn : [])
  }

  private func giveUp(_ question: PairQuestion, _ search: inout ChangeSearch) -> Bool? {
    let (part, direction) = (question.kind.part.rawValue, question.kind.direction.rawValue)
    search.giveUp(
      question.rule,
      "whether `\(part)` is \(direction) was not found out within the work that is allowed for it")
    return nil
  }

  /// In which directions decisions would differ if a rule alone had not changed.
  private mutating func worth(of slices: [PolicySlice]) -> DifferenceVerdict {
    var found: [Direction] = []
    for direction in Direction.allCases {
      beginQuestion()
      search: for slice in slices {
        let goal = solver.make { table in
          table.any(
            DecisionPart.allCases.map {
              Self.difference($0, direction, slice.without, slice.new, in: &table)
            })
        }
        switch solver.solve([goal], in: slice.slice) {
        case .found:
          found.append(direction)
          break search
        case .none: break
        case .unknown: return .undecided
        }
      }
    }
    return DifferenceVerdict(
      isStricter: found.contains(.stricter), isLooser: found.contains(.looser))
  }
}
