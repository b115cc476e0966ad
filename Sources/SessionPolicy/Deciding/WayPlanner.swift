import PolicyDiagnostics
import PolicyJSON
import PolicyTime

/// One thing a user does: shows a factor, or sets one up.
struct WayStep: Hashable {
  var factor: Decision.Step.Factor
  /// The methods that are enough, sorted; `nil` for any.
  var methods: [String]?

  /// Whether doing this step, by whatever method, is doing another as well.
  fileprivate func covers(_ other: WayStep) -> Bool {
    guard factor == other.factor else { return false }
    guard let wanted = other.methods else { return true }
    return methods.map { $0.allSatisfy { wanted.contains(bytes: $0) } } ?? false
  }
}

/// Steps after which no rule asks again, and what the rules that they meet ask for together.
struct Way: Equatable {
  let steps: [WayStep]
  /// The highest level asked for.
  var aal: AssuranceLevel?
  /// The smallest age asked for.
  var maxAge: Duration?
  /// The methods that every rule accepts, sorted; `nil` for any, or if none is accepted by all.
  var methods: [String]?

  /// Where several combinations of alternatives are met by the same steps, what is told is the loosest.
  fileprivate mutating func loosen(by other: Way) {
    aal = min(aal ?? .aal0, other.aal ?? .aal0)
    if aal == .aal0 { aal = nil }
    maxAge = maxAge.flatMap { mine in other.maxAge.map { max(mine, $0) } }
    methods = methods.flatMap { mine in
      other.methods.map { mine + $0.filter { !mine.contains(bytes: $0) } }?.sorted()
    }
  }

  /// Whether whoever goes this way has gone another too.
  fileprivate func contains(_ other: Way) -> Bool {
    other.steps.allSatisfy { wanted in steps.contains { $0.covers(wanted) } }
  }
}

/// What a rule in force asks for: alternatives, each with what of it is not met.
struct Demand {
  var alternatives: [(requirement: Requirement, unmet: Shortfall)]
}

/// What a user has set up, where somebody says so.
struct Enrolment {
  /// The names of methods.
  var methods: [String]
  /// Whether the session was authenticated recently enough to set up another.
  var isPrivileged: Bool
  /// When that ends; `nil` for never, or if it has.
  var privilegedUntil: Timestamp?
}

extension Enrolment {
  /// What a snapshot says: the caller of it, or an answer of the admin API; `nil` if neither does.
  init?(of snapshot: Snapshot, _ rules: KratosRules, at now: Timestamp) {
    let credentials = snapshot.session.identity?.document["credentials"]?.object
    guard
      let methods = snapshot.request.enrolledMethods ?? credentials?.members.map(\.key)
    else { return nil }
    self.methods = methods
    isPrivileged = rules.isPrivileged(snapshot.session, at: now)
    privilegedUntil = isPrivileged ? rules.privilegedUntil(snapshot.session) : nil
  }
}

/// Finds the ways in which a user can meet all rules that ask for re-authentication.
///
/// A flow of Kratos asks for one factor: `refresh=true` for a first, `aal=aal2` for a second. Either
/// makes `authenticated_at` new and is activity; only the second makes a second factor new. So what one
/// alternative of one rule wants is at most one method shown as a first factor and one shown as a second,
/// and it can want either instead of the other. A way takes one alternative of each rule, and shows
/// together what can be shown together.
///
/// - Every combination is looked at, up to ``limit`` ways after each rule; which are then left out are
///   the longest, and never the only one. Combinations that end in the same steps are one way.
/// - Cost: ways × alternatives × methods; nothing is done unless re-authentication is due.
struct WayPlanner {
  let state: SessionState
  let rules: KratosRules
  /// `nil` where nobody says; then no step is left out for want of a method.
  let enrolment: Enrolment?

  init(of source: some PreparedInput, at now: Int128) {
    state = source.state
    rules = KratosRules(source.settings)
    enrolment =
      source.state.tellsEnrolment
      ? Timestamp(nanosecondsSinceEpoch: now).flatMap {
        Enrolment(of: source.snapshot, KratosRules(source.settings), at: $0)
      } : nil
  }

  /// How many ways are followed from one rule to the next.
  private static let limit = 64

  /// The ways, the shortest first; none where nothing could be enough.
  func ways(for demands: [Demand]) -> [Way] {
    var drafts = [Draft()]
    for demand in demands {
      let wants = demand.alternatives.flatMap { self.wants(of: $0.requirement, $0.unmet) }
      var next: [Draft] = []
      for draft in drafts {
        for want in wants {
          let added = draft.adding(want)
          if !next.contains(added) { next.append(added) }
        }
      }
      drafts = Array(next.sorted { $0.length < $1.length }.prefix(Self.limit))
    }
    var ways: [Way] = []
    for draft in drafts {
      guard let steps = steps(of: draft) else { continue }
      let way = Way(
        steps: steps, aal: draft.aal, maxAge: draft.maxAge,
        methods: draft.methods.flatMap { $0.isEmpty ? nil : $0 })
      if let known = ways.firstIndex(where: { $0.steps == steps }) {
        ways[known].loosen(by: way)
      } else {
        ways.append(way)
      }
    }
    return ways.filter { way in
      !ways.contains { $0.steps != way.steps && way.contains($0) }
    }.sorted { $0.order < $1.order }
  }

  // MARK: What is wanted

  /// Which methods of a factor are enough.
  private enum Choice: Equatable {
    case any
    case of([String])
  }

  /// What has to be shown for one alternative of one rule.
  private struct Want {
    let requirement: Requirement
    var first: Choice?
    var second: Choice?
  }

  /// The methods of a list that a login asks for as a factor.
  private func offered(_ methods: [String], _ factor: KratosRules.Factor) -> [String] {
    methods.filter { method in
      switch rules.obstacle(to: method, as: factor) {
      case nil: true
      // Sessions list an open set of methods; without a configuration none is held against.
      case .unknown: factor == .first && rules.settings.methods == nil
      default: false
      }
    }.sorted()
  }

  /// What would be enough for an alternative: one of these.
  private func wants(of requirement: Requirement, _ unmet: Shortfall) -> [Want] {
    let isStale = unmet.contains(Shortfall(.maxAge))
    let methods = requirement.methods?.value
    let firsts = methods.map { offered($0, .first) } ?? []
    let seconds = methods.map { offered($0, .second) } ?? []
    /// One of the methods, as whichever factor it is, and what is wanted besides.
    func oneOfThem(_ other: Want) -> [Want] {
      var found: [Want] = []
      if !firsts.isEmpty {
        var want = other
        want.first = .of(firsts)
        found.append(want)
      }
      if !seconds.isEmpty {
        var want = other
        want.second = .of(seconds)
        found.append(want)
      }
      return found
    }
    let nothing = Want(requirement: requirement)
    guard (requirement.aal?.value ?? .aal0) >= .aal2, unmet.contains(.aal) || isStale else {
      // The level is there, or a first factor gives it.
      if methods != nil, unmet.contains(.methods) || isStale { return oneOfThem(nothing) }
      return [unmet.contains(.aal) ? Want(requirement: requirement, first: .any) : nothing]
    }
    // A level is reached with both factors, so a session without a first one needs it as well.
    let both = Want(
      requirement: requirement, first: hasFirstFactor ? nil : .any, second: .any)
    guard methods != nil else { return [both] }
    // Evidence of both the level and a method is a second factor that is one of them.
    if isStale {
      guard !seconds.isEmpty else { return [] }
      return [Want(requirement: requirement, first: both.first, second: .of(seconds))]
    }
    return unmet.contains(.methods) ? oneOfThem(both) : [both]
  }

  /// Whether a first factor counts towards the level: one that is listed, or that the level stated tells.
  private var hasFirstFactor: Bool {
    state.hasFirstFactor || (state.facts.level ?? .aal0) >= .aal2
      || !state.facts.listsMethods && state.facts.level == .aal1
  }

  // MARK: Ways

  /// A way while rules are added to it.
  private struct Draft: Equatable {
    /// The methods of each first and each second factor to be shown.
    var firsts: [Choice] = []
    var seconds: [Choice] = []
    var aal: AssuranceLevel?
    var maxAge: Duration?
    /// The methods accepted by all; `nil` for any.
    var methods: [String]?

    var length: Int { firsts.count + seconds.count }

    func adding(_ want: Want) -> Draft {
      var draft = self
      if let first = want.first { Self.add(first, to: &draft.firsts) }
      if let second = want.second { Self.add(second, to: &draft.seconds) }
      let requirement = want.requirement
      if let level = requirement.aal?.value { draft.aal = max(draft.aal ?? level, level) }
      if let age = requirement.maxAge?.value { draft.maxAge = min(draft.maxAge ?? age, age) }
      if let own = requirement.methods?.value {
        draft.methods = draft.methods?.filter { own.contains(bytes: $0) } ?? own.sorted()
      }
      return draft
    }

    /// Adds what has to be shown to steps of the same factor: to one of them, if both can be shown at
    /// once, or else as a step of its own.
    private static func add(_ choice: Choice, to steps: inout [Choice]) {
      guard case .of(let methods) = choice else {
        if steps.isEmpty { steps.append(.any) }
        return
      }
      for index in steps.indices {
        guard case .of(let others) = steps[index] else {
          steps[index] = choice
          return
        }
        let common = methods.filter { others.contains(bytes: $0) }
        if !common.isEmpty {
          steps[index] = .of(common)
          return
        }
      }
      steps.append(choice)
    }
  }

  /// The steps of a way; `nil` if one of them does not exist.
  private func steps(of draft: Draft) -> [WayStep]? {
    // Whatever asks for nothing else asks for some step.
    let firsts = draft.length == 0 ? [.any] : draft.firsts
    var steps: [WayStep] = []
    for (choices, factor) in [(firsts, KratosRules.Factor.first), (draft.seconds, .second)] {
      for choice in choices {
        guard let more = self.steps(for: choice, factor) else { return nil }
        let isPrivileged =
          enrolment?.isPrivileged == true || steps.contains { $0.factor != .enrol }
        if more.first?.factor == .enrol, !isPrivileged {
          guard let first = self.steps(for: .any, .first), first.count == 1 else { return nil }
          steps += first
        }
        steps += more
      }
    }
    return steps
  }

  /// The step that shows a method, after the one that sets it up if the user has none.
  private func steps(for choice: Choice, _ factor: KratosRules.Factor) -> [WayStep]? {
    let shown: Decision.Step.Factor = factor == .first ? .first : .second
    switch choice {
    case .of(let methods):
      guard let enrolment else { return [WayStep(factor: shown, methods: methods)] }
      let own = methods.filter { enrolment.methods.contains(bytes: $0) }
      if !own.isEmpty { return [WayStep(factor: shown, methods: own)] }
      let new = methods.filter { rules.obstacleToEnrolling($0) == nil }
      guard !new.isEmpty else { return nil }
      return [WayStep(factor: .enrol, methods: new), WayStep(factor: shown, methods: new)]
    case .any:
      let known = KnownMethod.all.map(\.name).filter { rules.obstacle(to: $0, as: factor) == nil }
      guard !known.isEmpty else { return nil }
      let step = WayStep(factor: shown, methods: nil)
      guard let enrolment else { return [step] }
      // Who has shown a first factor has one, whether or not it is listed.
      if factor == .first, state.hasFirstFactor { return [step] }
      if known.contains(where: { enrolment.methods.contains(bytes: $0) }) { return [step] }
      guard known.contains(where: { rules.obstacleToEnrolling($0) == nil }) else { return nil }
      return [WayStep(factor: .enrol, methods: nil), step]
    }
  }
}

extension Way {
  /// Ways are told the shortest first; of equally long ones a first factor comes before a second.
  fileprivate var order: Order { Order(steps: steps) }

  fileprivate struct Order: Comparable {
    let steps: [WayStep]

    static func < (left: Order, right: Order) -> Bool {
      guard left.steps.count == right.steps.count else {
        return left.steps.count < right.steps.count
      }
      for (mine, other) in zip(left.steps, right.steps) where mine != other {
        guard mine.factor == other.factor else { return mine.factor.rank < other.factor.rank }
        return (mine.methods ?? []).lexicographicallyPrecedes(other.methods ?? [])
      }
      return false
    }
  }
}

extension Decision.Step.Factor {
  fileprivate var rank: Int {
    switch self {
    case .first: 0
    case .second: 1
    case .enrol: 2
    }
  }
}

extension [String] {
  /// Whether a name is among these, byte by byte.
  fileprivate func contains(bytes name: String) -> Bool {
    contains { $0.utf8.elementsEqual(name.utf8) }
  }
}
