import PolicyDiagnostics
import SessionPolicy

/// A rule with everything that has to hold where it applies.
struct ScopedRule {
  let rule: Rule
  let policy: Policy
  /// The policy's condition and the rule's.
  let tree: ConditionTree

  /// Reads the rules of a policy, with its own condition before that of each.
  ///
  /// - Parameter room: How many clauses are repeated in several rules; it is negative where there was more.
  static func all(in policy: Policy, room: inout Int) -> [ScopedRule] {
    var gate = ConditionTree(policy.when, room: &room)
    let repeated = gate.clauses.count.multipliedReportingOverflow(
      by: max(0, policy.rules.count - 1))
    if repeated.overflow || repeated.partialValue > room, let when = policy.when,
      let clause = Clause(closed: when)
    {
      gate = .clause(clause)
      room = -1
    } else {
      room -= repeated.partialValue
    }
    return policy.rules.map { ScopedRule($0, in: policy, behind: gate, room: &room) }
  }

  private init(_ rule: Rule, in policy: Policy, behind gate: ConditionTree, room: inout Int) {
    self.rule = rule
    self.policy = policy
    tree = gate.and(ConditionTree(rule.condition, room: &room))
  }
}
