import PolicyCEL
import PolicyDiagnostics
import SessionPolicy

/// What policies say together, as terms: the joint of all standings in every session at once.
struct PolicyReading {
  let policies: PolicySet
  let rules: [RuleReading]
  /// Where signing in is due.
  let signsIn: Term
  /// Where re-authentication is due, and nothing stricter.
  let reauthenticates: Term
  let proceeds: Term
  /// Where refreshing is allowed.
  let refreshes: Term
  /// Where an extension is allowed to an expiry at least so far from now, the shortest first.
  let extends: [(length: Int128, term: Term)]
  /// Where re-authentication is due and allowed, and no way leads on of those that are looked at, if longer ones
  /// may.
  let wayless: Term

  /// Where any extension is allowed.
  var extendsAtAll: Term { extends.first?.term ?? .never }
}

extension ConditionReader {
  /// Reads policies.
  ///
  /// They are read in the order of their names, so that neither the order of files nor that of rules
  /// changes what is found first.
  mutating func read(_ policies: PolicySet) -> PolicyReading {
    var rules: [RuleReading] = []
    for policy in policies.policies.sorted(by: { Text($0.name.value) < Text($1.name.value) }) {
      beginVocabulary(of: policy)
      let names = policy.rules.map { Text($0.id.value) }
      for index in names.indices.sorted(by: { names[$0] < names[$1] }) {
        rules.append(read(policy.rules[index], of: policy))
      }
    }
    return join(rules, of: policies)
  }

  /// Joins rules that were read.
  mutating func join(_ rules: [RuleReading], of policies: PolicySet) -> PolicyReading {
    let isKnown = isIdentityKnown()
    let steps = stepsWithinReach()
    return space.table.join(
      rules, of: policies, steps: steps, hasLongerWays: longestWay != nil, isIdentityKnown: isKnown)
  }

  /// Where a user can do each of the steps after which rules were read once more.
  mutating func stepsWithinReach() -> [Term] { renewals.map { isWithinReach($0) } }

  /// Where the state of the identity is known, so that an extension may be granted.
  mutating func isIdentityKnown() -> Term {
    space.term(.value(.identityState, .string), isIn: [.text(Text("active"))])
  }
}

extension TermTable {
  /// Joins rules, as `Joint` does: the strictest outcome, `never` before `may`.
  ///
  /// - Parameters:
  ///   - steps: Where a user can do each of the steps after which rules were read once more.
  ///   - hasLongerWays: Whether rules may take more steps together than are looked at.
  ///   - isIdentityKnown: Where the state of the identity is known.
  mutating func join(
    _ rules: [RuleReading], of policies: PolicySet, steps: [Term], hasLongerWays: Bool,
    isIdentityKnown: Term
  ) -> PolicyReading {
    func spoken(_ effect: Effect) -> [Term] {
      rules.filter { $0.rule.effect == effect }.map(\.speaks)
    }
    let isOver = any(spoken(.mustSignIn))
    let isDue = any(spoken(.mustReauthenticate))
    let hasWay = steps.isEmpty ? canBeMet(rules) : hasWay(rules, steps)
    let isForbidden = any(spoken(.neverRefresh))
    let isPermitted = all([any(spoken(.mayRefresh)), not(isForbidden)])
    let isDeadEnd = not(all([hasWay, isPermitted]))
    let signsIn = any([isOver, all([isDue, isDeadEnd])])
    let reauthenticates = all([isDue, not(signsIn)])
    let isQuiet = all([not(isOver), not(isDue)])
    let isStuck = any(spoken(.neverExtend))
    let mayExtend = all([isQuiet, not(isStuck), isIdentityKnown])
    let grants = rules.flatMap(\.grants)
    let extends = Set(grants.map(\.length)).sorted().map { length in
      let granted = any(grants.filter { $0.length >= length }.map(\.term))
      return (length, all([mayExtend, granted]))
    }
    return PolicyReading(
      policies: policies, rules: rules, signsIn: signsIn, reauthenticates: reauthenticates,
      proceeds: isQuiet, refreshes: all([isPermitted, not(signsIn)]), extends: extends,
      wayless: hasLongerWays ? all([isDue, not(isOver), isPermitted, not(hasWay)]) : .never)
  }

  /// Where each rule that asks for re-authentication could be met by some step.
  private mutating func canBeMet(_ rules: [RuleReading]) -> Term {
    var cases: [Term] = []
    for rule in rules where rule.rule.effect == .mustReauthenticate {
      cases.append(implies(rule.speaks, any(rule.meetable)))
    }
    return all(cases)
  }

  /// Where no rule asks after some steps.
  private mutating func hasWay(_ rules: [RuleReading], _ steps: [Term]) -> Term {
    let asking = rules.map(\.after).filter { !$0.isEmpty }
    var settled: Set<Term> = []
    for (step, isPossible) in steps.enumerated() {
      let asks = any(asking.map { $0[step] })
      settled.insert(all([isPossible, not(asks)]))
    }
    return any(settled)
  }
}
