import PolicyCEL
import PolicyDiagnostics
import SessionPolicy

/// How strict the demands of rules are, read once, for many are held against many.
///
/// Cost: O(*n*) to make; to hold two rules against each other a few comparisons of numbers for each pair of their
/// alternatives, and a look at each method where both name some.
struct DemandOrder {
  /// What counts of one alternative.
  private struct Alternative {
    let level: AssuranceLevel
    /// `nil` for any.
    let age: Duration?
    /// The place among ``methods``; `nil` for any.
    let methods: Int?
    let limits: Set<LimitKey>
    /// Of those the ones without which a demand does not ask for the same, however long they are.
    let essential: Set<LimitKey>
  }

  private var alternatives: [Alternative] = []
  private var methods: [Set<Text>] = []
  /// Where the alternatives of each rule stand; of one that asks for none that is nothing.
  private var places: [Range<Int>] = []

  init(_ rules: some Sequence<Rule>) {
    for rule in rules {
      let start = alternatives.count
      for requirement in rule.alternatives {
        let named = requirement.methods.map { _ in methods.count }
        let level = max(requirement.aal?.value ?? .aal1, .aal1)
        let limits = Set(requirement.limits.map(\.key))
        var essential = limits
        // Who has to show something shows it, and be it an old proof.
        if rule.effect == .mustReauthenticate, level > .aal1 || named != nil {
          essential.remove(.maxAge)
        }
        if let own = requirement.methods?.value { methods.append(Set(own.map(Text.init))) }
        alternatives.append(
          Alternative(
            // A level of `aal1` and none are the same demand.
            level: level, age: requirement[.maxAge]?.value, methods: named, limits: limits,
            essential: essential))
      }
      places.append(start..<alternatives.count)
    }
  }

  /// Whether each alternative of a rule is as strict as one of another rule, which it so covers whenever both are
  /// in force; both by their place.
  ///
  /// - Parameter ignoresAge: Whether it is left aside how old a proof may be, and how long other limits are; that
  ///   there are the same limits is not.
  func isAsStrict(_ rule: Int, as other: Int, ignoringAge ignoresAge: Bool = false) -> Bool {
    places[rule].allSatisfy { own in
      places[other].contains { isAsStrict(alternatives[own], as: alternatives[$0], ignoresAge) }
    }
  }

  /// Whether meeting one alternative is meeting another one too: the level at least, the age at most, the methods
  /// among its. A step is activity, so that every one of them meets `max_idle`.
  private func isAsStrict(
    _ one: Alternative, as other: Alternative, _ ignoresAge: Bool
  ) -> Bool {
    guard one.level >= other.level else { return false }
    if ignoresAge {
      guard other.essential.isSubset(of: one.limits) else { return false }
    } else if let longest = other.age {
      guard let age = one.age, age <= longest else { return false }
    }
    guard let wanted = other.methods else { return true }
    return one.methods.map { methods[$0].isSubset(of: methods[wanted]) } ?? false
  }
}

extension TermTable {
  /// Where the demand of one set of rules is not at least as strict as that of another.
  ///
  /// A way takes one alternative of each rule in force. One demand is as strict as another if each of its
  /// ways has, for every requirement of some way of the other, one that is as strict. The other's
  /// alternatives are chosen for each of its rules alone, so it is not if and only if there are a way of
  /// the one and a rule of the other, in force, of which that way has no alternative covered; and since
  /// rules choose independently, such a way exists where no rule in force is bound to cover one.
  mutating func isLaxer(_ rules: [RuleReading], than others: [RuleReading]) -> Term {
    let demanding = rules.filter { $0.rule.effect == .mustReauthenticate }
    let byName = Dictionary(
      demanding.map { (Text($0.rule.qualifiedID), $0) }, uniquingKeysWith: { first, _ in first })
    noteLooks(rules.count + others.count)
    var cases: [Term] = []
    // What is asked most often is answered by the rules of the same names.
    var known: DemandOrder?
    let asked = others.filter { $0.rule.effect == .mustReauthenticate }
    for (place, other) in asked.enumerated() {
      // Most rules of the one are rules of the other.
      if let same = byName[Text(other.rule.qualifiedID)], same.speaks == other.speaks,
        same.rule.isAsStrict(as: other.rule)
      {
        continue
      }
      let alternatives = other.rule.alternatives
      guard !alternatives.contains(where: { $0.asksForNothing }) else { continue }
      noteLooks(4 * demanding.count)
      let order = known ?? DemandOrder((demanding + asked).map(\.rule))
      known = order
      let bound = demanding.indices.filter { order.isAsStrict($0, as: demanding.count + place) }
      cases.append(all([other.speaks] + bound.map { not(demanding[$0].speaks) }))
    }
    return any(cases)
  }
}

extension Requirement {
  /// Whether every session that re-authenticates meets it.
  fileprivate var asksForNothing: Bool {
    self[.maxAge] == nil && methods == nil && (aal?.value ?? .aal1) <= .aal1
  }
}

extension Rule {
  /// Whether each of its alternatives is as strict as one of another rule, which it so covers whenever both
  /// are in force.
  func isAsStrict(as other: Rule) -> Bool {
    effect == .mustReauthenticate && DemandOrder([self, other]).isAsStrict(0, as: 1)
  }
}
