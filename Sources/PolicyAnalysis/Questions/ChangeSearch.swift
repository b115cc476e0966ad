import PolicyCEL
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
  fileprivate var omitted: Set<Question> = []
  fileprivate var undecided: [PolicyDifference.Undecided] = []
  /// The opposites of the regions that were found.
  fileprivate var known: [Question: [Term]] = [:]

  /// What it all comes to.
  func difference(with rules: [PolicyDifference.RuleChange]) -> PolicyDifference {
    let directions = Set(changes.map(\.direction) + omitted.map(\.direction))
    return PolicyDifference(
      verdict: undecided.isEmpty ? DifferenceVerdict(directions) : .undecided,
      changes: Question.all.flatMap { question in
        changes.filter { $0.part == question.part && $0.direction == question.direction }
      },
      omitted: Question.all.filter(omitted.contains).map { ($0.part, $0.direction) },
      rules: rules, undecided: undecided)
  }
}

extension Analysis {
  /// Finds where decisions differ for the sake of a rule that changed, in regions that people can read, and
  /// what the change is worth.
  ///
  /// Only rules that can say anything where the two forms of this one differ are looked at: a rule about
  /// another action costs one look. A region is first widened around what the rule says by itself,
  /// whatever others say of the same sessions: its condition is what its author thinks of, and a region of
  /// the decisions themselves would list how each other rule is kept from deciding. Each has at least one
  /// session that is decided otherwise. What the rule by itself does not explain is widened around the
  /// difference itself, so that nothing is left out.
  mutating func find(
    _ pair: RulePair, _ old: PolicyReading, _ new: PolicyReading, _ search: inout ChangeSearch
  ) -> DifferenceVerdict {
    let place = solver.term { pair.differs(in: &$0) }
    let slices = [old.rules, new.rules].map { rules in
      solver.possible(rules, where: place) { $0.matters }
    }
    guard let before = slices[0], let after = slices[1] else { return .equivalent }
    let rest = after.filter { $0.rule.qualifiedID != pair.id }
    let (past, present, without) = (
      join(before, of: old.policies), join(after, of: new.policies),
      join(rest + (pair.old.map { [$0] } ?? []), of: new.policies)
    )
    for question in ChangeSearch.Question.all {
      let (part, direction) = (question.part, question.direction)
      let (goal, own) = solver.terms { table in
        let goal = Self.difference(part, direction, past, present, in: &table)
        return (table.all([place, goal]), pair.difference(part, direction, in: &table))
      }
      guard collect(question, pair.id, goal, around: own, isOwn: true, &search) else { continue }
      _ = collect(question, pair.id, goal, around: goal, isOwn: false, &search)
    }
    return verdict(from: without, to: present, where: place)
  }

  private mutating func join(_ rules: [RuleReading], of policies: PolicySet) -> PolicyReading {
    var reader = ConditionReader(space, renewals: renewals)
    reader.space.table = solver.table
    let joined = reader.join(rules, of: policies)
    solver.adopt(reader.space.table)
    return joined
  }

  /// Finds regions until there are no more, or as many as anybody reads; `false` if it was given up.
  ///
  /// - Parameter isOwn: Whether the shape is what the rule says by itself.
  private mutating func collect(
    _ question: ChangeSearch.Question, _ rule: String, _ goal: Term, around shape: Term,
    isOwn: Bool, _ search: inout ChangeSearch
  ) -> Bool {
    guard goal != .never, shape != .never else { return true }
    beginQuestion()
    var known = search.known[question] ?? []
    defer { search.known[question] = known }
    for count in 0... {
      switch solver.solve([goal, shape] + known) {
      case .none: return true
      case .unknown: return giveUp(question, rule, &search)
      case .found(let model):
        guard count < limits.regions else {
          // What is left of a rule by itself is looked at once more with all that is left.
          if !isOwn { search.omitted.insert(question) }
          return true
        }
        guard let region = solver.widened(model, around: shape, variableCells: space.cells) else {
          return giveUp(question, rule, &search)
        }
        let witness = witness(of: [goal, shape] + known + region.atoms)
        let isConfirmed =
          witness.map {
            differs(
              question.part, question.direction, $0, readings[0].policies, readings[1].policies)
          } ?? false
        let opposite = solver.not(goal)
        let isWhole = shape == goal || solver.isImpossible(region.atoms + [opposite])
        let whole = solver.all(region.atoms)
        known.append(solver.not(whole))
        search.changes.append(
          PolicyDifference.Change(
            part: question.part, direction: question.direction, rule: isOwn ? rule : nil,
            region: description(of: region), isWhole: isWhole, witness: isConfirmed ? witness : nil,
            hangsOn: isConfirmed ? [] : unknowns(in: region)))
      }
    }
    return true
  }

  private func giveUp(
    _ question: ChangeSearch.Question, _ rule: String, _ search: inout ChangeSearch
  ) -> Bool {
    search.undecided.append(
      PolicyDifference.Undecided(
        rule: rule,
        why:
          "whether `\(question.part.rawValue)` is \(question.direction.rawValue) was not found out "
          + "within the work that is allowed for it"))
    return false
  }

  /// In which directions two readings differ in some place.
  private mutating func verdict(
    from old: PolicyReading, to new: PolicyReading, where place: Term
  ) -> DifferenceVerdict {
    var directions: Set<Direction> = []
    for direction in Direction.allCases {
      let goal = solver.term { table in
        table.any(
          DecisionPart.allCases.map { Self.difference($0, direction, old, new, in: &table) })
      }
      beginQuestion()
      switch solver.solve([place, goal]) {
      case .found: directions.insert(direction)
      case .none: break
      case .unknown: return .undecided
      }
    }
    return DifferenceVerdict(directions)
  }
}
