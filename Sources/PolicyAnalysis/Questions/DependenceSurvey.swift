package import PolicyCEL
import PolicyDiagnostics
import PolicyJSON
package import SessionPolicy

/// A rule that hangs on what the other side of the wire says.
package struct Dependence: Sendable {
  package enum Kind: Sendable {
    /// A permission that is no more for who says something else, all else the same.
    case permission
    /// A demand that holds wherever nobody named the place, and that being in a named one ends.
    case escape
  }

  package let kind: Kind
  package let rule: Rule
  /// What is said.
  package let attribute: AttributePath
  /// The part of the condition that makes it so; `nil` if several do together.
  package let clause: BooleanClause?
  /// A session that the rule applies to, and to which it does not if something else is said.
  package let showing: Showing
}

/// Looks for rules that come to something else for who says something else of a client, a device or a place.
///
/// The condition of a rule is held against itself, with one answer in place of another and all else the same: a
/// value that it names, and the one that stands for all that it does not. If any two answers made a
/// difference, one of them would make one beside that one. What is asked of sizes is none of it, for nothing
/// that a client says of itself has one. The condition of the policy says who a rule is for, and only has to
/// hold.
///
/// Nobody escapes a demand while another one, however old a proof it takes, asks the same of them.
///
/// Cost: a search for each value that the condition names, of as many as ``reach``, where it names any.
struct DependenceSurvey {
  private(set) var dependences: [Dependence] = []

  /// The most answers of a rule that are looked at.
  private static let reach = 64

  mutating func look(
    at number: Int, of rules: [SurveyReading.Surveyed], _ relations: inout RelationSurvey,
    _ policies: PolicySet, _ inquiry: inout Inquiry
  ) {
    let surveyed = rules[number]
    let rule = surveyed.reading.rule
    guard let own = surveyed.own else { return }
    let kind: Dependence.Kind
    switch rule.effect.verb {
    case .may: kind = .permission
    case .must: kind = .escape
    case .never: return
    }
    var left = Self.reach
    // What is only possible is told where nothing is proved.
    var possible: Dependence?
    for answers in inquiry.answers(in: own.truth.isTrue, of: kind) {
      for swap in inquiry.swaps(of: answers, kind) where left > 0 {
        left -= 1
        guard var terms = inquiry.difference(of: own.truth, by: swap, kind) else { continue }
        terms.append(surveyed.reading.condition.isTrue)
        guard inquiry.isFound(terms) else { continue }
        var others: [Int] = []
        if kind == .escape {
          let place = inquiry.make { $0.all(terms.prefix(2)) }
          others = relations.demands(like: number, where: place, &inquiry)
          terms += others.map { inquiry.silence(of: rules[$0].reading.condition, by: swap) }
        }
        let question = SwapQuestion(
          swap: swap, kind: kind, condition: rule.condition?.formula, applies: surveyed.formulas,
          others: others.map { rules[$0].formulas })
        guard let showing = inquiry.showing(terms, question, policies) else { continue }
        let clause = own.clauses.first { _, truth in
          inquiry.difference(of: truth, by: swap, kind).map { inquiry.isFound($0) } ?? false
        }
        let found = Dependence(
          kind: kind, rule: rule, attribute: answers.attribute, clause: clause?.clause,
          showing: showing)
        guard showing.witness == nil else {
          dependences.append(found)
          return
        }
        possible = possible ?? found
      }
    }
    if let possible { dependences.append(possible) }
  }
}

/// What a condition asks of the other side.
private struct Answers {
  let variable: Int
  let attribute: AttributePath
  /// The answers that it names, each list of them that it asks for.
  var lists: [[Int]] = []
}

/// One answer of a variable in place of another.
private struct Swap {
  let variable: Int
  let attribute: AttributePath
  let (first, second): (Int, Int)
  /// Whether it is only a guess that the second answer is the one of a named place.
  var isGuess = false
}

/// What the evaluator is asked of two sessions that differ in one answer.
private struct SwapQuestion {
  let swap: Swap
  let kind: Dependence.Kind
  /// What the rule says by itself.
  let condition: Formula?
  /// The same, and who its policy is for.
  let applies: [Formula]
  /// Demands of the same, of which none may apply without the answer.
  let others: [[Formula]]
}

extension Inquiry {
  /// What a term asks of the other side, as far as a rule of some kind should not hang on it.
  fileprivate mutating func answers(
    in term: Term, of kind: Dependence.Kind
  ) -> [Answers] {
    var found: [Int: Answers] = [:]
    for (number, _) in atoms(in: term) {
      guard case .cells(let variable, let cells) = analysis.solver.table.atoms[number] else {
        continue
      }
      if found[variable] == nil {
        let attribute = paths(askedBy: analysis.space.variables[variable]).first {
          kind == .escape ? $0.isPlace : $0.isAssertedByClient
        }
        found[variable] = attribute.map { Answers(variable: variable, attribute: $0) }
      }
      found[variable]?.lists.append(cells)
    }
    return found.sorted { $0.key < $1.key }.map(\.value)
  }

  private func paths(askedBy variable: Variable) -> [AttributePath] {
    switch variable {
    case .value(let path, _), .presence(let path, _), .member(let path, _): [path]
    case .sameText(let one, let other): [one, other]
    case .opaque(let key):
      analysis.space.opaque[key]?.inputs.keys.sorted { $0.description < $1.description } ?? []
    case .completion, .again, .sent: []
    }
  }

  /// The answers that are put in each other's place: what is named, and what stands for all that is not.
  fileprivate mutating func swaps(of answers: Answers, _ kind: Dependence.Kind) -> [Swap] {
    let variable = answers.variable
    let cells = analysis.space.cells[variable]
    // That nothing is said is no place.
    var likely: [Cell] = kind == .escape ? [.other, .no] : [.other, .no, .absent]
    var isKnown = false
    if case .opaque(let key) = analysis.space.variables[variable],
      let expression = analysis.space.opaque[key],
      let (answer, isIndifferent) = usualAnswer(of: expression)
    {
      if isIndifferent { return [] }
      isKnown = kind == .escape
      if isKnown { likely = [answer] }
    }
    let places = likely.compactMap { analysis.space.place(of: $0, of: variable) }
    guard let usual = places.first else { return [] }
    func swap(_ first: Int, _ second: Int) -> Swap {
      Swap(variable: variable, attribute: answers.attribute, first: first, second: second)
    }
    // What no list tells from the usual one comes to the same as that.
    var told: Set<Int> = []
    for list in answers.lists {
      let inside = Set(list)
      told.formUnion(inside.contains(usual) ? cells.indices.filter { !inside.contains($0) } : list)
    }
    let named = told.filter { cells.indices.contains($0) && cells[$0] != .failed }.sorted()
    let lost = named.filter { kind == .permission || cells[$0] != .absent }.map { swap(usual, $0) }
    // Of an expression that is not looked into mostly nobody knows which answer is the one of a named place.
    guard kind == .permission || analysis.space.variables[variable].isOpaque && !isKnown
    else { return lost }
    let gained = named.map { cell in
      var gained = swap(cell, usual)
      gained.isGuess = kind == .escape
      return gained
    }
    return gained + lost
  }

  /// Where a condition is true with one answer, and is not with the other; `nil` if it never is so.
  fileprivate mutating func difference(
    of truth: Truth, by swap: Swap, _ kind: Dependence.Kind
  ) -> [Term]? {
    let holds = term(truth.isTrue, where: [swap.variable: swap.first])
    guard holds != .never else { return nil }
    let ends: Term
    switch kind {
    case .permission:
      // That a value has to be there for any answer is no word on what it is.
      if analysis.space.cells[swap.variable][swap.second] == .absent {
        ends = term(truth.isFalse, where: [swap.variable: swap.second])
      } else {
        let other = term(truth.isTrue, where: [swap.variable: swap.second])
        ends = not(other)
      }
    case .escape: ends = term(truth.isFalse, where: [swap.variable: swap.second])
    }
    guard ends != .never else { return nil }
    return [holds, ends, atom(.cells(variable: swap.variable, [swap.first]))]
  }

  /// Where a condition is not true with the other answer.
  fileprivate mutating func silence(of condition: Truth, by swap: Swap) -> Term {
    let holds = term(condition.isTrue, where: [swap.variable: swap.second])
    return not(holds)
  }

  /// What shows that an answer makes a difference; `nil` if none does.
  fileprivate mutating func showing(
    _ terms: [Term], _ question: SwapQuestion, _ policies: PolicySet
  ) -> Showing? {
    guard let unknowns = unknowns(in: terms) else { return nil }
    let swap = question.swap
    let pair = documents(of: terms, instead: [[swap.variable: swap.second]]).flatMap {
      first, others in
      others.first.map { (first, $0) }
    }
    let usual = question.kind == .escape ? usualPlaces(of: swap, in: terms) : nil
    if let pair, let witness = witness(pair, usual, question, policies) {
      return Showing(witness)
    }
    // Where nothing else is unknown, the evaluator's word is the last; and that a place is a named one, only
    // it can say where nobody knows the answer of one.
    guard pair == nil || !unknowns.isEmpty, !swap.isGuess else { return nil }
    return Showing(hangingOn: unknowns)
  }

  /// Places that no condition and no expression of some terms names; `nil` if what is said is no text.
  private mutating func usualPlaces(of swap: Swap, in terms: [Term]) -> [Text]? {
    let isText =
      switch analysis.space.variables[swap.variable] {
      case .value(_, .string), .sameText: true
      case .opaque(let key): analysis.space.opaque[key]?.inputs[swap.attribute] == .string
      default: false
      }
    guard isText else { return nil }
    let expressions = expressions(in: terms)
    return unnamedTexts(of: swap.attribute, in: expressions)
  }

  /// The session of a pair that a rule applies to, if it does not to one that differs in the answer alone.
  ///
  /// - Parameter usual: Places that nobody names, in all of which it has to apply; `nil` where there are none to
  ///   choose from.
  private mutating func witness(
    _ pair: (JSONValue, JSONValue), _ usual: [Text]?, _ question: SwapQuestion,
    _ policies: PolicySet
  ) -> JSONValue? {
    func told(_ formulas: [Formula], _ document: JSONValue) -> Bool? {
      WitnessDocument.snapshot(document).flatMap { answer(to: formulas, about: $0, policies) }
    }
    guard let condition = question.condition else { return nil }
    func ends(_ document: JSONValue) -> Bool {
      guard let snapshot = WitnessDocument.snapshot(document),
        answer(to: [condition], about: snapshot, policies) == false
      else { return false }
      let isAskedBesides = question.others.contains {
        !hasExamples || answer(to: $0, about: snapshot, policies) == true
      }
      return !isAskedBesides && hasExamples
    }
    let place = WitnessDocument.place(of: question.swap.attribute)
    // What an expression makes of a value only the evaluator knows.
    var named: [JSONValue] = []
    if case .opaque(let key) = analysis.space.variables[question.swap.variable] {
      named = (analysis.space.opaque[key]?.samples(of: question.swap.attribute) ?? []).prefix(32)
        .map { value in
          var document = pair.0
          document.set(value, at: place)
          return document
        }
    }
    let first: JSONValue?
    if let usual {
      let sessions = usual.map { text in
        var document = pair.0
        document.set(.string(text.string), at: place)
        return document
      }
      let isEverywhere = sessions.allSatisfy { told(question.applies, $0) == true }
      first = sessions.count >= UsualTexts.enough && isEverywhere ? sessions.first : nil
    } else {
      // A place that nobody names is the usual one, whatever the answer that was looked for.
      first = ([pair.0] + (question.kind == .permission ? named : [])).first {
        told(question.applies, $0) == true
      }
    }
    guard let first else { return nil }
    if named.isEmpty, question.kind == .permission, told([condition], pair.1) != true,
      hasExamples
    {
      return first
    }
    return (named + [pair.1]).contains(where: ends) ? first : nil
  }
}

extension Variable {
  fileprivate var isOpaque: Bool {
    if case .opaque = self { true } else { false }
  }
}

extension AttributePath {
  /// Whether the value comes from the other side of the wire.
  fileprivate var isAssertedByClient: Bool {
    let prefixes = [
      ["request", "ip"], ["request", "country"], ["request", "device"], ["request", "client"],
      ["session", "devices"],
    ]
    return prefixes.contains { components.starts(with: $0) }
  }

  /// Whether it says where somebody is, not who.
  fileprivate var isPlace: Bool {
    [["request", "ip"], ["request", "country"], ["session", "devices"]].contains {
      components.starts(with: $0)
    }
  }
}
