/// Finds the ways in which a user can meet all rules that ask for re-authentication.
///
/// A flow of Kratos asks for one factor: `refresh=true` for a first, `aal=aal2` for a second. Either
/// makes `authenticated_at` new and is activity; only the second makes a second factor new. So what one
/// alternative of one rule wants is at most one method shown as a first factor and one shown as a second,
/// and it can want either instead of the other. A way takes one alternative of each rule, and shows
/// together what can be shown together.
///
/// - Only methods that the user can show or set up are looked at, so that every combination followed can
///   be met. Each is, up to ``limit`` after each rule; those left out then are the longest. Rules that want
///   the same are looked at once. What already shows one alternative of a rule is not made longer for another:
///   such a way would contain it, and not be told. Only where steps may make rules apply is that followed too.
/// - What has to be shown joins any step with which it has a method in common, or is a step of its own;
///   which of them are told is for ``Way/told(_:)`` to say.
/// - Nothing hangs on the order or the names in which anything is written: what is wanted is gone through in
///   the order of what it asks for, and so are the steps of a factor. What the user has is shown before
///   anything is set up, for which whatever was shown makes them privileged.
/// - A way meets each rule by the rule's own requirement. That a step may end what a rule asks for instead, by
///   what its condition reads, is looked at only where the session were over otherwise.
/// - Steps may make a rule apply that did not. What such a rule asks for is added to the way, be it that the
///   session were over otherwise, or the way is none; see ``Aftermath``. Where nothing is left, any step is
///   looked at after which the rules that ask may no longer apply.
/// - A rule without a requirement is ended by steps after which its condition is false. Where none are, it
///   asks at every request whatever is shown, and any step is as good: signing in anew would end it no more.
/// - What is told of the rules' requirements follows from the steps: of each rule the loosest of the alternatives
///   that they show, and of all rules together the strictest.
/// - Cost: ways × alternatives × methods; nothing is done unless re-authentication is due.
struct WayPlanner {
  let state: SessionState
  let rules: KratosRules
  /// `nil` where nobody says; then no step is left out for want of a method.
  let enrolment: Enrolment?

  init(of source: some PreparedInput, at now: Int128) {
    state = source.state
    rules = KratosRules(source.settings)
    enrolment = Enrolment(of: source, at: now)
  }

  /// How many ways are followed from one rule to the next.
  private static let limit = 64
  /// Whether there were more, or more to look at after them, so that ways may be missing.
  private(set) var isLimited = false
  /// How many alternatives were held against ways.
  private(set) var work = 0
  /// The rules that ask now.
  private var asking: Set<Int32> = []
  /// Whether a way that contains another is worth nothing.
  private var isShortest = true

  /// The ways, the shortest first; none where nothing could be enough.
  ///
  /// - Parameter aftermath: What is asked after a way; `nil` where no rule can ask then that does not now.
  mutating func ways(
    for demands: [Demand], at now: Int128, then aftermath: Aftermath?
  ) -> [Way] {
    isShortest = aftermath == nil
    asking = aftermath == nil ? [] : Set(demands.map(\.rule))
    let present = drafts(for: demands) { _ in false }
    var drafts = present
    if let aftermath {
      drafts = settle(present, at: now, aftermath)
      if drafts.isEmpty {
        let ceasing = Set(aftermath.numbers)
        let others = self.drafts(for: demands) { ceasing.contains($0.rule) }
        drafts = settle(others, at: now, aftermath, isLast: true)
        // What asks for nothing and no steps end refuses no way.
        if drafts.isEmpty { drafts = settle(present, at: now, aftermath, isLenient: true) }
        if drafts.isEmpty {
          drafts = settle(others, at: now, aftermath, isLast: true, isLenient: true)
        }
      }
      if aftermath.isExhausted { isLimited = true }
    }
    return Way.told(
      drafts.compactMap { draft in
        steps(of: draft).map { steps in
          var joined = draft.joined
          if joined.methods?.isEmpty ?? false { joined.methods = nil }
          return Way(steps: steps, joined: joined)
        }
      })
  }

  /// The drafts that meet all rules that ask now.
  ///
  /// - Parameter mayCease: Whether a rule need not be met, for it may no longer apply after some step.
  private mutating func drafts(
    for demands: [Demand], mayCease: (Demand) -> Bool
  ) -> [Draft] {
    let wishes = wishes(of: demands, mayCease: mayCease)
    var drafts = [Draft()]
    for wish in wishes { drafts = extend(drafts, by: wish) }
    for place in drafts.indices { join(wishes, in: &drafts[place]) }
    return drafts
  }

  /// The drafts that meet one rule more.
  private mutating func extend(_ drafts: [Draft], by wish: Wish) -> [Draft] {
    work += drafts.count * wish.wants.count
    let isShortest = isShortest && !wish.mayCease
    // One that shows nothing yet is none of these: of a way without steps, some step is made.
    func isMet(by draft: Draft) -> Bool {
      isShortest && draft.length > 0 && wish.wants.contains(where: draft.shows)
    }
    if drafts.allSatisfy(isMet) { return drafts }
    var next: [Draft] = []
    for draft in drafts {
      if isMet(by: draft) {
        next.append(draft)
      } else {
        for want in wish.wants { next += draft.adding(want) }
      }
    }
    if next.count > 1 {
      var known: Set<Draft.Key> = []
      next.removeAll { !known.insert($0.key).inserted }
    }
    guard next.count > Self.limit else { return next }
    isLimited = true
    return Array(next.sorted { $0.length < $1.length }.prefix(Self.limit))
  }

  /// What the rules that ask now ask for together of whoever goes a way.
  private mutating func join(_ wishes: [Wish], in draft: inout Draft) {
    for wish in wishes {
      work += wish.asks.count
      let shown = wish.wants.indices.filter { draft.shows(wish.wants[$0]) }
      guard let first = shown.first else { continue }
      for asks in wish.asks {
        var loosest = asks[first]
        for other in shown.dropFirst() { loosest.loosen(by: asks[other]) }
        draft.joined.tighten(by: loosest)
      }
    }
  }

  // MARK: What is wanted

  /// Which methods of a factor are enough.
  private enum Choice: Hashable, Comparable {
    case any
    case of(MethodNames)
  }

  /// What has to be shown for one alternative of one rule.
  private struct Want: Hashable, Comparable {
    var first: Choice?
    var second: Choice?

    static func < (left: Want, right: Want) -> Bool {
      func precedes(_ mine: Choice?, _ other: Choice?) -> Bool {
        guard let other else { return false }
        return mine.map { $0 < other } ?? true
      }
      return left.first == right.first
        ? precedes(left.second, right.second) : precedes(left.first, right.first)
    }
  }

  /// What rules want that want the same: one of these.
  private struct Wish {
    /// In order, each once.
    var wants: [Want]
    /// Whether they need not be met, for they may no longer apply after some step.
    let mayCease: Bool
    /// What each of the rules asks for by each want.
    var asks: [[JoinedRequirement]]

    func precedes(_ other: Wish) -> Bool {
      wants == other.wants
        ? !mayCease && other.mayCease : wants.lexicographicallyPrecedes(other.wants)
    }
  }

  /// What rules want, in the order of what it is; those that want the same at once.
  private func wishes(of demands: [Demand], mayCease: (Demand) -> Bool) -> [Wish] {
    let all = demands.map { wish(of: $0, mayCease: mayCease($0)) }
    guard all.count > 1 else { return all }
    var found: [Wish] = []
    for wish in all.sorted(by: { $0.precedes($1) }) {
      // Of those that may cease each may for itself.
      if let last = found.indices.last, !wish.mayCease, found[last].wants == wish.wants,
        !found[last].mayCease
      {
        found[last].asks += wish.asks
      } else {
        found.append(wish)
      }
    }
    return found
  }

  /// What a rule wants.
  private func wish(of demand: Demand, mayCease: Bool) -> Wish {
    var all: [(want: Want, asks: JoinedRequirement)] = []
    for (requirement, unmet) in demand.alternatives {
      let asks = JoinedRequirement(requirement)
      for want in wants(of: requirement, unmet) { all.append((want, asks)) }
      if mayCease { all.append((Want(), asks)) }
    }
    if all.count > 1 { all.sort { $0.want < $1.want } }
    var wish = Wish(wants: [], mayCease: mayCease, asks: [[]])
    for (want, asks) in all {
      if let last = wish.wants.indices.last, wish.wants[last] == want {
        wish.asks[0][last].loosen(by: asks)
      } else {
        wish.wants.append(want)
        wish.asks[0].append(asks)
      }
    }
    return wish
  }

  /// The methods of a list that a login asks for as a factor, and that the user has or can set up.
  private func offered(_ methods: MethodNames, _ factor: KratosRules.Factor) -> MethodNames {
    methods.filter { method in
      guard isWithinReach(method) else { return false }
      switch rules.obstacle(to: method, as: factor) {
      case nil: return true
      // Sessions list an open set of methods; without a configuration none is held against.
      case .unknown: return factor == .first && rules.settings.methods == nil
      default: return false
      }
    }
  }

  /// Whether the user has set up a method, or could.
  private func isWithinReach(_ method: String) -> Bool {
    guard let enrolment else { return true }
    return enrolment.methods.contains(method) || rules.obstacleToEnrolling(method) == nil
  }

  /// Whether anything can be shown as a factor.
  private func isOffered(_ factor: KratosRules.Factor) -> Bool { steps(for: .any, factor) != nil }

  /// What would be enough for an alternative: one of these.
  private func wants(of requirement: Requirement, _ unmet: Shortfall) -> [Want] {
    let isStale = unmet.contains(Shortfall(.maxAge))
    let methods = requirement.methods.map { MethodNames($0.value) }
    let firsts = methods.map { offered($0, .first) } ?? MethodNames([])
    let seconds = methods.map { offered($0, .second) } ?? MethodNames([])
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
    let nothing = Want()
    guard (requirement.aal?.value ?? .aal0) >= .aal2, unmet.contains(.aal) || isStale else {
      // The level is there, or a first factor gives it.
      if methods != nil, unmet.contains(.methods) || isStale { return oneOfThem(nothing) }
      guard unmet.contains(.aal) else { return [nothing] }
      return isOffered(.first) ? [Want(first: .any)] : []
    }
    guard isOffered(.second), state.showsFirstFactor || isOffered(.first) else { return [] }
    // A level is reached with both factors, so a session without a first one needs it as well.
    let both = Want(first: state.showsFirstFactor ? nil : .any, second: .any)
    guard methods != nil else { return [both] }
    // Evidence of both the level and a method is a second factor that is one of them.
    if isStale {
      guard !seconds.isEmpty else { return [] }
      return [Want(first: both.first, second: .of(seconds))]
    }
    return unmet.contains(.methods) ? oneOfThem(both) : [both]
  }

  // MARK: Drafts

  /// A way while rules are added to it.
  private struct Draft {
    /// The methods of each first and each second factor to be shown, in order.
    var firsts: [Choice] = []
    var seconds: [Choice] = []
    /// What the rules that ask now ask for together.
    var joined = JoinedRequirement()
    /// The rules that it meets and that do not ask now.
    var asked: Set<Int32> = []

    /// Whether it asks for nothing but some step; then a first factor stands for it.
    var isAny = false

    var length: Int { firsts.count + seconds.count }

    /// What is shown.
    struct Key: Hashable {
      let firsts: [Choice]
      let seconds: [Choice]
    }

    var key: Key { Key(firsts: firsts, seconds: seconds) }

    /// Whether whoever goes this way shows what is wanted.
    func shows(_ want: Want) -> Bool {
      func isShown(_ choice: Choice?, by steps: [Choice]) -> Bool {
        guard let choice else { return true }
        guard case .of(let methods) = choice else { return !steps.isEmpty }
        return steps.contains { step in
          guard case .of(let others) = step else { return false }
          return others.isSubset(of: methods)
        }
      }
      return isShown(want.first, by: firsts) && isShown(want.second, by: seconds)
    }

    /// The drafts that show what is wanted as well.
    func adding(_ want: Want) -> [Draft] {
      var drafts = [self]
      if let first = want.first {
        drafts = Self.adding(first, to: firsts).map { firsts in
          var draft = self
          draft.firsts = firsts
          return draft
        }
      }
      guard let second = want.second else { return drafts }
      return drafts.flatMap { draft in
        Self.adding(second, to: seconds).map { seconds in
          var draft = draft
          draft.seconds = seconds
          return draft
        }
      }
    }

    /// The ways in which steps of one factor can show what else is to be shown: with one of them, if both
    /// can be shown at once, or as a step of its own.
    private static func adding(_ choice: Choice, to steps: [Choice]) -> [[Choice]] {
      guard case .of(let methods) = choice else { return [steps.isEmpty ? [.any] : steps] }
      var found: [[Choice]] = []
      for (place, step) in steps.enumerated() {
        var narrowed = steps
        guard case .of(let others) = step else {
          narrowed[place] = choice
          return [narrowed]
        }
        let common = methods.intersection(others)
        // Whatever is shown is enough.
        if common.count == others.count { return [steps] }
        guard !common.isEmpty else { continue }
        narrowed[place] = .of(common)
        found.append(narrowed.sorted())
      }
      return found + [(steps + [choice]).sorted()]
    }
  }

  /// The steps of a way; `nil` if one of them does not exist.
  private func steps(of draft: Draft) -> [WayStep]? {
    // Whatever asks for nothing else asks for some step.
    let firsts = draft.length == 0 ? [.any] : draft.firsts
    var steps: [WayStep] = []
    var afterSettingUp: [[WayStep]] = []
    for (choices, factor) in [(firsts, KratosRules.Factor.first), (draft.seconds, .second)] {
      for choice in choices {
        guard let more = self.steps(for: choice, factor) else { return nil }
        if more.count > 1 { afterSettingUp.append(more) } else { steps += more }
      }
    }
    if steps.count > 1 { steps.sort() }
    guard !afterSettingUp.isEmpty else { return steps }
    if steps.isEmpty, enrolment?.isPrivileged != true {
      guard let first = self.steps(for: .any, .first), first.count == 1 else { return nil }
      steps = first
    }
    return steps
      + afterSettingUp.sorted { $0.reversed().lexicographicallyPrecedes($1.reversed()) }.joined()
  }

  /// The step that shows a method, after the one that sets it up if the user has none.
  private func steps(for choice: Choice, _ factor: KratosRules.Factor) -> [WayStep]? {
    let shown: Decision.Step.Factor = factor == .first ? .first : .second
    switch choice {
    case .of(let methods):
      guard let enrolment else { return [WayStep(factor: shown, methods: methods)] }
      let own = methods.filter(enrolment.methods.contains)
      if !own.isEmpty { return [WayStep(factor: shown, methods: own)] }
      let new = methods.filter { rules.obstacleToEnrolling($0) == nil }
      guard !new.isEmpty else { return nil }
      return [WayStep(factor: .enrol, methods: new), WayStep(factor: shown, methods: new)]
    case .any:
      let offered = rules.settings.offeredFactors
      guard factor == .first ? offered.first : offered.second else { return nil }
      let step = WayStep(factor: shown, methods: nil)
      guard let enrolment else { return [step] }
      // Who has shown a first factor has one, whether or not it is listed.
      if factor == .first, state.hasFirstFactor { return [step] }
      let known = Array(offeredMethods(factor))
      if known.contains(where: enrolment.methods.contains) { return [step] }
      guard known.contains(where: { rules.obstacleToEnrolling($0) == nil }) else { return nil }
      return [WayStep(factor: .enrol, methods: nil), step]
    }
  }

  /// The methods that a login asks for as a factor.
  private func offeredMethods(_ factor: KratosRules.Factor) -> some Sequence<String> {
    KnownMethod.all.lazy.filter { rules.obstacle(to: $0, as: factor) == nil }.map(\.name)
  }

  // MARK: What is asked then

  /// The drafts after which no rule asks, each with what is asked for by rules that it makes apply.
  ///
  /// A draft with several methods for a step is narrowed to those that do. At most ``limit`` drafts are
  /// looked at, and of each at most as many choices of methods; what is left then counts as it is.
  ///
  /// - Parameters:
  ///   - isLast: Whether steps are looked at too that no rule asks for.
  ///   - isLenient: Whether rules without a requirement may go on asking.
  private mutating func settle(
    _ drafts: [Draft], at now: Int128, _ aftermath: Aftermath, isLast: Bool = false,
    isLenient: Bool = false
  ) -> [Draft] {
    var settled: [Draft] = []
    var open = drafts
    var seen: Set<Draft.Key> = []
    var (place, count) = (0, 0)
    while place < open.count {
      var draft = open[place]
      place += 1
      if draft.length == 0 { (draft.firsts, draft.isAny) = ([.any], true) }
      guard seen.insert(draft.key).inserted else { continue }
      count += 1
      guard count <= Self.limit else {
        isLimited = true
        settled.append(draft)
        continue
      }
      let choices = aftermath.readsMethods ? self.choices(of: draft) : [draft]
      var fine: [Draft] = []
      for choice in choices {
        guard let steps = steps(of: choice) else { continue }
        switch aftermath.answer(to: steps.map(pick), at: now) {
        case .nothing: fine.append(choice)
        case .end: if isLast { open += more(than: choice) }
        case .demands(let all):
          let demands = all.filter { !isLenient || $0.isDemanding }
          guard !demands.isEmpty else {
            fine.append(choice)
            continue
          }
          if isLast { open += more(than: choice) }
          // What was shown for a rule and is not enough for it never will be.
          guard !demands.contains(where: { hasAsked($0.rule, of: choice) }) else { break }
          var begun = choice
          if begun.isAny { (begun.firsts, begun.isAny) = ([], false) }
          begun.asked.formUnion(demands.map(\.rule))
          var longer = [begun]
          for wish in wishes(of: demands, mayCease: { _ in false }) {
            longer = extend(longer, by: wish)
          }
          open += longer
        }
      }
      settled += fine.count == choices.count ? [draft] : joined(fine)
    }
    return settled
  }

  /// Whether what a way shows is shown for a rule already.
  private func hasAsked(_ rule: Int32, of draft: Draft) -> Bool {
    asking.contains(rule) || draft.asked.contains(rule)
  }

  /// A draft with a step that no rule asks for, but after which one that asks may no longer apply: because
  /// of the level, for one.
  private func more(than draft: Draft) -> [Draft] {
    var found: [Draft] = []
    if draft.seconds.isEmpty, isOffered(.second) {
      var longer = draft
      longer.seconds = [.any]
      found.append(longer)
      // Whatever asked for any step can have this one.
      longer.firsts = []
      if draft.isAny { found.append(longer) }
    } else if draft.firsts.isEmpty, isOffered(.first) {
      var longer = draft
      longer.firsts = [.any]
      found.append(longer)
    }
    return found
  }

  /// A draft with each choice of one method for each step.
  private mutating func choices(of draft: Draft) -> [Draft] {
    var found = [Draft(joined: draft.joined, asked: draft.asked, isAny: draft.isAny)]
    for (choices, factor) in [(draft.firsts, KratosRules.Factor.first), (draft.seconds, .second)] {
      for choice in choices {
        let methods = methods(of: choice, factor)
        found = found.flatMap { draft in
          methods.map { method in
            var draft = draft
            let one = method.map { Choice.of(MethodNames([$0])) } ?? .any
            if factor == .first { draft.firsts.append(one) } else { draft.seconds.append(one) }
            return draft
          }
        }
        if found.count > Self.limit {
          isLimited = true
          found = Array(found.prefix(Self.limit))
        }
      }
    }
    return found
  }

  /// The methods by which a choice can be shown; `nil` among them for one that is not known.
  private func methods(of choice: Choice, _ factor: KratosRules.Factor) -> [String?] {
    let named: [String] =
      if case .of(let methods) = choice { methods.names } else { Array(offeredMethods(factor)) }
    guard let enrolment else { return named }
    let own = named.filter(enrolment.methods.contains)
    if !own.isEmpty { return own }
    if case .any = choice, factor == .first, state.hasFirstFactor { return [nil] }
    return named.filter { rules.obstacleToEnrolling($0) == nil }
  }

  /// Drafts that differ in the methods of their last step alone as one.
  private func joined(_ drafts: [Draft]) -> [Draft] {
    var found: [Draft] = []
    for draft in drafts {
      let isFirst = draft.seconds.isEmpty
      let path = isFirst ? \Draft.firsts : \Draft.seconds
      guard let known = found.last, case .of(let methods) = draft[keyPath: path].last,
        case .of(let others) = known[keyPath: path].last,
        known[keyPath: path].dropLast() == draft[keyPath: path].dropLast(),
        isFirst ? known.seconds.isEmpty : known.firsts == draft.firsts
      else {
        found.append(draft)
        continue
      }
      var wider = known
      wider[keyPath: path][known[keyPath: path].count - 1] = .of(others.union(methods))
      found[found.count - 1] = wider
    }
    return found
  }

  /// A step as it is done by one method.
  private func pick(_ step: WayStep) -> Aftermath.Pick {
    let factor: KratosRules.Factor = step.factor == .first ? .first : .second
    return Aftermath.Pick(
      factor: step.factor,
      method: step.methods?.names.first ?? offeredMethods(factor).first { _ in true } ?? "password")
  }
}
