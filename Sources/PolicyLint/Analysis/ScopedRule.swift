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

  /// Whether the session can be extended by the rule only up to some age.
  func isCapped(among rules: [ScopedRule]) -> Bool {
    if !rule.requirement.caps.isEmpty { return true }
    if tree.implies(Self.boundsAge) { return true }
    return rules.contains { other in
      switch other.rule.effect {
      case .mustSignIn, .mustReauthenticate:
        let requirement = other.rule.requirement
        if !requirement.caps.isEmpty { return isWithin(other) }
        return requirement.isEmpty && other.endsByAge(of: self)
      case .neverExtend: return other.endsByAge(of: self)
      default: return false
      }
    }
  }

  /// Whether it applies to every session of another rule from some age on.
  private func endsByAge(of other: ScopedRule) -> Bool {
    let rest = tree.conjuncts.filter { part in
      guard case .clause(let clause) = part else { return true }
      return !Self.endsAge(clause)
    }
    guard rest.count < tree.conjuncts.count else { return false }
    if rest.isEmpty { return true }
    return policy.name.value == other.policy.name.value
      && other.tree.isWithin(.all(rest), knowing: other.partKeys)
  }

  private static let ages = ["session.age", "session.authentication_age"]

  /// Whether a clause holds only up to some age.
  static func boundsAge(_ clause: Clause) -> Bool {
    guard let atom = Atom(clause), ages.contains(atom.path.description),
      case .between(let comparison, _) = atom.constraint
    else { return false }
    return [.less, .atMost, .equal].contains(comparison)
  }

  private static func endsAge(_ clause: Clause) -> Bool {
    guard let atom = Atom(clause), ages.contains(atom.path.description),
      case .between(let comparison, _) = atom.constraint
    else { return false }
    return [.greater, .atLeast].contains(comparison)
  }
}

extension LintSubject {
  /// The rules of all policies that can be compared, with where they apply.
  var scopedRules: [ScopedRule] { documents.flatMap(\.comparableRules) }
}
