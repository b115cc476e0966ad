import PolicyCEL
package import SessionPolicy

/// Something about a rule that is so in every session.
package struct RuleRemark: Sendable {
  package enum Kind: Sendable {
    /// It says nothing in any session, though its condition can be true.
    case silent
    /// Where it says something, others of its effect say at least as much.
    case redundant
    /// It is a permission, and wherever it grants, others take that back.
    case takenBack
    /// It asks for a proof, and wherever it does, others ask for a fresher one or for more, or end the session.
    case unfelt
  }

  package let kind: Kind
  package let rule: Rule
  /// The rules by which it is so; none is needless.
  package let others: [Rule]
  /// Whether there is one of them, and it applies where this rule does and nowhere else.
  package let isSame: Bool
}

/// Looks at what rules say beside each other.
///
/// A rule is held against those of its own effect, never against whole decisions: a permission that another
/// rule takes back today is no needless one, and would be missed once that rule is gone. Of rules that say
/// the same the first one stays; what is told of the others may be done to all of them together.
///
/// Only rules that can speak of the same sessions as far as that is plain are held against each other
/// (``RuleSlices``), so that the work grows with what rules have in common and not with their pairs.
struct RelationSurvey {
  private let rules: [RuleReading]
  private let sayings: Sayings
  private var slices: RuleSlices
  private(set) var remarks: [RuleRemark] = []
  /// The numbers of the rules that can take back a permission to extend, by its number.
  private(set) var takers: [Int: [Int]] = [:]
  /// The numbers of the other demands of the same sessions, by the number of a demand to re-authenticate.
  private(set) var musts: [Int: [Int]] = [:]
  /// The demands to re-authenticate which nobody is permitted to meet.
  private(set) var deadEnds: [Rule] = []
  /// The rules of which something was not found out.
  private(set) var undecided: [Rule] = []
  /// How many rules may still be looked at for others, beside ``fewest`` for each.
  private var pairs: Int

  /// How many rules are looked at for each, if so many are wanted: few rules are all held against each other,
  /// and the work for many grows with their number and not with its square.
  private static let (ordinary, most, fewest) = (512, 1_000_000, 64)
  /// The part of what is left that one rule may take.
  private static let share = 16

  /// Looks at rules, in their order.
  ///
  /// - Parameter known: Whether it is told of a rule already that its condition is never true.
  init(_ rules: [RuleReading], _ inquiry: inout Inquiry) {
    self.rules = rules
    sayings = Sayings(rules: rules, order: DemandOrder(rules.lazy.map(\.rule)))
    slices = RuleSlices(rules, inquiry.analysis.space, inquiry.analysis.solver.table)
    pairs = min(rules.count * Self.ordinary, Self.most)
    var isIdle = [Bool](repeating: false, count: rules.count)
    for index in rules.indices.reversed() {
      inquiry.begin()
      if let remark = remark(on: index, isIdle, &inquiry) {
        isIdle[index] = true
        remarks.append(remark)
      } else if inquiry.isNone([rules[index].condition.isTrue]) {
        // That is told where its condition is.
        isIdle[index] = rules[index].rule.effect.verb == .may
      }
      if inquiry.hasGivenUp { undecided.append(rules[index].rule) }
    }
    remarks.reverse()
    undecided.reverse()
  }

  private mutating func remark(
    on index: Int, _ isIdle: [Bool], _ inquiry: inout Inquiry
  ) -> RuleRemark? {
    let (rules, sayings) = (rules, sayings)
    let reading = rules[index]
    let place = inquiry.make { reading.place(in: &$0) }
    if inquiry.isNone([place]) {
      guard !inquiry.isNone([reading.condition.isTrue]) else { return nil }
      return RuleRemark(kind: .silent, rule: reading.rule, others: [], isSame: false)
    }
    let others = others(than: index, where: reading.condition.isTrue, &inquiry)
    let takers = others.filter { rules[$0].takesBack(reading.rule.effect) }
    if reading.rule.effect == .mayExtend { self.takers[index] = takers }
    if reading.rule.effect == .mustReauthenticate {
      musts[index] = others.filter { rules[$0].rule.effect.verb == .must }
      noteDeadEnd(index, others, &inquiry)
    }
    let spoken = takers.isEmpty || inquiry.isNone([reading.speaks]) ? place : reading.speaks
    if let core = covering(spoken, takers.map { ($0, rules[$0].speaks) }, &inquiry) {
      return remark(.takenBack, on: reading, core)
    }
    func isPeer(_ other: Int) -> Bool { !isIdle[other] && sayings.tellsAsMuch(other, as: index) }
    // Where the condition is true few others can speak; where it has no answer, as many as have none either.
    if let core = said(index, others, isPeer, &inquiry) {
      return remark(.redundant, on: reading, core)
    }
    guard reading.rule.effect == .mustReauthenticate else { return nil }
    func isMore(_ other: Int) -> Bool {
      rules[other].rule.effect == .mustSignIn
        || reading.rule.isDemanding && sayings.asksForMore(other, than: index)
    }
    return said(index, others, isMore, &inquiry).map { remark(.unfelt, on: reading, $0) }
  }

  /// Few of some rules that say as much as a rule, wherever it speaks.
  ///
  /// - Parameter others: The other rules that can speak where its condition is true.
  private mutating func said(
    _ index: Int, _ others: [Int], _ isPeer: (Int) -> Bool, _ inquiry: inout Inquiry
  ) -> [Int]? {
    let reading = rules[index]
    let peers = others.filter(isPeer)
    guard let core = saying(reading, peers, within: reading.condition.isTrue, &inquiry) else {
      return nil
    }
    if let core = saying(reading, core, within: .always, &inquiry) { return core }
    let all = self.others(than: index, where: reading.matters, &inquiry).filter(isPeer)
    return saying(reading, all, within: .always, &inquiry)
  }

  /// Notes a demand if wherever it asks no rule permits to refresh.
  private mutating func noteDeadEnd(_ index: Int, _ others: [Int], _ inquiry: inout Inquiry) {
    let reading = rules[index]
    guard inquiry.isFound([reading.speaks]) else { return }
    func isPermitted(_ others: [Int], _ place: [Term]) -> Bool {
      let permits = others.filter { rules[$0].rule.effect == .mayRefresh }.map { rules[$0].speaks }
      let refusals = others.filter { rules[$0].rule.effect == .neverRefresh }
      let silences = refusals.map { inquiry.not(rules[$0].speaks) }
      let permitted = inquiry.make { $0.any(permits) }
      return inquiry.isFound([reading.speaks, permitted] + place + silences)
    }
    guard !isPermitted(others, [reading.condition.isTrue]),
      !isPermitted(self.others(than: index, where: reading.speaks, &inquiry), []),
      !inquiry.hasGivenUp
    else { return }
    deadEnds.append(reading.rule)
  }

  /// The other rules that can speak where a term is true and demand what a rule demands, however old a proof
  /// they take.
  mutating func demands(
    like index: Int, where term: Term, _ inquiry: inout Inquiry
  ) -> [Int] {
    let sayings = sayings
    return others(than: index, where: term, &inquiry).filter {
      sayings.asksTheSame($0, as: index)
    }
  }

  /// The other permissions of the same that can speak where a term is true.
  mutating func permissions(
    like index: Int, where term: Term, _ inquiry: inout Inquiry
  ) -> [Int] {
    let rules = rules
    return others(than: index, where: term, &inquiry).filter {
      rules[$0].rule.effect == rules[index].rule.effect
    }
  }

  /// The other rules that can speak where a term is true; those of the same file first, to be named first.
  private mutating func others(
    than index: Int, where term: Term, _ inquiry: inout Inquiry
  ) -> [Int] {
    let allowed = pairs / Self.share + Self.fewest
    var left = allowed
    let others = slices.others(
      than: index, where: term, in: inquiry.analysis.solver.table, atMost: &left)
    pairs -= min(pairs, allowed - left)
    guard let others else {
      inquiry.giveUp()
      return []
    }
    let file = rules[index].rule.id.location.file
    return others.filter { rules[$0].rule.id.location.file === file }
      + others.filter { rules[$0].rule.id.location.file !== file }
  }

  private func remark(
    _ kind: RuleRemark.Kind, on reading: RuleReading, _ core: [Int]
  ) -> RuleRemark {
    let others = core.sorted().map { rules[$0] }
    let isSame = others.count == 1 && others.first?.condition == reading.condition
    return RuleRemark(
      kind: kind, rule: reading.rule, others: others.map(\.rule), isSame: isSame)
  }

  /// Few of some rules of which one speaks wherever a term is true; `nil` if they do not, together.
  private func covering(
    _ term: Term, _ rules: [(Int, Term)], _ inquiry: inout Inquiry
  ) -> [Int]? {
    let silences = rules.map { ($0.0, inquiry.not($0.1)) }
    guard !rules.isEmpty, inquiry.isNone([term] + silences.map(\.1)) else { return nil }
    return inquiry.core(of: silences, where: [term])
  }

  /// Few of some rules of its effect that say at least as much as a rule within some place; `nil` if they do
  /// not, together.
  private func saying(
    _ reading: RuleReading, _ peers: [Int], within place: Term, _ inquiry: inout Inquiry
  ) -> [Int]? {
    var found: Set<Int> = []
    func isSaid(_ term: Term, by others: [(Int, Term)], _ inquiry: inout Inquiry) -> Bool {
      let inside = inquiry.make { $0.all([place, term]) }
      guard inside != .never else { return true }
      guard let core = covering(inside, others, &inquiry) else { return false }
      found.formUnion(core)
      return true
    }
    if reading.rule.effect == .mayExtend {
      for (length, term) in reading.grants {
        let granting = peers.map { peer in
          let longer = rules[peer].grants.filter { $0.length >= length }.map(\.term)
          return (peer, inquiry.make { $0.any(longer) })
        }
        guard isSaid(term, by: granting, &inquiry) else { return nil }
      }
    } else {
      guard isSaid(reading.speaks, by: peers.map { ($0, rules[$0].speaks) }, &inquiry) else {
        return nil
      }
      // What it asks after steps counts too, for it says which ways there are.
      for (step, term) in reading.after.enumerated() {
        let asking = peers.map { ($0, rules[$0].after[step]) }
        guard isSaid(term, by: asking, &inquiry) else { return nil }
      }
    }
    return found.isEmpty ? nil : Array(found)
  }
}

/// What rules say beside each other, by their numbers.
private struct Sayings {
  let rules: [RuleReading]
  let order: DemandOrder

  /// Whether a rule asks for more than another wherever both speak, so that the time which that one names is
  /// never the one that counts.
  func asksForMore(_ number: Int, than other: Int) -> Bool {
    rules[number].rule.effect == .mustReauthenticate && order.isAsStrict(number, as: other)
      && !order.isAsStrict(other, as: number)
      && rules[other].rule.alternatives.allSatisfy { $0.maxAge != nil }
  }

  /// Whether a rule demands what another one does wherever both speak, with whatever patience.
  func asksTheSame(_ number: Int, as other: Int) -> Bool {
    let (rule, wanted) = (rules[number].rule, rules[other].rule)
    guard rule.effect == wanted.effect else { return false }
    // What requires nothing asks everybody, at every time.
    guard wanted.isDemanding else { return !rule.isDemanding }
    guard rule.isDemanding else {
      return rule.effect == .mustSignIn
        || wanted.alternatives.contains { ($0.aal?.value ?? .aal1) <= .aal1 && $0.methods == nil }
    }
    return order.isAsStrict(number, as: other, ignoringAge: true)
  }

  /// Whether a rule says all that another does where both speak, what it tells people included.
  func tellsAsMuch(_ number: Int, as other: Int) -> Bool {
    let (rule, told) = (rules[number].rule, rules[other].rule)
    guard rule.effect == told.effect,
      told.because == nil || rule.because?.value == told.because?.value
    else { return false }
    return rule.effect != .mustReauthenticate
      || order.isAsStrict(number, as: other) && (told.isDemanding || !rule.isDemanding)
  }
}

extension RuleReading {
  /// Where it speaks, or would if Kratos let it: how long an extension is and when it may be asked for is
  /// for its settings to say.
  fileprivate func place(in table: inout TermTable) -> Term {
    guard rule.effect == .mayExtend else { return matters }
    let anyMet = table.any(met)
    return table.all([condition.isTrue, anyMet])
  }

  /// Whether it takes back what permits something, wherever it speaks.
  fileprivate func takesBack(_ effect: Effect) -> Bool {
    switch (rule.effect, effect) {
    case (.neverExtend, .mayExtend), (.neverRefresh, .mayRefresh), (.mustSignIn, .mayExtend),
      (.mustSignIn, .mayRefresh), (.mustReauthenticate, .mayExtend):
      true
    default: false
    }
  }
}
