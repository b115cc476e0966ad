import PolicyDiagnostics
import SessionPolicy

/// A rule with everything that has to hold where it applies.
struct ScopedRule {
  let rule: Rule
  let policy: Policy
  /// The policy's condition and the rule's.
  let tree: ConditionTree
  /// The rule's condition alone.
  let ownTree: ConditionTree
  /// What is the same for rules that apply to the same sessions.
  let key: String
  /// The actions that the condition names for the rule to apply; empty if it names none.
  let actions: Set<String>
  /// The parts of the condition that have to hold.
  let parts: [Part]
  /// What is the same for each part, and tells it from others.
  let partKeys: Set<String>
  /// The same for the parts that say nothing of the action alone.
  let keysBesidesAction: Set<String>

  /// A part of a condition, with the keys that a rule within it has one of.
  struct Part {
    /// The part's own key, and those of its alternatives, if it has any.
    let keys: [String]

    init(_ tree: ConditionTree) {
      keys =
        if case .any(let choices) = tree { [tree.key] + choices.map(\.key) } else { [tree.key] }
    }
  }

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
    ownTree = ConditionTree(rule.condition, room: &room)
    tree = gate.and(ownTree)
    key = tree.key
    let conjuncts = tree.conjuncts
    parts = conjuncts.map(Part.init)
    partKeys = Set(parts.compactMap(\.keys.first))
    actions = Self.actions(in: tree)
    keysBesidesAction = Set(
      tree.conjuncts.filter { part in
        guard case .clause(let clause) = part else { return true }
        return clause.atom?.path.description != "request.action"
      }.map(\.key))
  }

  private static func actions(in tree: ConditionTree) -> Set<String> {
    var actions: Set<String> = []
    for clause in tree.clauses {
      guard let atom = clause.atom, atom.path.description == "request.action",
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
    if other.parts.isEmpty { return true }
    guard policy.name.value == other.policy.name.value else { return false }
    return other.parts.allSatisfy { $0.keys.contains(where: partKeys.contains) }
  }

  private static let ages = ["session.age", "session.authentication_age"]

  /// Whether a clause holds only up to some age.
  static func boundsAge(_ clause: Clause) -> Bool {
    guard let atom = clause.atom, ages.contains(atom.path.description),
      case .between(let comparison, _) = atom.constraint
    else { return false }
    return [.less, .atMost, .equal].contains(comparison)
  }
}

extension LintSubject {
  /// The rules of all policies, with where they apply.
  var scopedRules: [ScopedRule] { documents.flatMap(\.scopedRules) }
}
