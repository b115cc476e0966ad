import PolicyCEL
import PolicyDiagnostics
import SessionPolicy

extension Requirement {
  /// Whether meeting this is meeting another one too: the level at least, the age at most, the methods
  /// among its.
  func isAsStrict(as other: Requirement) -> Bool {
    // A level of `aal1` and none are the same demand.
    func level(_ requirement: Requirement) -> AssuranceLevel {
      max(requirement.aal?.value ?? .aal1, .aal1)
    }
    guard level(self) >= level(other) else { return false }
    if let wanted = other.methods?.value {
      guard let own = methods?.value else { return false }
      let names = Set(wanted.map(Text.init))
      guard own.allSatisfy({ names.contains(Text($0)) }) else { return false }
    }
    // A step is activity, so that every one of them meets `max_idle`.
    guard let longest = other[.maxAge]?.value else { return true }
    return self[.maxAge].map { $0.value <= longest } ?? false
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
    for other in others where other.rule.effect == .mustReauthenticate {
      // Most rules of the one are rules of the other.
      if let same = byName[Text(other.rule.qualifiedID)], same.speaks == other.speaks,
        same.rule.isAsStrict(as: other.rule)
      {
        continue
      }
      let alternatives = other.rule.alternatives
      guard !alternatives.contains(where: { $0.asksForNothing }) else { continue }
      noteLooks(4 * demanding.count)
      let bound = demanding.filter { $0.rule.isAsStrict(as: other.rule) }
      cases.append(all([other.speaks] + bound.map { not($0.speaks) }))
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
    effect == .mustReauthenticate
      && alternatives.allSatisfy { own in other.alternatives.contains { own.isAsStrict(as: $0) } }
  }
}
