import PolicyCEL
import PolicyDiagnostics
import SessionPolicy

/// A rule as OLD and as NEW has it.
struct RulePair {
  let id: String
  /// `nil` if OLD has no such rule.
  let old: RuleReading?
  /// `nil` if NEW has no such rule.
  let new: RuleReading?
  let kind: PolicyDifference.RuleChange.Kind

  private init(_ id: String, _ old: RuleReading?, _ new: RuleReading?) {
    self.id = id
    self.old = old
    self.new = new
    switch (old, new) {
    case (let old?, let new?): kind = old.saysTheSame(as: new) ? .same : .changed
    case (nil, _): kind = .added
    case (_, nil): kind = .removed
    }
  }

  /// A rule as it is and as it is elsewhere; `nil` if it says the same in both.
  init?(of rule: RuleReading, _ other: RuleReading) {
    guard !rule.saysTheSame(as: other) else { return nil }
    self.init(rule.rule.qualifiedID, rule, other)
  }

  /// The rules of two sets of policies, by their names.
  ///
  /// A rule that only one of them has is paired with the one of the other that has the same name within its
  /// own policy, where there is one alone: a tenant's policy has another name than the company's.
  static func pairs(of old: PolicyReading, _ new: PolicyReading) -> [RulePair] {
    func byName(_ reading: PolicyReading) -> [Text: RuleReading] {
      Dictionary(
        reading.rules.map { (Text($0.rule.qualifiedID), $0) },
        uniquingKeysWith: { first, _ in first })
    }
    let (before, after) = (byName(old), byName(new))
    func alone(_ these: [Text: RuleReading], _ others: [Text: RuleReading]) -> [Text: RuleReading] {
      let rest = these.filter { others[$0.key] == nil }.values
      return Dictionary(grouping: rest) { Text($0.rule.id.value) }
        .compactMapValues { $0.count == 1 ? $0.first : nil }
    }
    let (removed, added) = (alone(before, after), alone(after, before))
    var pairs: [Text: RulePair] = [:]
    for name in Set(before.keys).union(after.keys) {
      let present = before[name] ?? after[name]
      let own = present.map { Text($0.rule.id.value) }
      let (past, next) = (
        before[name] ?? own.flatMap { removed[$0] }, after[name] ?? own.flatMap { added[$0] }
      )
      let id = next?.rule.qualifiedID ?? name.string
      pairs[Text(id)] = RulePair(id, past, next)
    }
    return pairs.keys.sorted().compactMap { pairs[$0] }
  }

  /// Where the two say anything that is not the same, so that decisions can differ for this rule's sake.
  ///
  /// A decision is made of what each rule says. Two sets can differ only where one of their rules does.
  func differs(in table: inout TermTable) -> Term {
    // What asks after steps makes a difference before them, for there may be no way.
    let count = max(old?.after.count ?? 0, new?.after.count ?? 0)
    let after = (0..<count).map { step in
      func asks(_ rule: RuleReading?) -> Term {
        rule.flatMap { $0.after.indices.contains(step) ? $0.after[step] : nil } ?? .never
      }
      return table.differ(asks(old), asks(new))
    }
    guard let old, let new, old.rule.effect == new.rule.effect else {
      return table.any([old, new].compactMap { $0?.speaks } + after)
    }
    var cases = [table.differ(old.speaks, new.speaks)] + after
    for length in Set((old.grants + new.grants).map(\.length)) {
      cases.append(table.differ(old.reaches(length, in: &table), new.reaches(length, in: &table)))
    }
    if old.met != new.met || old.meetable != new.meetable {
      cases.append(table.all([old.speaks, new.speaks]))
    }
    return table.any(cases)
  }

  /// Where this rule alone says more in NEW than in OLD, or less, of a part of the decision.
  ///
  /// What other rules say is left aside, so this is not where the decisions differ; but where they do,
  /// nearly always some rule does, and that says it in the words of its own condition.
  func difference(
    _ part: DecisionPart, _ direction: Direction, in table: inout TermTable
  ) -> Term {
    let (lax, strict) = direction == .stricter ? (old, new) : (new, old)
    func speaks(_ rule: RuleReading?, _ effect: Effect) -> Term {
      rule.flatMap { $0.rule.effect == effect ? $0.speaks : nil } ?? .never
    }
    func only(_ one: Term, _ other: Term) -> Term { table.all([one, table.not(other)]) }
    switch part {
    case .outcome:
      let isOver = only(speaks(strict, .mustSignIn), speaks(lax, .mustSignIn))
      let isDue = only(speaks(strict, .mustReauthenticate), speaks(lax, .mustReauthenticate))
      return table.any([isOver, only(isDue, speaks(lax, .mustSignIn))])
    case .extend:
      func reaches(_ rule: RuleReading?, _ length: Int128) -> Term {
        rule?.reaches(length, in: &table) ?? .never
      }
      let lengths = Set(((old?.grants ?? []) + (new?.grants ?? [])).map(\.length)).sorted()
      let granted = lengths.map { only(reaches(lax, $0), reaches(strict, $0)) }
      return table.any(
        granted + [only(speaks(strict, .neverExtend), speaks(lax, .neverExtend))])
    case .refresh:
      return table.any([
        only(speaks(lax, .mayRefresh), speaks(strict, .mayRefresh)),
        only(speaks(strict, .neverRefresh), speaks(lax, .neverRefresh)),
      ])
    case .demand:
      // Where a rule asks for more whenever it asks, it is enough to say where it applies.
      guard let strict, strict.rule.effect == .mustReauthenticate else { return .never }
      let isCovered = lax?.rule.isAsStrict(as: strict.rule) ?? false
      return isCovered
        ? only(strict.speaks, speaks(lax, .mustReauthenticate))
        : table.not(strict.condition.isFalse)
    }
  }
}

extension RuleReading {
  /// Where it grants an expiry at least so far from now.
  fileprivate func reaches(_ length: Int128, in table: inout TermTable) -> Term {
    table.any(grants.filter { $0.length >= length }.map(\.term))
  }

  /// Whether another rule says the same in every session.
  fileprivate func saysTheSame(as other: RuleReading) -> Bool {
    rule.effect == other.rule.effect && condition == other.condition && speaks == other.speaks
      && met == other.met && after == other.after
      && grants.map(\.length) == other.grants.map(\.length)
      && grants.map(\.term) == other.grants.map(\.term)
  }
}
