import PolicyCEL
import PolicyDiagnostics
import PolicyJSON
import SessionPolicy

/// Asks whether there are sessions of a kind, with so much work for each subject.
///
/// An answer is a proof. Where the work is used up everything that is asked is left open, and
/// ``hasGivenUp`` says so: nothing that was not shown is ever told.
struct Inquiry {
  private(set) var analysis: Analysis
  /// What is left for making sessions and deciding them, beside the work for what is asked: that a session is
  /// looked at costs no proof.
  private var examples: Budget
  /// How much that is in all, for each rule at least, and for each kind of question.
  private static let work = (all: 40_000_000, ofRule: 5_000, ofKind: 5_000_000)
  /// Whether something about the present subject was not found out.
  private(set) var hasGivenUp = false

  /// What it takes to decide a session, in the work of a look at a term.
  private let decisionWork: Int

  init(_ analysis: Analysis) {
    self.analysis = analysis
    let count = analysis.readings.reduce(0) { $0 + $1.rules.count }
    examples = Budget(max(Self.work.all, Self.work.ofRule * count))
    decisionWork = analysis.readings.reduce(0) { $0 + $1.policies.decisionWork }
  }

  /// Begins with another kind of question, which has sessions to show of its own.
  mutating func beginKind() {
    if examples.left < Self.work.ofKind { examples = Budget(Self.work.ofKind) }
  }

  /// Begins with another subject.
  mutating func begin() {
    hasGivenUp = false
    analysis.beginQuestion()
  }

  /// Leaves the rest of what is asked about the subject open.
  mutating func giveUp() { hasGivenUp = true }

  /// Whether it was shown that no session meets some terms.
  mutating func isNone(_ terms: [Term]) -> Bool {
    // Terms beyond what may be made mean nothing.
    if analysis.solver.table.isFull { hasGivenUp = true }
    guard !hasGivenUp, !terms.contains(.never) else { return !hasGivenUp }
    switch analysis.solver.solve(terms) {
    case .none: return true
    case .found: return false
    case .unknown:
      hasGivenUp = true
      return false
    }
  }

  /// Whether it was shown that two conditions are true in the same sessions, and false in the same.
  mutating func areSame(_ one: Truth, _ other: Truth) -> Bool {
    func differ(_ one: Term, _ other: Term) -> Term {
      analysis.solver.make { $0.differ(one, other) }
    }
    return isNone([differ(one.isTrue, other.isTrue)])
      && isNone([differ(one.isFalse, other.isFalse)])
  }

  /// Conditions, joined.
  mutating func joined(_ truths: [Truth], areAll: Bool) -> Truth {
    var joined = Truth(areAll)
    _ = analysis.solver.make { table in
      joined = areAll ? table.all(truths) : table.any(truths)
      return joined.isTrue
    }
    return joined
  }

  /// Whether there are sessions that meet some terms, as far as expressions that are not looked into allow.
  mutating func isFound(_ terms: [Term]) -> Bool { unknowns(in: terms) != nil }

  /// The expressions that are not looked into and on which it hangs that sessions meet some terms; `nil` if none
  /// was found.
  mutating func unknowns(in terms: [Term]) -> [OpaqueExpression]? {
    if analysis.solver.table.isFull { hasGivenUp = true }
    guard !hasGivenUp, !terms.contains(.never) else { return nil }
    switch analysis.solver.solve(terms) {
    case .none: return nil
    case .found(let model): return analysis.unknowns(in: Region(atoms: model.assumed))
    case .unknown:
      hasGivenUp = true
      return nil
    }
  }

  /// The most ordinary session that meets some terms, as a document; `nil` if there is none, or once the work for
  /// making sessions is used up.
  mutating func document(of terms: [Term]) -> JSONValue? { made { $0.document(of: terms) } }

  /// The same, and once more for each time that variables are to be in other cells instead.
  mutating func documents(
    of terms: [Term], instead others: [[Int: Int]]
  ) -> (first: JSONValue, others: [JSONValue])? {
    made { $0.documents(of: terms, instead: others) }
  }

  /// The same now, and as it is at another instant that terms speak of.
  mutating func moments(of terms: [Term], _ later: Int) -> (JSONValue, JSONValue)? {
    made { $0.moments(of: terms, later) }
  }

  /// Whether the evaluator says that conditions hold; `nil` where they have no answer, or once the work for looking
  /// at sessions is used up.
  mutating func answer(
    to conditions: [Formula], about snapshot: Snapshot, _ policies: PolicySet
  ) -> Bool? {
    examples.spend(Self.answerWork)
    guard !examples.isSpent else { return nil }
    return policies.answer(to: .all(conditions), about: snapshot, settings: analysis.settings)
  }

  /// What the evaluator decides, which looks at every rule; `nil` once the work for looking at sessions is used up.
  ///
  /// - Parameter settings: How Kratos is set up, where that is otherwise.
  mutating func decision(
    on snapshot: Snapshot, _ policies: PolicySet, settings: KratosSettings? = nil
  ) -> Decision? {
    examples.spend(decisionWork + Self.answerWork)
    guard hasExamples else { return nil }
    return policies.decidePresent(snapshot, settings: settings ?? analysis.settings)
  }

  /// Why the evaluator says what it does of a rule; `nil` once the work for looking at sessions is used up.
  mutating func explanation(
    of rule: Rule, _ snapshot: Snapshot, _ policies: PolicySet
  ) -> Explanation.RuleExplanation? {
    explanations(snapshot, policies).first { $0.rule.qualifiedID == rule.qualifiedID }
  }

  /// Those of some permissions that grant, as the evaluator says.
  mutating func granting(
    _ snapshot: Snapshot, among names: [String], _ policies: PolicySet
  ) -> Set<Text> {
    let wanted = Set(names.map(Text.init))
    let granting = explanations(snapshot, policies).filter { $0.standing == .grants }
    return wanted.intersection(granting.map { Text($0.rule.qualifiedID) })
  }

  private mutating func explanations(
    _ snapshot: Snapshot, _ policies: PolicySet
  ) -> [Explanation.RuleExplanation] {
    // Each clause is evaluated for itself, and noted.
    examples.spend(decisionWork * 8 + Self.answerWork)
    guard hasExamples else { return [] }
    return policies.explain(snapshot, settings: analysis.settings).rules
  }

  /// Whether sessions may still be made and looked at for the question at hand.
  var hasExamples: Bool { !examples.isSpent }

  /// What it takes to make a condition ready and ask it, in the work of a look at a term.
  private static let answerWork = 400

  /// What is made of the work for sessions.
  private mutating func made<Found>(_ make: (inout Analysis) -> Found?) -> Found? {
    examples.beginQuestion(atMost: analysis.limits.question)
    guard !examples.isSpent else { return nil }
    analysis.solver.exchange(&examples)
    defer { analysis.solver.exchange(&examples) }
    return make(&analysis)
  }

  /// What a term is made of.
  mutating func node(_ term: Term) -> TermTable.Node { analysis.solver.node(term) }

  /// The expressions that are not looked into and of which some terms speak.
  mutating func expressions(in terms: [Term]) -> [OpaqueExpression] {
    analysis.expressions(in: terms).map(\.expression)
  }

  /// What an expression that reads one text alone says of any that nobody names, and whether it names nothing and
  /// says the same of whatever it is asked of; `nil` if that is not known.
  mutating func usualAnswer(
    of expression: OpaqueExpression
  ) -> (answer: Cell, isIndifferent: Bool)? {
    analysis.usualAnswer(of: expression).map {
      ($0, analysis.isIndifferent(expression, saying: $0))
    }
  }

  /// Usual texts of an attribute that no condition and none of some expressions names.
  mutating func unnamedTexts(
    of path: AttributePath, in expressions: [OpaqueExpression]
  ) -> [Text] {
    analysis.unnamedTexts(of: path, in: expressions)
  }

  /// The atoms of a term, with their sign, each once.
  mutating func atoms(in term: Term) -> [(number: Int, isPositive: Bool)] {
    analysis.atoms(in: term)
  }

  /// What a term is without an attribute.
  mutating func term(_ term: Term, without absence: inout Absence) -> Term {
    absence(term, &analysis.solver)
  }

  /// That what an absence is of is there.
  mutating func isThere(_ absence: Absence) -> Term { absence.isThere(&analysis.solver) }

  mutating func atom(_ atom: Atom) -> Term { analysis.solver.atom(atom) }

  /// That one quantity exceeds another by at most so much.
  mutating func difference(_ left: Int, _ right: Int, atMost bound: Int128) -> Term {
    atom(.difference(left: left, right: right, bound: bound))
  }

  mutating func not(_ term: Term) -> Term { analysis.solver.not(term) }

  /// A term with others in place of some of its atoms.
  mutating func rewritten(
    _ term: Term, by rewriting: inout TermRewriting, _ other: (inout Solver, Atom, Bool) -> Term?
  ) -> Term {
    rewriting(term, &analysis.solver) { solver, number, isPositive in
      other(&solver, solver.table.atoms[number], isPositive)
    }
  }

  /// A term where variables are in some cells.
  mutating func term(_ term: Term, where answers: [Int: Int]) -> Term {
    var rewriting = TermRewriting()
    return rewritten(term, by: &rewriting) { _, atom, isPositive in
      guard case .cells(let variable, let cells) = atom, let cell = answers[variable] else {
        return nil
      }
      return cells.contains(cell) == isPositive ? .always : .never
    }
  }

  mutating func make(_ make: (inout TermTable) -> Term) -> Term { analysis.solver.make(make) }

  /// Of some things, which are never all so where some terms are true, few that never are: none if the terms
  /// never are, one if there is such a one, and otherwise none too many.
  mutating func core<Thing>(of things: [(Thing, Term)], where terms: [Term]) -> [Thing] {
    if isNone(terms) { return [] }
    if let one = things.first(where: { isNone(terms + [$0.1]) }) { return [one.0] }
    var rest = things
    // Once the work is used up, nothing is shown to be needless any more.
    for index in things.indices.reversed() where rest.count > 1 && !hasGivenUp {
      let one = rest.remove(at: index)
      if !isNone(terms + rest.map { $0.1 }) { rest.insert(one, at: index) }
    }
    return rest.map { $0.0 }
  }
}

extension PolicySet {
  /// About what it takes to decide a session that is made up, in the work of a look at a term: most conditions are
  /// settled by the action that they ask for, and those that run through long lists count as a whole.
  fileprivate var decisionWork: Int {
    policies.reduce(0) { work, policy in
      var cost = SmallCost()
      func whole(_ formula: Formula) -> Int {
        switch formula {
        case .all(let parts), .any(let parts), .none(let parts):
          parts.reduce(0) { min($0 + whole($1), Int(Int32.max)) }
        case .expression(let checked): Int(clamping: min(cost(checked), UInt64(Int32.max)))
        }
      }
      let gate = policy.when.map { whole($0.formula) } ?? 0
      return policy.rules.reduce(work) { work, rule in
        let units = gate + (rule.condition.map { whole($0.formula) } ?? 0)
        return min(work + (units > 2_000 ? units * 5 / 2 : 1), Int(Int32.max))
      }
    }
  }
}
