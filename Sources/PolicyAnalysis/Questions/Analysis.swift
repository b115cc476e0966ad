package import PolicyCEL
import PolicyDiagnostics
package import SessionPolicy

/// Policies, ready to be asked about all sessions.
///
/// ```swift
/// var analysis = Analysis([old, new], settings: settings)
/// let difference = analysis.difference()
/// ```
package struct Analysis {
  /// How much work questions may take.
  package struct Limits: Sendable {
    /// How many terms may be looked at in all, about 20 ns each.
    package var work = 60_000_000
    /// How many of them one question may look at, where its share of what is left is more.
    package var question = 5_000_000
    /// How many parts of terms may be looked at to make them: half a second, and 100 MB.
    package var terms = 8_000_000
    /// How many regions are told apart for each rule, part and direction.
    package var regions = 8
    /// How many regions are told apart for each part and direction.
    package var changes = 24

    package init() {}
  }

  let readings: [PolicyReading]
  let settings: KratosSettings
  let limits: Limits
  /// Where a user can do each of the steps after which rules were read once more.
  let steps: [Term]
  /// How many steps ways have at most, if rules may take longer ones; `nil` if all are looked at.
  let longestWay: Int?
  let space: SessionSpace
  /// Conditions that were read beside the policies.
  let conditions: [(formula: Formula, truth: Truth)]
  /// The rule at which reading was given up, for policies are too large to be read; nothing is known then.
  package let unreadRule: String?
  let isIdentityKnown: Term
  /// The instant of sessions that are made up, if any will do, in nanoseconds: 2026-03-01T09:00:00Z.
  var usualNow: Int128 = 1_772_355_600_000_000_000
  var solver: Solver
  /// What is usual among the cells of variables.
  lazy var usual = UsualCells(space)
  /// What expressions that are not looked into say of texts.
  var answers = ExpressionAnswers()

  /// Reads policies.
  ///
  /// - Parameters:
  ///   - policies: The sets that questions are about, each by its place.
  ///   - settings: How Kratos is set up.
  ///   - conditions: Further conditions that questions name, each by its place.
  ///   - assumptions: Conditions that hold of every session, beside the facts of the domain.
  package init(
    _ policies: [PolicySet], settings: KratosSettings = KratosSettings(),
    conditions: [Formula] = [], assumptions: [Formula] = [],
    limits: Limits = Limits()
  ) {
    var reader = ConditionReader(
      policies, beside: conditions + assumptions, settings: settings, capacity: limits.terms)
    let readings = policies.map { reader.read($0) }
    var truths: [Truth] = []
    for condition in conditions + assumptions {
      reader.beginVocabulary(of: nil)
      truths.append(reader.read(condition))
    }
    self.init(
      reader, readings, conditions: Array(zip(conditions, truths)),
      assumed: truths.dropFirst(conditions.count).map(\.isTrue), settings, limits)
  }

  /// Takes what was read.
  init(
    _ reader: consuming ConditionReader, _ readings: [PolicyReading],
    conditions: [(formula: Formula, truth: Truth)] = [], assumed: [Term] = [],
    _ settings: KratosSettings, _ limits: Limits
  ) {
    var reader = reader
    self.settings = settings
    self.limits = limits
    self.readings = readings
    self.conditions = conditions
    steps = reader.stepsWithinReach()
    longestWay = reader.longestWay
    let tooMuch = readings.lazy.flatMap(\.rules).first(where: \.isCut)?.rule.qualifiedID
    isIdentityKnown = reader.isIdentityKnown()
    reader.space.relateTexts()
    unreadRule =
      tooMuch ?? (reader.space.table.isFull ? readings.last?.rules.last?.rule.qualifiedID : nil)
    // The solver has the terms from here on.
    let table = reader.space.table
    reader.space.table = TermTable(capacity: 0)
    space = reader.space
    solver = Solver(
      table, cellCounts: space.cells.map(\.count), quantityCount: space.quantities.count,
      facts: space.facts + assumed, work: limits.work)
  }

  /// Begins a question: it may take its share of the work that is left, in however many searches. One that
  /// runs out has no answer, and never one that looks like a proof.
  package mutating func beginQuestion() { solver.beginQuestion(atMost: limits.question) }
}
