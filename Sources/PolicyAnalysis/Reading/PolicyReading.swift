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
      definitions = [:]
      for rule in policy.rules.sorted(by: { Text($0.id.value) < Text($1.id.value) }) {
        rules.append(read(rule, of: policy))
      }
    }
    definitions = [:]
    return join(rules, of: policies)
  }

  /// Where each rule that asks for re-authentication could be met by some step.
  private mutating func canBeMet(_ rules: [RuleReading]) -> Term {
    let cases = rules.filter { $0.rule.effect == .mustReauthenticate }.map { rule in
      let canBeMet = space.table.any(rule.meetable)
      return space.table.implies(rule.speaks, canBeMet)
    }
    return space.table.all(cases)
  }

  /// Joins rules, as `Joint` does: the strictest outcome, `never` before `may`.
  mutating func join(_ rules: [RuleReading], of policies: PolicySet) -> PolicyReading {
    func spoken(_ effect: Effect) -> [Term] {
      rules.filter { $0.rule.effect == effect }.map(\.speaks)
    }
    var table: TermTable {
      get { space.table }
      set { space.table = newValue }
    }
    let isOver = table.any(spoken(.mustSignIn))
    let isDue = table.any(spoken(.mustReauthenticate))
    let asking = rules.filter { !$0.after.isEmpty }.map(\.after)
    let settled = renewals.indices.map { step in
      table.all(asking.map { space.table.not($0[step]) })
    }
    let hasWay = renewals.isEmpty ? canBeMet(rules) : table.any(settled)
    let isForbidden = table.any(spoken(.neverRefresh))
    let isPermitted = table.all([table.any(spoken(.mayRefresh)), table.not(isForbidden)])
    let isDeadEnd = table.not(table.all([hasWay, isPermitted]))
    let signsIn = table.any([isOver, table.all([isDue, isDeadEnd])])
    let reauthenticates = table.all([isDue, table.not(signsIn)])
    let isQuiet = table.all([table.not(isOver), table.not(isDue)])
    let isStuck = table.any(spoken(.neverExtend))
    let state = Variable.value(.identityState, .string)
    let isIdentityKnown = space.term(state, isIn: [.text(Text("active"))])
    let mayExtend = table.all([isQuiet, table.not(isStuck), isIdentityKnown])
    let grants = rules.flatMap(\.grants)
    let extends = Set(grants.map(\.length)).sorted().map { length in
      let granted = space.table.any(grants.filter { $0.length >= length }.map(\.term))
      return (length, space.table.all([mayExtend, granted]))
    }
    return PolicyReading(
      policies: policies, rules: rules, signsIn: signsIn, reauthenticates: reauthenticates,
      proceeds: isQuiet, refreshes: table.all([isPermitted, table.not(signsIn)]),
      extends: extends)
  }
}
