import PolicyDiagnostics
package import SessionPolicy

/// What is so of the conditions and rules of policies in every session that they decide together.
///
/// Everything in it was shown. What was not found out with the work that there is for it is named.
package struct RuleSurvey: Sendable {
  /// Something that was not found out.
  package struct Undecided: Sendable {
    package enum Reason: Sendable {
      /// The work for it was used up.
      case tooMuchWork
      /// It is more than can be read, so that nothing is known of it.
      case tooLarge
    }

    /// The rule; `nil` for the condition of a policy or a definition.
    package let rule: Rule?
    package let owner: ConditionOwner?
    package let reason: Reason
  }

  /// What parts of conditions make of each other, in the order of the text.
  package private(set) var clauses: [ClauseRemark] = []
  /// What rules make of each other, in their order.
  package private(set) var rules: [RuleRemark] = []
  /// Permissions that a missing input is enough for.
  package private(set) var absences: [AbsenceRemark] = []
  /// Permissions by which sessions are extended for ever.
  package private(set) var extensions: [EndlessExtension] = []
  /// Demands that are made again as soon as they were met.
  package private(set) var demands: [EndlessDemand] = []
  package private(set) var undecided: [Undecided] = []

  /// How often policies are read again without a rule that is too large.
  private static let attempts = 3

  /// Looks at policies that decide together.
  package init(
    _ set: PolicySet, settings: KratosSettings = KratosSettings(),
    limits: Analysis.Limits = Analysis.Limits()
  ) {
    var omitted: Set<Text> = []
    for _ in 0...Self.attempts {
      var reader = ConditionReader([set], settings: settings, capacity: limits.terms)
      let reading = SurveyReading(set, without: omitted, &reader)
      let whole = reader.join(reading.rules.map(\.reading), of: set)
      let analysis = Analysis(reader, [whole], settings, limits)
      guard let unread = analysis.unreadRule else {
        look(at: reading, of: set, Inquiry(analysis))
        return
      }
      // Where there is no room left, the first rule that had none is left out, and the others are tried.
      let cut =
        analysis.solver.table.isFull
        ? [unread] : whole.rules.filter(\.isCut).map(\.rule.qualifiedID)
      omitted.formUnion(cut.map(Text.init))
      noteTooLarge(set, omitted.contains)
    }
    noteTooLarge(set) { !omitted.contains($0) }
  }

  /// Notes rules of some names as more than can be read, each once.
  private mutating func noteTooLarge(_ set: PolicySet, _ isMeant: (Text) -> Bool) {
    let told = Set(undecided.compactMap { $0.rule.map { Text($0.qualifiedID) } })
    for rule in set.policies.lazy.flatMap(\.rules) {
      let name = Text(rule.qualifiedID)
      guard isMeant(name), !told.contains(name) else { continue }
      undecided.append(Undecided(rule: rule, owner: nil, reason: .tooLarge))
    }
  }

  private mutating func look(
    at reading: SurveyReading, of set: PolicySet, _ inquiry: Inquiry
  ) {
    var inquiry = inquiry
    for owned in reading.conditions {
      inquiry.begin()
      clauses += ConditionSurvey(owned, &inquiry).remarks
      guard inquiry.hasGivenUp else { continue }
      if case .rule(let rule, _) = owned.owner {
        undecided.append(Undecided(rule: rule, owner: owned.owner, reason: .tooMuchWork))
      } else {
        undecided.append(Undecided(rule: nil, owner: owned.owner, reason: .tooMuchWork))
      }
    }
    let readings = reading.rules.map(\.reading)
    let relations = RelationSurvey(readings, &inquiry)
    rules = relations.remarks
    undecided += relations.undecided.map {
      Undecided(rule: $0, owner: nil, reason: .tooMuchWork)
    }
    var (missing, lasting, renewed) = (AbsenceSurvey(), ExtensionSurvey(), RenewalSurvey())
    for (number, surveyed) in reading.rules.enumerated() {
      let rule = surveyed.reading.rule
      inquiry.begin()
      missing.look(at: surveyed, set, &inquiry)
      renewed.look(at: surveyed, set, &inquiry)
      if let takers = relations.takers[number]?.map({ readings[$0] }) {
        let file = rule.id.location.file
        lasting.look(
          at: surveyed, own: takers.filter { $0.rule.id.location.file === file },
          others: takers.filter { $0.rule.id.location.file !== file }, set, &inquiry)
      }
      guard inquiry.hasGivenUp else { continue }
      undecided.append(Undecided(rule: rule, owner: nil, reason: .tooMuchWork))
    }
    (absences, extensions, demands) = (missing.remarks, lasting.endless, renewed.endless)
  }
}
