import PolicyCEL
import PolicyTime
import Synchronization

/// The rules that may ask otherwise once somebody has gone a way: those whose condition reads what steps
/// move.
///
/// Steps make `authenticated_at` and the last activity new and begin a lifespan, whenever they are done.
/// So conditions are planned once more, with now in place of those instants (``NowCompanion``): what they
/// come to, and when they flip, is then that of steps done at whatever instant is looked at.
///
/// They are planned when somebody first asks: most decisions have no steps to follow.
final class AftermathPlan: Sendable {
  /// The numbers of the rules in the whole plan.
  let numbers: [Int32]
  /// Whether any of them may end a session, or refuse a way. A rule without a requirement does not: where
  /// no step ends what it asks, any is as good.
  let refusesWays: Bool
  private let policies: [Policy]
  /// Where attributes stand in the whole plan.
  private let layout: InputLayout
  private let planned = Mutex<Planned?>(nil)

  /// The rules over a layout of their own.
  struct Planned: Sendable {
    /// The rules, in the order of their numbers.
    let plan: DecisionPlan
    /// What each attribute comes to after steps.
    let origins: [Origin]
    /// Whether it makes a difference by which method a step is done.
    let readsMethods: Bool
  }

  /// Where an attribute of a session after steps comes from.
  enum Origin {
    /// The session before them, by the slot in the whole plan.
    case kept(Int)
    /// What ``Renewal`` knows.
    case renewed(InputReading)
    case level, expiry, activity, cookie
    /// A setting of Kratos, by its name.
    case setting(String)
    /// The whole session after steps.
    case unknown
  }

  /// Finds the rules that do; `nil` if none does.
  ///
  /// One whose requirement alone reads what steps move is none of them, for that they only come nearer to;
  /// nor is one without a requirement whose condition they do not move: no step ever ends what it asks.
  init?(_ policies: [Policy], rules: [RulePlan], _ layout: InputLayout) {
    let found = rules.indices.filter {
      Self.concerns(rules[$0].rule, under: rules[$0].conditions)
    }
    guard !found.isEmpty else { return nil }
    self.policies = policies
    self.layout = layout
    numbers = found.map { Int32(clamping: $0) }
    refusesWays = found.contains {
      rules[$0].rule.effect == .mustSignIn || rules[$0].rule.isDemanding
    }
  }

  /// The rules, planned when that is first asked.
  var whole: Planned {
    planned.withLock { known in
      if let known { return known }
      let plan = DecisionPlan(policies, isAftermath: true)
      let attributes = plan.layout.attributes
      let slots = Dictionary(
        uniqueKeysWithValues: layout.attributes.enumerated().map { ($0.element, $0.offset) })
      let whole = Planned(
        plan: plan, origins: attributes.map { Origin($0, slot: slots[$0]) },
        readsMethods: !plan.table.methodSets.isEmpty
          || attributes.contains(SessionSchema.authenticationMethods))
      known = whole
      return whole
    }
  }

  /// Whether a rule under some conditions may ask otherwise after steps.
  private static func concerns(_ rule: Rule, under conditions: [Condition]) -> Bool {
    guard rule.effect == .mustSignIn || rule.effect == .mustReauthenticate else { return false }
    return conditions.contains { $0.reads { SessionSchema.movedBySteps.contains($0) } }
  }

  /// Whether a rule may ask otherwise after steps.
  static func concerns(_ rule: Rule, of policy: Policy) -> Bool {
    concerns(rule, under: [policy.when, rule.condition].compactMap { $0 })
  }
}

extension AftermathPlan.Origin {
  /// Where an attribute comes from that stands in a slot of the whole plan, if it does.
  init(_ attribute: AttributePath, slot: Int?) {
    let none = Renewal(completions: [], listsMethods: true)
    if let reading = none.reading(of: attribute) {
      self = .renewed(reading)
      return
    }
    let isOfMethods =
      Evidence(path: attribute) != nil || attribute == SessionSchema.authenticationMethods
    switch attribute.components {
    case _ where isOfMethods: self = .unknown
    case ["session", "aal"]: self = .level
    case ["session", "expires_at"]: self = .expiry
    case ["session", "active"]: self = .activity
    case ["request", "cookie_issued_at"]: self = .cookie
    case let components where components.first == "kratos" && components.count == 2:
      self = .setting(components[1])
    // A record as a whole holds what steps move.
    case ["session"], ["request"]: self = .unknown
    default: self = slot.map { .kept($0) } ?? .unknown
    }
  }
}

/// What rules ask of a session once somebody has gone a way.
///
/// It remembers what it found, for time changes it at few instants.
///
/// Steps leave most of what rules read as it is: it is taken as it was read before, and only what steps move
/// is made anew. Only rules that read which methods were shown take the whole session after steps.
///
/// Cost: preparing a session anew for each choice of methods, at most ``limit`` times for one decision
/// and all that lies ahead of it. What is not looked at then counts as asking nothing, and time is not
/// followed any further; ``isExhausted`` says so.
final class Aftermath {
  /// A step, done by one method.
  struct Pick: Hashable {
    let factor: Decision.Step.Factor
    let method: String
  }

  /// What is asked then.
  enum Answer {
    case nothing
    /// The session is over, whatever is shown besides.
    case end
    /// What would have to be shown besides; where a rule would end the session otherwise, for that one too.
    case demands([Demand])
  }

  /// How many sessions are prepared.
  private static let limit = 1_024

  /// The numbers in the whole plan of the rules that may ask.
  let numbers: [Int32]
  /// Whether it makes a difference by which method a step is done.
  let readsMethods: Bool
  private let plan: DecisionPlan
  private let origins: [AftermathPlan.Origin]
  private let snapshot: Snapshot
  /// What was read before any steps, in the slots of the whole plan.
  private let input: Input
  private let settings: KratosSettings
  private let state: SessionState
  private var known: [[Pick]: (answer: Answer, until: Int128)] = [:]
  private var count = 0
  /// The first instant at which anything may be otherwise that was answered since this was last reset.
  var until = Int128.max
  /// Whether there was more to look at.
  private(set) var isExhausted = false

  init(_ plan: AftermathPlan, of source: some PreparedInput) {
    let whole = plan.whole
    self.plan = whole.plan
    origins = whole.origins
    numbers = plan.numbers
    readsMethods = whole.readsMethods
    snapshot = source.snapshot
    input = source.wholeInput
    settings = source.settings
    state = source.state
  }

  /// What is asked after steps that are done at an instant.
  func answer(to picks: [Pick], at now: Int128) -> Answer {
    var found = known[picks] ?? (.nothing, until: .min)
    if found.until <= now {
      guard count < Self.limit, let instant = Timestamp(nanosecondsSinceEpoch: now) else {
        until = min(until, now + 1)
        isExhausted = true
        return .nothing
      }
      count += 1
      found = ask(of: prepared(picks, at: instant), at: now)
      known[picks] = found
    }
    until = min(until, found.until)
    return found.answer
  }

  /// The session after steps.
  private func prepared(_ picks: [Pick], at now: Timestamp) -> PreparedSnapshot {
    preparedByParts(picks, at: now) ?? preparedWhole(picks, at: now)
  }

  /// The session after steps by what was read before them; `nil` where that is not enough.
  private func preparedByParts(_ picks: [Pick], at now: Timestamp) -> PreparedSnapshot? {
    guard !readsMethods, state.facts.settledAt <= now.nanosecondsSinceEpoch else { return nil }
    let rules = KratosRules(settings)
    var shown = ShownFactors(state)
    for pick in picks {
      shown.add(WayStep(factor: pick.factor, methods: MethodNames([pick.method])), rules)
    }
    var readings: [InputReading] = []
    readings.reserveCapacity(origins.count)
    for origin in origins {
      switch origin {
      case .kept(let slot): readings.append(input.reading(at: slot))
      case .renewed(let reading): readings.append(reading)
      case .level: readings.append(.value(.string(shown.level.name)))
      case .expiry:
        let end = now.nanosecondsSinceEpoch + state.facts.lifespan
        readings.append(
          .value(.timestamp(Timestamp(nanosecondsSinceEpoch: end) ?? .maximum)))
      case .activity: readings.append(.value(.bool(true)))
      case .cookie:
        readings.append(snapshot.request.cookieIssuedAt == nil ? .absent : .value(.timestamp(now)))
      case .setting(let name):
        let setting = SnapshotAttributes.setting(
          name, settings, lifespan: settings.lifespan(for: snapshot.session))
        readings.append(setting.map { .value($0) } ?? .absent)
      case .unknown: return nil
      }
    }
    return PreparedSnapshot(
      snapshot, Input(layout: plan.layout, now: now, readings: readings),
      state.reaching(shown.level), settings: settings, plan: plan, now: now)
  }

  /// The session after steps, made as Kratos makes it.
  private func preparedWhole(_ picks: [Pick], at now: Timestamp) -> PreparedSnapshot {
    let rules = KratosRules(settings)
    var snapshot = snapshot
    let before = snapshot.session.authenticationMethods.count
    var shown = ShownFactors(state)
    for (place, pick) in picks.enumerated() {
      var method = AuthenticationMethod(method: pick.method)
      switch pick.factor {
      case .enrol:
        // What is set up to be a first factor is recorded as one, also where no settings tell.
        let next = picks.indices.contains(place + 1) ? picks[place + 1] : nil
        if next == Pick(factor: .first, method: pick.method) {
          method.aal = AssuranceLevel.aal1.name
        }
        snapshot.session = rules.enrolled(snapshot.session, method, at: now)
      case .first, .second:
        snapshot.session = rules.refreshed(
          snapshot.session, by: method, as: pick.factor == .first ? .first : .second, at: now)
      }
      shown.add(WayStep(factor: pick.factor, methods: MethodNames([pick.method])), rules)
    }
    snapshot.session.authenticatorAssuranceLevel = shown.level.name
    snapshot.request.lastActiveAt = now
    if snapshot.request.cookieIssuedAt != nil { snapshot.request.cookieIssuedAt = now }
    return PreparedSnapshot(
      snapshot, settings: settings, plan: plan, now: now,
      renewal: Renewal(
        completions: Array(snapshot.session.authenticationMethods.dropFirst(before)),
        listsMethods: state.facts.listsMethods))
  }

  private func ask(
    of source: PreparedSnapshot, at now: Int128
  ) -> (answer: Answer, until: Int128) {
    let law = Law<PreparedSnapshot, ReasonLedger>(of: source, source.state.facts)
    var ledger = ReasonLedger()
    if law.isUnsettled(now) { ledger.tally.until = law.settles(source, after: now) }
    law.askRules(source, at: now, Patience(), &ledger)
    let until = ledger.tally.until
    var demands = ledger.demands(of: .mustSignIn, at: now, by: law, of: source).map(\.ofSteps)
    guard demands.allSatisfy(\.isDemanding) else { return (.end, until) }
    demands += ledger.demands(of: .mustReauthenticate, at: now, by: law, of: source)
    for place in demands.indices {
      let number = Int(demands[place].rule)
      demands[place].rule = numbers.indices.contains(number) ? numbers[number] : -1
    }
    return (demands.isEmpty ? .nothing : .demands(demands), until)
  }
}

/// What is always as new as now in a session in which steps have just been done.
struct Renewal: Sendable {
  /// What the steps showed.
  let completions: [AuthenticationMethod]
  /// Whether it is known what was shown before.
  let listsMethods: Bool

  /// What an attribute comes to; `nil` where the session tells.
  func reading(of attribute: AttributePath) -> InputReading? {
    if let evidence = Evidence(path: attribute) {
      return completions.completions(at: evidence.level, methods: evidence.methods).isEmpty
        ? nil : Self.now
    }
    if case .now = SessionSchema.companionsOfSteps[attribute] { return Self.now }
    if attribute == SessionSchema.authenticationMethods, !listsMethods { return .absent }
    return nil
  }

  /// What was read, with what stands for now in the completions of the steps, the last of the list.
  func renewed(_ reading: InputReading, of attribute: AttributePath) -> InputReading {
    guard attribute == SessionSchema.authenticationMethods,
      case .value(.list(let entries)) = reading, entries.count >= completions.count
    else { return reading }
    let new = entries.suffix(completions.count).map { (entry: Value) -> Value in
      guard case .map(let map) = entry else { return entry }
      var members: [(key: String, value: Value)] = []
      for (key, value) in zip(map.keys, map.values) {
        guard case .string(let name) = key else { continue }
        let isInstant = name == "completed_at"
        members.append((name, isInstant ? .timestamp(NowCompanion.instant) : value))
      }
      return .map(MapValue(members: members))
    }
    return .value(.list(entries.dropLast(completions.count) + new))
  }

  /// For limits on the time since it: as it is always now, they never are reached.
  private static let now = InputReading.value(.timestamp(NowCompanion.instant))
}

extension SessionSchema {
  static let authenticationMethods = AttributePath(["session", "authentication_methods"])

  /// The instants that keep their distance from now in a session in which steps have just been done.
  static let companionsOfSteps: [AttributePath: NowCompanion] = [
    AttributePath(["session", "authenticated_at"]): .now,
    AttributePath(["request", "last_active_at"]): .now,
    AttributePath(["session", "expires_at"]): .ahead(AttributePath(["kratos", "lifespan"])),
  ]

  /// What steps move.
  package static let movedBySteps: Set<AttributePath> = Set(companionsOfSteps.keys).union([
    authenticationMethods, AttributePath(["session", "aal"]),
  ])
}

extension Condition {
  /// Whether it reads an attribute, by the form that all its names have in common.
  package func reads(_ isMeant: (AttributePath) -> Bool) -> Bool {
    switch kind {
    case .all(let parts), .any(let parts), .none(let parts): parts.contains { $0.reads(isMeant) }
    case .expression(let checked): checked.reads(isMeant)
    }
  }
}

extension CheckedExpression {
  /// Whether it reads an attribute, by the form that all its names have in common.
  package func reads(_ isMeant: (AttributePath) -> Bool) -> Bool {
    reads(expression.root, isMeant)
  }

  private func reads(_ expr: Expr, _ isMeant: (AttributePath) -> Bool) -> Bool {
    if let (_, definition) = definition(of: expr) { return definition.reads(isMeant) }
    if case .select(let operand, let field, true) = expr.kind, let record = attribute(of: operand) {
      return isMeant(stored(record.appending(field.text)))
    }
    if let path = attribute(of: expr) ?? attribute(askedForBy: expr) {
      return isMeant(stored(path))
    }
    return expr.children.contains { reads($0, isMeant) }
  }
}

extension CheckedExpression {
  /// The attribute of the input that another one is, or follows from.
  package func stored(_ path: AttributePath) -> AttributePath {
    switch field(at: path)?.derivation {
    case .elapsed(let base), .remaining(let base): SessionSchema.canonicalPath(base)
    case nil: SessionSchema.canonicalPath(path)
    }
  }
}
