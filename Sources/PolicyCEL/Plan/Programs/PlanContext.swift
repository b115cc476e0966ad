package import PolicyTime

/// What an instant is that keeps its distance from now, whenever that is: what an attribute comes to in a
/// world where something has only just been done.
///
/// An expression planned with companions reads `now` in their place, so that its comparisons note when
/// they flip as those with now do, and not as those with an instant that stands still. In the elements of a
/// list, ``instant`` stands for now.
package enum NowCompanion: Sendable {
  /// Now itself.
  case now
  /// The instant that lies ahead of now by a duration, which an attribute holds.
  case ahead(AttributePath)

  /// What stands for now in the elements of a list: no instant of the past is the last of the calendar.
  package static let instant = Timestamp.maximum
}

/// What planning several expressions shares.
///
/// The conditions of a policy share their names too: its own condition, which stands before each of its
/// rules, and its definitions are planned once, and not once for each rule.
package final class PlanContext {
  /// The slots of all of them.
  package var layout: InputLayout
  /// Named definitions, planned once each, by name.
  var definitions: [String: Routine] = [:]
  /// Which named definitions are timestamps or durations that move.
  var movingDefinitions: [String: Bool] = [:]
  /// Which named definitions time alone can never change.
  var timelessDefinitions: [String: Bool] = [:]
  /// What named definitions demand of strings; those that are negated after a `!`.
  var demandingDefinitions: [String: [SymbolGuard]] = [:]
  /// Clauses that were planned.
  var clauses: [ClausePlace: PlannedClause] = [:]

  /// The attributes that keep a distance from now.
  let companions: [AttributePath: NowCompanion]

  package init(layout: InputLayout, companions: [AttributePath: NowCompanion] = [:]) {
    self.layout = layout
    self.companions = companions
  }

  /// Begins with expressions to which names mean something else.
  package func forgetNames() {
    (definitions, movingDefinitions, timelessDefinitions) = ([:], [:], [:])
    (demandingDefinitions, clauses) = ([:], [:])
  }
}

/// What tells a clause from others as long as its expression is kept, wherever the same text stands.
struct ClausePlace: Hashable {
  private let expression: ObjectIdentifier
  private let node: Int

  init(_ clause: BooleanClause) {
    expression = clause.checked.identity
    node = clause.expr.id
  }
}

/// A clause ready to be put into the code of a condition.
struct PlannedClause {
  /// What it always comes to; `nil` where that hangs on the input.
  var answer: Bool?
  /// The test, which leads nowhere yet; `nil` for one that takes more than the cells of the source.
  var instruction: Instruction?
  /// The set that it looks into.
  var set: SymbolSet?
  /// The clause with all of CEL; `nil` for elements of lists.
  var routine: Routine?
  /// The expression, kept so that the place stays its own.
  let checked: CheckedExpression
}
