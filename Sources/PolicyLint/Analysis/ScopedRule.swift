import PolicyCEL
import PolicyDiagnostics
import SessionPolicy

/// A rule with everything that has to hold where it applies.
struct ScopedRule {
  let rule: Rule
  let policy: Policy
  /// The policy's condition and the rule's.
  let tree: ConditionTree
  /// What is the same for rules that apply to the same sessions.
  let key: String
  /// The actions that the condition names for the rule to apply; empty if it names none.
  let actions: Set<String>
  /// The same as ``key`` for each part that has to hold.
  private let partKeys: Set<String>
  /// The same for the parts that say nothing of the action alone.
  let keysBesidesAction: Set<String>

  init(_ rule: Rule, in policy: Policy) {
    self.rule = rule
    self.policy = policy
    tree = ConditionTree([policy.when, rule.condition])
    key = tree.key
    partKeys = Set(tree.conjuncts.map(\.key))
    actions = Self.actions(in: tree)
    keysBesidesAction = Set(
      tree.conjuncts.filter { part in
        guard case .clause(let clause) = part else { return true }
        return Atom(clause)?.path.description != "request.action"
      }.map(\.key))
  }

  private static func actions(in tree: ConditionTree) -> Set<String> {
    var actions: Set<String> = []
    for clause in tree.clauses {
      guard let atom = Atom(clause), atom.path.description == "request.action",
        case .texts(let texts, false) = atom.constraint
      else { continue }
      actions.formUnion(texts)
    }
    return actions
  }

  /// Where the effect stands: `may: extend`.
  var effectLocation: SourceLocation { rule.effectLocation }

  /// Whether the rule applies only where another does.
  ///
  /// Names mean the same only within one policy, so a rule of another one has to apply everywhere.
  func isWithin(_ other: ScopedRule) -> Bool {
    if other.partKeys.isEmpty { return true }
    guard policy.name.value == other.policy.name.value else { return false }
    return other.partKeys.isSubset(of: partKeys) || tree.isWithin(other.tree, knowing: partKeys)
  }

  /// What bounds the time in which the rule can extend a session; `nil` if it can for ever.
  func cap(among rules: [ScopedRule]) -> TimeBound? {
    if rule.isCapped || tree.implies({ $0.boundsExtending == .constant }) {
      return .constant
    }
    let others = rules.compactMap { other -> TimeBound? in
      switch other.rule.effect {
      case .mustSignIn, .mustReauthenticate:
        if other.rule.isCapped { return isWithin(other) ? .constant : nil }
        return !other.rule.isDemanding ? other.end(of: self) : nil
      case .neverExtend: return other.end(of: self)
      default: return nil
      }
    }
    if others.contains(.constant) { return .constant }
    return !others.isEmpty || tree.implies { $0.boundsExtending != nil } ? .data : nil
  }

  /// From when on it applies to every session of another rule, if it does from some time on.
  private func end(of other: ScopedRule) -> TimeBound? {
    var bound: TimeBound?
    let rest = tree.conjuncts.filter { part in
      guard case .clause(let clause) = part, let begins = clause.beginsForGood else { return true }
      if bound != .data { bound = begins }
      return false
    }
    guard let bound else { return nil }
    if rest.isEmpty { return bound }
    return policy.name.value == other.policy.name.value
      && other.tree.isWithin(.all(rest), knowing: other.partKeys) ? bound : nil
  }

  private static let ages = ["session.age", "session.authentication_age"]

  /// Whether a clause holds only up to some age.
  static func boundsAge(_ clause: Clause) -> Bool {
    guard let atom = Atom(clause), ages.contains(atom.path.description),
      case .between(let comparison, _) = atom.constraint
    else { return false }
    return [.less, .atMost, .equal].contains(comparison)
  }
}

extension LintSubject {
  /// The rules of all policies that can be compared, with where they apply.
  var scopedRules: [ScopedRule] { documents.flatMap(\.comparableRules) }
}
