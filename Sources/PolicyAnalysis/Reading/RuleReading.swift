import PolicyCEL
import PolicyDiagnostics
import SessionPolicy

/// What a rule says, as terms: its standing in every session at once.
///
/// This reads the requirements that the law reads (see `RuleTable`), and states of them what the law
/// states: it is the same sentence over terms instead of over one session. That the two agree is not
/// hoped for: each session that is found is decided by the law before it is shown, and random tests
/// compare all cells of all sessions.
///
/// It is a class, for sets of thousands of them are sorted and filtered again and again, and it never changes.
final class RuleReading: Sendable {
  let rule: Rule
  /// Where it applies, the gate of its policy included.
  let condition: Truth
  /// Where each alternative is met.
  let met: [Term]
  /// For `must: reauthenticate`: where some step could meet an alternative.
  let meetable: [Term]
  /// For `must`: where it asks after each of the steps that are looked at; empty where steps make no rule
  /// ask that does not now.
  let after: [Term]
  /// For `may: extend`: where it grants, with how far from now the new expiry lies, in nanoseconds; for each
  /// lifespan that sessions may have, one for each alternative.
  let grants: [(length: Int128, term: Term)]

  /// Where the rule is in force (`must`), forbids (`never`) or grants (`may`).
  let speaks: Term
  /// Where it speaks, or asks after steps, so that a decision may hang on it.
  let matters: Term
  /// Whether it is more than can be read, so that nothing is known of it.
  let isCut: Bool

  init(
    rule: Rule, condition: Truth, met: [Term], meetable: [Term], after: [Term],
    grants: [(length: Int128, term: Term)], speaks: Term, matters: Term, isCut: Bool
  ) {
    self.rule = rule
    self.condition = condition
    self.met = met
    self.meetable = meetable
    self.after = after
    self.grants = grants
    self.speaks = speaks
    self.matters = matters
    self.isCut = isCut
  }

  /// The rule with other terms in place of its own.
  func mapped(_ other: (Term) -> Term) -> RuleReading {
    RuleReading(
      rule: rule, condition: condition, met: met, meetable: meetable.map(other),
      after: after.map(other), grants: grants.map { ($0.length, other($0.term)) },
      speaks: other(speaks), matters: other(matters), isCut: isCut)
  }

  /// What another rule says that comes to the same in every session.
  func moved(to rule: Rule) -> RuleReading {
    RuleReading(
      rule: rule, condition: condition, met: met, meetable: meetable, after: after, grants: grants,
      speaks: speaks, matters: matters, isCut: isCut)
  }
}

extension ConditionReader {
  /// Reads a rule; one that says the same as another one, in the same words, is not read again.
  ///
  /// - Parameter condition: Where it applies, if that was read before.
  mutating func read(
    _ rule: Rule, of policy: Policy, where condition: Truth? = nil
  ) -> RuleReading {
    if let condition { return readAnew(rule, of: policy, where: condition) }
    let key = RuleKey(rule, of: policy, names: vocabulary)
    if let known = rules[key] { return known.moved(to: rule) }
    let reading = readAnew(rule, of: policy, where: self.condition(of: rule, policy))
    rules[key] = reading
    return reading
  }

  private mutating func readAnew(
    _ rule: Rule, of policy: Policy, where condition: Truth
  ) -> RuleReading {
    let met = rule.alternatives.map { isMet($0) }
    let anyMet = space.table.any(met)
    let mayApply = space.table.not(condition.isFalse)
    var grants: [(length: Int128, term: Term)] = []
    var meetable: [Term] = []
    var after: [Term] = []
    let speaks: Term
    switch rule.effect.verb {
    case .never: speaks = mayApply
    case .must:
      speaks = asks(rule, where: condition, met)
      if rule.effect == .mustReauthenticate, renewals.isEmpty {
        meetable = rule.alternatives.map { canBeMet($0) }
      }
      // What asks for nothing is never met, and any step is as good for it.
      if rule.effect == .mustSignIn || rule.isDemanding {
        after = asksAfterSteps(rule, of: policy)
      } else {
        after = renewals.map { _ in .never }
      }
    case .may where rule.effect == .mayExtend:
      let own = rule.by?.value.wholeNanoseconds.map { [(length: $0, isSo: Term.always)] }
      for (length, isSo) in own ?? lifespans() {
        for (alternative, met) in zip(rule.alternatives, met) {
          let isFree = extends(rule, alternative, by: length)
          grants.append((length, space.table.all([condition.isTrue, met, isSo] + isFree)))
        }
      }
      speaks = space.table.any(grants.map(\.term))
    case .may: speaks = space.table.all([condition.isTrue, anyMet])
    }
    let matters = space.table.any([speaks] + after)
    return RuleReading(
      rule: rule, condition: condition, met: met, meetable: meetable, after: after, grants: grants,
      speaks: speaks, matters: matters, isCut: space.table.isFull || isBeyond(rule))
  }

  /// Where a rule that asks for nothing in particular asks after every login by one first factor.
  mutating func asksAgain(_ rule: Rule, of policy: Policy) -> Term {
    guard rule.effect == .mustReauthenticate, !rule.isDemanding else { return .never }
    let terms = logins.indices.map { login in
      after(renewals.count + login) { reader in
        let condition = reader.condition(of: rule, policy)
        return reader.asks(rule, where: condition, [])
      }
    }
    return space.table.all(terms)
  }

  /// Where a rule applies, the gate of its policy included.
  mutating func condition(of rule: Rule, _ policy: Policy) -> Truth {
    let gate = read(policy.when)
    let own = read(rule.condition)
    return space.table.all([gate, own])
  }

  /// Where a `must` rule asks: it may apply, and what it requires, if anything, is not met.
  mutating func asks(_ rule: Rule, where condition: Truth, _ met: [Term]) -> Term {
    let mayApply = space.table.not(condition.isFalse)
    guard rule.isDemanding else { return mayApply }
    let isUnmet = space.table.not(space.table.any(met))
    return space.table.all([mayApply, isUnmet])
  }

  // MARK: Requirements

  /// Where all of a requirement is met.
  mutating func isMet(_ requirement: Requirement) -> Term {
    space.table.all(parts(of: requirement).map(\.term))
  }

  /// The keys of a requirement, each with where it is met.
  mutating func parts(of requirement: Requirement) -> [(key: String, term: Term)] {
    var parts: [(key: String, term: Term)] = []
    if let level = requirement.aal?.value {
      parts.append(("aal", isLevel(AssuranceLevel.allCases.filter { $0 >= level })))
    }
    if let methods = requirement.methods?.value {
      parts.append(("methods", space.table.any(shown(level: nil, methods: methods).map(\.isShown))))
    }
    for limit in requirement.limits {
      guard let length = limit.length.value.wholeNanoseconds else { continue }
      parts.append(
        (limit.key.rawValue, isWithin(length - 1, limit.key, requirement)))
    }
    return parts
  }

  /// The ways of having authenticated that count, each with where it was shown.
  mutating func shown(
    level: AssuranceLevel?, methods: [String]?
  ) -> [(isShown: Term, instant: Int)] {
    let names = methods.map { Set($0.map(Text.init)) }
    return space.completions.filter { completion in
      (level.map { $0 <= .aal1 || completion.isSecondFactor && $0 == .aal2 } ?? true)
        && names.map { $0.contains(completion.method) } ?? true
    }.map { shown($0) }
  }

  /// That what a limit counts from was at most so long ago.
  mutating func isWithin(
    _ span: Int128, _ key: LimitKey, _ requirement: Requirement
  ) -> Term {
    switch requirement.origin(of: key) {
    case .attribute(let path):
      let (instant, premises) = instant(path)
      guard let age = Sum(SessionSpace.now).minus(instant)?.difference else { return .never }
      let isRecent = space.difference(age.left, age.right, atMost: span - age.constant)
      return space.table.all(premises + [isRecent])
    case .completion(let level, let methods):
      // The newest of some is recent where one of them is.
      let recent = shown(level: level, methods: methods).map { shown, instant in
        let isRecent = space.difference(SessionSpace.now, instant, atMost: span)
        return space.table.all([shown, isRecent])
      }
      return space.table.any(recent)
    }
  }

  /// Where a user could meet an alternative: some steps of Kratos would.
  ///
  /// Each rule is looked at alone, which is enough where steps make no other rule ask.
  mutating func canBeMet(_ requirement: Requirement) -> Term {
    let parts = parts(of: requirement)
    let listed = listed(for: requirement)
    var cases: [Term] = []
    let key = StepEffects.RequirementKey(requirement)
    var known = meetings[key] ?? [:]
    // What can be met with some methods can be met with more.
    for choice in 0..<1 << listed.count {
      let lacking = listed.indices.filter { choice >> $0 & 1 != 0 }.map { listed[$0] }
      let masks = known[lacking] ?? meetable(requirement, parts, lacking)
      known[lacking] = masks
      var terms = masks.contains(false) ? [] : [Term.always]
      if terms.isEmpty {
        for mask in masks.indices where masks[mask] {
          let states = parts.indices.map { index in
            mask >> index & 1 == 0 ? parts[index].term : space.table.not(parts[index].term)
          }
          terms.append(space.table.all(states))
        }
      }
      let own = listed.indices.filter { choice >> $0 & 1 == 0 }.map { isWithinReach(listed[$0]) }
      cases.append(space.table.all(own + [space.table.any(terms)]))
    }
    meetings[key] = known
    return space.table.any(cases)
  }

  /// Whether a requirement can be met, for each subset of its keys that is not.
  private func meetable(
    _ requirement: Requirement, _ parts: [(key: String, term: Term)], _ lacking: [String]
  ) -> [Bool] {
    let requirement = requirement.withOneOfAlike(lacking: lacking)
    return (0..<1 << parts.count).map { mask in
      requirement.canBeMet(
        without: Self.subset(mask, of: parts), lacking: lacking, settings: space.settings)
    }
  }

  private static func subset(_ mask: Int, of parts: [(key: String, term: Term)]) -> Set<String> {
    Set(parts.indices.filter { mask >> $0 & 1 != 0 }.map { parts[$0].key })
  }

  // MARK: Extensions

  /// What besides the requirement has to hold for an extension: the window is open, the new expiry is
  /// later than the present one, and within the caps.
  private mutating func extends(
    _ rule: Rule, _ requirement: Requirement, by length: Int128
  ) -> [Term] {
    let expiry = space.number(of: .attribute(.expiresAt, .timestamp))
    let isOpen = space.difference(expiry, SessionSpace.now, atMost: space.window - 1)
    return [isOpen] + gains(rule, requirement, by: length)
  }

  /// The same but for Kratos' own window.
  mutating func gains(_ rule: Rule, _ requirement: Requirement, by length: Int128) -> [Term] {
    let expiry = space.number(of: .attribute(.expiresAt, .timestamp))
    var terms = [space.difference(expiry, SessionSpace.now, atMost: length - 1)]
    if let within = rule.within?.value.wholeNanoseconds {
      terms.append(space.difference(expiry, SessionSpace.now, atMost: within))
    }
    for limit in requirement.caps {
      guard let cap = limit.length.value.wholeNanoseconds else { continue }
      terms.append(isWithin(cap - length, limit.key, requirement))
    }
    return terms
  }
}

/// All that a rule comes to hangs on.
struct RuleKey: Hashable {
  /// A condition, by its texts.
  private enum Words: Hashable {
    case all([Words])
    case any([Words])
    case none([Words])
    case expression(Text)

    init(_ formula: Formula) {
      switch formula {
      case .all(let parts): self = .all(parts.map(Words.init))
      case .any(let parts): self = .any(parts.map(Words.init))
      case .none(let parts): self = .none(parts.map(Words.init))
      case .expression(let checked): self = .expression(Text(checked.expression.text))
      }
    }
  }

  private let names: Int
  private let effect: Effect
  private let conditions: [Words?]
  private let requirements: [StepEffects.RequirementKey]
  private let spans: [Int128?]
  /// A hash of all of it, for its texts are long and it is looked for again and again.
  private let digest: Int

  /// - Parameter names: The number of what the names in its conditions mean.
  init(_ rule: Rule, of policy: Policy, names: Int) {
    self.names = names
    effect = rule.effect
    conditions = [policy.when, rule.condition].map { $0.map { Words($0.formula) } }
    requirements = rule.alternatives.map(StepEffects.RequirementKey.init)
    spans = [rule.by, rule.within].map { $0.flatMap(\.value.wholeNanoseconds) }
    var hasher = Hasher()
    hasher.combine(names)
    hasher.combine(effect)
    hasher.combine(conditions)
    hasher.combine(requirements)
    hasher.combine(spans)
    digest = hasher.finalize()
  }

  func hash(into hasher: inout Hasher) { hasher.combine(digest) }
}
