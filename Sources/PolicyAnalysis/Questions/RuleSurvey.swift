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
  /// Demands to re-authenticate which no rule permits to meet.
  package private(set) var deadEnds: [Rule] = []
  /// Proofs from long ago that are enough for what demands name.
  package private(set) var stale: [StaleProof] = []
  /// Changes of credentials that policies let pass and Kratos does not.
  package private(set) var unprivileged: [StaleProof] = []
  /// Changes of credentials that Kratos lets pass and policies do not.
  package private(set) var bypassed: [BypassedDemand] = []
  package private(set) var unmeetable: [UnmeetableDemand] = []
  /// Bounds on the age that extensions step over.
  package private(set) var overshoots: [Overshoot] = []
  /// Permissions by which sessions at `aal2` are extended that nobody uses.
  package private(set) var idle: [IdleExtension] = []
  /// Permissions that extend no session.
  package private(set) var futile: [FutileExtension] = []
  /// Caps that only extensions keep to.
  package private(set) var outlived: [OutlivedCap] = []
  /// Windows of permissions of which a part is never used.
  package private(set) var unused: [UnusedWindow] = []
  /// Values that rules leave out between them.
  package private(set) var gaps: [BoundaryGap] = []
  /// Rules for which a passkey counts like a second level.
  package private(set) var passkeys: [PasskeyForTwo] = []
  /// Demands that tokens outlive, of the shortest lives of which that is so.
  package private(set) var tokens: [OutlivingToken] = []
  /// Permissions to extend that Kratos does not follow yet.
  package private(set) var early: [EarlyExtension] = []
  /// Permissions that name another time than Kratos extends by.
  package private(set) var unequal: [UnequalExtension] = []
  /// Rules that hang on what the other side of the wire says.
  package private(set) var dependences: [Dependence] = []
  /// Bounds of a standard that do not hold.
  package private(set) var broken: [BrokenBound] = []
  package private(set) var undecided: [Undecided] = []

  /// How often policies are read again without a rule that is too large.
  private static let attempts = 3

  /// Looks at policies that decide together.
  ///
  /// - Parameters:
  ///   - isConfigured: Whether the settings are those of some Kratos, so that what it does by itself is asked too.
  ///   - bounds: What is asked of each policy besides.
  ///   - tokens: How long tokens are good that stand for sessions.
  package init(
    _ set: PolicySet, settings: KratosSettings = KratosSettings(), isConfigured: Bool = false,
    bounds: [SessionBound] = [], tokens: [Duration] = [],
    limits: Analysis.Limits = Analysis.Limits()
  ) {
    var omitted: Set<Text> = []
    for _ in 0...Self.attempts {
      var reader = ConditionReader([set], settings: settings, capacity: limits.terms)
      if !tokens.isEmpty { _ = reader.space.number(of: .later) }
      let reading = SurveyReading(set, without: omitted, &reader)
      let whole = reader.join(reading.rules.map(\.reading), of: set)
      let analysis = Analysis(reader, [whole], settings, limits)
      guard let unread = analysis.unreadRule else {
        look(at: reading, of: set, isConfigured, bounds, tokens, Inquiry(analysis))
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
    at reading: SurveyReading, of set: PolicySet, _ isConfigured: Bool, _ bounds: [SessionBound],
    _ tokens: [Duration], _ inquiry: Inquiry
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
    var relations = RelationSurvey(readings, &inquiry)
    rules = relations.remarks
    undecided += relations.undecided.map {
      Undecided(rule: $0, owner: nil, reason: .tooMuchWork)
    }
    deadEnds = relations.deadEnds.reversed()
    var (missing, lasting, renewed) = (AbsenceSurvey(), ExtensionSurvey(), RenewalSurvey())
    var (demanding, permitting) = (DemandSurvey(), PermitSurvey())
    for (number, surveyed) in reading.rules.enumerated() {
      let rule = surveyed.reading.rule
      inquiry.begin()
      missing.look(at: surveyed, set, &inquiry)
      renewed.look(at: surveyed, set, &inquiry)
      let musts = relations.musts[number]?.map { readings[$0] }
      demanding.look(at: surveyed, musts: musts, set, &inquiry)
      if let others = relations.takers[number]?.map({ reading.rules[$0] }) {
        permitting.look(at: surveyed, takers: others, set, &inquiry)
        let takers = others.map(\.reading)
        let file = rule.id.location.file
        lasting.look(
          at: surveyed, own: takers.filter { $0.rule.id.location.file === file },
          others: takers.filter { $0.rule.id.location.file !== file }, set, &inquiry)
      }
      guard inquiry.hasGivenUp else { continue }
      undecided.append(Undecided(rule: rule, owner: nil, reason: .tooMuchWork))
    }
    if isConfigured {
      inquiry.beginKind()
      var (passkeys, windows) = (PasskeySurvey(inquiry), WindowSurvey())
      for (number, surveyed) in reading.rules.enumerated() {
        inquiry.begin()
        demanding.lookAtKratos(surveyed, set, &inquiry)
        passkeys.look(at: number, of: reading.rules, &relations, set, &inquiry)
        if let takers = relations.takers[number]?.map({ readings[$0] }) {
          windows.look(
            at: surveyed, takers: takers, lifespans: reading.lifespans, set, &inquiry)
        }
        guard inquiry.hasGivenUp else { continue }
        undecided.append(
          Undecided(rule: surveyed.reading.rule, owner: nil, reason: .tooMuchWork))
      }
      (self.passkeys, early, unequal) = (passkeys.found, windows.early, windows.unequal)
    }
    if !tokens.isEmpty {
      inquiry.beginKind()
      var outliving = TokenSurvey()
      outliving.look(at: tokens, reading.rules, set, &inquiry) {
        undecided.append(Undecided(rule: $0, owner: nil, reason: .tooMuchWork))
      }
      self.tokens = outliving.found
    }
    inquiry.beginKind()
    permitting.lookAtCaps(of: reading.rules, set, &inquiry)
    (absences, extensions, demands) = (missing.remarks, lasting.endless, renewed.endless)
    (stale, unprivileged, bypassed, unmeetable) = (
      demanding.stale, demanding.unprivileged, demanding.bypassed, demanding.unmeetable
    )
    (overshoots, idle, futile, outlived) = (
      permitting.overshoots, permitting.idle, permitting.futile, permitting.outlived
    )
    unused = permitting.unused
    inquiry.beginKind()
    gaps = BoundarySurvey(reading.rules, set, &inquiry).gaps
    inquiry.beginKind()
    var hanging = DependenceSurvey()
    for (number, surveyed) in reading.rules.enumerated() {
      inquiry.begin()
      hanging.look(at: number, of: reading.rules, &relations, set, &inquiry)
      guard inquiry.hasGivenUp else { continue }
      undecided.append(
        Undecided(rule: surveyed.reading.rule, owner: nil, reason: .tooMuchWork))
    }
    dependences = hanging.dependences
    look(at: bounds, of: reading, relations.takers, set, &inquiry)
  }

  /// Holds every policy against some bounds.
  private mutating func look(
    at bounds: [SessionBound], of reading: SurveyReading, _ takers: [Int: [Int]], _ set: PolicySet,
    _ inquiry: inout Inquiry
  ) {
    guard !bounds.isEmpty else { return }
    var survey = BoundSurvey()
    inquiry.beginKind()
    for (policy, gate) in reading.gates {
      let name = Text(policy.name.value)
      let permits = reading.rules.enumerated().filter { _, surveyed in
        surveyed.reading.rule.effect == .mayExtend
          && Text(String(surveyed.reading.rule.qualifiedID.prefix { $0 != "/" })) == name
      }.map { number, surveyed in
        (surveyed.reading, (takers[number] ?? []).map { reading.rules[$0].reading })
      }
      for bound in bounds {
        inquiry.begin()
        survey.look(at: bound, of: policy, where: gate, permits, set, &inquiry)
        guard inquiry.hasGivenUp else { continue }
        undecided.append(
          Undecided(rule: policy.rules.first, owner: nil, reason: .tooMuchWork))
      }
    }
    broken = survey.broken
  }
}
